import { after, before, describe, expect, it } from '../harness.ts';
import { failure, pullMicrophones, Town, talk, until } from './calls-town.ts';

describe('a call over the real server', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  it('rings, connects and ends on both sides, with equal ids', async () => {
    const alice = await town.person('alice');
    const bob = await town.person('bob');
    const states: string[] = [];
    alice.client.calls.on('outgoing', (call) => call.on('state', (state) => states.push(state)));
    const [out, inc] = await talk(alice, bob);
    expect(out.id).to.equal(inc.id);
    expect(out.state).to.equal('connected');
    expect(inc.state).to.equal('connected');
    expect(states).to.deep.equal(['initiated', 'ringing', 'connected']);
    await out.end();
    await until(inc, (call) => call.state === 'ended');
    expect([out.endReason, inc.endReason]).to.deep.equal(['completed', 'completed']);
    expect([...alice.engine.peers, ...bob.engine.peers]).to.deep.equal([]);
    expect([alice.engine.device.open, bob.engine.device.open]).to.deep.equal([0, 0]);
    expect([alice.client.calls.calls.length, bob.client.calls.calls.length]).to.deep.equal([0, 0]);
    await Promise.all([alice.client.dispose(), bob.client.dispose()]);
    expect(alice.engine.listeners + bob.engine.listeners).to.equal(0);
  });

  it('answered in the moment it rings takes the answer to the offer along, in both orders of loading', async () => {
    for (const [turn, warm] of [true, false].entries()) {
      const [alice, bob] = [await town.person(`quick-al${turn}`), await town.person(`quick-bo${turn}`)];
      if (warm) await Promise.all([alice, bob].map(({ client }) => client.calls.prepare()));
      const { connection } = bob.client;
      const request = connection.request.bind(connection);
      const answers: unknown[] = [];
      /** Said of ourselves before the server had said that this answer won. */
      const early: unknown[] = [];
      let won = false;
      const notify = connection.notify.bind(connection);
      connection.notify = (frame) => {
        if (!won) early.push(frame);
        return notify(frame);
      };
      connection.request = (async (method: 'call.answer', ...rest: [never]) => {
        if (method === 'call.answer') answers.push((rest[0] as { description?: { type: string } }).description?.type);
        const reply = await request(method, ...rest);
        won ||= method === 'call.answer';
        return reply;
      }) as typeof connection.request;
      const answered = bob.incoming().then((call) => call.answer());
      const out = await alice.client.calls.make(`quick-bo${turn}`);
      await answered;
      await until(out, (call) => call.mediaState === 'connected');
      expect([answers, early]).to.deep.equal([['answer'], []]);
      const sent = bob.client.calls.calls[0]?.peerConnection?.getTransceivers()[0];
      expect([sent?.direction, sent?.sender.track?.readyState]).to.deep.equal(['sendrecv', 'live']);
      await out.end();
    }
  });

  it('is declined by the callee: both hear it', async () => {
    const [alice, bob] = [await town.person('al1'), await town.person('bo1')];
    const out = await alice.client.calls.make('bo1');
    const inc = await bob.incoming();
    await inc.reject();
    await until(out, (call) => call.state === 'ended');
    expect([out.endReason, inc.endReason]).to.deep.equal(['rejected', 'rejected']);
    expect(bob.engine.opened).to.deep.equal([]);
  });

  it('is cancelled by the caller before the answer', async () => {
    const [alice, bob] = [await town.person('al2'), await town.person('bo2')];
    const out = await alice.client.calls.make('bo2');
    const inc = await bob.incoming();
    await until(out, (call) => call.state === 'ringing');
    await out.end();
    await until(inc, (call) => call.state === 'ended');
    expect([out.endReason, inc.endReason]).to.deep.equal(['cancelled', 'cancelled']);
    expect(inc.error).to.equal(undefined);
  });

  it('cancelled before the server knows of it never rings', async () => {
    const [alice, bob] = [await town.person('al3'), await town.person('bo3')];
    const rung: unknown[] = [];
    bob.client.calls.on('incoming', (call) => rung.push(call));
    alice.engine.machine.asks = true;
    const out = await alice.client.calls.make('bo3');
    await until(out, (call) => call.requestingMedia);
    await out.end();
    alice.engine.decide(true);
    const next = await alice.client.calls.make('bo3');
    await until(next, (call) => call.state === 'ringing');
    expect(rung.length).to.equal(1);
    await next.end();
    expect(alice.engine.device.open).to.equal(0);
  });

  it('a refused microphone ends it here and never reaches the callee', async () => {
    const [alice, bob] = [await town.person('al4'), await town.person('bo4')];
    const rung: unknown[] = [];
    bob.client.calls.on('incoming', (call) => rung.push(call));
    alice.engine.machine.asks = true;
    const out = await alice.client.calls.make('bo4');
    await until(out, (call) => call.requestingMedia);
    alice.engine.decide(false);
    await until(out, (call) => call.state === 'ended');
    expect([out.endReason, out.error?.code, out.requestingMedia]).to.deep.equal(['failed', 'media:denied', false]);
    expect(rung).to.deep.equal([]);
    expect(town.server.core.stats().calls).to.equal(0);
  });

  it('an answer that finds no microphone leaves it ringing', async () => {
    const [alice, bob] = [await town.person('al5'), await town.person('bo5')];
    const out = await alice.client.calls.make('bo5');
    const inc = await bob.incoming();
    await until(inc, (call) => call.state === 'ringing');
    const plug = await pullMicrophones(bob.client, bob.engine);
    expect((await failure(inc.answer())).code).to.equal('media:not-found');
    await until(out, (call) => call.state === 'ringing');
    expect([inc.state, out.state]).to.deep.equal(['ringing', 'ringing']);
    plug();
    await inc.answer();
    expect(inc.state).to.equal('connected');
    await out.end();
  });

  it('a microphone that fails after all, though it is there and granted, ends the call that was answered meanwhile', async () => {
    const [alice, bob] = [await town.person('al5b'), await town.person('bo5b')];
    let fail!: (error: DOMException) => void;
    bob.engine.getUserMedia = () =>
      new Promise((_, reject) => {
        fail = reject;
      });
    const out = await alice.client.calls.make('bo5b');
    const inc = await bob.incoming();
    const answered = failure(inc.answer());
    await until(out, (call) => call.state === 'connected');
    fail(new DOMException('as told', 'NotReadableError'));
    expect((await answered).code).to.equal('media:in-use');
    await until(out, (call) => call.state === 'ended');
    expect([inc.endReason, out.endReason, inc.error?.code]).to.deep.equal(['failed', 'failed', 'media:in-use']);
  });

  it('a callee without any device ends it as unreachable', async () => {
    const alice = await town.person('al6');
    await town.token('ghost');
    const out = await alice.client.calls.make('ghost');
    await until(out, (call) => call.state === 'ended');
    expect(out.endReason).to.equal('unreachable');
  });

  it('an unknown callee ends it with an error', async () => {
    const alice = await town.person('al7');
    const out = await alice.client.calls.make('nobody-at-all');
    await until(out, (call) => call.state === 'ended');
    expect([out.endReason, out.error?.code]).to.deep.equal(['failed', 'call:user-not-found']);
  });

  it('a callee with as many calls as allowed is busy, and is not disturbed', async () => {
    const [alice, bob, carol] = [await town.person('al8'), await town.person('bo8', { settings: { maxCalls: 1 } }), await town.person('ca8')];
    const [, first] = await talk(alice, bob, 'bo8');
    const rung: unknown[] = [];
    bob.client.calls.on('incoming', (call) => rung.push(call));
    const out = await carol.client.calls.make('bo8');
    await until(out, (call) => call.state === 'ended');
    expect([out.endReason, first.state, rung.length]).to.deep.equal(['busy', 'connected', 0]);
    expect((await failure(bob.client.calls.make('ca8'))).code).to.equal('call:limit');
    await first.end();
  });

  it('rings all devices of the callee; the first answer wins and the others hear it', async () => {
    const [alice, desk, phone] = [await town.person('al9'), await town.person('bo9'), await town.person('bo9')];
    const out = await alice.client.calls.make('bo9');
    const [atDesk, atPhone] = await Promise.all([desk.incoming(), phone.incoming()]);
    await Promise.all([until(atDesk, (call) => call.state === 'ringing'), until(atPhone, (call) => call.state === 'ringing')]);
    await atPhone.answer();
    await until(atDesk, (call) => call.state === 'ended');
    await until(out, (call) => call.mediaState === 'connected');
    expect([atDesk.endReason, atPhone.state, desk.engine.peers.length]).to.deep.equal(['answered_elsewhere', 'connected', 0]);
    await out.end();
  });

  it('two devices that answer at the same time: one wins, the other hears who', async () => {
    const [alice, desk, phone] = [await town.person('al10'), await town.person('bo10'), await town.person('bo10')];
    const out = await alice.client.calls.make('bo10');
    const both = await Promise.all([desk.incoming(), phone.incoming()]);
    await Promise.all(both.map((call) => until(call, ({ state }) => state === 'ringing')));
    const results = await Promise.allSettled(both.map((call) => call.answer()));
    expect(results.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
    const lost = results.find((result) => result.status === 'rejected');
    expect(lost?.reason.code).to.equal('call:taken');
    expect(both.map((call) => call.endReason ?? call.state).sort()).to.deep.equal(['answered_elsewhere', 'connected']);
    await until(out, (call) => call.mediaState === 'connected');
    await out.end();
  });

  it('two who call each other at once are in one call', async () => {
    const [alice, bob] = [await town.person('al11'), await town.person('bo11')];
    const [a, b] = await Promise.all([alice.client.calls.make('bo11'), bob.client.calls.make('al11')]);
    await Promise.all([until(a, (call) => call.mediaState === 'connected'), until(b, (call) => call.mediaState === 'connected')]);
    expect(a.id).to.equal(b.id);
    expect([a.state, b.state]).to.deep.equal(['connected', 'connected']);
    expect([alice.client.calls.calls.length, bob.client.calls.calls.length, town.server.core.stats().calls]).to.deep.equal([1, 1, 1]);
    await a.end();
    await until(b, (call) => call.state === 'ended');
  });

  it('calling somebody who rings here answers him', async () => {
    const [alice, bob] = [await town.person('al12'), await town.person('bo12')];
    const out = await alice.client.calls.make('bo12');
    const inc = await bob.incoming();
    await until(inc, (call) => call.state === 'ringing');
    expect(await bob.client.calls.make('al12')).to.equal(inc);
    await until(out, (call) => call.state === 'connected');
    await out.end();
  });

  it('the callee says nothing of its own before the answer', async () => {
    const [alice, bob] = [await town.person('al13'), await town.person('bo13')];
    const out = await alice.client.calls.make('bo13');
    const inc = await bob.incoming();
    await until(inc, (call) => call.state === 'ringing');
    expect(bob.engine.opened).to.deep.equal([]);
    await until(inc, (call) => call.peerConnection?.remoteDescription != null);
    expect(bob.engine.peers[0]?.localDescription).to.equal(null);
    await inc.answer();
    await until(out, (call) => call.mediaState === 'connected');
    await out.end();
  });

  it('mute is told and silences, hold stops both ways and both know', async () => {
    const [alice, bob] = [await town.person('al14'), await town.person('bo14')];
    const [out, inc] = await talk(alice, bob, 'bo14');
    const sent = () => out.localStream!.getAudioTracks()[0]!.enabled;
    out.setMuted(true);
    await until(inc, (call) => call.remoteMuted);
    expect([out.muted, sent()]).to.deep.equal([true, false]);
    out.setMuted(false);
    await until(inc, (call) => !call.remoteMuted);
    expect(sent()).to.equal(true);
    await out.hold();
    await until(inc, (call) => call.state === 'on_hold');
    expect([out.state, out.localHold, inc.remoteHold, inc.localHold, sent()]).to.deep.equal(['on_hold', true, true, false, false]);
    await inc.hold();
    await until(out, (call) => call.remoteHold);
    await out.unhold();
    await until(inc, (call) => !call.remoteHold);
    expect([out.state, inc.state]).to.deep.equal(['on_hold', 'on_hold']);
    await inc.unhold();
    await until(out, (call) => call.state === 'connected');
    expect([inc.state, sent()]).to.deep.equal(['connected', true]);
    await out.end();
  });
});
