import { FakeClock } from '../../../test/fake-clock.ts';
import { Page, texts, until } from '../../../test/fake-page.ts';
import { FakeServer } from '../../../test/fake-server.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import type { ChannelView, ChatMessage } from './api.ts';
import { memoryCache } from './cache-store.ts';
import { memoryStore } from './index.ts';
import type { CacheRow } from './ports.ts';

function setUp() {
  const server = new FakeServer();
  server.room('lobby', 'alice', 'bob');
  const clock = new FakeClock(server.nowMs);
  return { server, clock, cache: memoryCache() };
}

const shows = (clock: FakeClock, view: ChannelView, expected: string[]) =>
  until(clock, () => JSON.stringify(texts(view)) === JSON.stringify(expected), `it shows ${expected}`);
const fresh = (clock: FakeClock, view: ChannelView) => until(clock, () => view.state === 'ready' && !view.recalled, 'the server has answered');

/** A page that has seen the lobby and is closed; the lobby is remembered. */
async function visit({ server, clock, cache }: ReturnType<typeof setUp>, userId: string, channelId = 'lobby'): Promise<void> {
  const page = new Page(server, clock, userId, { cache });
  const view = page.open(channelId);
  await fresh(clock, view);
  await clock.advance(2_000);
  view.release();
  await page.close();
  await clock.advance(100);
}

describe('what a device remembers of a channel', () => {
  it('is shown at once while the server is down, may be written to, and is set right when the server is back', async () => {
    const town = setUp();
    const { server, clock, cache } = town;
    const one = server.say('lobby', 'bob', 'one');
    const two = server.say('lobby', 'bob', 'two');
    server.say('lobby', 'alice', 'three', 'of-alice');
    await visit(town, 'alice');

    server.down = true;
    const page = new Page(server, clock, 'alice', { cache });
    const view = page.open();
    await shows(clock, view, ['one', 'two', 'three']);
    expect(view).to.include({ state: 'ready', recalled: true, access: 'writable', role: 'member', unread: 0 });
    expect(view.channel?.name).to.equal('lobby');
    expect(view.members.map(({ user_id }) => user_id)).to.have.members(['alice', 'bob']);
    expect((view.items[2] as ChatMessage).own).to.equal(true);
    view.sendText('four');
    view.markRead();
    await shows(clock, view, ['one', 'two', 'three', 'four']);

    server.edit('lobby', one.message_id, 'ONE');
    server.erase('lobby', two.message_id);
    server.say('lobby', 'bob', 'meanwhile');
    expect(server.rooms.get('lobby')!.receipts.read.get('alice')?.n).to.equal(3); // none that was not seen
    server.down = false;
    await shows(clock, view, ['ONE', 'three', 'meanwhile', 'four']);
    await fresh(clock, view);
    expect(view.items.map(({ key }) => key)).to.include('of-alice');
    expect(page.heard).to.deep.equal([]); // nothing of it was new while somebody listened
    await page.close();
  });

  it('shows no entry of the stream in it before the server has answered, so that there is never a gap', async () => {
    const town = setUp();
    const { server, clock, cache } = town;
    server.say('lobby', 'bob', 'one');
    await visit(town, 'alice');
    for (let i = 0; i < 120; i++) server.say('lobby', 'bob', `away ${i}`);
    const page = new Page(server, clock, 'alice', { cache });
    const view = page.open();
    const seen = new Set<string>();
    view.on('change', () => seen.add(JSON.stringify([texts(view).length, texts(view)[0], texts(view).at(-1)])));
    page.connection.on('welcome', () => server.say('lobby', 'bob', 'just now'));
    await until(clock, () => texts(view).at(-1) === 'just now', 'the newest is there');
    await fresh(clock, view);
    expect([...seen].map((one) => JSON.parse(one)[0])).to.satisfy((counts: number[]) =>
      counts.every((count) => count === 0 || count === 1 || count >= 50),
    );
    expect(texts(view)[0]).to.match(/^away/);
    await page.close();
  });

  it('is not another user’s, who signs in on the same device, and is gone then', async () => {
    const town = setUp();
    const { server, clock, cache } = town;
    server.say('lobby', 'bob', 'for alice and bob');
    await visit(town, 'alice');
    expect(await cache.ids('')).to.deep.equal(['http://localhost/demo/alice/lobby']);
    server.down = true;
    const page = new Page(server, clock, 'carol', { cache });
    const view = page.open();
    await clock.advance(5_000);
    expect(view.items).to.deep.equal([]);
    expect(view.state).to.equal('loading');
    expect(await cache.ids('')).to.deep.equal([]);
    await page.close();
  });

  it('is erased on signing out, drafts too, and nothing is remembered afterwards', async () => {
    const { server, clock, cache } = setUp();
    server.say('lobby', 'bob', 'one');
    const storage = new Map<string, string>();
    const page = new Page(server, clock, 'alice', { cache, storage });
    const view = page.open();
    await fresh(clock, view);
    await clock.advance(2_000);
    view.draft = 'half a th';
    expect(await cache.ids('')).to.have.length(1);
    await page.chat.forget();
    expect(await cache.ids('')).to.deep.equal([]);
    expect([...storage]).to.deep.equal([]);
    server.say('lobby', 'bob', 'two');
    await shows(clock, view, ['one', 'two']);
    await clock.advance(5_000);
    view.release();
    await page.close();
    await clock.advance(100);
    expect(await cache.ids('')).to.deep.equal([]);
  });

  it('goes with what was not sent yet on signing out, in every tab; unsent messages outlive a reload and a session that is refused', async () => {
    const { server, clock, cache } = setUp();
    const store = memoryStore();
    const unsent = async () => (await store.all('')).map(({ text, remove }) => text ?? remove);
    const old = server.say('lobby', 'alice', 'to be deleted');
    const first = new Page(server, clock, 'alice', { cache, store });
    await fresh(clock, first.open());
    server.down = true;
    server.dropAll(4003);
    await until(clock, () => first.connection.state === 'failed', 'it is over');
    first.open().sendText('first');
    await clock.advance(100);
    await first.close();
    expect(await unsent()).to.deep.equal(['first']);

    const page = new Page(server, clock, 'alice', { cache, store });
    const tab = new Page(server, clock, 'alice', { cache, store });
    const views = [page.open(), tab.open()];
    const refusal = page.chat.send('lobby', { text: 'second' }).catch((error: Error) => error);
    await (await page.open().actions()).remove(old.message_id);
    await clock.advance(100);
    expect(await unsent()).to.deep.equal(['first', 'second', old.message_id]);
    expect((views[0]!.items as ChatMessage[]).map(({ text }) => text)).to.include.members(['first', 'second']);

    await page.chat.forget();
    expect(await unsent()).to.deep.equal([old.message_id]);
    expect(await refusal).to.include({ code: 'request:aborted' });
    expect((views[0]!.items as ChatMessage[]).map(({ text }) => text)).to.not.include.members(['first', 'second']);
    server.down = false;
    await until(clock, () => tab.connection.state === 'connected', 'it is back');
    await clock.advance(10_000);
    expect(texts(views[1]!)).to.deep.equal([]);
    expect(await unsent()).to.deep.equal([]);
    await page.close();
    await tab.close();
  });

  it('is erased when the server refuses the session for good', async () => {
    const town = setUp();
    const { server, clock, cache } = town;
    await visit(town, 'alice');
    expect(await cache.ids('')).to.have.length(1);
    const page = new Page(server, clock, 'alice', { cache });
    await fresh(clock, page.open());
    server.dropAll(4003);
    await until(clock, () => page.connection.state === 'failed', 'it is over');
    await clock.advance(100);
    expect(page.connection.failure?.code).to.match(/^auth:/);
    expect(await cache.ids('')).to.deep.equal([]);
    await page.close();
  });

  it('is dropped where the user is no longer a member, and is not shown any more', async () => {
    const town = setUp();
    const { server, clock, cache } = town;
    server.room('other', 'alice');
    server.say('lobby', 'bob', 'secret from now on');
    await visit(town, 'alice');
    await visit(town, 'alice', 'other');
    expect(await cache.ids('')).to.have.length(2);
    server.rooms.get('lobby')!.members.delete('alice');
    server.refuseMethod = (method) => (method === 'channel.open' || method === 'message.list' ? 'channel:not-found' : undefined);
    const page = new Page(server, clock, 'alice', { cache });
    const view = page.open();
    await until(clock, () => view.state === 'error', 'it is refused');
    expect(view.items).to.deep.equal([]);
    await clock.advance(2_000);
    expect(await cache.ids('')).to.deep.equal(['http://localhost/demo/alice/other']);
    await page.close();
  });

  it('is as much as fits: so many channels, messages and members, and no older than it may be', async () => {
    const { server, clock, cache } = setUp();
    const people = Array.from({ length: 150 }, (_, i) => `user-${i}`);
    server.room('crowd', ...people, 'alice');
    for (let i = 0; i < 45; i++) server.say('crowd', 'user-1', `${i} ${'x'.repeat(20_000)}`);
    const rooms = Array.from({ length: 12 }, (_, i) => `room-${i}`);
    for (const room of rooms) server.room(room, 'alice');
    const page = new Page(server, clock, 'alice', { cache });
    for (const room of [...rooms, 'crowd']) {
      const view = page.open(room);
      await fresh(clock, view);
      await clock.advance(2_000);
      view.release();
    }
    await clock.advance(100);
    const ids = await cache.ids('');
    expect(ids.map((id) => id.split('/').at(-1)).sort()).to.deep.equal(['crowd', ...rooms.slice(3)].sort());
    const { memory } = (await cache.get('http://localhost/demo/alice/crowd')) as CacheRow;
    expect(memory.members).to.have.length(100);
    expect(memory.members.map(({ user_id }) => user_id)).to.include('alice');
    expect(memory.messages.length).to.be.within(20, 25);
    expect(memory.messages.at(-1)?.content).to.match(/^44 /);
    expect(memory.atStart).to.equal(false);
    await page.close();

    server.down = true;
    await clock.advance(31 * 24 * 3_600_000);
    const later = new Page(server, clock, 'alice', { cache });
    const view = later.open('crowd');
    await clock.advance(5_000);
    expect(view.items).to.deep.equal([]);
    await later.close();
  });

  it('is nothing when the app wants nothing kept', async () => {
    const { server, clock, cache } = setUp();
    await visit({ server, clock, cache }, 'alice');
    const page = new Page(server, clock, 'alice', { cache, cacheLifetimeMs: 0 });
    const view = page.open();
    await fresh(clock, view);
    await clock.advance(2_000);
    view.release();
    await page.close();
    await clock.advance(100);
    expect(await cache.ids('')).to.deep.equal([]);
  });

  it('costs nothing but itself when its store fails, never answers, or holds what another version wrote', async () => {
    const { server, clock } = setUp();
    server.say('lobby', 'bob', 'one');
    const never = () => new Promise<never>(() => {});
    const fails = async (): Promise<never> => {
      throw new Error('broken');
    };
    const strange = memoryCache();
    await strange.put(
      { id: 'http://localhost/demo/alice/lobby', format: 99, saved_at: clock.now(), memory: 'what?' as never },
      { rows: 9, sinceMs: 0 },
    );
    const torn = memoryCache();
    await torn.put({ id: 'http://localhost/demo/alice/lobby', format: 1, saved_at: clock.now(), memory: {} as never }, { rows: 9, sinceMs: 0 });
    for (const cache of [
      { get: never, put: never, ids: never, remove: never },
      { get: fails, put: fails, ids: fails, remove: fails },
      strange,
      torn,
    ]) {
      const page = new Page(server, clock, 'alice', { cache, store: memoryStore() });
      const view = page.open();
      await fresh(clock, view);
      expect(texts(view)[0]).to.equal('one');
      view.sendText('mine');
      await until(clock, () => (view.items.at(-1) as ChatMessage).sendState === 'sent', 'it is sent');
      expect(view.members).to.have.length(2);
      await page.close();
    }
  });
});
