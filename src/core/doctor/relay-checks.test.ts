import { find, Practice } from '../../../test/fake-media-practice.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import type { MediaEngine } from '../media/api.ts';
import type { IceServer } from '../protocol/index.ts';
import { checkRelays, serversOf, transportOf } from './relay-checks.ts';

/** What a gathering does with a URL: finds a candidate of this type, hears errors and ends, ends, or says nothing for ever. */
type Story = { finds: string } | { hears: number[] } | 'ends' | 'waits';

/** Peers that gather as told, by URL. */
class Gatherings {
  readonly configs: RTCConfiguration[] = [];
  open = 0;
  readonly #stories: Record<string, Story>;

  constructor(stories: Record<string, Story>) {
    this.#stories = stories;
  }

  readonly engine = {
    supported: true,
    createPeerConnection: (config: RTCConfiguration) => {
      this.configs.push(config);
      this.open++;
      const peer = {
        onicecandidate: (_: { candidate: object | null }) => {},
        onicecandidateerror: (_: { errorCode: number }) => {},
        addTransceiver: () => {},
        close: () => void this.open--,
        setLocalDescription: async () => {
          const urls = config.iceServers!.flatMap((server) => server.urls);
          const story = this.#stories[urls[0]!] ?? 'waits';
          if (story === 'waits') return;
          if (story !== 'ends' && 'hears' in story) for (const errorCode of story.hears) peer.onicecandidateerror({ errorCode });
          // Firefox before 131 names no type beside the text
          if (story !== 'ends' && 'finds' in story) {
            peer.onicecandidate({ candidate: { candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host' } });
            peer.onicecandidate({ candidate: { candidate: `candidate:1 1 udp 1 192.0.2.1 9 typ ${story.finds}` } });
          }
          peer.onicecandidate({ candidate: null });
        },
      };
      return peer as unknown as RTCPeerConnection;
    },
  } as unknown as MediaEngine;
}

const SERVERS: IceServer[] = [
  { urls: 'stun:s' },
  { urls: ['turn:t', 'turn:t?transport=tcp', 'turns:t:443?transport=tcp'], username: 'name', credential: 'secret' },
];

async function check(stories: Record<string, Story>, servers = SERVERS) {
  const practice = new Practice();
  const gatherings = new Gatherings(stories);
  const { chain } = practice.chain();
  const relays = await practice.finish(checkRelays(chain, practice.parts, gatherings.engine, { servers }));
  expect([gatherings.open, practice.clock.pending]).to.deep.equal([0, 0]);
  const states = (['stun', 'turn-udp', 'turn-tcp', 'turn-tls'] as const).map((id) => find(chain.checks, id));
  return { relays, gatherings, states: states.map(({ state }) => state), causes: states.map(({ cause }) => cause), checks: chain.checks };
}

describe('the way to a relay', () => {
  it('is told by its URL (RFC 7065)', () => {
    for (const [url, way] of [
      ['stun:a', 'stun'],
      ['stuns:a:5349', 'stun'],
      ['turn:a', 'udp'],
      ['turn:a:3478?transport=udp', 'udp'],
      ['TURN:a?transport=TCP', 'tcp'],
      ['turns:a', 'tls'],
      ['turns:[::1]:443?transport=tcp', 'tls'],
      ['turns:a?transport=udp', undefined],
      ['turn:a?transport=sctp', undefined],
      ['https://a', undefined],
    ] as const)
      expect(transportOf(url), url).to.equal(way);
    expect(serversOf(SERVERS, 'tcp')).to.deep.equal([{ urls: ['turn:t?transport=tcp'], username: 'name', credential: 'secret' }]);
  });

  it('passes with an address from the relay, each way on a connection of its own that may use nothing else', async () => {
    const { states, relays, gatherings } = await check({
      'stun:s': { finds: 'srflx' },
      'turn:t': { finds: 'relay' },
      'turn:t?transport=tcp': { finds: 'relay' },
      'turns:t:443?transport=tcp': { finds: 'relay' },
    });
    expect(states).to.deep.equal(['passed', 'passed', 'passed', 'passed']);
    expect(relays).to.deep.equal([{ urls: ['turn:t'], username: 'name', credential: 'secret' }]);
    expect(
      gatherings.configs.map(({ iceServers, iceTransportPolicy }) => [iceServers!.flatMap(({ urls }) => urls), iceTransportPolicy]),
    ).to.deep.equal([
      [['stun:s'], 'all'],
      [['turn:t'], 'relay'],
      [['turn:t?transport=tcp'], 'relay'],
      [['turns:t:443?transport=tcp'], 'relay'],
    ]);
  });

  it('tells a refusal from silence, and takes the best way that is left', async () => {
    const { states, causes, relays, checks } = await check({
      'stun:s': 'ends',
      'turn:t': { hears: [701, 401] },
      'turn:t?transport=tcp': { hears: [701] },
      'turns:t:443?transport=tcp': { finds: 'relay' },
    });
    expect(states).to.deep.equal(['passed', 'failed', 'failed', 'passed']);
    expect(causes).to.deep.equal([undefined, 'network:turn-refused', 'network:turn-unreachable', undefined]);
    expect(find(checks, 'turn-udp').figures.errorCode).to.equal(401);
    expect(relays.flatMap(({ urls }) => urls)).to.deep.equal(['turns:t:443?transport=tcp']);
  });

  it('gives up on what never answers, all at the same time', async () => {
    const { states, causes, checks } = await check({});
    expect(states).to.deep.equal(['warned', 'failed', 'failed', 'failed']);
    expect(causes).to.deep.equal(['network:udp-blocked', ...Array(3).fill('network:turn-unreachable')]);
    for (const id of ['stun', 'turn-udp', 'turn-tcp', 'turn-tls'] as const) expect(find(checks, id).durationMs, id).to.equal(8_000);
  });

  it('is not tried where none is set up, and a relay over UDP stands in for a STUN server', async () => {
    expect((await check({}, [])).states).to.deep.equal(['skipped', 'skipped', 'skipped', 'skipped']);
    const { states, gatherings } = await check({ 'stun:t:3478': { finds: 'srflx' }, 'turn:t:3478?transport=udp': { finds: 'relay' } }, [
      { urls: 'turn:t:3478?transport=udp', username: 'name', credential: 'secret' },
    ]);
    expect(states).to.deep.equal(['passed', 'passed', 'skipped', 'skipped']);
    expect(gatherings.configs[0]?.iceServers).to.deep.equal([{ urls: ['stun:t:3478'] }]);
  });

  it('cannot be tried without the server’s word', async () => {
    const practice = new Practice();
    const { chain } = practice.chain();
    await checkRelays(chain, practice.parts, practice.engine, { missing: 'Not now.' });
    expect(find(chain.checks, 'turn-udp')).to.include({ state: 'skipped', finding: 'Not now.' });
  });
});
