import { FakeClock, settle } from '../../../test/fake-clock.ts';
import { Page, texts, until } from '../../../test/fake-page.ts';
import { FakeServer } from '../../../test/fake-server.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { defaultSettings } from '../base/index.ts';
import type { EarshotError } from '../protocol/index.ts';
import type { ChannelView, ChatMessage } from './api.ts';
import { memoryStore } from './index.ts';
import { pageLocks } from './locks.ts';

function setUp() {
  const server = new FakeServer();
  server.room('lobby', 'alice', 'bob');
  const clock = new FakeClock(server.nowMs);
  return { server, clock, lobby: server.rooms.get('lobby')! };
}

const ready = (clock: FakeClock, view: ChannelView) => until(clock, () => view.state === 'ready', 'the channel is open');
const row = (view: ChannelView, at = -1) => view.items.at(at) as ChatMessage;
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'resolved',
    (error: EarshotError) => error.code,
  );

describe('the outbox', () => {
  it('shows what is written at once, and keeps its key when it is stored', async () => {
    const { server, clock } = setUp();
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    const before = view.items;
    const key = view.sendText('hi');
    expect(row(view)).to.include({ key, own: true, text: 'hi', sendState: 'sending' });
    expect(view.items).to.not.equal(before);
    await until(clock, () => row(view).sendState === 'sent', 'it is stored');
    expect(row(view).key).to.equal(key);
    expect(view.items).to.have.length(1);
  });

  it('sends in two tabs what one of them wrote, once', async () => {
    const { server, clock, lobby } = setUp();
    const shared = { store: memoryStore(), locks: pageLocks() };
    const [one, two] = [new Page(server, clock, 'alice', shared), new Page(server, clock, 'alice', shared)];
    const [here, there] = [one.open(), two.open()];
    for (const text of ['a', 'b', 'c']) here.sendText(text);
    const three = new Page(server, clock, 'alice', shared); // reads the rows that are still there
    const late = three.open();
    await until(clock, () => [here, there, late].every((view) => texts(view).length === 3 && row(view).message), 'all tabs have all');
    expect(lobby.messages.map(({ content }) => content)).to.deep.equal(['a', 'b', 'c']);
    const sends = server.sockets.flatMap((socket) => socket.wrote('send').map(({ client_id }) => client_id));
    expect(sends).to.have.length(3);
    expect(await shared.store.all('')).to.deep.equal([]);
  });

  it('waits as long as the server asks before it tries again', async () => {
    const { server, clock, lobby } = setUp();
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    server.refuse = () => ({ error: 'request:rate-limited', message: 'slower', retry_after_ms: 4_000 });
    view.sendText('hi');
    await clock.advance(100);
    server.refuse = undefined;
    await clock.advance(3_800);
    expect(lobby.messages).to.have.length(0);
    expect(row(view).sendState).to.equal('sending');
    await clock.advance(200);
    expect(lobby.messages).to.have.length(1);
  });

  it('shows a refused message as failed, goes on with the next, and tries again under the same client id', async () => {
    const { server, clock, lobby } = setUp();
    const store = memoryStore();
    const page = new Page(server, clock, 'alice', { store });
    const view = page.open();
    server.refuse = ({ content }) => (content === 'bad' ? { error: 'channel:frozen', message: 'frozen' } : undefined);
    const key = view.sendText('bad');
    view.sendText('good');
    await until(clock, () => view.items.length === 2 && row(view).sendState === 'failed', 'one failed, one is stored');
    expect(texts(view)).to.deep.equal(['good', 'bad']);
    expect(row(view).error?.code).to.equal('channel:frozen');
    await page.close();
    const again = new Page(server, clock, 'alice', { store }).open();
    await until(clock, () => again.state === 'ready' && again.items.length === 2, 'the next page shows it');
    expect(row(again)).to.include({ key, sendState: 'failed' });
    server.refuse = undefined;
    again.retry(key);
    await until(clock, () => row(again).sendState === 'sent', 'it is stored');
    expect(lobby.messages.map(({ content, client_id }) => [content, client_id === key])).to.deep.equal([
      ['good', false],
      ['bad', true],
    ]);
  });

  it('forgets a failed message that is discarded', async () => {
    const { server, clock } = setUp();
    const store = memoryStore();
    const view = new Page(server, clock, 'alice', { store }).open();
    server.refuse = () => ({ error: 'channel:frozen', message: 'frozen' });
    const key = view.sendText('bad');
    await until(clock, () => row(view)?.sendState === 'failed', 'it failed');
    view.discard(key);
    await settle();
    expect(view.items).to.have.length(0);
    expect(await store.all('')).to.deep.equal([]);
  });

  it('gives up on what is too old', async () => {
    const { server, clock, lobby } = setUp();
    const store = memoryStore();
    const page = new Page(server, clock, 'alice', { store });
    await clock.advance(100);
    await page.connection.disconnect();
    page.open().sendText('last week');
    await clock.advance(100);
    await page.close();
    await clock.advance(defaultSettings.outboxLifetimeMs + 1);
    const view = new Page(server, clock, 'alice', { store }).open();
    await until(clock, () => row(view)?.sendState === 'failed', 'it is given up');
    expect(row(view).error?.code).to.equal('message:expired');
    expect(lobby.messages).to.have.length(0);
  });

  it('tells who asked for a sending of its end, and keeps nothing that was refused', async () => {
    const { server, clock } = setUp();
    const store = memoryStore();
    const page = new Page(server, clock, 'alice', { store });
    const stored = page.chat.send('lobby', { text: 'hi' }, { meta: { mood: 'fine' } });
    await until(clock, () => server.acks.size === 1, 'it is stored');
    await clock.advance(100);
    expect((await stored).meta).to.deep.equal({ mood: 'fine' });
    const refused = code(page.chat.send('nowhere', { text: 'hi' }));
    await clock.advance(100);
    expect(await refused).to.equal('channel:not-member');
    expect(await store.all('')).to.deep.equal([]);
  });

  it('does not even upload a file that is larger than the server takes', async () => {
    const { server, clock } = setUp();
    const page = new Page(server, clock, 'alice');
    const view = page.open();
    await ready(clock, view);
    const file = new File(['x'], 'big.bin');
    Object.defineProperty(file, 'size', { value: 25_000_001 });
    view.sendFile(file);
    await until(clock, () => row(view).sendState === 'failed', 'it failed');
    expect(row(view).error?.code).to.equal('file:too-large');
    expect(page.uploads).to.equal(0);
  });
});

describe('an open channel', () => {
  it('marks where the unread begin, and keeps the mark until I send', async () => {
    const { server, clock } = setUp();
    server.say('lobby', 'alice', 'mine');
    for (const text of ['one', 'two']) server.say('lobby', 'bob', text);
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    expect(view.unread).to.equal(2);
    expect([view.dividerKey, view.dividerCount]).to.deep.equal([view.items[1]!.key, 2]);
    view.markRead();
    server.say('lobby', 'bob', 'three');
    await clock.advance(100);
    expect(view.unread).to.equal(1);
    expect([view.dividerKey, view.dividerCount]).to.deep.equal([view.items[1]!.key, 2]);
    view.sendText('answer');
    expect([view.dividerKey, view.dividerCount]).to.deep.equal([undefined, 0]);
  });

  it('shows no mark before the first unread message is held', async () => {
    const { server, clock } = setUp();
    for (let i = 1; i <= 8; i++) server.say('lobby', 'bob', `m${i}`);
    const view = new Page(server, clock, 'alice', { historyPage: 5 }).open();
    await ready(clock, view);
    expect([view.dividerKey, view.dividerCount]).to.deep.equal([undefined, 8]);
    const older = view.loadOlder();
    await clock.advance(100);
    await older;
    expect(view.dividerKey).to.equal(view.items[0]!.key);
  });

  it('reads up to a message and never beyond what it has', async () => {
    const { server, clock, lobby } = setUp();
    for (const text of ['one', 'two', 'three']) server.say('lobby', 'bob', text);
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    view.markRead(2);
    expect(view.unread).to.equal(1);
    await clock.advance(100);
    expect(lobby.receipts.read.get('alice')).to.include({ offset: 2, n: 2 });
    view.markRead(1);
    view.markRead(999);
    await clock.advance(300); // after a rest
    expect(lobby.receipts.read.get('alice')).to.include({ offset: 3, n: 3 });
    expect(view.unread).to.equal(0);
  });

  it('reads while the line is down and tells the server on the next one', async () => {
    const { server, clock, lobby } = setUp();
    server.say('lobby', 'bob', 'one');
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    server.dropAll();
    view.markRead();
    expect(view.unread).to.equal(0);
    await until(clock, () => lobby.receipts.read.get('alice')?.n === 1, 'the server knows');
    expect(view.unread).to.equal(0);
  });

  it('holds a window: older pages push out the newest, which can be loaded again', async () => {
    const { server, clock } = setUp();
    for (let i = 1; i <= 30; i++) server.say('lobby', 'bob', `m${i}`);
    const view = new Page(server, clock, 'alice', { historyPage: 10, windowRows: 20 }).open();
    await ready(clock, view);
    const load = async (task: Promise<void>) => {
      await clock.advance(100);
      await task;
    };
    await load(view.loadOlder());
    expect([texts(view)[0], texts(view).at(-1), view.atStart, view.atEnd]).to.deep.equal(['m11', 'm30', false, true]);
    await load(view.loadOlder());
    expect([texts(view)[0], texts(view).at(-1), view.atStart, view.atEnd]).to.deep.equal(['m1', 'm20', true, false]);
    server.say('lobby', 'bob', 'm31');
    await clock.advance(100);
    expect(texts(view).at(-1), 'not appended where the end is not held').to.equal('m20');
    expect(view.unread).to.equal(31);
    await load(view.loadNewer());
    await load(view.loadNewer());
    expect([texts(view)[0], texts(view).at(-1), view.atStart, view.atEnd]).to.deep.equal(['m12', 'm31', false, true]);
    await load(view.loadOlder());
    await load(view.loadLatest());
    expect([texts(view)[0], texts(view).at(-1), view.atEnd]).to.deep.equal(['m22', 'm31', true]);
  });

  it('pushes out the oldest as new ones are appended', async () => {
    const { server, clock } = setUp();
    const view = new Page(server, clock, 'alice', { windowRows: 5 }).open();
    await ready(clock, view);
    for (let i = 1; i <= 8; i++) server.say('lobby', 'bob', `m${i}`);
    await clock.advance(100);
    expect(texts(view)).to.deep.equal(['m4', 'm5', 'm6', 'm7', 'm8']);
    expect([view.atStart, view.atEnd]).to.deep.equal([false, true]);
  });

  it('re-reads after a new epoch and keeps my unsent messages', async () => {
    const { server, clock, lobby } = setUp();
    for (const text of ['one', 'two', 'three']) server.say('lobby', 'bob', text);
    const page = new Page(server, clock, 'alice');
    const view = page.open();
    await ready(clock, view);
    server.refuse = () => ({ error: 'server:busy', message: 'busy', retry_after_ms: 5_000 });
    view.sendText('unsent');
    await clock.advance(100);
    lobby.log.pop();
    lobby.messages.pop();
    for (const receipts of Object.values(lobby.receipts)) receipts.clear();
    server.newEpoch('epoch-2');
    await until(clock, () => view.items.length === 3, 'it is re-read');
    expect(texts(view)).to.deep.equal(['one', 'two', 'unsent']);
    expect(view.unread).to.equal(2);
    server.refuse = undefined;
    await until(clock, () => row(view).sendState === 'sent', 'it is stored');
    expect(lobby.messages.map(({ content }) => content)).to.deep.equal(['one', 'two', 'unsent']);
  });

  it('re-reads when it is too far behind for a replay', async () => {
    const { server, clock } = setUp();
    const page = new Page(server, clock, 'alice', { historyPage: 10 });
    const view = page.open();
    await ready(clock, view);
    await page.connection.disconnect();
    for (let i = 1; i <= 600; i++) server.say('lobby', 'bob', `m${i}`);
    void page.connection.connect();
    await until(clock, () => view.unread === 600 && view.items.length === 10, 'it is re-read');
    expect(texts(view).at(-1)).to.equal('m600');
    expect(page.heard, 'heads only fires nothing').to.have.length(0);
  });

  it('applies a change to what it holds, and drops what was deleted', async () => {
    const { server, clock, lobby } = setUp();
    for (const text of ['one', 'two']) server.say('lobby', 'bob', text);
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    const changed = { ...lobby.messages[0]!, content: 'one, edited' };
    server.append('lobby', { kind: 'message_update', at_ms: 1, message: changed });
    server.erase('lobby', 2);
    await clock.advance(100);
    expect(texts(view)).to.deep.equal(['one, edited']);
  });

  it('keeps the object of a row that did not change', async () => {
    const { server, clock } = setUp();
    server.say('lobby', 'bob', 'one');
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    const [first] = view.items;
    server.say('lobby', 'bob', 'two');
    await clock.advance(100);
    expect(view.items[0]).to.equal(first);
  });

  it('shows joins and leaves in their place and follows the members', async () => {
    const { server, clock } = setUp();
    server.say('lobby', 'bob', 'one');
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    server.append('lobby', { kind: 'join', at_ms: 5, user: server.user('carol') });
    server.say('lobby', 'bob', 'two');
    server.append('lobby', { kind: 'leave', at_ms: 6, user: server.user('carol') });
    await clock.advance(100);
    expect(texts(view)).to.deep.equal(['one', 'join', 'two', 'leave']);
    expect(view.members.map(({ user_id }) => user_id)).to.deep.equal(['alice', 'bob']);
  });

  it('shows who types until the message comes or the time is up, and tells of me sparingly', async () => {
    const { server, clock } = setUp();
    const [alice, bob] = [new Page(server, clock, 'alice').open(), new Page(server, clock, 'bob').open()];
    await ready(clock, alice);
    await ready(clock, bob);
    const keystroke = async (afterMs: number) => {
      bob.announceTyping();
      await clock.advance(afterMs);
    };
    await keystroke(100);
    expect(alice.typing.map(({ user_id }) => user_id)).to.deep.equal(['bob']);
    expect(bob.typing).to.deep.equal([]);
    await keystroke(100);
    const told = () => server.sockets.reduce((n, socket) => n + socket.wrote('typing').length, 0);
    expect(told()).to.equal(1);
    await clock.advance(6_000);
    expect(alice.typing).to.deep.equal([]);
    await keystroke(100);
    expect(told()).to.equal(2);
    bob.sendText('done');
    await clock.advance(100);
    expect(alice.typing).to.deep.equal([]);
  });

  it('counts whoever shows a sign of life as online, and asks now and then who still is', async () => {
    const { server, clock } = setUp();
    const alice = new Page(server, clock, 'alice').open();
    await ready(clock, alice);
    expect(alice.online).to.deep.equal(['alice']);
    const away = new Page(server, clock, 'bob');
    const bob = away.open();
    await ready(clock, bob);
    expect(alice.online).to.deep.equal(['alice']);
    bob.announceTyping();
    await clock.advance(100);
    expect(alice.online).to.deep.equal(['alice', 'bob']);
    bob.release();
    void away.connection.disconnect();
    await clock.advance(defaultSettings.onlineIntervalMs);
    expect(alice.online).to.deep.equal(['alice']);
    alice.release();
  });

  it('keeps a draft per channel', () => {
    const { server, clock } = setUp();
    const page = new Page(server, clock, 'alice');
    const [lobby, other] = [page.open('lobby'), page.open('other')];
    lobby.draft = 'half a sen';
    expect([lobby.draft, other.draft]).to.deep.equal(['half a sen', '']);
    lobby.release();
    expect(page.open('lobby').draft).to.equal('half a sen');
  });

  it('shows a channel that is not mine without a composer, and one that is not there as an error that can be mended', async () => {
    const { server, clock } = setUp();
    server.room('open_house', 'bob');
    server.say('open_house', 'bob', 'welcome');
    const page = new Page(server, clock, 'alice');
    const view = page.open('open_house');
    await ready(clock, view);
    expect([view.access, texts(view), view.role]).to.deep.equal(['read-only', ['welcome'], undefined]);
    const missing = page.open('not_yet_there');
    await until(clock, () => missing.state === 'error', 'it fails');
    expect(missing.error?.code).to.equal('channel:not-found');
    server.room('not_yet_there', 'alice');
    const again = missing.reload();
    await clock.advance(100);
    await again;
    expect([missing.state, missing.access]).to.deep.equal(['ready', 'writable']);
  });

  it('hides the composer of a frozen channel', async () => {
    const { server, clock, lobby } = setUp();
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    server.append('lobby', { kind: 'channel_update', at_ms: 1, channel: { ...lobby.channel, freeze: true } });
    await clock.advance(100);
    expect(view.access).to.equal('frozen');
  });

  it('keeps the history of a channel that I left, without a composer', async () => {
    const { server, clock } = setUp();
    server.say('lobby', 'bob', 'one');
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    server.tell('alice', { kind: 'channel_left', at_ms: 1, channel_id: 'lobby' });
    await clock.advance(100);
    expect([view.access, texts(view)]).to.deep.equal(['read-only', ['one']]);
  });

  it('is one view for all who open it, until the last lets go', async () => {
    const { server, clock } = setUp();
    const page = new Page(server, clock, 'alice');
    const [first, second] = [page.chat.open('lobby'), page.chat.open('lobby')];
    expect(first).to.equal(second);
    first.release();
    expect(page.chat.open('lobby')).to.equal(second);
    second.release();
    second.release();
    expect(page.chat.open('lobby')).to.not.equal(second);
    await page.close();
    expect(clock.pending).to.equal(0);
  });
});

describe('my channels', () => {
  it('come with their unread counts, the latest news first, and follow what happens', async () => {
    const { server, clock } = setUp();
    server.room('other', 'alice', 'bob');
    server.say('lobby', 'bob', 'old');
    server.nowMs += 1_000;
    server.say('other', 'bob', 'newer');
    const { chat } = new Page(server, clock, 'alice');
    const shown = () => chat.channels.map(({ channel, unread }) => [channel.channel_id, unread]);
    await until(clock, () => chat.channels.length === 2, 'they are there');
    expect(shown()).to.deep.equal([
      ['other', 1],
      ['lobby', 1],
    ]);
    server.nowMs += 1_000;
    server.say('lobby', 'bob', 'newest');
    await clock.advance(100);
    expect(shown()).to.deep.equal([
      ['lobby', 2],
      ['other', 1],
    ]);
    server.tell('alice', { kind: 'read', at_ms: 1, channel_id: 'lobby', read: { offset: 2, n: 2, at_ms: 1 } });
    server.tell('alice', { kind: 'channel_left', at_ms: 1, channel_id: 'other' });
    await clock.advance(100);
    expect(shown()).to.deep.equal([['lobby', 0]]);
  });

  it('takes it that who writes has read, without being told', async () => {
    const { server, clock } = setUp();
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    server.say('lobby', 'bob', 'one');
    await clock.advance(100);
    expect(view.readReceipts.bob).to.include({ offset: 1, n: 1 });
  });

  it('marks what comes while it is read once in a while, and what is read not as delivered as well', async () => {
    const { server, clock, lobby } = setUp();
    const view = new Page(server, clock, 'alice').open();
    await ready(clock, view);
    const asked: string[] = [];
    server.refuseMethod = (method) => {
      asked.push(method);
      return undefined;
    };
    for (let i = 0; i < 20; i++) {
      server.say('lobby', 'bob', `m${i}`);
      await clock.advance(10);
      view.markRead();
    }
    await until(clock, () => lobby.receipts.read.get('alice')?.n === 20, 'the server knows');
    await clock.advance(1_000);
    expect(asked).to.deep.equal(['channel.delivered', 'channel.read', 'channel.read']);
  });

  it('tells the others what has arrived, unless it is told not to', async () => {
    const { server, clock, lobby } = setUp();
    new Page(server, clock, 'alice', { announceDelivered: false });
    new Page(server, clock, 'bob');
    await clock.advance(100);
    server.room('lobby_two', 'bob');
    server.say('lobby', 'carol', 'hello');
    await until(clock, () => lobby.receipts.delivered.has('bob'), 'bob has it');
    await clock.advance(1_000);
    expect(lobby.receipts.delivered.has('alice')).to.equal(false);
  });
});
