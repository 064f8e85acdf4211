import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, type RunningServer, startServer } from '../../server/src/start.ts';
import type { Call } from '../../src/core/call/api.ts';
import type { CallConfig } from '../../src/core/call/sdp/api.ts';
import { Client } from '../../src/core/client/client.ts';
import { FakeEngine, FakeNetwork } from '../fake-media.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { APP, profile, until } from './calls-town.ts';

/** What the server of these tests hands out. */
const RELAY = 'turn:relay.example:3478';
const OWN: RTCIceServer = { urls: ['stun:own.example:3478', 'turn:own.example:3478'], username: 'me', credential: 'secret' };

describe('the peer connections of a call', () => {
  let server: RunningServer;
  let data: string;
  const network = new FakeNetwork();
  const people: Client[] = [];
  before(async () => {
    data = await mkdtemp(join(tmpdir(), 'earshot-peer-'));
    const config = loadConfig({ LOG_LEVEL: 'error', TURN_URLS: RELAY, TURN_SECRET: 'a-secret-of-this-test' }, { port: '0', data });
    server = await startServer({ ...config, settings: { ...config.settings, callTickMs: 20 } });
    await server.core.apps.create({ appId: APP, name: 'Town', settings: { auto_create_users: true } });
  });
  after(async () => {
    await Promise.all(people.map((client) => client.dispose()));
    await server.stop();
    await rm(data, { recursive: true, force: true });
  });

  async function person(userId: string, calls?: CallConfig) {
    const engine = new FakeEngine(network);
    const { token } = await server.core.tokens.mint(APP, userId, Date.now() + 60_000);
    const host = new URL(server.address).host;
    const client = new Client({ host, appId: APP, userId, token, mediaEngine: engine, storage: profile(), ...(calls && { calls }) });
    people.push(client);
    await client.connect();
    return { client, engine };
  }

  /** A call with this configuration on both sides; the configuration that each peer connection came to. */
  async function configurations(name: string, calls?: CallConfig): Promise<[RTCConfiguration, RTCConfiguration]> {
    const [alice, bob] = await Promise.all([person(`a-${name}`, calls), person(`b-${name}`, calls)]);
    const ringing = new Promise<Call>((resolve) => void bob.client.calls.once('incoming', resolve));
    const out = await alice.client.calls.make(`b-${name}`);
    const inc = await ringing;
    await until(inc, (call) => call.state === 'ringing');
    await inc.answer();
    await Promise.all([until(out, (call) => call.mediaState === 'connected'), until(inc, (call) => call.mediaState === 'connected')]);
    const [ours, theirs] = [alice, bob].map(({ engine }) => engine.peers[0]!.getConfiguration());
    await out.end();
    return [ours!, theirs!];
  }

  const urls = ({ iceServers = [] }: RTCConfiguration) => iceServers.flatMap((one) => one.urls);

  it('use the relays that the server hands out, unless told not to [RB-cfg-37]', async () => {
    for (const config of await configurations('given')) {
      expect(urls(config)).to.deep.equal([RELAY]);
      expect(config.iceServers?.[0]?.credential).to.be.a('string');
    }
    for (const config of await configurations('kept', { serverTurnCredentials: true })) expect(urls(config)).to.deep.equal([RELAY]);
    for (const config of await configurations('none', { serverTurnCredentials: false })) expect(urls(config)).to.deep.equal([]);
  });

  it('have what the application wants of all of them, its own servers first [RB-cfg-33] [RB-ct-20] [RB-ct-21]', async () => {
    const defaultPeerConfig: RTCConfiguration = {
      iceServers: [OWN, { urls: 'stun:other.example' }],
      iceCandidatePoolSize: 2,
      iceTransportPolicy: 'relay',
      bundlePolicy: 'balanced',
    };
    for (const config of await configurations('own', { defaultPeerConfig })) {
      const { iceServers = [], ...rest } = config;
      expect(rest).to.deep.equal({ iceCandidatePoolSize: 2, iceTransportPolicy: 'relay', bundlePolicy: 'balanced' });
      expect(iceServers.slice(0, 2)).to.deep.equal(defaultPeerConfig.iceServers);
      expect(urls({ iceServers: iceServers.slice(2) })).to.deep.equal([RELAY]);
    }
    for (const config of await configurations('alone', { defaultPeerConfig: { iceServers: [OWN] }, serverTurnCredentials: false }))
      expect(config).to.deep.equal({ bundlePolicy: 'max-bundle', iceServers: [OWN] });
  });

  it('keep to relays where nothing may go from peer to peer [RB-cfg-41]', async () => {
    for (const config of await configurations('relays', { mediaBrokerOnly: true }))
      expect([config.iceTransportPolicy, urls(config)]).to.deep.equal(['relay', [RELAY]]);
    for (const config of await configurations('direct', { mediaBrokerOnly: false })) expect(config.iceTransportPolicy).to.equal(undefined);
  });

  it('pass through the handlers that the client was made with', async () => {
    const seen: string[] = [];
    const note: NonNullable<CallConfig['sdpHandlers']>[number] = (sdp, { type, step, endpoint }) => {
      seen.push(`${type} ${step} ${endpoint}`);
      return sdp;
    };
    await configurations('handlers', { sdpHandlers: [note] });
    expect(seen.filter((one) => one.startsWith('offer'))).to.deep.equal(['offer set local', 'offer send local', 'offer set remote']);
    expect(seen.filter((one) => one.startsWith('answer'))).to.deep.equal(['answer set local', 'answer send local', 'answer set remote']);
  });

  it('go through handlers also where two calls become one', async () => {
    const note: NonNullable<CallConfig['sdpHandlers']>[number] = (sdp) => sdp;
    const calls: CallConfig = { sdpHandlers: [note] };
    const [alice, bob] = await Promise.all([person('a-glare', calls), person('b-glare', calls)]);
    const [ours, theirs] = await Promise.all([alice.client.calls.make('b-glare'), bob.client.calls.make('a-glare')]);
    const flows = (call: Call) => until(call, ({ state, mediaState }) => state === 'connected' && mediaState === 'connected');
    await Promise.all([flows(ours), flows(theirs)]);
    expect([ours.id, bob.client.calls.calls.length]).to.deep.equal([theirs.id, 1]);
    await alice.client.calls.get(ours.id)?.end();
    await until(theirs, (call) => call.state === 'ended');
    expect([alice.engine.peers.length, bob.engine.peers.length]).to.deep.equal([0, 0]);
  });
});
