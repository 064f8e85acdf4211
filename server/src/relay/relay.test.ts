import type { RelayMessage } from '../../../src/core/protocol/index.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type Device, type RunningCore, startCore } from '../../../test/server-fixture.ts';

const heard = (device: Device, user: string): RelayMessage[] =>
  device.entries(`u:${user}`).flatMap(({ entry }) => (entry.kind === 'relay' ? [entry.message as RelayMessage] : []));
const isStop = (message: object): boolean => 'type' in message && message.type === 'stop';
const types = (device: Device, user: string) => heard(device, user).map(({ type, call_id }) => `${type} ${call_id}`);

describe('the relay', () => {
  const clock = new FakeClock();
  let server: RunningCore;
  let round = 0;
  const pair = async (): Promise<[Device, Device, string, string]> => {
    round++;
    const [one, other] = [`ann${round}`, `bob${round}`];
    await server.users(one, other);
    return [await server.device(one), await server.device(other), one, other];
  };
  const of = (recipient: string, call_id = 'c1', cid = 'room') => ({ recipient, cid, call_id });
  before(async () => {
    server = await startCore({ clock, app: { reach: 'app' }, settings: { heartbeatMs: 86_400_000, rates: { request: [1000, 1000] } as never } });
  });
  after(() => server.close());

  it('passes start, accept and stop on in that order, with the sender as the server knows him', async () => {
    const [ann, bob, a, b] = await pair();
    const peer_info = '{"sdp":"opaque \u2028"}';
    expect(await ann.request('relay.start', { ...of(b), peer_info, data: { n: [1] }, iss: 'somebody' } as never)).to.deep.equal({ relayed: true });
    expect(await bob.request('relay.accept', { ...of(a), peer_info: 'b' })).to.deep.equal({ relayed: true });
    expect(await ann.request('relay.stop', of(b))).to.deep.equal({ relayed: true });
    await bob.entry(`u:${b}`, (entry) => entry.kind === 'relay' && isStop(entry.message));
    await ann.settled();
    expect(heard(bob, b)).to.deep.equal([
      { type: 'start', iss: a, cid: 'room', call_id: 'c1', peer_info, data: { n: [1] } },
      { type: 'stop', iss: a, cid: 'room', call_id: 'c1' },
    ]);
    expect(heard(ann, a)).to.deep.equal([{ type: 'accept', iss: b, cid: 'room', call_id: 'c1', peer_info: 'b' }]);
  });

  it('ignores what fits no call on file, and what comes after the end', async () => {
    const [ann, bob, a, b] = await pair();
    const ignored = async (...asked: Promise<{ relayed: boolean }>[]) =>
      expect((await Promise.all(asked)).map(({ relayed }) => relayed)).to.deep.equal(asked.map(() => false));
    await ignored(bob.request('relay.accept', { ...of(a), peer_info: '' }), bob.request('relay.busy', of(a)), bob.request('relay.stop', of(a)));
    await ann.request('relay.start', { ...of(b), peer_info: '' });
    await ignored(bob.request('relay.accept', { ...of(a, 'c1', 'other'), peer_info: '' }), ann.request('relay.accept', { ...of(b), peer_info: '' }));
    await bob.request('relay.busy', of(a));
    await ignored(bob.request('relay.accept', { ...of(a), peer_info: '' }), bob.request('relay.stop', of(a)), ann.request('relay.stop', of(b)));
    // an old start that is said again is no second call
    await ignored(ann.request('relay.start', { ...of(b), peer_info: '' }));
    await Promise.all([ann.settled(), bob.settled()]);
    expect([types(ann, a), types(bob, b)]).to.deep.equal([['busy c1'], ['start c1']]);
  });

  it('does once what is asked twice, and lets one device accept', async () => {
    const [ann, bob, a, b] = await pair();
    const second = await server.device(b, { device: 'device-2' });
    for (let i = 0; i < 2; i++) expect(await ann.request('relay.start', { ...of(b), peer_info: '' })).to.deep.equal({ relayed: true });
    for (let i = 0; i < 2; i++) expect(await bob.request('relay.accept', { ...of(a), peer_info: 'bob' })).to.deep.equal({ relayed: true });
    expect(await second.request('relay.accept', { ...of(a), peer_info: 'second' })).to.deep.equal({ relayed: false });
    await Promise.all([ann.settled(), bob.settled()]);
    expect([types(ann, a), types(bob, b)]).to.deep.equal([['accept c1'], ['start c1']]);
  });

  it('lets the lower id be the call when both start at once', async () => {
    for (const first of ['low', 'high'] as const) {
      const [ann, bob, a, b] = await pair();
      const low = () => ann.request('relay.start', { ...of(b, 'c1'), peer_info: '' });
      const high = () => bob.request('relay.start', { ...of(a, 'c2'), peer_info: '' });
      if (first === 'high') await high();
      const won = await low();
      if (first === 'low') expect(await high()).to.deep.equal({ relayed: false });
      expect(won).to.deep.equal({ relayed: true });
      expect(await ann.request('relay.accept', { ...of(b, 'c2'), peer_info: '' })).to.deep.equal({ relayed: false });
      expect(await bob.request('relay.accept', { ...of(a, 'c1'), peer_info: '' })).to.deep.equal({ relayed: true });
    }
  });

  it('takes no answer after the ring timeout', async () => {
    const [ann, bob, a, b] = await pair();
    await ann.request('relay.start', { ...of(b), peer_info: '' });
    await clock.advance(44_999);
    await ann.request('relay.start', { ...of(b, 'c2'), peer_info: '' });
    await clock.advance(1);
    expect(await bob.request('relay.accept', { ...of(a), peer_info: '' })).to.deep.equal({ relayed: false });
    expect(await bob.request('relay.accept', { ...of(a, 'c2'), peer_info: '' })).to.deep.equal({ relayed: true });
    expect(await ann.request('relay.stop', of(b))).to.deep.equal({ relayed: true });
  });

  it('says busy for whom blocked the starter, and nothing else of his', async () => {
    const [ann, bob, a, b] = await pair();
    await bob.request('call.block', { user_id: a });
    await ann.request('relay.start', { ...of(b), peer_info: '' });
    expect(await ann.request('relay.setup', { recipient: b, cid: 'room', name: 'Ann' })).to.deep.equal({ relayed: false });
    await Promise.all([ann.settled(), bob.settled()]);
    expect([types(ann, a), types(bob, b)]).to.deep.equal([['busy c1'], []]);
  });

  it('refuses strangers, oneself and too much data', async () => {
    const [ann, , a, b] = await pair();
    const start = (recipient: string, more: object = {}) => ann.refused('relay.start', { ...of(recipient), peer_info: '', ...more });
    expect((await start('nobody')).error).to.equal('user:not-found');
    expect((await start(a)).error).to.equal('relay:invalid');
    expect((await start(b, { data: 'x'.repeat(8_192) })).error).to.equal('relay:invalid');
    expect((await start(b, { peer_info: 'x'.repeat(32_001) })).error).to.equal('request:invalid');
    const other = await server.core.apps.create({ appId: `other${round}` });
    await server.core.users.create(other.app.app_id, { user_id: 'zoe' });
    expect((await start('zoe')).error).to.equal('user:not-found');
  });

  it('reaches who comes back, in order, with what he missed', async () => {
    const [ann, bob, , b] = await pair();
    const { epoch, streams } = bob.welcome!;
    const { head } = streams[`u:${b}`]!;
    await bob.close(1000);
    await ann.request('relay.start', { ...of(b), peer_info: '' });
    await ann.request('relay.stop', of(b));
    const back = await server.device(b, { resume: { [`u:${b}`]: [epoch, head] } });
    await back.entry(`u:${b}`, (entry) => entry.kind === 'relay' && isStop(entry.message));
    expect(types(back, b)).to.deep.equal(['start c1', 'stop c1']);
  });
});
