import fc from 'fast-check';
import { FakeClock } from '../../../test/fake-clock.ts';
import { Page, texts, until } from '../../../test/fake-page.ts';
import { FakeServer } from '../../../test/fake-server.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import type { Message } from '../protocol/index.ts';
import type { ChannelView } from './api.ts';
import { memoryStore } from './index.ts';
import { pageLocks } from './locks.ts';

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

  it('two tabs, another device and somebody else end equal to the server, whatever was sent, edited, reacted to, deleted and read', async () => {
    const who = fc.constantFrom(0, 1, 2, 3);
    const pick = fc.nat({ max: 5 });
    const deed = fc.oneof(
      { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const), who }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('edit' as const), who, pick }) },
      { weight: 4, arbitrary: fc.record({ do: fc.constant('react' as const), who, pick, emoji: fc.constantFrom('👍', '🍰'), on: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), who, pick }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('reply' as const), pick }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const), who }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('read' as const), who }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 40 }) }) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(deed, { minLength: 10, maxLength: 40, size: 'max' }),
        fc.constantFrom(1, 30),
        fc.boolean(),
        fc.boolean(),
        async (deeds, lagTurns, ackFirst, twice) => {
          const server = new FakeServer();
          Object.assign(server, { lagTurns, ackFirst, twice });
          const lobby = server.room('lobby', 'alice', 'bob');
          for (let i = 1; i <= 4; i++) server.say('lobby', 'bob', `before ${i}`);
          const clock = new FakeClock(server.nowMs);
          const shared = { store: memoryStore(), locks: pageLocks() };
          const users = ['alice', 'alice', 'alice', 'bob'];
          const pages = users.map((user, i) => new Page(server, clock, user, i < 2 ? shared : {}));
          const views = pages.map((page) => page.open());
          const actions = await Promise.all(views.map((view) => view.actions()));
          let n = 0;
          let asked = 0;
          const ask = (promise: Promise<unknown>) => {
            asked++;
            promise.catch(() => {}).finally(() => asked--);
          };
          for (const next of deeds) {
            const picked = 'pick' in next ? lobby.messages[next.pick]?.message_id : undefined;
            if (next.do === 'send') ask(pages[next.who]!.chat.send('lobby', { text: `${next.who}:${++n}` }));
            else if (next.do === 'cut') server.dropUser(users[next.who]!);
            else if (next.do === 'wait') await clock.advance(next.ms);
            else if (next.do === 'read') views[next.who]!.markRead();
            else if (picked === undefined) continue;
            else if (next.do === 'edit') ask(actions[next.who]!.edit(picked, `edited ${++n}`));
            else if (next.do === 'react') ask(actions[next.who]!.react(picked, next.emoji, next.on));
            else if (next.do === 'delete') ask(actions[next.who]!.removeNow(picked));
            else if (lobby.messages[next.pick]!.thread_id === undefined) server.say('lobby', 'bob', 'a reply', undefined, { thread_id: picked });
          }
          await until(clock, () => asked === 0 && views.every((view) => view.state === 'ready' && own(view)), 'all is answered');
          await clock.advance(500);
          const truth = lobby.messages.filter(({ thread_id }) => thread_id === undefined);
          views.forEach((view, i) => {
            const mine = (message: Message) =>
              message.reactions?.map((one) => ({
                ...one,
                ...(lobby.reactions.get(`${message.message_id} ${one.emoji}`)!.has(users[i]!) && { mine: true }),
              }));
            const shown = view.items.map((item) => (item.kind === 'message' ? item.message! : undefined)!);
            const facts = (message: Message, reactions: Message['reactions']) => [
              message.message_id,
              message.content,
              message.thread?.count,
              [...(reactions ?? [])].sort((a, b) => a.emoji.localeCompare(b.emoji)),
            ];
            expect(shown.map((message) => facts(message, message.reactions))).to.deep.equal(truth.map((message) => facts(message, mine(message))));
          });
          const heads = pages.map(({ chat }) => chat.channels[0]!);
          for (const head of heads) expect([head.n, head.unread]).to.deep.equal([heads[0]!.n, head.n - head.read.n]);
          expect(new Set(heads.slice(0, 3).map(({ unread }) => unread)).size, 'unread is the same on all devices').to.equal(1);
          for (const page of pages) await page.close();
          expect(clock.pending).to.equal(0);
        },
      ),
      { numRuns: 150 },
    );
  });
});
