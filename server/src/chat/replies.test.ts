import { type ChatTown, refused, startTown } from '../../../test/chat-town.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';

describe('what goes with a message', () => {
  let town: ChatTown;
  before(async () => {
    town = await startTown();
    await town.channel('room', ['alice', 'bob', 'carol']);
    await town.channel('other', ['alice', 'mallory'], { visibility: 'private' });
  });
  after(() => town.close());

  it('is a quote of what the message said when it was answered', async () => {
    const first = await town.say('alice', 'room', `${'x'.repeat(299)}🎈 and more`);
    const reply = await town.say('bob', 'room', 'yes', { reply_to: first.message_id });
    expect(reply.reply_to).to.deep.equal({ message_id: first.message_id, user_id: 'alice', name: 'Alice', type: 'text', excerpt: 'x'.repeat(299) });
    await town.as('alice', 'message.edit', { channel_id: 'room', message_id: first.message_id, content: 'changed' });
    const { message } = await town.as('carol', 'message.get', { channel_id: 'room', message_id: reply.message_id });
    expect(message.reply_to).to.include({ excerpt: 'x'.repeat(299) });
    expect(await refused(town.say('bob', 'room', 'to nothing', { reply_to: 9_999 }))).to.include({ error: 'message:not-found' });
    await town.as('alice', 'message.delete', { channel_id: 'room', message_id: first.message_id });
    const late = await town.say('bob', 'room', 'written offline', { reply_to: first.message_id });
    expect(late.reply_to).to.deep.equal({ message_id: first.message_id, user_id: 'alice', name: 'Alice', type: 'text', deleted: true });
  });

  it('are mentions of members, each once, and of everyone', async () => {
    const { mentions } = await town.say('alice', 'room', 'hey', { mentions: ['bob', 'mallory', 'bob', '*', 'nobody'] });
    expect(mentions).to.deep.equal(['bob', '*']);
    expect(await town.say('alice', 'room', 'hey', { mentions: ['mallory'] })).to.not.have.property('mentions');
  });

  it('is a kind of its own with data up to 4,096 bytes, and how a voice message sounds', async () => {
    const voice = { duration_ms: 1_200, waveform: [0, 31, 4] };
    const card = await town.say('alice', 'room', 'Order 7', { custom_type: 'order', data: { total: 12, lines: ['a'] } });
    expect(card).to.deep.include({ custom_type: 'order', data: { total: 12, lines: ['a'] }, content: 'Order 7' });
    expect((await town.sendFile('alice', 'room', 'voice-1', { voice })).voice).to.deep.equal(voice);
    expect(await refused(town.say('alice', 'room', 'x', { data: { text: '가'.repeat(1_366) } }))).to.include({ error: 'request:invalid' });
    expect(await refused(town.say('alice', 'room', 'x', { voice }))).to.include({ error: 'request:invalid' });
  });

  it('is the same message again only with all of it the same', async () => {
    const client_id = 'with-all-of-it';
    const more = { client_id, mentions: ['bob'], custom_type: 'order', data: { total: 1 } };
    const first = await town.say('alice', 'room', 'x', more);
    expect(await town.say('alice', 'room', 'x', more)).to.deep.equal(first);
    for (const change of [{ mentions: [] }, { custom_type: 'other' }, { data: { total: 2 } }, { reply_to: first.message_id }])
      expect(await refused(town.say('alice', 'room', 'x', { ...more, ...change }))).to.include({ error: 'message:conflict' });
  });

  it('is a copy of a message that the sender may read, which the members of the new channel then may', async () => {
    const file = await town.sendFile('alice', 'room', 'file-fw', { voice: { duration_ms: 5, waveform: [1] } });
    const mayRead = () => town.core.files.mayRead({ kind: 'user', appId: 'demo', userId: 'mallory' }, 'file-fw');
    expect(await mayRead()).to.equal(false);
    const bare = { content: undefined, forward: { channel_id: 'room', message_id: file.message_id } };
    const copy = await town.say('alice', 'other', '', bare);
    expect(copy).to.include({ type: 'file', channel_id: 'other' });
    expect(copy.voice).to.deep.equal({ duration_ms: 5, waveform: [1] });
    expect(copy.forwarded).to.deep.equal({ user_id: 'alice', name: 'Alice', at_ms: file.created_at });
    expect(await mayRead()).to.equal(true);
    const text = await town.say('bob', 'room', 'pass it on');
    const second = await town.say('alice', 'other', '', { content: undefined, forward: { channel_id: 'room', message_id: text.message_id } });
    const third = await town.say('alice', 'room', '', { content: undefined, forward: { channel_id: 'other', message_id: second.message_id } });
    expect([third.content, third.forwarded?.user_id]).to.deep.equal(['pass it on', 'bob']);
    const stolen = town.say('bob', 'room', '', { content: undefined, forward: { channel_id: 'other', message_id: second.message_id } });
    expect(await refused(stolen)).to.include({ error: 'channel:not-found' });
    const mixed = town.say('alice', 'room', 'own words', { forward: { channel_id: 'room', message_id: text.message_id } });
    expect(await refused(mixed)).to.include({ error: 'request:invalid' });
  });
});

describe('threads', () => {
  let town: ChatTown;
  before(async () => {
    town = await startTown();
    await town.channel('talk', ['alice', 'bob', 'carol']);
  });
  after(() => town.close());

  it('hang on a message, outside of the history, its numbers and the unread count', async () => {
    const carol = await town.device('carol', { channels: true });
    const root = await town.say('alice', 'talk', 'root');
    const reply = await town.say('bob', 'talk', 'in the thread', { thread_id: root.message_id });
    expect(reply).to.include({ thread_id: root.message_id, n: root.n });
    const { entry } = await carol.entry('c:talk', (one) => one.kind === 'message_update');
    expect(entry.kind === 'message_update' && entry.message.thread).to.deep.equal({ count: 1, last_at: reply.created_at, user_ids: ['bob'] });
    const next = await town.say('alice', 'talk', 'after');
    expect(next.n).to.equal(root.n + 1);
    const list = async (more: object) => (await town.as('carol', 'message.list', { channel_id: 'talk', ...more })).messages.map((one) => one.content);
    expect(await list({})).to.deep.equal(['after', 'root']);
    expect(await list({ thread_id: root.message_id })).to.deep.equal(['in the thread']);
    const { head } = await town.as('bob', 'channel.open', { channel_id: 'talk' });
    expect([head.n, head.read.n]).to.deep.equal([next.n, 0]); // he wrote in the thread, and has not read the channel
    const { channels } = await town.as('carol', 'channel.list', { name: 'talk', show_last_message: true });
    expect(channels[0]!.last_message!.content).to.equal('after');
    expect(await refused(town.say('bob', 'talk', 'x', { thread_id: reply.message_id }))).to.include({ error: 'request:invalid' });
    expect(await refused(town.say('bob', 'talk', 'x', { thread_id: 9_999 }))).to.include({ error: 'message:not-found' });
  });

  it('say who wrote last, and count again when a reply is deleted', async () => {
    const { message_id: thread_id } = await town.say('alice', 'talk', 'again');
    const ids: number[] = [];
    for (const user of ['bob', 'carol', 'bob', 'alice']) ids.push((await town.say(user, 'talk', 'r', { thread_id })).message_id);
    const thread = async () => (await town.as('carol', 'message.get', { channel_id: 'talk', message_id: thread_id })).message.thread;
    expect(await thread()).to.deep.include({ count: 4, user_ids: ['alice', 'bob', 'carol'] });
    await town.as('alice', 'message.delete', { channel_id: 'talk', message_id: ids[3]! });
    expect(await thread()).to.deep.include({ count: 3, user_ids: ['bob', 'carol'] });
    for (const message_id of ids.slice(0, 3)) await town.as('alice', 'message.delete', { channel_id: 'talk', message_id });
    expect(await thread()).to.equal(undefined);
  });
});

describe('pages of messages', () => {
  let town: ChatTown;
  before(async () => {
    town = await startTown();
    await town.channel('days', ['alice']);
    await town.core.seed(
      'demo',
      'days',
      Array.from({ length: 20 }, (_, i) => ({ user_id: 'alice', content: `m${i}`, at_ms: 1_000 * (i + 1) })),
    );
  });
  after(() => town.close());
  const page = async (more: object) => {
    const { messages, end, start } = await town.as('alice', 'message.list', { channel_id: 'days', ...more });
    return { texts: messages.map((one) => one.content), end, start };
  };

  it('lie around a message, oldest first, and say where the history begins and ends', async () => {
    expect(await page({ mode: 'around', base_message_id: 12, limit: 4 })).to.deep.equal({
      texts: ['m8', 'm9', 'm10', 'm11'],
      end: false,
      start: false,
    });
    expect(await page({ mode: 'around', base_message_id: 2, limit: 4 })).to.deep.equal({ texts: ['m0', 'm1'], end: false, start: true });
    expect(await page({ mode: 'around', limit: 4 })).to.deep.equal({ texts: ['m18', 'm19'], end: true, start: false });
  });

  it('are found by a moment', async () => {
    expect((await page({ mode: 'around', at_ms: 9_500, limit: 4 })).texts).to.deep.equal(['m7', 'm8', 'm9', 'm10']);
    expect((await page({ mode: 'next', at_ms: 9_500, limit: 2 })).texts).to.deep.equal(['m9', 'm10']);
    expect((await page({ mode: 'prev', at_ms: 9_500, limit: 2 })).texts).to.deep.equal(['m8', 'm7']);
    expect(await page({ mode: 'around', at_ms: 99_000, limit: 2 })).to.deep.equal({ texts: ['m19'], end: true, start: false });
  });
});
