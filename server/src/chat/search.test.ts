import { type ChatTown, refused, startTown } from '../../../test/chat-town.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';

describe('a search', () => {
  let town: ChatTown;
  const search = async (userId: string, query: string, more: object = {}) =>
    (await town.as(userId, 'message.search', { query, ...more })).messages.map((one) => one.content);
  before(async () => {
    town = await startTown();
    await town.channel('garden', ['alice', 'bob']);
    await town.channel('kitchen', ['alice', 'carol']);
  });
  after(() => town.close());

  it('finds words by their beginning, whatever their case and accents, newest first, in channels of mine alone', async () => {
    await town.say('alice', 'garden', 'The Café opens at nine');
    await town.say('bob', 'garden', 'nine roses');
    await town.say('carol', 'kitchen', 'nine cups of CAFE');
    expect(await search('alice', 'cafe')).to.deep.equal(['nine cups of CAFE', 'The Café opens at nine']);
    expect(await search('alice', 'NIN caf')).to.deep.equal(['nine cups of CAFE', 'The Café opens at nine']);
    expect(await search('bob', 'cafe')).to.deep.equal(['The Café opens at nine']);
    expect(await search('alice', 'nine', { channel_id: 'garden', user_id: 'bob' })).to.deep.equal(['nine roses']);
    expect(await search('alice', 'afe')).to.deep.equal([]);
    expect(await search('alice', '" OR * -')).to.deep.equal([]);
    expect(await search('mallory', 'nine')).to.deep.equal([]);
    expect(await refused(search('mallory', 'nine', { channel_id: 'garden' }))).to.include({ error: 'channel:not-member' });
  });

  it('finds inside of what is written without spaces, and Korean words by their beginning', async () => {
    await town.say('alice', 'garden', '明日東京で会いましょう');
    await town.say('alice', 'garden', '오늘 저녁에 만나요');
    expect(await search('bob', '東京')).to.deep.equal(['明日東京で会いましょう']);
    expect(await search('bob', '京東')).to.deep.equal([]);
    expect(await search('bob', '저녁')).to.deep.equal(['오늘 저녁에 만나요']);
  });

  it('finds what was changed, deleted and written before any search, over many batches of the index', async () => {
    await town.channel('shed', ['alice', 'bob']);
    const tools: number[] = [];
    for (let at = 0; at < 150; at++) tools.push((await town.say('bob', 'shed', `spade ${at}`)).message_id);
    const last = tools.at(-1)!;
    for (const [message_id, content] of [
      [tools[3]!, 'rake third'],
      [last - 1, 'rake late'],
    ] as const)
      await town.as('bob', 'message.edit', { channel_id: 'shed', message_id, content });
    for (const message_id of [tools[5]!, last]) await town.as('bob', 'message.delete', { channel_id: 'shed', message_id });
    await town.say('bob', 'shed', 'spade and rake'); // where the deleted one was the last
    expect(await search('alice', 'rake')).to.deep.equal(['spade and rake', 'rake late', 'rake third']);
    expect((await town.as('alice', 'message.search', { query: 'spade', limit: 1 })).total).to.equal(147);
    await town.as('bob', 'message.edit', { channel_id: 'shed', message_id: last - 1, content: 'hoe' });
    expect(await search('alice', 'rake')).to.deep.equal(['spade and rake', 'rake third']);
    expect(await search('alice', 'hoe')).to.deep.equal(['hoe']);
  });

  it('finds a message by what it says now, in threads too, and never a deleted one', async () => {
    const { message_id } = await town.say('bob', 'garden', 'tulips');
    await town.as('bob', 'message.edit', { channel_id: 'garden', message_id, content: 'peonies' });
    await town.say('alice', 'garden', 'peonies in a thread', { thread_id: message_id });
    expect(await search('alice', 'tulips')).to.deep.equal([]);
    expect(await search('alice', 'peonies')).to.deep.equal(['peonies in a thread', 'peonies']);
    await town.as('bob', 'message.delete', { channel_id: 'garden', message_id });
    expect(await search('alice', 'peonies')).to.deep.equal(['peonies in a thread']);
  });

  it('comes in pages, with how many there are', async () => {
    for (let i = 0; i < 5; i++) await town.say('carol', 'kitchen', `plate ${i}`);
    const first = await town.as('alice', 'message.search', { query: 'plate', limit: 3 });
    expect([first.total, first.messages.map((one) => one.content)]).to.deep.equal([5, ['plate 4', 'plate 3', 'plate 2']]);
    const second = await town.as('alice', 'message.search', { query: 'plate', limit: 3, next: first.next! });
    expect([second.messages.map((one) => one.content), second.next]).to.deep.equal([['plate 1', 'plate 0'], undefined]);
    expect(await refused(search('alice', 'plate', { next: 'x' }))).to.include({ error: 'request:invalid' });
  });
});
