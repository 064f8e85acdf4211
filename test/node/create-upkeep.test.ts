import { after, before, describe, expect, it } from '../harness.ts';
import { Town } from './calls-town.ts';
import { Face } from './create-town.ts';

/** So long that it never comes. */
const NEVER_MS = 3_600_000;

const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));
const until = async (look: () => unknown): Promise<void> => {
  while (!look()) await turn();
};

/** A call from one to the other, connected on both ends. */
async function connect(caller: Face, callee: Face, to: string): Promise<string> {
  const callId = caller.api.call.make(to, { audio: true });
  await callee.until(() => callee.api.call.getById(callId)?.state === 'Ringing');
  callee.api.call.answer(callId, { audio: true });
  for (const face of [caller, callee]) await face.until(() => face.api.call.getById(callId)?.state === 'Connected');
  return callId;
}

describe('a call in progress by the configuration of create()', () => {
  let town: Town;
  before(async () => {
    town = await Town.start({ beatMs: NEVER_MS });
  });
  after(() => town.stop());

  const asked = (face: Face, method: string) => face.sent.filter((frame) => frame['method'] === method).map(({ params }) => params);

  it('is audited as often as set, where the server asks for less [RB-cfg-44]', async () => {
    const ann = await Face.of(town, 'ann');
    const bob = await Face.of(town, 'bob', { config: { call: { callAuditTimer: 10 } } });
    const call_id = await connect(ann, bob, 'bob');
    await until(() => asked(bob, 'call.beat').length > 1);
    expect(asked(bob, 'call.beat')[0]).to.deep.include({ call_id });
    expect(asked(ann, 'call.beat')).to.deep.equal([]);
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('has its state fetched after each connect where that is set, and else is taken up without [RB-cfg-40]', async () => {
    const cid = await Face.of(town, 'cid', { config: { call: { resyncOnConnect: true } } });
    const dan = await Face.of(town, 'dan');
    const call_id = await connect(cid, dan, 'dan');
    for (const face of [cid, dan]) {
      face.cut();
      await face.until(() => !face.api.connection.getSocketState().connected);
      face.mend();
      await until(() => asked(face, 'call.resume').length > 0);
    }
    await until(() => asked(cid, 'call.get').length > 0);
    expect(asked(cid, 'call.get')[0]).to.deep.include({ call_id });
    expect(asked(dan, 'call.get')).to.deep.equal([]);
    expect([cid, dan].map((face) => face.api.call.getById(call_id)?.state)).to.deep.equal(['Connected', 'Connected']);
    for (const face of [cid, dan]) face.api.destroy();
  });

  it('looks for lost media at the called side once the caller has had the time that is set [RB-cfg-45]', async () => {
    const settings = { iceRestartAfterMs: NEVER_MS };
    const eve = await Face.of(town, 'eve', { ports: { settings } });
    const fay = await Face.of(town, 'fay', { config: { call: { mediaConnectionRetryDelay: 10 } }, ports: { settings } });
    await connect(eve, fay, 'fay');
    const offers = (face: Face) =>
      face.sent.filter(({ data }) => (data as { description?: { type: string } } | undefined)?.description?.type === 'offer');
    const before = offers(eve).length;
    expect(offers(fay)).to.deep.equal([]);
    town.network.cut();
    await until(() => offers(fay).length > 0);
    town.network.mend();
    expect(offers(eve).length).to.equal(before);
    for (const face of [eve, fay]) face.api.destroy();
  });
});
