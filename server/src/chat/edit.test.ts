import { type ChatTown, refused, startTown } from '../../../test/chat-town.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';

describe('editing a message', () => {
  const clock = new FakeClock();
  let town: ChatTown;
  before(async () => {
    town = await startTown({ clock, settings: { editWindowMs: 60_000 } });
    await town.channel('desk', ['alice', 'bob', 'carol']);
  });
  after(() => town.close());

  it('changes the text for all, keeps what it said, and shows that to its writer and managers', async () => {
    const bob = await town.device('bob', { channels: true });
    const { message_id } = await town.say('bob', 'desk', 'frist');
    const sentAt = clock.now();
    await clock.advance(1_000);
    const { message } = await town.as('bob', 'message.edit', { channel_id: 'desk', message_id, content: 'first', mentions: ['carol', 'mallory'] });
    expect(message).to.include({ content: 'first', edited_at: clock.now(), created_at: sentAt, message_id });
    expect(message.mentions).to.deep.equal(['carol']);
    const { entry } = await bob.entry('c:desk', (one) => one.kind === 'message_update');
    expect(entry.kind === 'message_update' && entry.message).to.deep.equal(message);
    await town.as('bob', 'message.edit', { channel_id: 'desk', message_id, content: 'First' }); // in the same millisecond
    const versions = (userId: string) => town.as(userId, 'message.versions', { channel_id: 'desk', message_id });
    expect((await versions('alice')).versions).to.deep.equal([
      { content: 'frist', at_ms: sentAt },
      { content: 'first', at_ms: clock.now() },
    ]);
    expect(await versions('bob')).to.deep.equal(await versions('alice'));
    expect(await refused(versions('carol'))).to.include({ error: 'auth:forbidden' });
    expect((await town.as('carol', 'message.get', { channel_id: 'desk', message_id })).message).to.include({ content: 'First' });
  });

  it('says nothing when the text stays the same', async () => {
    const { message_id } = await town.say('bob', 'desk', 'same');
    const { message } = await town.as('bob', 'message.edit', { channel_id: 'desk', message_id, content: 'same' });
    expect(message).to.not.have.property('edited_at');
    expect((await town.as('bob', 'message.list', { channel_id: 'desk' })).as_of).to.equal(message_id);
  });

  it('is for the writer alone, texts alone, and for its time alone', async () => {
    const { message_id } = await town.say('bob', 'desk', 'mine');
    const edit = (userId: string, id = message_id) => town.as(userId, 'message.edit', { channel_id: 'desk', message_id: id, content: 'other' });
    expect(await refused(edit('alice'))).to.include({ error: 'auth:forbidden', code: 3001 }); // a manager, too
    expect(await refused(edit('mallory'))).to.include({ error: 'channel:not-member' });
    expect(await refused(edit('bob', 9_999))).to.include({ error: 'message:not-found', code: 1005 });
    const file = await town.sendFile('bob', 'desk', 'file-edit');
    expect(await refused(edit('bob', file.message_id))).to.include({ error: 'request:invalid' });
    await clock.advance(60_001);
    expect(await refused(edit('bob'))).to.include({ error: 'auth:forbidden' });
    const byApp = await town.asApp('message.edit', { channel_id: 'desk', message_id, content: 'by the app' });
    expect(byApp.message.content).to.equal('by the app');
  });

  it('leaves nothing of any text once the message is deleted, for whoever replays', async () => {
    const bob = await town.device('bob');
    const from = (await town.as('bob', 'message.list', { channel_id: 'desk' })).as_of;
    const { message_id } = await town.say('bob', 'desk', 'secret one');
    await town.as('bob', 'message.edit', { channel_id: 'desk', message_id, content: 'secret two' });
    const reply = await town.say('carol', 'desk', 'what is that', { reply_to: message_id });
    expect(reply.reply_to).to.deep.equal({ message_id, user_id: 'bob', name: 'Bob', type: 'text', excerpt: 'secret two' });
    await town.as('bob', 'message.delete', { channel_id: 'desk', message_id });
    const replay = await town.device('bob', { resume: { 'c:desk': [bob.welcome!.epoch, from] } });
    const { entry } = await replay.entry('c:desk', (one) => one.kind === 'message_update' && one.message.message_id === reply.message_id);
    const quote = { message_id, user_id: 'bob', name: 'Bob', type: 'text', deleted: true };
    expect(entry.kind === 'message_update' && entry.message.reply_to).to.deep.equal(quote);
    await replay.settled();
    expect(JSON.stringify(replay.frames)).to.not.include('secret');
    expect(replay.entries('c:desk').map(({ offset }) => offset)).to.deep.equal(Array.from({ length: 5 }, (_, i) => from + 1 + i));
    const { messages } = await town.as('carol', 'message.list', { channel_id: 'desk', limit: 1 });
    expect(messages[0]!.reply_to).to.deep.equal(quote);
    expect(await refused(town.as('bob', 'message.versions', { channel_id: 'desk', message_id }))).to.include({ error: 'message:not-found' });
  });
});

describe('the meta of a message', () => {
  let town: ChatTown;
  before(async () => {
    town = await startTown();
    await town.channel('pairs', ['alice', 'bob']);
  });
  after(() => town.close());

  it('is added to, overwritten and taken away by its sender, and all hear of it', async () => {
    const alice = await town.device('alice', { channels: true });
    const { message_id } = await town.say('bob', 'pairs', 'x', { meta: { a: '1', b: '2' } });
    const change = (userId: string, more: object) => town.as(userId, 'message.meta', { channel_id: 'pairs', message_id, ...more });
    const { message } = await change('bob', { set: { b: '3', c: '4' }, remove: ['a', 'never'] });
    expect(message.meta).to.deep.equal({ b: '3', c: '4' });
    const { entry } = await alice.entry('c:pairs', (one) => one.kind === 'message_update');
    expect(entry.kind === 'message_update' && entry.message.meta).to.deep.equal({ b: '3', c: '4' });
    expect((await change('bob', { remove: ['b', 'c'] })).message).to.not.have.property('meta');
    expect(await refused(change('alice', { set: { a: '1' } }))).to.include({ error: 'auth:forbidden', code: 3001 });
    await change('bob', { set: Object.fromEntries([...'abcdefghij'].map((key) => [key, 'v'])) });
    expect(await refused(change('bob', { set: { k: 'v' } }))).to.include({ error: 'request:invalid' });
  });
});
