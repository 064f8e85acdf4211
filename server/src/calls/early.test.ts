import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type RunningCore, startCore } from '../../../test/server-fixture.ts';

const INFO = { kind: 'early', id: 'one', sdp: 'v=0' };

describe('what a device says before it answers', () => {
  let server: RunningCore;
  before(async () => {
    server = await startCore();
    await server.users('alice', 'bob', 'carol');
  });
  after(() => server.close());

  it('comes to the caller alone, unnumbered, while it rings, and from nobody else', async () => {
    const [alice, bob, carol] = await Promise.all(['alice', 'bob', 'carol'].map((user) => server.device(user)));
    const { call } = await alice!.request('call.invite', { call_id: 'early-000001', to: 'bob', media: ['audio'] });
    const early = { call_id: call.call_id, info: INFO };
    for (const other of [alice, carol]) expect((await other!.refused('call.early', early)).error).to.equal('call:wrong-state');
    await bob!.request('call.ring', { call_id: call.call_id });
    await bob!.request('call.early', early);
    const { data, early: marked } = await alice!.next('signal', (frame) => frame.early === true);
    expect([data, marked]).to.deep.equal([{ info: INFO }, true]);
    expect(carol!.frames.filter(({ t }) => t === 'signal')).to.deep.equal([]);
    const { leg } = await bob!.request('call.answer', { call_id: call.call_id });
    expect((await bob!.refused('call.early', early)).error).to.equal('call:wrong-state');
    // the first signal of the leg is still the first
    bob!.send({ t: 'signal', call_id: call.call_id, generation: leg.generation, seq: 1, data: { muted: true } });
    expect((await alice!.next('signal', (frame) => frame.data.muted === true)).seq).to.equal(1);
    await alice!.request('call.end', { call_id: call.call_id });
    expect((await bob!.refused('call.early', early)).error).to.equal('call:wrong-state');
  });
});
