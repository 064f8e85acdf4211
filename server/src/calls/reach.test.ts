import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type Device, type RunningCore, startCore, temporaryFolder } from '../../../test/server-fixture.ts';

let count = 0;
const invite = (device: Device, to: string) =>
  device.request('call.invite', { call_id: `reach-${String(++count).padStart(6, '0')}`, to, media: ['audio'] });

describe('a callee who is between two sockets', () => {
  const clock = new FakeClock();
  let server: RunningCore;
  let alice: Device;
  before(async () => {
    server = await startCore({ clock, settings: { heartbeatMs: 86_400_000 } });
    await server.users('alice', 'bob', 'never');
    alice = await server.device('alice');
  });
  after(() => server.close());

  /** Bob was there until now; a network cut him off. */
  const cutOff = async () => {
    const bob = await server.device('bob');
    bob.cut();
    await bob.untilClosed();
    await server.quiet();
  };
  const ended = (call_id: string) => alice.call('alice', (call) => call.call_id === call_id && call.state === 'ended');

  it('is rung when he comes back', async () => {
    await cutOff();
    const { call } = await invite(alice, 'bob');
    expect(call).to.include({ state: 'ringing', alerted: false, ring_left_ms: 45_000 });
    await clock.advance(7_000);
    const bob = await server.device('bob');
    expect(bob.welcome!.calls.map(({ call_id, state }) => [call_id, state])).to.deep.equal([[call.call_id, 'ringing']]);
    await clock.advance(5_000); // he has been reached: from here on the ring's own time counts
    expect((await bob.request('call.ring', { call_id: call.call_id })).call).to.include({ state: 'ringing', alerted: true });
    expect((await bob.request('call.answer', { call_id: call.call_id })).call.state).to.equal('active');
    await alice.request('call.end', { call_id: call.call_id });
    await bob.close(1000);
    await server.quiet();
  });

  it('is unreachable when he does not come back in time', async () => {
    await cutOff();
    const { call_id } = (await invite(alice, 'bob')).call;
    await clock.advance(7_000);
    expect((await alice.request('call.get', { call_id })).call.state).to.equal('ringing');
    await clock.advance(2_000);
    expect(await ended(call_id)).to.include({ end_reason: 'unreachable', alerted: false });
    const late = await server.device('bob');
    expect(late.welcome!.calls).to.deep.equal([]);
    await late.close(1000);
    await server.quiet();
  });

  it('is unreachable at once when he never was there, said goodbye, or is gone for long', async () => {
    expect((await invite(alice, 'never')).call).to.include({ state: 'ended', end_reason: 'unreachable' });
    const bob = await server.device('bob');
    await bob.close(1000);
    await server.quiet();
    expect((await invite(alice, 'bob')).call).to.include({ state: 'ended', end_reason: 'unreachable' });
    await cutOff();
    await clock.advance(9_000);
    expect((await invite(alice, 'bob')).call).to.include({ state: 'ended', end_reason: 'unreachable' });
  });

  it('is unreachable too when his only socket is cut before it could ring', async () => {
    const bob = await server.device('bob');
    const { call_id } = (await invite(alice, 'bob')).call;
    bob.cut();
    await bob.untilClosed();
    await server.quiet();
    await clock.advance(9_000);
    expect(await ended(call_id)).to.include({ end_reason: 'unreachable' });
  });

  it('has as long as the ring when it did ring before the cut', async () => {
    const bob = await server.device('bob');
    const { call_id } = (await invite(alice, 'bob')).call;
    await bob.request('call.ring', { call_id });
    bob.cut();
    await bob.untilClosed();
    await server.quiet();
    await clock.advance(40_000);
    expect((await alice.request('call.get', { call_id })).call.state).to.equal('ringing');
    await clock.advance(6_000);
    expect(await ended(call_id)).to.include({ end_reason: 'unanswered' });
  });
});

describe('a restart of the server while a callee is reached for', () => {
  it('gives him the time anew', async () => {
    const clock = new FakeClock();
    const folder = temporaryFolder();
    const options = { clock, dataDir: folder.path, settings: { heartbeatMs: 86_400_000 } };
    const server = await startCore(options);
    await server.users('alice', 'bob');
    const [alice, bob] = [await server.device('alice'), await server.device('bob')];
    const { call_id } = (await invite(alice, 'bob')).call;
    await server.close();
    await bob.untilClosed();
    const again = await startCore({ ...options, appId: null });
    const alice2 = await again.device('alice');
    await clock.advance(7_000);
    expect((await alice2.request('call.get', { call_id })).call.state).to.equal('ringing');
    await clock.advance(2_000);
    expect(await alice2.call('alice', (call) => call.call_id === call_id && call.state === 'ended')).to.include({ end_reason: 'unreachable' });
    await again.close();
    folder.remove();
  });

  it('rings one who is called in the moment of the restart, when he is back', async () => {
    const clock = new FakeClock();
    const folder = temporaryFolder();
    const options = { clock, dataDir: folder.path, settings: { heartbeatMs: 86_400_000 } };
    const server = await startCore(options);
    await server.users('alice', 'bob', 'carol');
    const bob = await server.device('bob');
    await server.close();
    await bob.untilClosed();
    const again = await startCore({ ...options, appId: null });
    const alice = await again.device('alice');
    const { call } = await invite(alice, 'bob');
    expect(call).to.include({ state: 'ringing', alerted: false });
    await clock.advance(5_000);
    const back = await again.device('bob');
    expect(back.welcome!.calls.map(({ call_id }) => call_id)).to.deep.equal([call.call_id]);
    await alice.request('call.end', { call_id: call.call_id });
    await clock.advance(4_000); // whoever is not back by now was not there
    expect((await invite(alice, 'carol')).call).to.include({ state: 'ended', end_reason: 'unreachable' });
    await again.close();
    folder.remove();
  });
});
