import { FakeClock } from '../../../test/fake-clock.ts';
import { after, afterEach, before, describe, expect, it } from '../../../test/harness.ts';
import { type Device, type RunningCore, startCore } from '../../../test/server-fixture.ts';

let count = 0;
const newCall = (): string => `ahead-${String(++count).padStart(6, '0')}`;
const answerOf = (sdp: string) => ({ type: 'answer' as const, sdp });

describe('the description of an answer that is being written', () => {
  const clock = new FakeClock();
  let server: RunningCore;
  /** What the next writes wait for, or fail by. */
  let holds: (() => Promise<void>)[] = [];
  before(async () => {
    const beforeCommit = (command: string) => (command === 'call.answer' ? holds.shift()?.() : undefined);
    server = await startCore({ clock, settings: { heartbeatMs: 86_400_000 }, faults: { beforeCommit } });
    await server.users('alice', 'bob', 'carol');
  });
  after(() => server.close());

  const devices: Device[] = [];
  const device = async (userId: string) => {
    const made = await server.device(userId, { device: `${userId}-${++count}` });
    devices.push(made);
    return made;
  };
  afterEach(async () => {
    holds = [];
    await Promise.all(devices.splice(0).map((one) => one.close(1000)));
    await server.quiet();
  });

  const ring = async () => {
    const [alice, bob] = [await device('alice'), await device('bob')];
    const description = { type: 'offer' as const, sdp: 'offer' };
    const { call } = await alice.request('call.invite', { call_id: newCall(), to: 'bob', media: ['audio'], description });
    await bob.next('signal');
    return { alice, bob, call_id: call.call_id };
  };
  const hold = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    holds.push(() => promise);
    return resolve;
  };
  const signals = (to: Device) => to.frames.filter((frame) => frame.t === 'signal');
  const states = (to: Device, user: string) => to.entries(`u:${user}`).flatMap(({ entry }) => (entry.kind === 'call' ? [entry.call.state] : []));

  it('is shown to the caller with the leg it will be, while nobody hears of a state (P-4, P-25)', async () => {
    const { alice, bob, call_id } = await ring();
    const other = await device('bob');
    const release = hold();
    const answered = bob.request('call.answer', { call_id, description: answerOf('from bob') });
    const shown = await alice.next('signal');
    expect(shown).to.deep.include({ call_id, generation: 1, seq: 1, data: { description: answerOf('from bob') } });
    await Promise.all([alice.settled(), bob.settled(), other.settled()]);
    expect([states(alice, 'alice'), states(other, 'bob')].flat().filter((state) => state === 'active')).to.deep.equal([]);
    expect((await alice.request('call.get', { call_id })).call.state).to.equal('ringing');
    release();
    const { leg } = await answered;
    expect(leg.leg_id).to.equal(shown.leg_id);
    expect(await alice.call('alice', ({ state }) => state === 'active')).to.include({ answered_leg: leg.leg_id });
    await alice.settled();
    expect(signals(alice)).to.deep.equal([shown]);
    bob.send({ t: 'signal', call_id, generation: 1, seq: 2, data: { muted: true } });
    expect(await alice.next('signal', ({ seq }) => seq === 2)).to.deep.include({ data: { muted: true } });
    await alice.request('call.end', { call_id });
  });

  it('brings what the caller says meanwhile to the one who answers, once', async () => {
    const { alice, bob, call_id } = await ring();
    const deaf = await device('bob');
    const say = (seq: number) => alice.send({ t: 'signal', call_id, generation: 1, seq, data: { candidates: [{ candidate: `c${seq}` }] } });
    say(2);
    await alice.settled();
    const release = hold();
    const answered = bob.request('call.answer', { call_id, description: answerOf('from bob') });
    await bob.next('signal', ({ seq }) => seq === 2);
    say(3);
    await bob.next('signal', ({ seq }) => seq === 3);
    release();
    expect((await answered).signals.map(({ seq }) => seq)).to.deep.equal([1, 2, 3]);
    say(4);
    await bob.next('signal', ({ seq }) => seq === 4);
    await Promise.all([bob.settled(), deaf.settled()]);
    expect(signals(bob).map((frame) => (frame.t === 'signal' ? frame.seq : 0))).to.deep.equal([1, 2, 3, 4]);
    expect(signals(deaf)).to.deep.equal([]);
    await alice.request('call.end', { call_id });
  });

  it('is that of the first of two who answer at once, and the first is the one who wins', async () => {
    const { alice, bob, call_id } = await ring();
    const second = await device('bob');
    const releases = [hold(), hold()];
    const won = bob.request('call.answer', { call_id, description: answerOf('first') });
    await alice.next('signal');
    const lost = second.refused('call.answer', { call_id, description: answerOf('second') });
    await second.settled();
    for (const release of releases) release();
    expect(await lost).to.include({ error: 'call:taken' });
    const { leg } = await won;
    await alice.settled();
    expect(signals(alice)).to.have.length(1);
    expect(signals(alice)[0]).to.deep.include({ leg_id: leg.leg_id, data: { description: answerOf('first') } });
    await alice.request('call.end', { call_id });
  });

  it('is followed by the end, never by an answer, when the caller cancels before it is written', async () => {
    const { alice, bob, call_id } = await ring();
    const release = hold();
    const refused = bob.refused('call.answer', { call_id, description: answerOf('late') });
    await alice.next('signal');
    expect((await alice.request('call.end', { call_id })).call).to.include({ state: 'ended', end_reason: 'cancelled' });
    release();
    expect(await refused).to.include({ error: 'call:ended' });
    await alice.settled();
    expect(states(alice, 'alice')).to.deep.equal(['ringing', 'ended']);
    expect(signals(alice)).to.have.length(1);
  });

  it('names a leg that the row does not, when it could not be written and another device answered', async () => {
    const { alice, bob, call_id } = await ring();
    const second = await device('bob');
    holds.push(() => Promise.reject(new Error('the disk is full')));
    expect(await bob.refused('call.answer', { call_id, description: answerOf('unwritten') })).to.include({ error: 'server:internal' });
    expect(states(alice, 'alice')).to.deep.equal(['ringing']);
    const { leg } = await second.request('call.answer', { call_id, description: answerOf('written') });
    const { answered_leg } = await alice.call('alice', ({ state }) => state === 'active');
    await alice.settled();
    const shown = signals(alice).map((frame) => (frame.t === 'signal' ? frame.leg_id : ''));
    expect(answered_leg).to.equal(leg.leg_id);
    expect(shown).to.have.length(2);
    expect(shown[0]).to.not.equal(answered_leg);
    expect(shown[1]).to.equal(answered_leg);
    await alice.request('call.end', { call_id });
  });

  it("is kept back when it tells an address, comes from another's device, or its time is over (P-15)", async () => {
    const { alice, bob, call_id } = await ring();
    const carol = await device('carol');
    expect(await carol.refused('call.answer', { call_id, description: answerOf('not mine') })).to.include({ error: 'call:not-found' });
    expect(await alice.refused('call.answer', { call_id, description: answerOf('my own') })).to.include({ error: 'call:wrong-state' });
    const release = hold();
    const answered = bob.request('call.answer', { call_id, description: answerOf('v=0\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n') });
    await Promise.all([bob.settled(), alice.settled()]);
    expect(signals(alice)).to.deep.equal([]);
    release();
    await answered;
    expect((await alice.next('signal')).leg_id).to.equal(undefined);
    await alice.request('call.end', { call_id });
  });
});
