import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, type RunningServer, startServer } from '../../server/src/start.ts';
import { VoiceClient, type VoiceConfig } from '../../src/compat/voice-client.ts';
import { VOICE_CODES } from '../../src/compat/voice-codes.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { APP, failure, pullMicrophones, type Told, Town, told } from './calls-town.ts';

const config = (change: object = {}): VoiceConfig => ({ host: 'live.example.com', app_id: APP, user_id: 'alice', token: 'a-token', ...change });

/** What a constructor throws. */
function thrown(make: () => unknown): Error & { code: unknown } {
  try {
    make();
  } catch (error) {
    return error as Error & { code: unknown };
  }
  throw new Error('it did not throw');
}

/** Connects two people by an answered call. */
async function answered(alice: Told, bob: Told, bobId: string): Promise<void> {
  await alice.voice.call(bobId);
  await told(bob, 'ringing');
  await bob.voice.dialUp();
  await Promise.all([told(alice, 'answered'), told(bob, 'answered')]);
}

describe('making a VoiceClient', () => {
  it('takes host, app_id, user_id and token and does nothing yet [GV-01] [GV-04] [GV-05]', () => {
    const voice = new VoiceClient(config());
    expect([voice.core.state, voice.core.appId, voice.core.userId]).to.deep.equal(['idle', APP, 'alice']);
    for (const name of ['app_id', 'user_id', 'token']) expect(thrown(() => new VoiceClient(config({ [name]: undefined }))).code).to.equal(80101);
  });

  it('wants a bare host, and one at all [GV-03] [GV-51]', () => {
    expect(new VoiceClient(config({ host: 'live.example.com:8443' })).core.url('/x')).to.equal('https://live.example.com:8443/x');
    for (const host of ['https://live.example.com', 'live.example.com/api', '', undefined, 7])
      expect(thrown(() => new VoiceClient(config({ host }))).code).to.equal(80101);
  });

  it('tells a wrong configuration at once, by code and name [GV-39]', () => {
    const error = thrown(() => new VoiceClient(config({ token: '' })));
    expect([error.code, error.name, typeof error.message, typeof error.stack]).to.deep.equal([80101, 'invalid_parameter', 'string', 'string']);
    expect(thrown(() => new VoiceClient(null as unknown as VoiceConfig)).code).to.equal(80101);
  });

  it('writes to the console only when debug is on [GV-07]', async () => {
    expect(thrown(() => new VoiceClient(config({ debug: 'yes' }))).code).to.equal(80101);
    const town = await Town.start();
    const lines: string[] = [];
    const { debug } = console;
    console.debug = (line: string) => void lines.push(line);
    try {
      const [quiet, loud, bob] = [await town.voice('quiet'), await town.voice('loud', { debug: true }), await town.voice('bob')];
      for (const { voice } of [quiet, loud]) {
        await voice.call('bob');
        await voice.hangUp();
      }
      await Promise.all([told(quiet, 'unanswered'), told(loud, 'unanswered')]);
      expect(lines.some((line) => line.includes(loud.log[0]?.payload.id ?? '?'))).to.equal(true);
      expect(lines.some((line) => line.includes(quiet.log[0]?.payload.id ?? '?'))).to.equal(false);
      await bob.voice.disconnectUser();
    } finally {
      console.debug = debug;
      await town.stop();
    }
  });

  it('names every code once', () => {
    expect(new Set(Object.values(VOICE_CODES)).size).to.equal(Object.keys(VOICE_CODES).length);
  });
});

describe('VoiceClient on the real server', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  it('connects once, and not again while connected [GV-10] [GV-42]', async () => {
    const alice = await town.voice('a1');
    expect(alice.voice.core.state).to.equal('connected');
    const error = await failure(alice.voice.connectUser());
    expect([error.code, error.name]).to.deep.equal([80201, 'already_connected_session']);
  });

  it('refuses a wrong token, an expired one, and one of somebody else [GV-06] [GV-44]', async () => {
    const expired = async () => {
      const lifetimeMs = 1_000; // one that is over before it reaches the server is not even made
      const token = await town.token('a2', lifetimeMs);
      while (
        await town.server.core.tokens.verify(token).then(
          () => true,
          () => false,
        )
      );
      return token;
    };
    for (const token of ['not.a.token', await town.token('somebody-else'), await expired()]) {
      const { voice } = await town.voice('a2', { connect: false, token });
      const error = await failure(voice.connectUser());
      expect([error.code, error.name]).to.deep.equal([80401, 'invalid_token']);
    }
    const good = await town.voice('a2');
    expect(good.voice.core.state).to.equal('connected');
  });

  it('tells that the user of a token is not there, as after a restore of older data [GV-40]', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'earshot-restore-'));
    const [data, backup] = [join(folder, 'data'), join(folder, 'backup')];
    const start = () => startServer(loadConfig({ LOG_LEVEL: 'error' }, { port: '0', data }));
    const connect = (server: RunningServer, token: string) => {
      const voice = new VoiceClient({ host: new URL(server.address).host, app_id: APP, user_id: 'newcomer', token });
      return voice.connectUser().finally(() => voice.core.dispose());
    };
    const first = await start();
    await first.core.apps.create({ appId: APP, settings: { auto_create_users: true } });
    await first.stop();
    await cp(data, backup, { recursive: true });
    const later = await start();
    const { token } = await later.core.tokens.mint(APP, 'newcomer', Date.now() + 60_000);
    await connect(later, token); // good as long as the user is there
    await later.stop();
    await rm(data, { recursive: true });
    await cp(backup, data, { recursive: true });
    const restored = await start();
    const error = await failure(connect(restored, token));
    expect([error.code, error.name]).to.deep.equal([80102, 'not_found_user_session_id']);
    await restored.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('knows who is connected, on any device, until he says goodbye [GV-18] [GV-11] [GV-19]', async () => {
    const alice = await town.voice('a3');
    await town.token('b3');
    expect(await alice.voice.checkSession('b3')).to.equal(false);
    const [desk, phone] = [await town.voice('b3'), await town.voice('b3')];
    expect(await alice.voice.checkSession('b3')).to.equal(true);
    await desk.voice.disconnectUser();
    expect(await alice.voice.checkSession('b3')).to.equal(true);
    await phone.voice.disconnectUser();
    while (await alice.voice.checkSession('b3')); // until the server has seen the close
    expect(await alice.voice.checkSession('no-such-user')).to.equal(false);
    expect((await failure(phone.voice.checkSession('a3'))).code).to.equal(80402);
    await phone.voice.connectUser();
    expect(await alice.voice.checkSession('b3')).to.equal(true);
  });

  it('places a call and tells it once, to both, by the same id [GV-12] [GV-21] [GV-23]', async () => {
    const [alice, bob] = [await town.voice('a4'), await town.voice('b4')];
    expect(await alice.voice.call('b4')).to.equal(undefined);
    await told(bob, 'ringing');
    expect([alice, bob].map(({ log }) => log.filter(({ event }) => event === 'call').length)).to.deep.equal([1, 1]);
    const [out, inc] = [alice.log[0]?.payload, bob.log[0]?.payload];
    expect(out?.id).to.be.a('string').and.not.equal('');
    expect(inc?.id).to.equal(out?.id);
    await alice.voice.hangUp();
  });

  it('tells direction and both parties as each side sees them [GV-25] [GV-36] [GV-37]', async () => {
    const [alice, bob] = [await town.voice('a5'), await town.voice('b5')];
    await alice.voice.call('b5');
    const inc = await told(bob, 'started');
    const out = await told(alice, 'started');
    expect(out.direction).to.equal('outbound');
    expect(inc.direction).to.equal('inbound');
    await alice.voice.hangUp();
  });

  it('tells who calls whom in every payload [GV-26]', async () => {
    const [alice, bob] = [await town.voice('a5b'), await town.voice('b5b')];
    await answered(alice, bob, 'b5b');
    await alice.voice.hangUp();
    await told(bob, 'completed');
    for (const { payload } of [...alice.log, ...bob.log]) expect([payload.from, payload.to]).to.deep.equal(['a5b', 'b5b']);
  });

  it('goes started, ringing, answered, completed on both sides [GV-34] [GV-24] [GV-22]', async () => {
    const [alice, bob] = [await town.voice('a6'), await town.voice('b6')];
    await answered(alice, bob, 'b6');
    await alice.voice.hangUp();
    await told(bob, 'completed');
    for (const person of [alice, bob]) {
      expect(person.statuses()).to.deep.equal(['started', 'ringing', 'answered', 'completed']);
      expect(person.log.map(({ event }) => event)).to.deep.equal(['call', ...Array<string>(3).fill('call_status_changed')]);
    }
  });

  it('tells started first, and ringing once the other one alerts [GV-27] [GV-28]', async () => {
    const [alice, bob] = [await town.voice('a7'), await town.voice('b7')];
    await alice.voice.call('b7');
    expect(alice.statuses()[0]).to.equal('started');
    await Promise.all([told(alice, 'ringing'), told(bob, 'ringing')]);
    expect(bob.statuses()).to.deep.equal(['started', 'ringing']);
    await alice.voice.hangUp();
  });

  it('answers the pending call and no other [GV-13] [GV-29]', async () => {
    const [alice, bob] = [await town.voice('a8'), await town.voice('b8')];
    expect((await failure(bob.voice.dialUp())).code).to.equal(80403);
    await answered(alice, bob, 'b8');
    expect(alice.voice.core.calls.calls[0]?.state).to.equal('connected');
    await alice.voice.hangUp();
  });

  it('hangs up for both, from either side [GV-14] [GV-30]', async () => {
    const [alice, bob] = [await town.voice('a9'), await town.voice('b9')];
    await answered(alice, bob, 'b9');
    await bob.voice.hangUp();
    await told(alice, 'completed');
    expect([alice.statuses().at(-1), bob.statuses().at(-1)]).to.deep.equal(['completed', 'completed']);
  });

  it('declines what rings, and the caller reads rejected [GV-15] [GV-32]', async () => {
    const [alice, bob] = [await town.voice('a10'), await town.voice('b10')];
    await alice.voice.call('b10');
    await told(bob, 'ringing');
    await bob.voice.hangUp();
    await told(alice, 'rejected');
    expect([alice.statuses().at(-1), bob.statuses().at(-1)]).to.deep.equal(['rejected', 'rejected']);
  });

  it('a busy callee reads as rejected and is not disturbed', async () => {
    const [alice, bob, carol] = [await town.voice('a11'), await town.voice('b11'), await town.voice('c11')];
    await answered(alice, bob, 'b11');
    const before = bob.log.length;
    await carol.voice.call('b11');
    await told(carol, 'rejected');
    expect(bob.log.length).to.equal(before);
    await alice.voice.hangUp();
  });

  it('a caller who gives up leaves it unanswered for both', async () => {
    const [alice, bob] = [await town.voice('a12'), await town.voice('b12')];
    await alice.voice.call('b12');
    await told(bob, 'ringing');
    await alice.voice.hangUp();
    await told(bob, 'unanswered');
    expect(alice.statuses().at(-1)).to.equal('unanswered');
  });

  it('mutes and unmutes my voice once connected, and not before [GV-16] [GV-17]', async () => {
    const [alice, bob] = [await town.voice('a13'), await town.voice('b13')];
    expect((await failure(alice.voice.mute(true))).code).to.equal(80403);
    await alice.voice.call('b13');
    await told(bob, 'ringing');
    expect((await failure(alice.voice.mute(true))).code).to.equal(80403);
    await bob.voice.dialUp();
    await told(alice, 'answered');
    const track = alice.voice.core.calls.calls[0]?.localStream?.getAudioTracks()[0];
    await alice.voice.mute(true);
    expect(track?.enabled).to.equal(false);
    await alice.voice.mute(false);
    expect(track?.enabled).to.equal(true);
    expect((await failure(alice.voice.mute('yes' as unknown as boolean))).code).to.equal(80101);
    await alice.voice.hangUp();
  });

  it('calls listeners until they are undone [GV-20]', async () => {
    const [alice, bob] = [await town.voice('a14'), await town.voice('b14')];
    const heard: string[] = [];
    const off = alice.voice.on('call_status_changed', ({ status }) => heard.push(status));
    await alice.voice.call('b14');
    await told(alice, 'ringing');
    off();
    await bob.voice.hangUp();
    await told(alice, 'rejected');
    expect(heard).to.deep.equal(['ringing']);
  });

  it('rejects with code, name, message and stack [GV-38]', async () => {
    const alice = await town.voice('a15');
    const error = await failure(alice.voice.hangUp());
    expect(error).to.be.instanceOf(Error);
    expect([error.code, error.name]).to.deep.equal([80403, 'no_connected_call']);
    expect(error.message).to.match(/^unable to hang up; /);
    expect(error.stack).to.be.a('string');
  });

  it('rejects a call to nobody, or to something that is no id', async () => {
    const alice = await town.voice('a16');
    for (const id of ['', undefined, 7]) expect((await failure(alice.voice.call(id as string))).code).to.equal(80101);
  });

  it('rejects a call to oneself [GV-41]', async () => {
    const alice = await town.voice('a17');
    const error = await failure(alice.voice.call('a17'));
    expect([error.code, error.name]).to.deep.equal([80103, 'same_caller_and_destination']);
  });

  it('rejects a second call while there is one [GV-43]', async () => {
    const [alice, bob, carol] = [await town.voice('a18'), await town.voice('b18'), await town.voice('c18')];
    await alice.voice.call('b18');
    const error = await failure(alice.voice.call('c18'));
    expect([error.code, error.name]).to.deep.equal([80202, 'already_busy_call']);
    await told(bob, 'ringing');
    await bob.voice.dialUp();
    expect((await failure(bob.voice.dialUp())).code).to.equal(80202);
    expect((await failure(bob.voice.call('c18'))).code).to.equal(80202);
    expect(carol.log).to.deep.equal([]);
    await alice.voice.hangUp();
  });

  it('rejects everything before connectUser and after disconnectUser [GV-45]', async () => {
    const { voice } = await town.voice('a19', { connect: false });
    const all = () => [voice.call('b19'), voice.dialUp(), voice.hangUp(), voice.mute(true), voice.checkSession('b19')].map(failure);
    for (const error of await Promise.all(all())) expect([error.code, error.name]).to.deep.equal([80402, 'no_connected_session']);
    await voice.connectUser();
    await voice.disconnectUser();
    for (const error of await Promise.all(all())) expect(error.code).to.equal(80402);
    await voice.disconnectUser();
  });

  it('rejects what needs a call while there is none [GV-46]', async () => {
    const alice = await town.voice('a20');
    for (const error of await Promise.all([alice.voice.hangUp(), alice.voice.dialUp(), alice.voice.mute(false)].map(failure)))
      expect([error.code, error.name]).to.deep.equal([80403, 'no_connected_call']);
  });

  it('rejects a call to somebody who is not connected or not known, and makes none [GV-47]', async () => {
    const alice = await town.voice('a21');
    await town.token('b21');
    for (const id of ['b21', 'no-such-user']) {
      const error = await failure(alice.voice.call(id));
      expect([error.code, error.name]).to.deep.equal([80404, 'no_connected_destination']);
    }
    expect(alice.log).to.deep.equal([]);
  });

  it('tells a missing microphone from a refused one, and the callee hears of neither [GV-48] [GV-49]', async () => {
    const [alice, bob] = [await town.voice('a22'), await town.voice('b22')];
    const plug = await pullMicrophones(alice.voice.core, alice.engine);
    const missing = await failure(alice.voice.call('b22'));
    expect([missing.code, missing.name]).to.deep.equal([80801, 'not_found_device']);
    plug();
    alice.engine.machine.permission = 'denied';
    const refused = await failure(alice.voice.call('b22'));
    expect([refused.code, refused.name]).to.deep.equal([80802, 'permission_denied']);
    alice.engine.machine.permission = 'granted';
    expect(alice.log).to.deep.equal([]);
    await alice.voice.call('b22');
    await told(bob, 'ringing');
    expect(bob.log.filter(({ event }) => event === 'call').length).to.equal(1);
    const plugAtBob = await pullMicrophones(bob.voice.core, bob.engine);
    expect((await failure(bob.voice.dialUp())).code).to.equal(80801);
    plugAtBob();
    await bob.voice.dialUp();
    await told(alice, 'answered');
    await alice.voice.hangUp();
  });

  it('calls anything else an unknown error and says whom to tell [GV-50]', async () => {
    const [alice] = [await town.voice('a23'), await town.voice('b23')];
    alice.engine.machine.failure = 'AbortError';
    const error = await failure(alice.voice.call('b23'));
    expect([error.code, error.name]).to.deep.equal([80999, 'unknown_error']);
    expect(error.message).to.contain('operator');
  });

  it('disconnecting hangs up first', async () => {
    const [alice, bob] = [await town.voice('a24'), await town.voice('b24')];
    await answered(alice, bob, 'b24');
    await alice.voice.disconnectUser();
    await told(bob, 'completed');
    expect(alice.engine.peers).to.deep.equal([]);
  });
});

describe('VoiceClient when nobody answers or the line is lost', () => {
  let town: Town;
  before(async () => {
    town = await Town.start({ ringTimeoutMs: 800, callTickMs: 10, graceMs: 100 }); // a busy machine must come to ring, and to answer, before it is over
  });
  after(() => town.stop());

  it('reads unanswered for both when the ring is over [GV-33] [GV-35]', async () => {
    const [alice, bob] = [await town.voice('a1'), await town.voice('b1')];
    await alice.voice.call('b1');
    await Promise.all([told(alice, 'unanswered'), told(bob, 'unanswered')]);
    expect(alice.statuses()).to.deep.equal(['started', 'ringing', 'unanswered']);
    expect((await failure(alice.voice.hangUp())).code).to.equal(80403);
  });

  it('reads failed when the other one is lost for good [GV-31]', async () => {
    const [alice, bob] = [await town.voice('a2'), await town.voice('b2')];
    await answered(alice, bob, 'b2');
    for (const peer of bob.engine.peers) peer.close();
    await bob.voice.core.disconnect();
    await told(alice, 'failed');
    expect(alice.statuses()).to.deep.equal(['started', 'ringing', 'answered', 'failed']);
  });
});
