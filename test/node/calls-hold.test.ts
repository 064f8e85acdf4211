import type { Call } from '../../src/core/call/api.ts';
import type { OperationEvent } from '../../src/core/call/control/api.ts';
import { type FakePeerConnection, FakeTrack } from '../fake-media.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { failure, type Person, Town, talk, until } from './calls-town.ts';

const peerOf = (call: Call) => call.peerConnection as unknown as FakePeerConnection;
const sent = (call: Call): FakeTrack | null | undefined => peerOf(call).getTransceivers()[0]?.sender.track;
const speaks = (call: Call): boolean => sent(call)?.enabled === true;
const flags = (call: Call) => [call.state, call.localHold, call.remoteHold];

/** Everything told of operations, and the status that stood in the call at each. */
function watch(call: Call) {
  const events: OperationEvent[] = [];
  const standing: (string | undefined)[] = [];
  call.on('operation', (event) => {
    events.push(event);
    standing.push(call.operations.find(({ id }) => id === event.operationId)?.status);
  });
  return { events, standing };
}

describe('a call on hold', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());
  let turn = 0;
  const pair = async (settings = {}): Promise<[Call, Call, Person, Person]> => {
    turn++;
    const [alice, bob] = [await town.person(`alice${turn}`, { settings }), await town.person(`bob${turn}`, { settings })];
    return [...(await talk(alice, bob, `bob${turn}`)), alice, bob];
  };

  it('is silent both ways, and both sides know who holds [RB-call-23] [RB-call-25] [RB-ct-06]', async () => {
    const [out, inc] = await pair();
    const states: string[] = [];
    inc.on('state', (state) => states.push(state));
    await out.hold();
    await until(inc, (call) => call.remoteHold);
    expect([flags(out), flags(inc)]).to.deep.equal([
      ['on_hold', true, false],
      ['on_hold', false, true],
    ]);
    expect([speaks(out), speaks(inc), sent(out)?.readyState]).to.deep.equal([false, false, 'live']);
    await out.unhold();
    await until(inc, (call) => !call.remoteHold);
    expect([out.state, speaks(out), speaks(inc), states]).to.deep.equal(['connected', true, true, ['on_hold', 'connected']]);
    await out.end();
  });

  it('by both goes on when neither holds, whoever lets go first [RB-call-26] [RB-cs-07]', async () => {
    const [out, inc] = await pair();
    await Promise.all([out.hold(), inc.hold()]);
    await Promise.all([until(out, (call) => call.remoteHold), until(inc, (call) => call.remoteHold)]);
    await out.unhold();
    await until(inc, (call) => !call.remoteHold);
    expect([flags(out), flags(inc), speaks(out), speaks(inc)]).to.deep.equal([['on_hold', false, true], ['on_hold', true, false], false, false]);
    await inc.unhold();
    await until(out, (call) => !call.remoteHold);
    expect([out.state, inc.state, speaks(out), speaks(inc)]).to.deep.equal(['connected', 'connected', true, true]);
    await out.end();
  });

  it('stays muted when it was, before and after', async () => {
    const [out] = await pair();
    out.setMuted(true);
    await out.hold();
    await out.unhold();
    expect([out.muted, speaks(out)]).to.deep.equal([true, false]);
    out.setMuted(false);
    expect(speaks(out)).to.equal(true);
    await out.end();
  });

  it('tells each step of the operation, here and there, with what was before [RB-ce-01] [RB-ce-02] [RB-ce-03]', async () => {
    const [out, inc] = await pair();
    const [mine, theirs] = [watch(out), watch(inc)];
    await out.hold();
    await until(inc, (call) => call.remoteHold && call.operations.length === 0);
    const id = mine.events[0]?.operationId;
    const step = (transition: string, status?: string) => ({
      operation: 'hold',
      operationId: id,
      transition,
      isLocal: true,
      ...(status && { previous: { operation: 'hold', status } }),
    });
    expect(mine.events).to.deep.equal([step('START'), step('UPDATE', 'ongoing'), step('RESUME', 'pending'), step('FINISH', 'resolving')]);
    expect(
      theirs.events.map(({ operation, operationId, transition, isLocal }) => [operation, operationId === id, transition, isLocal]),
    ).to.deep.equal([
      ['hold', true, 'START', false],
      ['hold', true, 'FINISH', false],
    ]);
    await out.end();
  });

  it('has its operation among those of the call until it is over, and refuses a second one like it [RB-ce-04] [RB-ce-05] [RB-ct-12]', async () => {
    const [out] = await pair();
    const mine = watch(out);
    const first = out.hold();
    const second = failure(out.hold());
    expect((await second).code).to.equal('call:operation-conflict');
    await first;
    expect(mine.standing).to.deep.equal(['ongoing', 'pending', 'resolving', undefined]);
    expect(out.operations).to.deep.equal([]);
    await out.hold(); // it is: nothing happens
    expect(mine.events.length).to.equal(4);
    await out.end();
  });

  it('that the far side does not confirm is taken back, and the microphone stays silent until its owner says otherwise', async () => {
    const [out, inc] = await pair({ requestTimeoutMs: 1_000 });
    const mine = watch(out);
    Object.assign(inc, { hear: () => {} }); // its code for what it is told did not load
    const loud: boolean[] = [];
    const microphone = sent(out) as FakeTrack;
    const error = await failure(
      out.hold().finally(() => {
        loud.push(microphone.enabled);
      }),
    );
    expect([error.code, out.localHold, out.state, out.muted, speaks(out)]).to.deep.equal(['call:operation-timeout', false, 'connected', true, false]);
    expect(out.error?.message).to.equal('unable to hold the call; the other side did not confirm it; the microphone is muted');
    expect([mine.events.at(-1)?.error === error, loud]).to.deep.equal([true, [false]]);
    await until(inc, (call) => call.state === 'connected' && !call.remoteHold && call.remoteMuted);
    out.setMuted(false);
    expect(speaks(out)).to.equal(true);
    await out.end();
  });

  it('is told to a far side that comes back from a cut later', async () => {
    const [out, inc, alice] = await pair();
    alice.cut();
    await until(out, () => alice.client.state !== 'connected');
    await out.hold();
    expect([out.state, speaks(out)]).to.deep.equal(['on_hold', false]);
    alice.mend();
    await until(inc, (call) => call.remoteHold);
    await out.end();
  });

  it('plays a track of the app instead of silence, muted or not, and stops with the hold; the track stays the app\u2019s', async () => {
    const [out, inc, alice] = await pair();
    const music = new FakeTrack('audio');
    alice.client.calls.holdMusic = music as unknown as MediaStreamTrack;
    out.setMuted(true);
    const microphone = sent(out);
    await out.hold();
    await until(out, () => sent(out) === music);
    expect([music.enabled, microphone?.enabled]).to.deep.equal([true, false]);
    out.setMuted(false);
    expect([music.enabled, microphone?.enabled, sent(out) === music]).to.deep.equal([true, false, true]);
    await out.unhold();
    await until(inc, (call) => !call.remoteHold);
    expect([sent(out) === microphone, microphone?.enabled, music.readyState]).to.deep.equal([true, true, 'live']);
    await out.hold();
    await until(out, () => sent(out) === music);
    await out.end();
    expect(music.readyState).to.equal('live');
  });

  it('is silent when its music does not come, and says why', async () => {
    const [out, , alice] = await pair();
    alice.client.calls.holdMusic = 'http://127.0.0.1:1/music.ogg';
    await out.hold();
    await until(out, (call) => call.error !== undefined);
    expect([out.error?.code, out.state, speaks(out)]).to.deep.equal(['media:failed', 'on_hold', false]);
    await out.end();
  });

  it('goes on beside another one, and the two are swapped', async () => {
    const [out, inc, alice] = await pair();
    const carol = await town.person(`carol${turn}`);
    const [second, theirs] = await (async () => {
      await out.hold();
      return talk(alice, carol, `carol${turn}`);
    })();
    await until(inc, (call) => call.remoteHold);
    expect(alice.client.calls.calls.map(({ state }) => state)).to.deep.equal(['on_hold', 'connected']);
    expect([speaks(out), speaks(second)]).to.deep.equal([false, true]);
    await Promise.all([second.hold(), out.unhold()]);
    await Promise.all([until(inc, (call) => !call.remoteHold), until(theirs, (call) => call.remoteHold)]);
    expect([speaks(out), speaks(second), out.state, second.state]).to.deep.equal([true, false, 'connected', 'on_hold']);
    await out.end();
    expect([second.state, speaks(second)]).to.deep.equal(['on_hold', false]);
    await second.unhold();
    expect(speaks(second)).to.equal(true);
    await second.end();
    expect(alice.engine.device).to.deep.equal({ open: 0, listeners: 0 });
  });
});

describe('the path of a call', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  it('is found anew on demand: checking, then connected, and media flows by then [RB-call-37] [RB-call-38]', async () => {
    const [alice, bob] = [await town.person('alice'), await town.person('bob')];
    const [out, inc] = await talk(alice, bob);
    const states: string[] = [];
    out.on('media-state', (state) => states.push(state));
    const { events } = watch(out);
    const before = peerOf(out).localDescription?.sdp;
    await out.restartMedia();
    expect([states, out.mediaState, inc.state]).to.deep.equal([['checking', 'connected'], 'connected', 'connected']);
    expect(peerOf(out).localDescription?.sdp).to.not.equal(before);
    expect(events.map(({ operation, transition }) => `${operation} ${transition}`)).to.deep.equal(
      ['START', 'UPDATE', 'RESUME', 'FINISH'].map((transition) => `restartMedia ${transition}`),
    );
    await out.end();
  });

  it('that is not found leaves the call as it is, and says so', async () => {
    const settings = { requestTimeoutMs: 2_000, iceRestartAfterMs: 60_000 };
    const [alice, bob] = [await town.person('al2', { settings }), await town.person('bo2', { settings })];
    const [out] = await talk(alice, bob, 'bo2');
    town.network.cut();
    await until(out, (call) => call.mediaState === 'disconnected');
    const error = await failure(out.restartMedia());
    expect([error.code, out.state, out.mediaState === 'connected']).to.deep.equal(['call:media-failed', 'connected', false]);
    town.network.mend();
    await out.restartMedia();
    expect(out.mediaState).to.equal('connected');
    await out.end();
  });
});

describe('a call that rings', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  it('is over here when it is ignored, and nobody is told: it rings on elsewhere and for the caller [RB-call-18] [RB-call-19]', async () => {
    const [alice, bob, other] = [await town.person('alice'), await town.person('bob'), await town.person('bob')];
    const ringing = [bob.incoming(), other.incoming()];
    const out = await alice.client.calls.make('bob');
    const [here, there] = (await Promise.all(ringing)) as [Call, Call];
    await Promise.all([until(here, (call) => call.state === 'ringing'), until(out, (call) => call.state === 'ringing')]);
    await here.ignore();
    expect([here.state, here.endReason, bob.client.calls.calls.length]).to.deep.equal(['ended', 'ignored', 0]);
    const rang: unknown[] = [];
    bob.client.calls.on('incoming', (call) => rang.push(call));
    bob.cut();
    bob.mend();
    await new Promise<void>((resolve) => void bob.client.connection.once('welcome', () => resolve()));
    expect([out.state, there.state, rang]).to.deep.equal(['ringing', 'ringing', []]);
    await there.answer();
    await until(out, (call) => call.state === 'connected');
    expect((await failure(here.ignore())).code).to.equal('call:ended');
    expect((await failure(there.ignore())).code).to.equal('call:wrong-state');
    expect((await failure(out.ignore())).code).to.equal('call:wrong-state');
    await out.end();
  });

  it('is told to the caller by the app alone where that is set, once it says so [RB-call-52] [RB-cfg-43]', async () => {
    const [alice, bob] = [await town.person('al2'), await town.person('bo2', { settings: { ringingFeedback: 'manual' } })];
    const ringing = bob.incoming();
    const out = await alice.client.calls.make('bo2');
    const inc = await ringing;
    await until(out, (call) => call.state === 'initiated');
    await bob.client.calls.prepare();
    await bob.client.connection.request('user.me', {}, {}); // whatever was asked before is answered
    expect([inc.state, out.state]).to.deep.equal(['initiated', 'initiated']);
    await inc.sendRinging();
    await until(out, (call) => call.state === 'ringing');
    expect(inc.state).to.equal('ringing');
    await inc.answer();
    await until(out, (call) => call.mediaState === 'connected');
    expect((await failure(inc.sendRinging())).code).to.equal('call:wrong-state');
    await out.end();
  });

  it('is answered without ever having been told as ringing [RB-call-15]', async () => {
    const [alice, bob] = [await town.person('al3'), await town.person('bo3', { settings: { ringingFeedback: 'manual' } })];
    const states: string[] = [];
    alice.client.calls.on('outgoing', (call) => call.on('state', (state) => states.push(state)));
    const ringing = bob.incoming();
    const out = await alice.client.calls.make('bo3');
    const inc = await ringing;
    await inc.answer();
    await Promise.all([until(out, (call) => call.mediaState === 'connected'), until(inc, (call) => call.mediaState === 'connected')]);
    expect(states).to.deep.equal(['initiated', 'connected']);
    await out.end();
  });
});
