import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type Device, type RunningCore, startCore } from '../../../test/server-fixture.ts';

let count = 0;
const newCall = (): string => `bridge-${String(++count).padStart(6, '0')}`;

describe('click to call', () => {
  const clock = new FakeClock();
  let server: RunningCore;
  before(async () => {
    server = await startCore({ clock, settings: { heartbeatMs: 86_400_000 } });
    await server.users('alice', 'bob');
  });
  after(() => server.close());

  const leave = async (...devices: Device[]) => {
    await Promise.all(devices.map((device) => device.close(1000)));
    await server.quiet();
  };
  const devices = async () => [await server.device('alice', { device: 'page' }), await server.device('alice', { device: 'phone' })] as const;

  it('rings the own devices, then the other, and connects the two', async () => {
    const [page, phone] = await devices();
    const bob = await server.device('bob');
    const call_id = newCall();
    const { call } = await page.request('call.bridge', { call_id, to: 'bob' });
    expect(await page.request('call.bridge', { call_id, to: 'bob' }), 'the reply was lost').to.deep.equal({ call });
    expect(await page.refused('call.bridge', { call_id, to: 'alice' })).to.include({ error: 'request:invalid' });
    const rings = await phone.call('alice', ({ call_id: at }) => at === call_id);
    expect([rings.state, rings.from.user_id, rings.to.user_id]).to.deep.equal(['ringing', 'bob', 'alice']);
    await phone.request('call.ring', { call_id });
    const answered = await phone.request('call.answer', { call_id });
    expect(answered.call.state).to.equal('active');
    const second = await bob.call('bob', ({ state }) => state === 'ringing');
    expect([second.from.user_id, second.detail]).to.deep.equal(['alice', { replaces: [call_id] }]);
    await bob.request('call.answer', { call_id: second.call_id });
    expect(await phone.call('alice', ({ call_id: at, state }) => at === second.call_id && state === 'active')).to.deep.include({
      detail: { replaces: [call_id] },
    });
    expect(await phone.call('alice', ({ call_id: at, state }) => at === call_id && state === 'ended')).to.include({ end_reason: 'transferred' });
    const { leg_id, leg_token } = answered.leg;
    const resumed = await phone.request('call.resume', { call_id, leg_id, leg_token, fresh: true, received: 0, peer_generation: 0 });
    expect(resumed.call).to.include({ call_id: second.call_id, state: 'active' });
    expect(await bob.next('leg', ({ event }) => event === 'restarted')).to.include({ call_id: second.call_id });
    await phone.request('call.end', { call_id: second.call_id });
    const { records } = await page.request('history.list', {});
    expect(records.map(({ record_id, direction }) => [record_id, direction])).to.deep.equal([[second.call_id, 'outgoing']]);
    await leave(page, phone, bob);
  });

  it('ends with the reason of the other, who does not come', async () => {
    const [page, phone] = await devices();
    const bob = await server.device('bob');
    const call_id = newCall();
    await page.request('call.bridge', { call_id, to: 'bob' });
    await phone.request('call.answer', { call_id });
    const second = await bob.call('bob', ({ state }) => state === 'ringing');
    await bob.request('call.decline', { call_id: second.call_id, reason: 'rejected' });
    expect(await page.call('alice', ({ call_id: at, state }) => at === call_id && state === 'ended')).to.include({ end_reason: 'rejected' });
    await leave(bob);
    const again = newCall();
    await page.request('call.bridge', { call_id: again, to: 'bob' });
    expect((await phone.request('call.answer', { call_id: again })).call).to.include({ state: 'ended', end_reason: 'unreachable' });
    await leave(page, phone);
  });

  it('rings the other no more when the one who answered hangs up, and outlives the grace while it rings', async () => {
    const [page, phone] = await devices();
    const bob = await server.device('bob');
    const call_id = newCall();
    await page.request('call.bridge', { call_id, to: 'bob' });
    await clock.advance(40_000);
    await phone.request('call.answer', { call_id });
    const second = await bob.call('bob', ({ state }) => state === 'ringing');
    await clock.advance(40_000);
    expect((await phone.request('call.get', { call_id })).call.state).to.equal('active');
    await phone.request('call.end', { call_id });
    expect(await bob.call('bob', ({ call_id: at, state }) => at === second.call_id && state === 'ended')).to.include({ end_reason: 'cancelled' });
    await leave(page, phone, bob);
  });

  it('bridges nobody to himself or to one who is not there', async () => {
    const [page, phone] = await devices();
    expect(await page.refused('call.bridge', { call_id: newCall(), to: 'alice' })).to.include({ error: 'call:self' });
    expect(await page.refused('call.bridge', { call_id: newCall(), to: 'nobody' })).to.include({ error: 'call:user-not-found' });
    await leave(page, phone);
  });
});
