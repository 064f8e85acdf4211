import { FakeClock } from '../../../test/fake-clock.ts';
import { Page, texts, until } from '../../../test/fake-page.ts';
import { FakeServer } from '../../../test/fake-server.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { Lazy } from '../base/index.ts';
import type { ChannelView } from './api.ts';
import { memoryStore } from './index.ts';
import { later } from './later-door.ts';

/** Runs a flow with the line cut at step 1, 2, 3… until a run needs fewer steps than that. */
async function cutEverywhere(flow: (server: FakeServer, clock: FakeClock, cut: number | undefined) => Promise<void>): Promise<number> {
  const whole = new FakeServer();
  await flow(whole, new FakeClock(whole.nowMs), undefined);
  for (const [ackFirst, lagTurns] of [
    [false, 1],
    [true, 1],
    [false, 30],
  ] as const) {
    for (let cut = 1; cut <= whole.steps + 2; cut++) {
      const server = new FakeServer();
      server.ackFirst = ackFirst;
      server.lagTurns = lagTurns;
      server.cutAt = cut;
      try {
        await flow(server, new FakeClock(server.nowMs), cut);
      } catch (error) {
        throw new Error(`cut at step ${cut} of ${whole.steps}, lag ${lagTurns}${ackFirst ? ', ack first' : ''}: ${(error as Error).message}`, {
          cause: error,
        });
      }
    }
  }
  return whole.steps;
}

const settled = (view: ChannelView) =>
  view.state === 'ready' && view.items.every((item) => item.kind === 'notice' || (item.message !== undefined && item.sendState !== 'failed'));

describe('with the line cut at every possible step', () => {
  it('each text is stored once, in order, and shown once', async () => {
    const steps = await cutEverywhere(async (server, clock) => {
      const { messages } = server.room('lobby', 'alice', 'bob');
      server.say('lobby', 'bob', 'before');
      const page = new Page(server, clock, 'alice');
      const view = page.open();
      const keys = ['one', 'two', 'three'].map((text) => view.sendText(text));
      await until(clock, () => settled(view) && view.items.length === 4, 'all are stored');
      expect(messages.map(({ content }) => content)).to.deep.equal(['before', 'one', 'two', 'three']);
      expect(texts(view)).to.deep.equal(['before', 'one', 'two', 'three']);
      expect(view.items.slice(1).map(({ key }) => key)).to.deep.equal(keys);
      expect(view.unread).to.equal(0);
      await page.close();
      expect(clock.pending).to.equal(0);
    });
    expect(steps).to.be.greaterThan(10);
  });

  it('each text is stored once, in order, when what sends it comes late or only at the second attempt', async () => {
    for (const failures of [0, 1]) {
      await cutEverywhere(async (server, clock) => {
        const { messages } = server.room('lobby', 'alice', 'bob');
        let left = failures;
        const late = new Lazy(async () => {
          await new Promise<void>((resolve) => clock.setTimeout(resolve, 120));
          if (left-- > 0) throw new TypeError('not fetched');
          return later.load();
        });
        const page = new Page(server, clock, 'alice', { later: late });
        const view = page.open();
        const keys = ['one', 'two', 'three'].map((text) => view.sendText(text));
        await until(clock, () => settled(view) && view.items.length === 3, 'all are stored');
        expect(messages.map(({ content }) => content)).to.deep.equal(['one', 'two', 'three']);
        expect(view.items.map(({ key }) => key)).to.deep.equal(keys);
        await page.close();
        expect(clock.pending).to.equal(0);
      });
    }
  });

  it('a file between two texts is stored once, in order, and shown once', async () => {
    await cutEverywhere(async (server, clock) => {
      const { messages } = server.room('lobby', 'alice', 'bob');
      const page = new Page(server, clock, 'alice');
      const view = page.open();
      view.sendText('one');
      const key = view.sendFile(new File(['bytes'], 'plan.txt', { type: 'text/plain' }));
      view.sendText('two');
      await until(clock, () => settled(view) && view.items.length === 3, 'all are stored');
      expect(messages.map(({ content, file }) => content ?? file?.name)).to.deep.equal(['one', 'file-of-plan.txt', 'two']);
      expect(texts(view)).to.deep.equal(['one', 'file-of-plan.txt', 'two']);
      expect(view.items[1]!.key).to.equal(key);
      expect(page.uploads).to.equal(1);
      await page.close();
    });
  });

  it('each message of others arrives once, in order, and unread is right', async () => {
    await cutEverywhere(async (server, clock) => {
      server.room('lobby', 'alice', 'bob');
      const page = new Page(server, clock, 'alice');
      const view = page.open();
      await until(clock, () => view.state === 'ready', 'the channel is open');
      for (let i = 1; i <= 5; i++) {
        server.say('lobby', 'bob', `m${i}`);
        await clock.advance(5);
      }
      await until(clock, () => view.items.length === 5, 'all have come');
      expect(texts(view)).to.deep.equal(['m1', 'm2', 'm3', 'm4', 'm5']);
      expect(view.unread).to.equal(5);
      expect(page.chat.channels[0]!.unread).to.equal(5);
      const heard = page.heard.map(({ content }) => content);
      expect(heard).to.deep.equal([...new Set(heard)].sort());
      view.markRead();
      expect(view.unread).to.equal(0);
      const { read, delivered } = server.rooms.get('lobby')!.receipts;
      await until(clock, () => read.get('alice')?.n === 5 && delivered.get('alice')?.n === 5, 'the server knows what I have');
      await page.close();
    });
  });

  it('pages fit together while messages come, change and go', async () => {
    await cutEverywhere(async (server, clock) => {
      const room = server.room('lobby', 'alice', 'bob');
      for (let i = 1; i <= 25; i++) server.say('lobby', 'bob', `m${i}`);
      const page = new Page(server, clock, 'alice', { historyPage: 10 });
      const view = page.open();
      await until(clock, () => view.state === 'ready', 'the channel is open');
      server.say('lobby', 'bob', 'm26');
      server.erase('lobby', 12);
      void view.loadOlder().catch(() => {});
      server.say('lobby', 'bob', 'm27');
      server.erase('lobby', 20);
      await until(
        clock,
        () => {
          if (view.state === 'ready' && !view.atStart && !view.loadingOlder) void view.loadOlder().catch(() => {});
          return view.atStart && view.atEnd && !view.loadingOlder && view.items.length === room.messages.length;
        },
        'everything is held',
      );
      expect(texts(view)).to.deep.equal(room.messages.map(({ content }) => content));
      await page.close();
    });
  });

  it('two people writing at once see the same order', async () => {
    await cutEverywhere(async (server, clock) => {
      const { messages } = server.room('lobby', 'alice', 'bob');
      const alice = new Page(server, clock, 'alice');
      const bob = new Page(server, clock, 'bob');
      const views = [alice.open(), bob.open()];
      views[0]!.sendText('a1');
      views[1]!.sendText('b1');
      views[0]!.sendText('a2');
      views[1]!.sendText('b2');
      await until(clock, () => views.every((view) => settled(view) && view.items.length === 4), 'both have all');
      const order = messages.map(({ content }) => content);
      expect(texts(views[0]!)).to.deep.equal(order);
      expect(texts(views[1]!)).to.deep.equal(order);
      expect(order.filter((text) => text?.startsWith('a'))).to.deep.equal(['a1', 'a2']);
      expect(order.filter((text) => text?.startsWith('b'))).to.deep.equal(['b1', 'b2']);
      await alice.close();
      await bob.close();
    });
  });

  it('a page that is reloaded at that step sends what its predecessor left, once', async () => {
    await cutEverywhere(async (server, clock, cut) => {
      const { messages } = server.room('lobby', 'alice', 'bob');
      const store = memoryStore();
      const first = new Page(server, clock, 'alice', { store });
      const keys = ['one', 'two'].map((text) => first.open().sendText(text));
      await until(clock, () => server.steps >= (cut ?? 1) || messages.length === 2, 'the step is reached');
      await first.close();
      const second = new Page(server, clock, 'alice', { store });
      const view = second.open();
      await until(clock, () => settled(view) && view.items.length === 2, 'both are stored');
      await clock.advance(1_000);
      expect(messages.map(({ content }) => content)).to.deep.equal(['one', 'two']);
      expect(view.items.map(({ key }) => key)).to.deep.equal(keys);
      expect(await store.all('')).to.deep.equal([]);
      await second.close();
    });
  });
});
