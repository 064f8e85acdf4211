import type { Call } from '../../src/core/call/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Town, until } from './calls-town.ts';
import { Face } from './create-town.ts';

describe('what the server tells a second time', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  const received = (face: Face) => face.all('call:receive').map(({ callId }) => callId);
  const ignored = async (face: Face, id: string) => {
    await face.until(() => face.api.call.getById(id)?.state === 'Ringing');
    face.api.call.ignore(id);
    await face.until(() => face.api.call.getById(id)?.state === 'Ended');
  };
  /** Is another client of the same user from now on, which the server tells of all that rings. */
  const anew = async (face: Face, clientCorrelator: string) => {
    face.api.services.unsubscribe(['call']);
    await face.until(() => face.api.services.getSubscriptions().subscribed.length === 0);
    face.api.services.subscribe(['call'], { clientCorrelator });
    await face.until(() => face.api.services.getSubscriptions().subscribed.length === 1);
  };

  it('is told once, for as many events as are remembered: 100, or what the configuration says [RB-cfg-18]', async () => {
    const desk = await town.person('bob'); // rings on meanwhile
    const usual = await Face.of(town, 'bob', { correlator: 'usual' });
    const forgetful = await Face.of(town, 'bob', { correlator: 'forgetful', config: { notifications: { idCacheLength: 1 } } });
    expect(usual.api.getConfig().notifications.idCacheLength).to.equal(100);
    const [carl, dora] = [await town.person('carl'), await town.person('dora')];
    const calls: Call[] = [];
    for (const caller of [carl, dora]) {
      const call = await caller.client.calls.make('bob');
      calls.push(call);
      for (const face of [usual, forgetful]) await ignored(face, call.id);
    }
    const [first, second] = calls as [Call, Call];
    await second.end();
    await until(second, ({ state }) => state === 'ended');
    await anew(forgetful, 'other');
    await forgetful.until(() => received(forgetful).length > 2);
    expect(received(forgetful)).to.deep.equal([first.id, second.id, first.id]); // the second one took the place of the first
    await ignored(forgetful, first.id);
    await anew(forgetful, 'forgetful');
    await anew(usual, 'one');
    // whoever comes now is told of after those who ring already
    const last = await dora.client.calls.make('bob');
    for (const face of [usual, forgetful]) await face.until(() => received(face).includes(last.id));
    expect(received(forgetful)).to.deep.equal([first.id, second.id, first.id, last.id]);
    expect(received(usual)).to.deep.equal([first.id, second.id, last.id]);
    expect(usual.api.call.getById(first.id)?.state).to.equal('Ended');
    for (const call of [first, last]) await call.end();
    await desk.client.disconnect();
    for (const face of [usual, forgetful]) face.api.destroy();
  });
});
