import { FakeClock, settle } from '../../../test/fake-clock.ts';
import { Page, texts, until } from '../../../test/fake-page.ts';
import { FakeServer } from '../../../test/fake-server.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { Lazy } from '../base/index.ts';
import type { ChannelView } from './api.ts';
import { memoryStore } from './index.ts';
import * as module from './later.ts';

function setUp() {
  const server = new FakeServer();
  server.room('lobby', 'alice', 'bob');
  const clock = new FakeClock(server.nowMs);
  return { server, clock, lobby: server.rooms.get('lobby')! };
}

/** A second half of chat that comes, or fails to come, when the test says so. */
function held() {
  const asked: { come(): void; fail(): void }[] = [];
  const later = new Lazy<typeof module>(
    () => new Promise((resolve, reject) => asked.push({ come: () => resolve(module), fail: () => reject(new TypeError('the network is gone')) })),
  );
  return { later, asked };
}

const ready = (clock: FakeClock, view: ChannelView) => until(clock, () => view.state === 'ready', 'the channel is open');
const sent = (view: ChannelView) => view.items.every((item) => item.kind === 'notice' || item.message !== undefined);

describe('before the second half of chat is here', () => {
  it('what is written is shown and kept, and goes out in order when it comes', async () => {
    const { server, clock, lobby } = setUp();
    const { later, asked } = held();
    const store = memoryStore();
    const page = new Page(server, clock, 'alice', { store, later });
    const view = page.open();
    await ready(clock, view);
    for (const text of ['one', 'two', 'three']) view.sendText(text);
    await clock.advance(60_000);
    expect(texts(view)).to.deep.equal(['one', 'two', 'three']);
    expect(view.items.map((item) => item.kind === 'message' && item.sendState)).to.deep.equal(['sending', 'sending', 'sending']);
    expect((await store.all('')).map(({ text }) => text)).to.deep.equal(['one', 'two', 'three']);
    expect(lobby.messages).to.have.length(0);
    expect(asked).to.have.length(1);
    asked[0]!.come();
    await until(clock, () => sent(view), 'all are stored');
    expect(lobby.messages.map(({ content }) => content)).to.deep.equal(['one', 'two', 'three']);
    expect(await store.all('')).to.deep.equal([]);
    await page.close();
    expect(clock.pending).to.equal(0);
  });

  it('a page that goes away leaves what was written to the next one', async () => {
    const { server, clock, lobby } = setUp();
    const store = memoryStore();
    const first = new Page(server, clock, 'alice', { store, later: held().later });
    const key = first.open().sendText('early');
    await settle();
    await first.close();
    const view = new Page(server, clock, 'alice', { store }).open();
    await until(clock, () => view.items.length === 1 && sent(view), 'it is stored');
    expect(lobby.messages.map(({ content, client_id }) => [content, client_id])).to.deep.equal([['early', key]]);
  });

  it('a message may be discarded, and is never sent', async () => {
    const { server, clock, lobby } = setUp();
    const { later, asked } = held();
    const store = memoryStore();
    const view = new Page(server, clock, 'alice', { store, later }).open();
    await ready(clock, view);
    view.discard(view.sendText('not this'));
    view.sendText('this');
    asked[0]!.come();
    await until(clock, () => lobby.messages.length === 1 && sent(view), 'the other is stored');
    expect(texts(view)).to.deep.equal(['this']);
    expect(await store.all('')).to.deep.equal([]);
  });

  it('a failed fetch is tried again by itself, and at the next welcome', async () => {
    const { server, clock, lobby } = setUp();
    const { later, asked } = held();
    const page = new Page(server, clock, 'alice', { later });
    const view = page.open();
    await ready(clock, view);
    view.sendText('one');
    asked[0]!.fail();
    await clock.advance(4_999);
    expect(asked).to.have.length(1);
    await clock.advance(1);
    expect(asked).to.have.length(2);
    asked[1]!.fail();
    await settle();
    server.dropUser('alice');
    await until(clock, () => asked.length === 3, 'the next welcome asks');
    expect(texts(view)).to.deep.equal(['one']);
    asked[2]!.come();
    await until(clock, () => sent(view), 'it is stored');
    expect(lobby.messages).to.have.length(1);
    await page.close();
    expect(clock.pending).to.equal(0);
  });

  it('older messages wait for what fetches them; a failed fetch is told, and the next wish tries again', async () => {
    const { server, clock } = setUp();
    for (let i = 1; i <= 15; i++) server.say('lobby', 'bob', `m${i}`);
    const { later, asked } = held();
    const view = new Page(server, clock, 'alice', { historyPage: 10, later }).open();
    await ready(clock, view);
    const errors: string[] = [];
    view.on('error', ({ code }) => errors.push(code));
    const first = view.loadOlder().then(
      () => 'loaded',
      () => 'failed',
    );
    expect(view.loadingOlder).to.equal(true);
    asked[0]!.fail();
    expect(await first).to.equal('failed');
    expect(errors).to.have.length(1);
    expect(view.loadingOlder).to.equal(false);
    const second = view.loadOlder();
    asked[1]!.come();
    await until(clock, () => view.items.length === 15, 'the older page is here');
    await second;
    expect(texts(view)).to.deep.equal(Array.from({ length: 15 }, (_, i) => `m${i + 1}`));
  });
});
