import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type Device, type RunningCore, startCore, temporaryFolder } from '../../../test/server-fixture.ts';

let count = 0;
const newCall = (): string => `call-${String(++count).padStart(6, '0')}`;
const invite = (device: Device, to: string, call_id = newCall()) => device.request('call.invite', { call_id, to, media: ['audio'] });
const outcome = <T>(promise: Promise<T>): Promise<T | string> =>
  promise.catch((error: { nack?: { error: string } }) => error.nack?.error ?? String(error));

describe('a call', () => {
  const clock = new FakeClock();
  let server: RunningCore;
  before(async () => {
    server = await startCore({ clock, settings: { heartbeatMs: 86_400_000 }, iceServers: (app, user) => [{ urls: `turn:${app}.${user}` }] });
    await server.users('alice', 'bob', 'carol', 'dave');
  });
  after(() => server.close());

  /** Alice and Bob in a call, each on one device. */
  const connected = async () => {
    const [alice, bob] = [await server.device('alice', { device: 'a1' }), await server.device('bob', { device: 'b1' })];
    const placed = await invite(alice, 'bob');
    const { call_id } = placed.call;
    const answered = await bob.request('call.answer', { call_id });
    return { alice, bob, call_id, placed, answered };
  };
  const leave = async (...devices: Device[]) => {
    await Promise.all(devices.map((device) => device.close()));
    await server.quiet();
  };

  it('reaches every device with the offer right behind its row (P-21)', async () => {
    const alice = await server.device('alice');
    const devices = [await server.device('bob', { device: 'b1' }), await server.device('bob', { device: 'b2' })];
    const call_id = newCall();
    const description = { type: 'offer' as const, sdp: 'v=0' };
    await alice.request('call.invite', { call_id, to: 'bob', media: ['audio'], description });
    for (const device of devices) {
      const { data, seq, ice_servers } = await device.next('signal', (signal) => signal.call_id === call_id);
      expect([data, seq, ice_servers]).to.deep.equal([{ description }, 1, [{ urls: 'turn:demo.bob' }]]);
      await device.call('bob', (row) => row.call_id === call_id && row.state === 'ringing');
    }
    await alice.request('call.end', { call_id });
    await leave(alice, ...devices);
  });

  it('rings on every device, tells the caller, is answered by one, and ends for all [GV-12] [GV-34]', async () => {
    const alice = await server.device('alice');
    const [one, two] = [await server.device('bob', { device: 'b1' }), await server.device('bob', { device: 'b2' })];
    const { call, leg, glare } = await invite(alice, 'bob');
    expect(call).to.deep.include({
      state: 'ringing',
      version: 1,
      alerted: false,
      from: { user_id: 'alice', name: 'Alice' },
      to: { user_id: 'bob', name: 'Bob' },
    });
    expect(call.ring_left_ms).to.equal(45_000);
    expect(leg).to.deep.include({ generation: 1, ice_servers: [{ urls: 'turn:demo.alice' }] });
    expect(glare).to.equal(false);
    for (const device of [one, two]) await device.call('bob', ({ call_id, state }) => call_id === call.call_id && state === 'ringing');
    await one.request('call.ring', { call_id: call.call_id });
    await two.request('call.ring', { call_id: call.call_id });
    expect(await alice.call('alice', ({ alerted, call_id }) => alerted && call_id === call.call_id)).to.include({ state: 'ringing', version: 2 });
    const answered = await two.request('call.answer', { call_id: call.call_id });
    expect(answered.call).to.include({ state: 'active', version: 3, answered_leg: answered.leg.leg_id });
    expect(await one.call('bob', ({ state, call_id }) => state === 'active' && call_id === call.call_id)).to.include({
      answered_leg: answered.leg.leg_id,
    });
    expect(await one.refused('call.answer', { call_id: call.call_id })).to.include({ error: 'call:taken' });
    await clock.advance(7_000);
    await alice.request('call.end', { call_id: call.call_id });
    for (const device of [one, two]) {
      const ended = await device.call('bob', ({ state, call_id }) => state === 'ended' && call_id === call.call_id);
      expect(ended).to.include({ end_reason: 'completed', ended_by: 'alice', version: 4, ended_at: clock.now() });
    }
    await leave(alice, one, two);
  });

  it('has one winner when many devices answer at once, and never both an answer and a cancel', async () => {
    const alice = await server.device('alice');
    const devices = await Promise.all(Array.from({ length: 6 }, (_, i) => server.device('bob', { device: `b${i}` })));
    for (let round = 0; round < 10; round++) {
      const { call_id } = (await invite(alice, 'bob')).call;
      const answers = devices.map((device) => outcome(device.request('call.answer', { call_id })));
      const cancelled = round % 2 === 0 ? outcome(alice.request('call.end', { call_id })) : undefined;
      const results = await Promise.all(answers);
      const winners = results.filter((result) => typeof result !== 'string');
      expect(winners.length).to.be.at.most(1);
      if (!cancelled) expect(results.filter((result) => result === 'call:taken')).to.have.length(5);
      const { call } = await alice.request('call.get', { call_id });
      if (winners.length === 0) expect(call).to.include({ state: 'ended', end_reason: 'cancelled' });
      else if (cancelled) expect((await cancelled) && (await alice.request('call.get', { call_id })).call.end_reason).to.equal('completed');
      await alice.request('call.end', { call_id });
    }
    await leave(alice, ...devices);
  });

  it('is one call when both call each other at once', async () => {
    const [alice, bob] = [await server.device('alice'), await server.device('bob')];
    for (let round = 0; round < 5; round++) {
      const ids = [newCall(), newCall()];
      const [a, b] = await Promise.all([invite(alice, 'bob', ids[0]), invite(bob, 'alice', ids[1])]);
      const [first, second] = a.glare ? [b, a] : [a, b];
      expect([a.glare, b.glare].sort()).to.deep.equal([false, true]);
      expect(second.call).to.include({ call_id: first.call.call_id, state: 'active', answered_leg: second.leg.leg_id });
      // asked again because the answer was lost: the same, not a second call
      const again = await invite(a.glare ? alice : bob, a.glare ? 'bob' : 'alice', a.glare ? ids[0] : ids[1]);
      expect(again).to.deep.include({ glare: true, leg: second.leg });
      expect(server.core.stats().calls).to.equal(1);
      await alice.request('call.end', { call_id: first.call.call_id });
    }
    await leave(alice, bob);
  });

  it("hands the caller's signals to the one who answers by calling", async () => {
    const [alice, bob] = [await server.device('alice'), await server.device('bob')];
    const description = { type: 'offer', sdp: 'from alice' } as const;
    const { call } = await alice.request('call.invite', { call_id: newCall(), to: 'bob', media: ['audio'], description });
    const { glare, leg } = await bob.request('call.invite', {
      call_id: newCall(),
      to: 'alice',
      media: ['audio'],
      description: { type: 'offer', sdp: 'dropped' },
    });
    expect(glare).to.equal(true);
    expect((await bob.next('signal')).data).to.deep.equal({ description });
    bob.send({ t: 'signal', call_id: call.call_id, generation: leg.generation, seq: 1, data: { description: { type: 'answer', sdp: 'from bob' } } });
    expect((await alice.next('signal')).data.description!.sdp).to.equal('from bob');
    await alice.request('call.end', { call_id: call.call_id });
    await leave(alice, bob);
  });

  it("is the same call with the same leg when the invite is repeated, and nobody else's", async () => {
    const [alice, bob, carol] = [await server.device('alice'), await server.device('bob'), await server.device('carol')];
    const first = await invite(alice, 'bob');
    const { call_id } = first.call;
    expect(await invite(alice, 'bob', call_id)).to.deep.equal(first);
    expect(await carol.refused('call.invite', { call_id, to: 'bob', media: ['audio'] })).to.include({ error: 'request:invalid' });
    expect(await alice.refused('call.invite', { call_id, to: 'carol', media: ['audio'] })).to.include({ error: 'request:invalid' });
    for (const method of ['call.ring', 'call.answer', 'call.end', 'call.get'] as const) {
      expect(await carol.refused(method, { call_id }), method).to.include({ error: 'call:not-found', status: 404 });
    }
    expect(await alice.refused('call.answer', { call_id })).to.include({ error: 'call:wrong-state' });
    await alice.request('call.end', { call_id });
    await leave(alice, bob, carol);
  });

  it('refuses to call oneself and users that are not there [GV-41]', async () => {
    const alice = await server.device('alice');
    expect(await alice.refused('call.invite', { call_id: newCall(), to: 'alice', media: ['audio'] })).to.include({ error: 'call:self' });
    expect(await alice.refused('call.invite', { call_id: newCall(), to: 'nobody', media: ['audio'] })).to.include({
      error: 'call:user-not-found',
      code: 1004,
    });
    await leave(alice);
  });

  it('is over at once, and remembered, when the callee has no device [GV-47]', async () => {
    const alice = await server.device('alice');
    const { call, leg } = await invite(alice, 'dave');
    expect(call).to.include({ state: 'ended', end_reason: 'unreachable', version: 1 });
    expect(leg.ice_servers).to.deep.equal([]);
    const dave = await server.device('dave', { resume: { 'u:dave': [alice.welcome!.epoch, 0] } });
    expect(await dave.call('dave', ({ call_id }) => call_id === call.call_id)).to.include({ end_reason: 'unreachable' });
    await leave(alice, dave);
  });

  it('ends unanswered when nobody answers in time, and cannot be answered after [GV-33]', async () => {
    const [alice, bob] = [await server.device('alice'), await server.device('bob')];
    const { call_id } = (await invite(alice, 'bob')).call;
    await clock.advance(44_000);
    const late = await server.device('bob', { device: 'b9' });
    expect(late.welcome!.calls).to.have.length(1);
    expect(late.welcome!.calls[0]).to.include({ call_id, state: 'ringing', ring_left_ms: 1_000 });
    await clock.advance(2_000);
    expect(await alice.call('alice', (call) => call.call_id === call_id && call.state === 'ended')).to.include({ end_reason: 'unanswered' });
    expect(await bob.refused('call.answer', { call_id })).to.include({ error: 'call:ended' });
    const later = await server.device('bob');
    expect(later.welcome!.calls).to.deep.equal([]);
    await leave(alice, bob, late, later);
  });

  it('ends rejected for everybody when one device declines [GV-32]', async () => {
    const [alice, one, two] = [await server.device('alice'), await server.device('bob'), await server.device('bob')];
    const { call_id } = (await invite(alice, 'bob')).call;
    expect((await one.request('call.decline', { call_id, reason: 'rejected' })).call).to.include({ end_reason: 'rejected', ended_by: 'bob' });
    expect((await two.request('call.decline', { call_id, reason: 'rejected' })).call.version).to.equal(2); // over is over
    expect(await alice.call('alice', (call) => call.call_id === call_id && call.state === 'ended')).to.include({ end_reason: 'rejected' });
    await leave(alice, one, two);
  });

  it('is busy only when every live device of the callee says so', async () => {
    const [alice, one, two] = [await server.device('alice'), await server.device('bob'), await server.device('bob')];
    const first = (await invite(alice, 'bob')).call.call_id;
    expect((await one.request('call.decline', { call_id: first, reason: 'busy' })).call.state).to.equal('ringing');
    expect((await two.request('call.decline', { call_id: first, reason: 'busy' })).call).to.include({ state: 'ended', end_reason: 'busy' });
    const second = (await invite(alice, 'bob')).call.call_id;
    await one.request('call.decline', { call_id: second, reason: 'busy' });
    await two.close(); // the one that could still ring goes
    expect(await alice.call('alice', (call) => call.call_id === second && call.state === 'ended')).to.include({ end_reason: 'busy' });
    await leave(alice, one);
  });

  it('is cancelled by its caller before the answer', async () => {
    const [alice, bob] = [await server.device('alice'), await server.device('bob')];
    const { call_id } = (await invite(alice, 'bob')).call;
    await alice.request('call.end', { call_id });
    expect(await bob.call('bob', (call) => call.call_id === call_id && call.state === 'ended')).to.include({
      end_reason: 'cancelled',
      ended_by: 'alice',
    });
    expect((await alice.request('call.end', { call_id })).call.end_reason).to.equal('cancelled');
    await leave(alice, bob);
  });

  it('cannot be hung up by a device that is not in it', async () => {
    const { alice, bob, call_id } = await connected();
    const other = await server.device('bob', { device: 'b2' });
    expect(await other.refused('call.end', { call_id })).to.include({ error: 'call:leg-unknown' });
    expect(await other.refused('call.beat', { call_id, media: true })).to.include({ error: 'call:leg-unknown' });
    await bob.request('call.end', { call_id });
    await leave(alice, bob, other);
  });

  it('may be one of several of the same user', async () => {
    const [alice, bob, carol] = [await server.device('alice'), await server.device('bob'), await server.device('carol')];
    const one = (await invite(alice, 'bob')).call.call_id;
    const two = (await invite(carol, 'bob')).call.call_id;
    await bob.request('call.answer', { call_id: one });
    await bob.request('call.answer', { call_id: two });
    const other = await server.device('bob');
    expect(other.welcome!.calls.map((call) => call.state)).to.deep.equal(['active', 'active']);
    await bob.request('call.end', { call_id: one });
    await bob.request('call.end', { call_id: two });
    await leave(alice, bob, carol, other);
  });

  describe('between its legs', () => {
    const say = (device: Device, call_id: string, seq: number, sdp: string, generation = 1) =>
      device.send({ t: 'signal', call_id, generation, seq, data: { description: { type: 'offer', sdp } } });
    const heard = (device: Device, call_id: string) =>
      device.frames.flatMap((frame) => (frame.t === 'signal' && frame.call_id === call_id ? [frame.data.description!.sdp] : []));

    it('relays to every device that rings, and after the answer to the one that answered', async () => {
      const alice = await server.device('alice');
      const [one, two, deaf] = [await server.device('bob'), await server.device('bob'), await server.device('bob')];
      const { call_id } = (
        await alice.request('call.invite', { call_id: newCall(), to: 'bob', media: ['audio'], description: { type: 'offer', sdp: 's1' } })
      ).call;
      say(alice, call_id, 2, 's2');
      await alice.settled();
      const ring = await one.request('call.ring', { call_id });
      expect(ring.signals.map(({ seq }) => seq)).to.deep.equal([1, 2]);
      await two.request('call.ring', { call_id });
      say(alice, call_id, 3, 's3');
      say(alice, call_id, 3, 's3'); // twice on the wire, once to them
      await one.next('signal', ({ seq }) => seq === 3);
      const answer = await two.request('call.answer', { call_id, description: { type: 'answer', sdp: 'b1' } });
      expect(answer.signals.map(({ seq }) => seq)).to.deep.equal([1, 2, 3]);
      await alice.next('signal', ({ seq }) => seq === 1);
      say(alice, call_id, 4, 's4');
      await two.next('signal', ({ seq }) => seq === 4);
      await Promise.all([one.settled(), deaf.settled()]);
      expect([heard(one, call_id), heard(two, call_id), heard(deaf, call_id)]).to.deep.equal([['s1', 's3'], ['s1', 's3', 's4'], ['s1']]); // s1, the offer, came with the row
      expect(heard(alice, call_id)).to.deep.equal(['b1']);
      await alice.request('call.end', { call_id });
      await leave(alice, one, two, deaf);
    });

    it('drops signals of sessions that hold no leg, of other generations and of no call', async () => {
      const { alice, bob, call_id } = await connected();
      const other = await server.device('alice', { device: 'a2' });
      say(other, call_id, 1, 'not mine');
      say(alice, call_id, 1, 'wrong generation', 2);
      say(alice, 'no-such-call', 1, 'nowhere');
      await Promise.all([other.settled(), alice.settled()]);
      say(alice, call_id, 1, 'right');
      await bob.next('signal');
      expect(heard(bob, call_id)).to.deep.equal(['right']);
      await alice.request('call.end', { call_id });
      await leave(alice, bob, other);
    });

    it('keeps what was said during a cut, tells the other end, and goes on where it was', async () => {
      const { alice, bob, call_id, answered } = await connected();
      say(alice, call_id, 1, 's1');
      await bob.next('signal');
      bob.cut();
      expect(await alice.next('leg')).to.include({ event: 'lost', call_id, generation: 1 });
      say(alice, call_id, 2, 's2');
      await alice.settled();
      const back = await server.device('bob', { device: 'b1' });
      const { leg_id, leg_token } = answered.leg;
      const resume = { call_id, leg_id, leg_token, fresh: false, received: 1, peer_generation: 1 };
      expect(await back.refused('call.resume', { ...resume, leg_token: `${leg_token}x` })).to.include({ error: 'call:leg-unknown' });
      expect(await alice.refused('call.resume', resume)).to.include({ error: 'call:leg-unknown' });
      const resumed = await back.request('call.resume', resume);
      expect(resumed).to.deep.include({ peer_generation: 1, acked: 0 });
      expect(resumed.leg).to.include({ generation: 1, leg_id });
      expect(resumed.signals.map(({ data }) => data.description!.sdp)).to.deep.equal(['s2']);
      expect(await alice.next('leg', ({ event }) => event === 'back')).to.include({ generation: 1 });
      say(back, call_id, 1, 'b1');
      await alice.next('signal');
      await alice.request('call.end', { call_id });
      expect(await back.refused('call.resume', resume)).to.include({ error: 'call:ended' });
      await leave(alice, back);
    });

    it('starts a new generation for a reloaded page, without what its predecessor was told', async () => {
      const { alice, bob, call_id, answered } = await connected();
      say(alice, call_id, 1, 'old offer');
      say(bob, call_id, 1, 'old answer');
      await Promise.all([alice.next('signal'), bob.next('signal')]);
      await bob.close();
      const page = await server.device('bob', { device: 'b1' });
      expect(page.welcome!.calls[0]).to.include({ call_id, state: 'active', answered_leg: answered.leg.leg_id });
      const { leg_id, leg_token } = answered.leg;
      const resumed = await page.request('call.resume', { call_id, leg_id, leg_token, fresh: true, received: 0, peer_generation: 0 });
      expect(resumed).to.deep.include({ signals: [], acked: 0, peer_generation: 1 });
      expect(resumed.leg.generation).to.equal(2);
      expect(await alice.next('leg', ({ event }) => event === 'restarted')).to.include({ generation: 2 });
      say(page, call_id, 1, 'of the old page', 1);
      say(page, call_id, 1, 'new', 2);
      expect(await alice.next('signal', ({ generation }) => generation === 2)).to.deep.include({ seq: 1 });
      await alice.request('call.end', { call_id });
      expect(heard(alice, call_id)).to.deep.equal(['old answer', 'new']);
      await leave(alice, page);
    });

    it('lets the answer be asked again by the device whose line was cut, and by no other', async () => {
      const [alice, bob, other] = [
        await server.device('alice'),
        await server.device('bob', { device: 'b1' }),
        await server.device('bob', { device: 'b2' }),
      ];
      const { call_id } = (await invite(alice, 'bob')).call;
      const tab = await server.device('bob', { device: 'b1' });
      await clock.advance(1);
      const first = await bob.request('call.answer', { call_id });
      expect((await bob.request('call.answer', { call_id })).leg).to.deep.equal(first.leg);
      expect(await tab.refused('call.answer', { call_id })).to.include({ error: 'call:taken' }); // the first tab lives
      bob.cut();
      await alice.next('leg', ({ event }) => event === 'lost');
      expect(await other.refused('call.answer', { call_id })).to.include({ error: 'call:taken' });
      expect((await tab.request('call.answer', { call_id })).leg).to.deep.equal(first.leg);
      await clock.advance(1);
      const sameTab = await server.device('bob', { device: 'b1' }); // its old line is dead, but the server has not seen it
      expect((await sameTab.request('call.answer', { call_id })).leg).to.deep.equal(first.leg);
      await alice.request('call.end', { call_id });
      await leave(alice, tab, other, sameTab);
    });
  });

  describe('whose line is cut', () => {
    it('lives while the other end says that media flows, then for the grace, then has failed', async () => {
      const { alice, bob, call_id } = await connected();
      bob.cut();
      await alice.next('leg');
      for (let i = 0; i < 10; i++) {
        await alice.request('call.beat', { call_id, media: true });
        await clock.advance(10_000);
      }
      expect((await alice.request('call.beat', { call_id, media: false })).call.state).to.equal('active');
      await clock.advance(12_000 + 44_000); // what was left of 2.2 beats, and the grace
      expect((await alice.request('call.get', { call_id })).call.state).to.equal('active');
      await clock.advance(2_000);
      expect(await alice.call('alice', (call) => call.call_id === call_id && call.state === 'ended')).to.include({ end_reason: 'failed' });
      await leave(alice);
    });

    it("is not kept alive by its own end's word alone", async () => {
      const { alice, bob, call_id } = await connected();
      bob.cut();
      await alice.next('leg');
      for (let i = 0; i < 5; i++) {
        await clock.advance(9_000);
        await alice.request('call.beat', { call_id, media: false });
      }
      await clock.advance(2_000);
      expect(await alice.call('alice', (call) => call.call_id === call_id && call.state === 'ended')).to.include({ end_reason: 'failed' });
      await leave(alice);
    });
  });
});

describe('calls and a restart of the server', () => {
  it('go on: a ringing one until its time, an active one with its legs and a new grace', async () => {
    const clock = new FakeClock();
    const folder = temporaryFolder();
    const options = { clock, dataDir: folder.path, settings: { heartbeatMs: 86_400_000 } };
    const server = await startCore(options);
    await server.users('alice', 'bob', 'carol');
    const [alice, bob, carol] = [await server.device('alice'), await server.device('bob', { device: 'b1' }), await server.device('carol')];
    const active = (await invite(alice, 'bob')).call.call_id;
    const { leg } = await bob.request('call.answer', { call_id: active });
    const ringing = (await invite(alice, 'carol')).call.call_id;
    await carol.request('call.ring', { call_id: ringing });
    await server.close();
    await clock.advance(40_000);

    const again = await startCore({ ...options, appId: null });
    const [alice2, bob2] = [await again.device('alice'), await again.device('bob', { device: 'b1' })];
    expect(alice2.welcome!.epoch).to.equal(alice.welcome!.epoch);
    expect(alice2.welcome!.calls.map(({ call_id, state }) => [call_id, state])).to.have.deep.members([
      [active, 'active'],
      [ringing, 'ringing'],
    ]);
    const resumed = await bob2.request('call.resume', {
      call_id: active,
      leg_id: leg.leg_id,
      leg_token: leg.leg_token,
      fresh: false,
      received: 0,
      peer_generation: 1,
    });
    expect(resumed.leg.generation).to.equal(1);
    await clock.advance(6_000);
    expect(await alice2.call('alice', (call) => call.call_id === ringing && call.state === 'ended')).to.include({ end_reason: 'unanswered' });
    await clock.advance(38_000); // alice's leg has been waiting for 44 s since the start
    expect((await bob2.request('call.get', { call_id: active })).call.state).to.equal('active');
    await clock.advance(3_000);
    expect(await bob2.call('bob', (call) => call.call_id === active && call.state === 'ended')).to.include({ end_reason: 'failed' });
    await again.close();
    folder.remove();
  });
});
