import { FakeClock, settle } from '../../../test/fake-clock.ts';
import { Page, texts, until } from '../../../test/fake-page.ts';
import { FakeServer } from '../../../test/fake-server.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { defaultSettings } from '../base/index.ts';
import type { EarshotError } from '../protocol/index.ts';
import type { ChannelView, ChatItem, ChatMessage } from './api.ts';
import { memoryStore } from './index.ts';

function setUp() {
  const server = new FakeServer();
  const lobby = server.room('lobby', 'alice', 'bob');
  const clock = new FakeClock(server.nowMs);
  return { server, clock, lobby };
}

const ready = (clock: FakeClock, ...views: ChannelView[]) => until(clock, () => views.every(({ state }) => state === 'ready'), 'all are open');
const row = (view: ChannelView, at = -1) => view.items.at(at) as ChatMessage;
const faces = (view: ChannelView, at = -1) =>
  row(view, at).message?.reactions?.map(({ emoji, count, mine }) => `${emoji}${count}${mine ? '!' : ''}`) ?? [];
const during = async <T>(clock: FakeClock, task: Promise<T>): Promise<T> => {
  const noted = task.catch(() => {});
  await clock.advance(100);
  await noted;
  return task;
};
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'resolved',
    (error: EarshotError) => error.code,
  );

describe('a reaction', () => {
  it('shows at once, counts once, is mine on all of my devices, and goes again', async () => {
    const { server, clock } = setUp();
    server.say('lobby', 'bob', 'cake?');
    const [here, there, bob] = ['alice', 'alice', 'bob'].map((user) => new Page(server, clock, user).open()) as [
      ChannelView,
      ChannelView,
      ChannelView,
    ];
    await ready(clock, here, there, bob);
    const { react } = await here.actions();
    const done = react(1, '🍰', true);
    expect(faces(here)).to.deep.equal(['🍰1!']);
    await during(clock, done);
    for (const view of [here, there]) expect(faces(view)).to.deep.equal(['🍰1!']);
    expect(faces(bob)).to.deep.equal(['🍰1']);
    await during(clock, (await bob.actions()).react(1, '🍰', true));
    expect(faces(here)).to.deep.equal(['🍰2!']);
    server.edit('lobby', 1, 'cake at four?');
    await clock.advance(100);
    expect([texts(here), faces(here)], 'an edit tells nothing of mine, and takes nothing of it').to.deep.equal([['cake at four?'], ['🍰2!']]);
    await during(clock, react(1, '🍰', false));
    for (const view of [here, there]) expect(faces(view)).to.deep.equal(['🍰1']);
    expect(faces(bob)).to.deep.equal(['🍰1!']);
  });

  it('is taken back when the server refuses it', async () => {
    const { server, clock } = setUp();
    server.say('lobby', 'bob', 'cake?');
    server.react('lobby', 'bob', 1, '👍', true);
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    const { react } = await view.actions();
    server.refuseMethod = (method) => (method === 'message.react' ? 'channel:banned' : undefined);
    const refused = code(react(1, '👍', true));
    expect(faces(view)).to.deep.equal(['👍2!']);
    await clock.advance(100);
    expect(await refused).to.equal('channel:banned');
    expect(faces(view)).to.deep.equal(['👍1']);
  });

  it('ends as I wished last, however fast I change my mind', async () => {
    const { server, clock } = setUp();
    server.say('lobby', 'bob', 'cake?');
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    const { react } = await view.actions();
    const wishes = [true, false, true, false].map((on) => react(1, '🍰', on));
    await during(clock, Promise.all(wishes));
    expect(faces(view)).to.deep.equal([]);
    await during(clock, react(1, '🍰', true));
    expect([faces(view), server.rooms.get('lobby')!.reactions.get('1 🍰')!.size]).to.deep.equal([['🍰1!'], 1]);
  });
});

describe('a message that I delete', () => {
  it('can be taken back until the server is told', async () => {
    const { server, clock, lobby } = setUp();
    server.say('lobby', 'alice', 'oops');
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    const { remove, undoRemove } = await view.actions();
    remove(1);
    expect(row(view).deleting).to.equal(true);
    await clock.advance(defaultSettings.deleteUndoMs - 1_000);
    expect(undoRemove(1)).to.equal(true);
    expect(row(view).deleting).to.equal(false);
    await clock.advance(10_000);
    expect(lobby.messages).to.have.length(1);
    remove(1);
    await clock.advance(defaultSettings.deleteUndoMs + 100);
    expect([lobby.messages.length, view.items.length, undoRemove(1)]).to.deep.equal([0, 0, false]);
  });

  it('holds up nothing that I write meanwhile', async () => {
    const { server, clock, lobby } = setUp();
    server.say('lobby', 'alice', 'oops');
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    (await view.actions()).remove(1);
    view.sendText('what I meant');
    await clock.advance(100);
    expect(lobby.messages.map(({ content }) => content)).to.deep.equal(['oops', 'what I meant']);
    await clock.advance(defaultSettings.deleteUndoMs);
    expect(texts(view)).to.deep.equal(['what I meant']);
  });

  it('is deleted by the next page when this one goes away before', async () => {
    const { server, clock, lobby } = setUp();
    server.say('lobby', 'alice', 'oops');
    const store = memoryStore();
    const first = new Page(server, clock, 'alice', { store });
    const view = first.open();
    await ready(clock, view);
    (await view.actions()).remove(1);
    await clock.advance(1_000);
    await first.close();
    expect(lobby.messages).to.have.length(1);
    const next = new Page(server, clock, 'alice', { store });
    const again = next.open();
    await until(clock, () => again.items.length === 1 && row(again).deleting, 'it is shown as deleted');
    await until(clock, () => lobby.messages.length === 0, 'it is deleted');
    await settle();
    expect([again.items.length, (await store.all('')).length]).to.deep.equal([0, 0]);
    await next.close();
    expect(clock.pending).to.equal(0);
  });

  it('comes back, with a reason, when the server does not delete it', async () => {
    const { server, clock } = setUp();
    server.say('lobby', 'alice', 'oops');
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    const errors: string[] = [];
    view.on('error', (error) => errors.push(error.code));
    server.refuseMethod = (method) => (method === 'message.delete' ? 'auth:forbidden' : undefined);
    (await view.actions()).remove(1);
    await clock.advance(defaultSettings.deleteUndoMs + 100);
    expect([errors, row(view).deleting]).to.deep.equal([['auth:forbidden'], false]);
  });
});

describe('a thread', () => {
  it('has a view of its own, and leaves the channel as it is but for its count', async () => {
    const { server, clock } = setUp();
    for (const text of ['root', 'beside']) server.say('lobby', 'bob', text);
    const page = new Page(server, clock, 'alice');
    const [channel, thread] = [page.open(), page.open('lobby', 1)];
    const bob = new Page(server, clock, 'bob').open('lobby', 1);
    await ready(clock, channel, thread, bob);
    const heard: string[] = [];
    thread.on('message', ({ content }) => heard.push(content!));
    const key = thread.sendText('a reply');
    expect([texts(thread), texts(channel)]).to.deep.equal([['a reply'], ['root', 'beside']]);
    await until(clock, () => row(thread).message !== undefined, 'it is stored');
    bob.sendText('another');
    await clock.advance(100);
    for (const view of [thread, bob]) expect(texts(view)).to.deep.equal(['a reply', 'another']);
    expect([thread.items[0]!.key, thread.threadId, heard]).to.deep.equal([key, 1, ['another']]);
    expect(texts(channel)).to.deep.equal(['root', 'beside']);
    expect(row(channel, 0).message?.thread).to.include({ count: 2 });
    expect([channel.unread, thread.unread, page.chat.channels[0]!.unread]).to.deep.equal([2, 0, 2]);
    expect(page.chat.channels[0]!.channel.last_message?.content).to.equal('beside');
    expect(page.heard.map(({ content }) => content)).to.deep.equal(['another']);
  });

  it('has a draft of its own', async () => {
    const { server, clock } = setUp();
    const page = new Page(server, clock, 'alice');
    const [channel, thread] = [page.open(), page.open('lobby', 1)];
    channel.draft = 'to all';
    thread.draft = 'to the thread';
    expect([channel.draft, thread.draft]).to.deep.equal(['to all', 'to the thread']);
  });
});

describe('a jump', () => {
  const long = () => {
    const all = setUp();
    for (let i = 1; i <= 60; i++) {
      all.server.nowMs = all.clock.now() + i * 1_000;
      all.server.say('lobby', 'bob', `m${i}`);
    }
    return all;
  };

  it('moves the window around a message, from where both ends can be reached again', async () => {
    const { server, clock } = long();
    const view = new Page(server, clock, 'alice', { historyPage: 10 }).open();
    const key = await during(clock, view.loadAround({ messageId: 20 }));
    expect([texts(view)[0], texts(view).at(-1), view.atStart, view.atEnd]).to.deep.equal(['m15', 'm24', false, false]);
    expect(view.items.find((item: ChatItem) => item.key === key)).to.include({ text: 'm20' });
    server.say('lobby', 'bob', 'm61');
    await clock.advance(100);
    expect(texts(view).at(-1)).to.equal('m24');
    await during(clock, view.loadNewer());
    await during(clock, view.loadOlder());
    expect([texts(view)[0], texts(view).at(-1)]).to.deep.equal(['m5', 'm34']);
    await during(clock, view.loadLatest());
    expect([texts(view).at(-1), view.atEnd]).to.deep.equal(['m61', true]);
  });

  it('finds the first message of a moment on, and what is held already without asking', async () => {
    const { server, clock, lobby } = long();
    const view = new Page(server, clock, 'alice', { historyPage: 10 }).open();
    await ready(clock, view);
    const key = await during(clock, view.loadAround({ atMs: lobby.messages[29]!.created_at - 1 }));
    expect(view.items.find((item) => item.key === key)).to.include({ text: 'm30' });
    const { items } = view;
    const steps = server.steps;
    expect(await view.loadAround({ messageId: 31 })).to.equal('m31');
    expect([server.steps, view.items === items]).to.deep.equal([steps, true]);
  });

  it('moves nothing when the message is not there any more', async () => {
    const { server, clock } = long();
    server.erase('lobby', 5);
    const view = new Page(server, clock, 'alice', { historyPage: 10 }).open();
    await ready(clock, view);
    const before = texts(view);
    expect(await during(clock, view.loadAround({ messageId: 5 }))).to.equal(undefined);
    expect([texts(view), view.atEnd]).to.deep.equal([before, true]);
  });
});

describe('what managers do', () => {
  it('is told in its place', async () => {
    const { server, clock, lobby } = setUp();
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    const { channel } = lobby;
    const user = server.user('carol');
    const by = server.user('bob');
    const told = (more: object) => server.append('lobby', { kind: 'channel_update', at_ms: 5, channel, by, ...more } as never);
    told({ what: 'freeze', channel: { ...channel, freeze: true } });
    told({ what: 'unfreeze' });
    told({ what: 'manager_create', user });
    told({ what: 'manager_delete', user });
    told({ channel: { ...channel, meta: { a: 'b' } } });
    told({ channel: { ...channel, name: 'the new name' } });
    told({ what: 'mute', user, muted_until: 9 });
    server.append('lobby', { kind: 'leave', at_ms: 6, user, by, ban: { start_at: 6 } });
    await clock.advance(100);
    expect(texts(view)).to.deep.equal(['freeze', 'unfreeze', 'manager_create', 'manager_delete', 'rename', 'ban']);
    expect(view.items[4]).to.include({ name: 'the new name' });
    expect(view.items.map((item) => item.user.user_id)).to.deep.equal(['bob', 'bob', 'carol', 'carol', 'bob', 'carol']);
  });

  it('locks me out for as long as it is meant to, and lets managers write', async () => {
    const { server, clock, lobby } = setUp();
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    const { channel } = lobby;
    const user = server.user('alice');
    const told = async (more: object) => {
      server.append('lobby', { kind: 'channel_update', at_ms: 5, channel, ...more } as never);
      await clock.advance(100);
      return [view.access, view.untilMs];
    };
    const soon = clock.now() + 5_000;
    expect(await told({ channel: { ...channel, write: 'managers' } })).to.deep.equal(['read-only', undefined]);
    expect(await told({ channel: { ...channel, write: 'all' } })).to.deep.equal(['writable', undefined]);
    expect(await told({ what: 'mute', user, muted_until: soon })).to.deep.equal(['muted', soon]);
    let changes = 0;
    view.on('change', () => changes++);
    await clock.advance(6_000);
    expect([view.access, changes > 0]).to.deep.equal(['writable', true]);
    expect(await told({ what: 'mute', user, muted_until: clock.now() + 60_000 })).to.include('muted');
    expect(await told({ what: 'manager_create', user, channel: { ...channel, freeze: true } })).to.deep.equal(['writable', undefined]);
    expect(view.role).to.equal('manager');
    server.append('lobby', { kind: 'leave', at_ms: 6, user, ban: { start_at: 6, end_at: soon + 60_000 } });
    await clock.advance(100);
    expect([view.access, view.untilMs]).to.deep.equal(['banned', soon + 60_000]);
    view.release();
    expect(clock.pending).to.be.lessThan(5);
  });

  it('slows me down: says from when on I may write again', async () => {
    const { server, clock, lobby } = setUp();
    lobby.channel.slow_ms = 30_000;
    const page = new Page(server, clock, 'alice');
    const view = page.open();
    await ready(clock, view);
    expect(view.slowUntilMs).to.equal(undefined);
    view.sendText('hi');
    await until(clock, () => row(view).sendState === 'sent', 'it is stored');
    expect(view.slowUntilMs).to.equal(row(view).message!.created_at + 30_000 - page.connection.clockOffsetMs);
    await clock.advance(31_000);
    expect(view.slowUntilMs).to.equal(undefined);
  });
});

describe('my channels', () => {
  it('count what names me until I have read it, and know how loud they are', async () => {
    const { server, clock, lobby } = setUp();
    const page = new Page(server, clock, 'alice');
    const view = page.open();
    await ready(clock, view);
    for (const mentions of [['alice'], ['carol'], ['*'], []]) server.say('lobby', 'bob', `for ${mentions}`, undefined, { mentions });
    await clock.advance(100);
    const [head] = page.chat.channels;
    expect([head!.unread, head!.mentions]).to.deep.equal([4, 2]);
    view.markRead(lobby.messages[0]!.message_id);
    expect([page.chat.channels[0]!.unread, page.chat.channels[0]!.mentions]).to.deep.equal([3, 1]);
    server.tell('alice', { kind: 'notify', at_ms: 1, channel_id: 'lobby', notify: { mode: 'mentions' } });
    await clock.advance(100);
    expect(page.chat.channels[0]!.notify).to.deep.equal({ mode: 'mentions' });
  });
});
