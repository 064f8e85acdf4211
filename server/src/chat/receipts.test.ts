import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type RunningCore, startCore } from '../../../test/server-fixture.ts';

describe('receipts', () => {
  const clock = new FakeClock();
  let server: RunningCore;
  const as = (userId: string) => ({ kind: 'user', appId: 'demo', userId }) as const;
  const say = (userId: string, channel_id: string) =>
    server.core.send('demo', userId, { client_id: crypto.randomUUID(), channel_id, type: 'text', content: 'x' });
  const read = async (userId: string, channel_id: string, offset: number) =>
    (await server.core.execute(as(userId), 'channel.read', { channel_id, offset })).read;
  const unread = async (channel_id: string): Promise<Record<string, number>> => {
    const { channels } = await server.core.execute(as('alice'), 'channel.joined', { name: channel_id, show_unread: true });
    return channels[0]!.unread!;
  };
  before(async () => {
    server = await startCore({ clock });
    await server.users('alice', 'bob', 'carol');
  });
  after(() => server.close());

  it("make unread counts by arithmetic: others' messages count, my own move my marker [GC-091] [GC-048]", async () => {
    await server.channel('counts', ['alice', 'bob', 'carol']);
    for (let i = 0; i < 3; i++) await say('alice', 'counts');
    expect(await unread('counts')).to.deep.equal({ alice: 0, bob: 3, carol: 3 });
    await say('bob', 'counts');
    expect(await unread('counts')).to.deep.equal({ alice: 1, bob: 0, carol: 4 });
    await read('carol', 'counts', 5); // three joins, then messages 4 to 7: two of them
    expect(await unread('counts')).to.deep.equal({ alice: 1, bob: 0, carol: 2 });
  });

  it('never move back, and never beyond what there is', async () => {
    await server.channel('monotone', ['alice', 'bob']);
    for (let i = 0; i < 4; i++) await say('alice', 'monotone');
    expect(await read('bob', 'monotone', 5)).to.include({ offset: 5, n: 3 });
    expect(await read('bob', 'monotone', 3)).to.include({ offset: 5, n: 3 });
    expect(await read('bob', 'monotone', 999)).to.include({ offset: 6, n: 4 });
    const { head } = await server.core.execute(as('bob'), 'channel.open', { channel_id: 'monotone' });
    expect(head).to.include({ head: 6, n: 4 });
    expect(head.read).to.deep.equal(head.delivered); // what was read was delivered
  });

  it('count entries that are no messages as nothing', async () => {
    await server.channel('joins', ['alice']);
    await say('alice', 'joins');
    await server.core.execute(as('bob'), 'channel.join', { channel_id: 'joins' });
    expect(await unread('joins')).to.deep.equal({ alice: 0, bob: 0 }); // what was before him is not unread
    await say('alice', 'joins');
    await server.core.execute(as('carol'), 'channel.join', { channel_id: 'joins' });
    expect(await unread('joins')).to.deep.equal({ alice: 0, bob: 1, carol: 0 });
    expect(await read('bob', 'joins', 5)).to.include({ offset: 5, n: 2 });
  });

  it('are told to members at most once in a while, the last of each, and to my other devices in order [GC-082] [GC-039]', async () => {
    await server.channel('told', ['alice', 'bob']);
    for (let i = 0; i < 3; i++) await say('alice', 'told');
    await clock.advance(1_000);
    const alice = await server.device('alice', { channels: true });
    const [phone, laptop] = [await server.device('bob', { device: 'phone' }), await server.device('bob', { device: 'laptop' })];
    const from = alice.frames.length;
    for (const offset of [3, 4, 5]) await phone.request('channel.read', { channel_id: 'told', offset });
    await alice.settled();
    expect(alice.frames.slice(from).some(({ t }) => t === 'receipt')).to.equal(false);
    await clock.advance(250);
    const receipt = await alice.next('receipt', (frame) => frame.kind === 'read' && frame.user_id === 'bob', from);
    expect(receipt).to.deep.include({ channel_id: 'told', receipt: { offset: 5, n: 3, at_ms: clock.now() - 250 } });
    await alice.settled();
    expect(alice.frames.slice(from).filter((frame) => frame.t === 'receipt' && frame.kind === 'read')).to.have.length(1);
    const { entry } = await laptop.entry('u:bob', (one) => one.kind === 'read' && one.read.offset === 5);
    expect(entry).to.include({ channel_id: 'told' });
  });

  it('are not told of who writes: the message says it; who reads is told of once, not as delivered as well', async () => {
    await server.channel('quiet', ['alice', 'bob']);
    await clock.advance(1_000);
    const [alice, bob] = [await server.device('alice', { channels: true }), await server.device('bob', { channels: true })];
    const from = alice.frames.length;
    const { offset } = await say('alice', 'quiet');
    await clock.advance(1_000);
    await Promise.all([alice.settled(), bob.settled()]);
    const told = () => alice.frames.slice(from).flatMap((frame) => (frame.t === 'receipt' ? [`${frame.user_id} ${frame.kind}`] : []));
    expect(told()).to.deep.equal([]);
    await bob.request('channel.read', { channel_id: 'quiet', offset });
    await clock.advance(1_000);
    await alice.settled();
    expect(told()).to.deep.equal(['bob read']);
    const { read, delivered } = await server.core.execute(as('alice'), 'channel.open', { channel_id: 'quiet' });
    expect([read.alice!.offset, delivered.alice!.offset, read.bob!.offset, delivered.bob!.offset]).to.deep.equal([offset, offset, offset, offset]);
  });

  it('show the times at which a channel was read and received [GC-049] [GC-083]', async () => {
    await server.channel('times', ['alice', 'bob']);
    await say('alice', 'times');
    const sentAt = clock.now();
    await clock.advance(5_000);
    await server.core.execute(as('bob'), 'channel.delivered', { channel_id: 'times', offset: 3 });
    const deliveredAt = clock.now();
    const list = async () =>
      (await server.core.execute(as('alice'), 'channel.joined', { name: 'times', show_read_receipt: true, show_delivery_receipt: true }))
        .channels[0]!;
    expect(await list()).to.deep.include({ read_receipt: { alice: sentAt }, delivery_receipt: { alice: sentAt, bob: deliveredAt } });
    await clock.advance(5_000);
    await read('bob', 'times', 3);
    expect(await list()).to.deep.include({ read_receipt: { alice: sentAt, bob: clock.now() } });
  });
});
