import fc from 'fast-check';
import { FakeClock } from '../../../test/fake-clock.ts';
import { Page, texts, until } from '../../../test/fake-page.ts';
import { FakeServer } from '../../../test/fake-server.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import type { ChannelView } from './api.ts';

/** What may happen next, to whom. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const), who: fc.constantFrom(0, 1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const), who: fc.constantFrom(0, 1) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('read' as const), who: fc.constantFrom(0, 1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('older' as const), who: fc.constantFrom(0, 1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('erase' as const), pick: fc.nat({ max: 20 }) }) },
);

const own = (view: ChannelView) => view.items.every((item) => item.kind === 'notice' || item.message !== undefined);

describe('in any order of things', () => {
  it('two people end with the same messages, in order, each once, and unread is arithmetic', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.constantFrom(1, 30), fc.boolean(), async (steps, lagTurns, ackFirst) => {
        const server = new FakeServer();
        Object.assign(server, { lagTurns, ackFirst });
        const lobby = server.room('lobby', 'alice', 'bob');
        for (let i = 1; i <= 12; i++) server.say('lobby', 'bob', `before ${i}`);
        const clock = new FakeClock(server.nowMs);
        const pages = ['alice', 'bob'].map((user) => new Page(server, clock, user, { historyPage: 5 }));
        const views = pages.map((page) => page.open());
        let n = 0;
        for (const next of steps) {
          if (next.do === 'send') views[next.who]!.sendText(`${next.who}:${++n}`);
          else if (next.do === 'cut') server.dropUser(next.who === 0 ? 'alice' : 'bob');
          else if (next.do === 'wait') await clock.advance(next.ms);
          else if (next.do === 'read') views[next.who]!.markRead();
          else if (next.do === 'older') views[next.who]!.loadOlder().catch(() => {});
          else {
            const message = lobby.messages[next.pick];
            if (message) server.erase('lobby', message.message_id);
          }
        }
        const all = () => lobby.messages.map(({ content }) => content);
        await until(clock, () => views.every((view) => view.state === 'ready' && own(view)) && server.acks.size === n, 'all is sent');
        await until(
          clock,
          () => {
            for (const view of views) if (!view.atStart && !view.loadingOlder) view.loadOlder().catch(() => {});
            return views.every((view) => view.atStart && view.atEnd && !view.loadingOlder && view.items.length === lobby.messages.length);
          },
          'all is held',
        );
        for (const view of views) expect(texts(view)).to.deep.equal(all());
        for (const who of ['0', '1']) {
          const sent = all().filter((text) => text?.startsWith(`${who}:`));
          expect(sent).to.deep.equal([...sent].sort((a, b) => Number(a!.slice(2)) - Number(b!.slice(2))));
        }
        const heads = pages.map(({ chat }) => chat.channels[0]!);
        for (const head of heads) expect(head.unread).to.equal(head.n - head.read.n);
        for (const view of views) view.markRead();
        expect(views.map(({ unread }) => unread)).to.deep.equal([0, 0]);
        for (const page of pages) await page.close();
        expect(clock.pending).to.equal(0);
      }),
      { numRuns: 60 },
    );
  });
});
