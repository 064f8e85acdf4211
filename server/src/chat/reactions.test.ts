import { type ChatTown, refused, startTown } from '../../../test/chat-town.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';

describe('reactions', () => {
  const clock = new FakeClock();
  let town: ChatTown;
  const react = (userId: string, message_id: number, emoji: string, on = true) =>
    town.as(userId, 'message.react', { channel_id: 'cheer', message_id, emoji, on });
  before(async () => {
    town = await startTown({ clock });
    await town.channel('cheer', ['alice', 'bob', 'carol']);
  });
  after(() => town.close());

  it('are counted once a user and emoji, told to all, and marked as mine for who asks', async () => {
    const carol = await town.device('carol', { channels: true });
    const { message_id } = await town.say('alice', 'cheer', 'hooray');
    await react('bob', message_id, '👍');
    await clock.advance(5);
    const { message } = await react('alice', message_id, '👍');
    expect(message.reactions).to.deep.equal([{ emoji: '👍', count: 2, user_ids: ['bob', 'alice'], mine: true }]);
    const head = (await town.as('carol', 'message.list', { channel_id: 'cheer' })).as_of;
    expect(await react('alice', message_id, '👍')).to.deep.equal({ message }); // again: nothing happens
    const page = await town.as('carol', 'message.list', { channel_id: 'cheer' });
    expect(page.as_of).to.equal(head);
    expect(page.messages[0]!.reactions).to.deep.equal([{ emoji: '👍', count: 2, user_ids: ['bob', 'alice'] }]);
    await react('bob', message_id, '👍', false);
    await react('bob', message_id, '👍', false);
    const { entry } = await carol.entry('c:cheer', (one) => one.kind === 'reaction' && !one.on);
    expect(entry).to.deep.include({ message_id, emoji: '👍', on: false, count: 1, user_ids: ['alice'] });
    expect(entry.kind === 'reaction' && entry.user.name).to.equal('Bob');
    expect((await react('alice', message_id, '👍', false)).message).to.not.have.property('reactions');
  });

  it('are at most twenty different ones a message', async () => {
    const { message_id } = await town.say('alice', 'cheer', 'many');
    for (let i = 0; i < 20; i++) await react('bob', message_id, `:e${i}:`);
    expect(await refused(react('carol', message_id, ':more:'))).to.include({ error: 'request:invalid' });
    expect((await react('carol', message_id, ':e0:')).message.reactions).to.have.length(20);
    for (const bad of ['\u0000', ' 👍', '\ud83d']) expect(await refused(react('bob', message_id, bad)), bad).to.include({ error: 'request:invalid' });
  });

  it('say who, page by page, first ones first, and name ten beside the count', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `fan-${i}`);
    await town.users(...names);
    for (const userId of names) await town.as(userId, 'channel.join', { channel_id: 'cheer' });
    const { message_id } = await town.say('alice', 'cheer', 'popular');
    for (const userId of names) {
      await react(userId, message_id, '🎉');
      if (userId !== 'fan-3') await clock.advance(1); // two of one moment
    }
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const page = await town.as('bob', 'message.reactors', { channel_id: 'cheer', message_id, emoji: '🎉', limit: 5, ...(next && { next }) });
      seen.push(...page.users.map((one) => one.user_id));
      next = page.next;
    } while (next);
    expect(seen).to.deep.equal(names);
    await react('fan-0', message_id, '🎉', false);
    const { message } = await town.as('fan-5', 'message.get', { channel_id: 'cheer', message_id });
    expect(message.reactions).to.deep.equal([{ emoji: '🎉', count: 11, user_ids: names.slice(1, 11), mine: true }]);
  });

  it('of a crowd cost a message no more than those of a few: the count grows, what is told does not', async () => {
    const crowd = Array.from({ length: 300 }, (_, i) => `crowd-${i}`);
    await town.users(...crowd);
    await town.channel('stadium', ['bob']);
    for (let i = 0; i < 3; i++) await town.asApp('channel.add', { channel_id: 'stadium', user_ids: crowd.slice(100 * i, 100 * i + 100) });
    const bob = await town.device('bob', { channels: true });
    const { message_id } = await town.say('bob', 'stadium', 'goal');
    const cheer = (userId: string, on: boolean) => town.as(userId, 'message.react', { channel_id: 'stadium', message_id, emoji: '🎉', on });
    await Promise.all(crowd.map((userId) => cheer(userId, true)));
    for (let i = 0; i < 20; i++) await cheer('crowd-0', i % 2 === 1); // back and forth is one of them all the same
    const { message } = await town.as('bob', 'message.get', { channel_id: 'stadium', message_id });
    expect(message.reactions!.map(({ count, user_ids }) => [count, user_ids.length])).to.deep.equal([[300, 10]]);
    expect(JSON.stringify(message).length).to.be.below(1_500);
    const { entry } = await bob.entry('c:stadium', (one) => one.kind === 'reaction' && one.count === 300);
    expect(JSON.stringify(entry).length).to.be.below(1_500);
  });

  it('are for members, on messages that are there, and go with them', async () => {
    const { message_id } = await town.say('alice', 'cheer', 'gone soon');
    await react('bob', message_id, '👍');
    expect(await refused(react('mallory', message_id, '👍'))).to.include({ error: 'channel:not-member' });
    await town.as('alice', 'message.delete', { channel_id: 'cheer', message_id });
    expect(await refused(react('bob', message_id, '👍'))).to.include({ error: 'message:not-found' });
    const gone = town.as('bob', 'message.reactors', { channel_id: 'cheer', message_id, emoji: '👍' });
    expect(await refused(gone)).to.include({ error: 'message:not-found' });
  });
});

describe('pins', () => {
  let town: ChatTown;
  const pin = (userId: string, channel_id: string, message_id: number, on = true) => town.as(userId, 'message.pin', { channel_id, message_id, on });
  before(async () => {
    town = await startTown({ clock: new FakeClock() });
  });
  after(() => town.close());

  it('are set by managers, and by both where two talk; all hear of it', async () => {
    await town.channel('board', ['alice', 'bob', 'carol']);
    await town.channel('pair', ['alice', 'bob']);
    const bob = await town.device('bob', { channels: true });
    const { message_id } = await town.say('bob', 'board', 'read this');
    expect(await refused(pin('bob', 'board', message_id))).to.include({ error: 'auth:not-manager', code: 1016 });
    const { message } = await pin('alice', 'board', message_id);
    expect(message.pinned).to.deep.equal({ at_ms: town.core.clock.now(), user_id: 'alice' });
    await bob.entry('c:board', (one) => one.kind === 'message_update' && one.message.pinned?.user_id === 'alice');
    const own = await town.say('alice', 'pair', 'ours');
    expect((await pin('bob', 'pair', own.message_id)).message.pinned).to.include({ user_id: 'bob' });
    expect((await pin('alice', 'board', message_id, false)).message).to.not.have.property('pinned');
    expect((await town.as('bob', 'message.pins', { channel_id: 'board' })).messages).to.deep.equal([]);
  });

  it('are listed newest first, fifty at most, and go with their message', async () => {
    await town.channel('full', ['alice']);
    const ids: number[] = [];
    for (let i = 0; i < 51; i++) ids.push((await town.say('alice', 'full', `m${i}`)).message_id);
    for (const id of ids.slice(0, 50)) await pin('alice', 'full', id);
    expect(await refused(pin('alice', 'full', ids[50]!))).to.include({ error: 'request:invalid' });
    await pin('alice', 'full', ids[0]!); // it is one already
    await town.as('alice', 'message.delete', { channel_id: 'full', message_id: ids[49]! });
    await pin('alice', 'full', ids[50]!);
    const { messages } = await town.as('alice', 'message.pins', { channel_id: 'full' });
    expect(messages.map((one) => one.message_id)).to.deep.equal([...ids.slice(0, 49), ids[50]!].reverse());
    expect(await refused(town.as('mallory', 'message.pins', { channel_id: 'full' }))).to.include({ error: 'channel:not-member' });
  });
});
