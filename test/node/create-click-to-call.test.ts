import { after, before, describe, expect, it } from '../harness.ts';
import { Town } from './calls-town.ts';
import { Face } from './create-town.ts';

describe('click to call by the names of create()', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  it('rings the devices of the caller, then the callee, and connects the two [RB-c2c-01] [RB-c2c-03]', async () => {
    const [page, phone, bob] = [
      await Face.of(town, 'cleo', { correlator: 'page' }),
      await Face.of(town, 'cleo', { correlator: 'phone' }),
      await Face.of(town, 'dan'),
    ];
    const id = page.api.clickToCall.make('cleo', 'dan');
    expect(id).to.be.a('string');
    expect((await page.next('clickToCall:start')).callId).to.equal(id);
    const rings = await phone.next('call:receive');
    expect(rings.callId).to.equal(id);
    phone.api.call.answer(rings.callId, { audio: true });
    const { callId } = await bob.next('call:receive');
    expect(bob.api.call.getById(callId)?.from).to.contain('cleo');
    bob.api.call.answer(callId, { audio: true });
    const connected = (face: Face) =>
      face.until(() =>
        face.api.call
          .getAll()
          .some(({ state, mediaConnectionState: media }) => state === 'Connected' && (media === 'connected' || media === 'completed')),
      );
    await Promise.all([connected(phone), connected(bob)]);
    expect(page.all('clickToCall:error')).to.deep.equal([]);
    for (const face of [page, phone, bob]) face.api.destroy();
  });

  it('lists what was asked for, earliest first [RB-c2c-02]', async () => {
    const page = await Face.of(town, 'eve');
    await Face.of(town, 'fred').then((face) => face.api.destroy());
    expect(page.api.clickToCall.get()).to.deep.equal([]);
    const ids = [page.api.clickToCall.make('eve', 'fred'), page.api.clickToCall.make('eve', 'nobody')];
    expect(page.api.clickToCall.get().map(({ callId }) => callId)).to.deep.equal(ids);
    expect(page.api.clickToCall.get()[0]).to.include({
      caller: page.api.getUserInfo().username,
      callee: page.api.getUserInfo().username?.replace('eve', 'fred'),
    });
    page.api.destroy();
  });

  it('says why no call came of it, and gives no id to what cannot be asked for [RB-c2c-04]', async () => {
    const page = await Face.of(town, 'gus');
    const { api } = page;
    expect([api.clickToCall.make('', 'hal'), api.clickToCall.make('somebody', 'hal')]).to.deep.equal([undefined, undefined]);
    await page.until(() => page.all('clickToCall:error').length === 2);
    const id = api.clickToCall.make('gus', 'nobody');
    const last = await page.next('clickToCall:error', ({ callId }) => callId === id);
    expect(page.all('clickToCall:error').map(({ error }) => error.code)).to.deep.equal(['clickToCall:1', 'clickToCall:2', 'clickToCall:2']);
    expect(last.error.message).to.contain('call:user-not-found');
    api.destroy();
  });
});
