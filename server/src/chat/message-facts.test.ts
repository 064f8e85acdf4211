import type { Message } from '../../../src/core/protocol/index.ts';
import { type ChatTown, startTown } from '../../../test/chat-town.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';

describe('messages of one answer', () => {
  let town: ChatTown;
  before(async () => {
    town = await startTown();
    for (const channel of ['garden', 'kitchen']) await town.channel(channel, ['alice', 'bob', 'carol']);
  });
  after(() => town.close());

  const react = (user: string, { channel_id, message_id }: Message, emoji: string) =>
    town.as(user, 'message.react', { channel_id, message_id, emoji, on: true });

  it('each have what is theirs, also where two channels number alike', async () => {
    const [rose, tulip] = [await town.say('bob', 'garden', 'pick a rose'), await town.say('carol', 'garden', 'pick a tulip')];
    const [soup, salad] = [await town.say('carol', 'kitchen', 'pick a soup'), await town.say('bob', 'kitchen', 'pick a salad')];
    expect([rose.message_id, tulip.message_id]).to.deep.equal([soup.message_id, salad.message_id]);
    await react('alice', rose, '🌹');
    await react('bob', salad, '🥗');
    await react('alice', salad, '🥗');
    await town.say('bob', 'garden', 'in a thread', { thread_id: tulip.message_id });
    await town.say('carol', 'kitchen', 'pick that', { reply_to: soup.message_id });
    await town.sendFile('carol', 'garden', 'seeds');
    await town.as('carol', 'message.delete', { channel_id: 'kitchen', message_id: soup.message_id });
    const seen = (messages: readonly Message[]) =>
      messages.map(({ content, file, reactions, thread, reply_to, user }) => ({
        says: content ?? file?.file_id,
        by: user.name,
        ...(reactions && { reactions: reactions.map(({ emoji, count, mine }) => `${emoji}${count}${mine ? ' mine' : ''}`) }),
        ...(thread && { thread: thread.count }),
        ...(reply_to && { deleted: reply_to.deleted ?? false }),
      }));
    const found = await town.as('alice', 'message.search', { query: 'pick' });
    expect(seen(found.messages)).to.deep.equal([
      { says: 'pick that', by: 'Carol', deleted: true },
      { says: 'pick a salad', by: 'Bob', reactions: ['🥗2 mine'] },
      { says: 'pick a tulip', by: 'Carol', thread: 1 },
      { says: 'pick a rose', by: 'Bob', reactions: ['🌹1 mine'] },
    ]);
    const page = await town.as('carol', 'message.list', { channel_id: 'garden' });
    expect(seen(page.messages)).to.deep.equal([
      { says: 'seeds', by: 'Carol' },
      { says: 'pick a tulip', by: 'Carol', thread: 1 },
      { says: 'pick a rose', by: 'Bob', reactions: ['🌹1'] },
    ]);
    const { channels } = await town.as('bob', 'channel.list', { show_last_message: true });
    expect(seen(channels.map(({ last_message }) => last_message!))).to.deep.equal([
      { says: 'pick that', by: 'Carol', deleted: true },
      { says: 'seeds', by: 'Carol' },
    ]);
  });

  it('hide what the reader has blocked, and nothing else', async () => {
    const asked = await town.say('bob', 'garden', 'who waters them?');
    const answered = await town.say('carol', 'garden', 'I do', { reply_to: asked.message_id });
    await town.as('alice', 'call.block', { user_id: 'bob' });
    const { messages } = await town.as('alice', 'message.list', { channel_id: 'garden', limit: 2 });
    expect(messages.map(({ content, hidden, reply_to }) => [content, hidden, reply_to?.excerpt])).to.deep.equal([
      ['I do', undefined, undefined],
      ['', true, undefined],
    ]);
    const mine = await town.say('alice', 'garden', 'thank you', { reply_to: asked.message_id });
    expect(mine.reply_to).to.deep.equal({ message_id: asked.message_id, user_id: 'bob', name: 'Bob', type: 'text' });
    const { message } = await town.as('carol', 'message.get', { channel_id: 'garden', message_id: answered.message_id });
    expect(message.reply_to?.excerpt).to.equal('who waters them?');
  });
});
