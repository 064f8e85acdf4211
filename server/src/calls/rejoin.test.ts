import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type Device, type RunningCore, startCore } from '../../../test/server-fixture.ts';

let count = 0;
const newCall = (): string => `again-${String(++count).padStart(6, '0')}`;
const invite = (device: Device, to: string, call_id = newCall()) => device.request('call.invite', { call_id, to, media: ['audio'] });

describe('calling again while no socket holds my leg', () => {
  const clock = new FakeClock();
  let server: RunningCore;
  before(async () => {
    server = await startCore({ clock, settings: { heartbeatMs: 86_400_000 } });
    await server.users('alice', 'bob', 'carol');
  });
  after(() => server.close());

  const connected = async () => {
    const [alice, bob] = [await server.device('alice', { device: 'a1' }), await server.device('bob', { device: 'b1' })];
    const placed = await invite(alice, 'bob');
    const { call_id } = placed.call;
    const answered = await bob.request('call.answer', { call_id });
    return { alice, bob, call_id, placed, answered };
  };
  const leave = async (...devices: Device[]) => {
    await Promise.all(devices.map((device) => device.close(1000)));
    await server.quiet();
  };
  const resume = (device: Device, call_id: string, { leg_id, leg_token }: { leg_id: string; leg_token: string }, fresh = true) => {
    const params = { call_id, leg_id, leg_token, fresh, received: 0, peer_generation: 0 };
    return device.request('call.resume', params);
  };

  it('is the call that lives, in a new generation, and no second one', async () => {
    const { alice, bob, call_id, placed } = await connected();
    alice.cut();
    await bob.next('leg', ({ event }) => event === 'lost');
    const page = await server.device('alice', { device: 'another' });
    const id = newCall();
    const back = await invite(page, 'bob', id);
    expect(back.call).to.include({ call_id, state: 'active' });
    expect(back.glare).to.equal(false);
    expect(back.leg.generation).to.equal(2);
    expect(server.core.stats().calls).to.equal(1);
    expect(await invite(page, 'bob', id)).to.deep.equal(back); // the reply was lost
    const resumed = await resume(page, call_id, back.leg);
    expect(resumed.leg.generation).to.be.above(2);
    expect(await bob.next('leg', ({ event }) => event === 'restarted')).to.include({ call_id, generation: resumed.leg.generation });
    page.send({ t: 'signal', call_id, generation: resumed.leg.generation, seq: 1, data: { muted: true } });
    expect(await bob.next('signal')).to.deep.include({ call_id, seq: 1, data: { muted: true } });

    const old = await server.device('alice', { device: 'a1' }); // the page that was thought lost
    const { leg_id, leg_token } = placed.leg;
    const before = { call_id, leg_id, leg_token, fresh: false, received: 0, peer_generation: 1 };
    expect(await old.refused('call.resume', before)).to.include({ error: 'call:leg-unknown' });
    expect(await old.refused('call.end', { call_id })).to.include({ error: 'call:leg-unknown' });
    await page.request('call.end', { call_id });
    await leave(page, old, bob);
  });

  it('works for the callee as well, whose other devices hear which leg it is now', async () => {
    const { alice, bob, call_id } = await connected();
    bob.cut();
    await alice.next('leg', ({ event }) => event === 'lost');
    const page = await server.device('bob', { device: 'another' });
    const id = newCall();
    const back = await invite(page, 'alice', id);
    expect(back.call).to.include({ call_id, state: 'active', answered_leg: back.leg.leg_id, version: 3 });
    expect(back.glare).to.equal(false);
    expect(await alice.call('alice', ({ version, call_id: at }) => at === call_id && version === 3)).to.include({ answered_leg: back.leg.leg_id });
    expect(await invite(page, 'alice', id)).to.deep.equal(back);
    await resume(page, call_id, back.leg);
    await alice.next('leg', ({ event }) => event === 'restarted');
    await page.request('call.end', { call_id });
    await leave(alice, page);
  });

  it('keeps the call from ending: the grace begins anew with the new page', async () => {
    const { alice, bob, call_id } = await connected();
    alice.cut();
    await bob.next('leg', ({ event }) => event === 'lost');
    await clock.advance(40_000);
    const page = await server.device('alice', { device: 'another' });
    await resume(page, call_id, (await invite(page, 'bob')).leg);
    await clock.advance(60_000);
    expect((await page.request('call.get', { call_id })).call.state).to.equal('active');
    await page.request('call.end', { call_id });
    await leave(page, bob);
  });

  it('takes back a call that still rings', async () => {
    const [alice, bob] = [await server.device('alice', { device: 'a1' }), await server.device('bob')];
    const { call_id } = (await invite(alice, 'bob')).call;
    await bob.request('call.ring', { call_id });
    await alice.close();
    await server.quiet();
    const page = await server.device('alice', { device: 'another' });
    const back = await invite(page, 'bob');
    expect(back.call).to.include({ call_id, state: 'ringing', alerted: true });
    const resumed = await resume(page, call_id, back.leg);
    page.send({ t: 'signal', call_id, generation: resumed.leg.generation, seq: 1, data: { description: { type: 'offer', sdp: 'new' } } });
    expect((await bob.next('signal')).data.description?.sdp).to.equal('new');
    expect((await bob.request('call.answer', { call_id })).call.state).to.equal('active');
    await page.request('call.end', { call_id });
    await leave(page, bob);
  });

  it('never takes a leg from a device that holds it, and is a new call to anybody else', async () => {
    const { alice, bob, call_id } = await connected();
    const other = await server.device('alice', { device: 'a2' });
    const second = (await invite(other, 'bob')).call;
    expect(second.call_id).to.not.equal(call_id);
    expect(second.state).to.equal('ringing');
    const carol = await server.device('carol');
    alice.cut();
    await bob.next('leg', ({ event }) => event === 'lost');
    const third = (await invite(other, 'carol')).call;
    expect(third).to.include({ state: 'ringing' });
    expect(third.to.user_id).to.equal('carol');
    for (const id of [call_id, second.call_id, third.call_id]) await other.request('call.end', { call_id: id });
    await leave(other, bob, carol);
  });

  it('is a new call when the old one was hung up just before', async () => {
    const { alice, bob, call_id } = await connected();
    alice.cut();
    await bob.next('leg', ({ event }) => event === 'lost');
    const page = await server.device('alice', { device: 'a1' });
    const [ended, again] = await Promise.all([page.request('call.end', { call_id }), invite(page, 'bob')]);
    expect(ended.call.state).to.equal('ended');
    expect(again.call).to.include({ state: 'ringing' });
    expect(again.call.call_id).to.not.equal(call_id);
    await page.request('call.end', { call_id: again.call.call_id });
    await leave(page, bob);
  });
});
