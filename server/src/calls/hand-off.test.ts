import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type Device, type RunningCore, startCore } from '../../../test/server-fixture.ts';

let count = 0;
const newCall = (): string => `moved-${String(++count).padStart(6, '0')}`;

describe('a call that moves to another device', () => {
  const clock = new FakeClock();
  let server: RunningCore;
  before(async () => {
    server = await startCore({ clock, settings: { heartbeatMs: 86_400_000 } });
    await server.users('alice', 'bob', 'carol');
  });
  after(() => server.close());

  const connected = async () => {
    const [alice, bob] = [await server.device('alice', { device: 'a1' }), await server.device('bob', { device: 'b1' })];
    const params = { call_id: newCall(), to: 'bob', media: ['audio' as const] };
    const { call, leg } = await alice.request('call.invite', params);
    await bob.request('call.answer', { call_id: call.call_id });
    return { alice, bob, call_id: call.call_id, leg };
  };
  const leave = async (...devices: Device[]) => {
    await Promise.all(devices.map((device) => device.close(1000)));
    await server.quiet();
  };

  it('is on that device alone from then on, and the other end begins anew with it', async () => {
    const { alice, bob, call_id, leg } = await connected();
    const { code, expires_at } = await alice.request('call.handoff', { call_id });
    expect(code).to.match(/^\d{6}$/);
    expect(expires_at).to.be.above(clock.now());
    const tablet = await server.device('alice', { device: 'a2' });
    const taken = await tablet.request('call.takeover', { code });
    expect(taken.call).to.include({ call_id, state: 'active', version: 3 });
    expect(taken.leg.leg_id).to.not.equal(leg.leg_id);
    expect(await tablet.request('call.takeover', { code }), 'the reply was lost').to.deep.equal(taken);
    const { leg_id, leg_token } = taken.leg;
    const resumed = await tablet.request('call.resume', { call_id, leg_id, leg_token, fresh: true, received: 0, peer_generation: 0 });
    expect(await bob.next('leg', ({ event }) => event === 'restarted')).to.include({ call_id, generation: resumed.leg.generation });
    tablet.send({ t: 'signal', call_id, generation: resumed.leg.generation, seq: 1, data: { muted: true } });
    expect(await bob.next('signal')).to.deep.include({ call_id, data: { muted: true } });
    const old = { call_id, leg_id: leg.leg_id, leg_token: leg.leg_token, fresh: false, received: 0, peer_generation: 1 };
    expect(await alice.refused('call.resume', old)).to.include({ error: 'call:leg-unknown' });
    expect(await alice.refused('call.end', { call_id })).to.include({ error: 'call:leg-unknown' });
    expect(await alice.refused('call.handoff', { call_id })).to.include({ error: 'call:leg-unknown' });
    await tablet.request('call.end', { call_id });
    await leave(alice, bob, tablet);
  });

  it('tells the leg that holds it now, where the one who answered moves', async () => {
    const { alice, bob, call_id } = await connected();
    const { code } = await bob.request('call.handoff', { call_id });
    const tablet = await server.device('bob', { device: 'b2' });
    const { leg } = await tablet.request('call.takeover', { code });
    expect(await bob.call('bob', ({ call_id: at, version }) => at === call_id && version === 3)).to.include({ answered_leg: leg.leg_id });
    await alice.request('call.end', { call_id });
    await leave(alice, bob, tablet);
  });

  it('takes one code, of the same user, once and in time', async () => {
    const { alice, bob, call_id } = await connected();
    const first = await alice.request('call.handoff', { call_id });
    const { code } = await alice.request('call.handoff', { call_id });
    const [tablet, phone] = [await server.device('alice', { device: 'a2' }), await server.device('alice', { device: 'a3' })];
    const no = { error: 'call:not-found' };
    expect(await bob.refused('call.takeover', { code }), 'another user').to.include(no);
    expect(await bob.refused('call.handoff', { call_id: newCall() }), 'no call').to.include({ error: 'call:leg-unknown' });
    if (first.code !== code) expect(await tablet.refused('call.takeover', { code: first.code }), 'voided').to.include(no);
    expect(await alice.refused('call.takeover', { code }), 'it is here').to.include({ error: 'call:wrong-state' });
    await tablet.request('call.takeover', { code });
    expect(await phone.refused('call.takeover', { code }), 'used').to.include(no);
    const { code: late } = await tablet.request('call.handoff', { call_id });
    await clock.advance(server.core.settings.handOffMs);
    expect(await phone.refused('call.takeover', { code: late }), 'expired').to.include(no);
    await bob.request('call.end', { call_id });
    await leave(alice, bob, tablet, phone);
  });

  it('is not found by guessing', async () => {
    const carol = await server.device('carol');
    const { rates } = server.core.settings;
    for (let i = 0; i < rates.handoff[1]; i++)
      expect(await carol.refused('call.takeover', { code: `guess${i}` })).to.include({ error: 'call:not-found' });
    expect(await carol.refused('call.takeover', { code: 'guess' })).to.include({ error: 'request:rate-limited' });
    await leave(carol);
  });

  it('is not to be had when it has ended', async () => {
    const { alice, bob, call_id } = await connected();
    const { code } = await alice.request('call.handoff', { call_id });
    await bob.request('call.end', { call_id });
    const tablet = await server.device('alice', { device: 'a2' });
    expect(await tablet.refused('call.takeover', { code })).to.include({ error: 'call:ended' });
    await leave(alice, bob, tablet);
  });
});
