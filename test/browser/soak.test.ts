import type { Page } from 'playwright-core';
import { defaultServerSettings } from '../../server/src/settings.ts';
import type { Client } from '../../src/core/client/client.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import type { Alive } from './alive.page.ts';
import { counterOf, INTERPRETED } from './leaks.ts';
import { Stage } from './stage.ts';

/** `npm run soak` sets a thousand. */
const CALLS = Number(process.env.EARSHOT_SOAK ?? 100);
/** What is loaded, compiled and kept for the next time is there after so many. */
const WARM_UP = 12;

type SoakWindow = Window & { client: Client; alive: () => Alive; calls: (count: number) => Promise<void> };

/** Calls again and again: heard at the other end, each third held and taken back, muted, and hung up by either side in turn. */
async function installCaller(page: Page, to: string): Promise<void> {
  await page.evaluate((name) => {
    const here = window as unknown as SoakWindow;
    here.calls = async (count) => {
      for (let turn = 0; turn < count; turn++) {
        const call = await here.client.calls.make(name);
        const reached = (look: () => boolean) =>
          new Promise<void>((resolve, reject) => {
            const undo = call.on('change', () => {
              if (!look() && call.state !== 'ended') return;
              undo();
              if (look()) resolve();
              else reject(new Error(`call ${turn} ended: ${call.endReason} ${call.error?.message}`));
            });
            call.setMuted(!call.muted); // also tells what is so already
          });
        await reached(() => call.state === 'connected' && /connected|completed/.test(call.mediaState));
        if (turn % 3 === 0) {
          await call.hold();
          await call.unhold();
        }
        if (turn % 2 === 0) await call.end();
        else {
          const ended = reached(() => call.state === 'ended');
          call.sendDTMF('1', { durationMs: 40, gapMs: 30 }).catch(() => {}); // the other side hangs up on it, in the middle of it
          await ended;
        }
      }
    };
  }, to);
}

const installCallee = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { client } = window as unknown as SoakWindow;
    client.calls.on('incoming', (call) => {
      void call.answer();
      call.on('dtmf', () => void call.end());
    });
  });

describe(`${CALLS} calls between two pages`, () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start(
      { callTickMs: 50, rates: { ...defaultServerSettings.rates, invite: [CALLS + 100, 1_000] } },
      { flags: [INTERPRETED], modules: ['test/browser/alive.page.ts'] },
    );
  });
  after(() => stage?.stop());

  it('leave no peer connection, track, context, timer, listener or memory behind', async () => {
    const pages = await Promise.all(['alice', 'bob'].map((user) => stage.person(user, { direct: true, settings: { flightEvents: 0 } })));
    const [alice, bob] = pages as [Page, Page];
    await Promise.all([installCaller(alice, 'bob'), installCallee(bob)]);
    const counters = await Promise.all(pages.map(counterOf));
    const rest = (page: Page) =>
      page.waitForFunction(() => {
        const { client, alive } = window as unknown as SoakWindow;
        const { peers, tracks, contexts } = alive();
        return client.calls.calls.length === 0 && peers + tracks + contexts === 0;
      });

    await alice.evaluate((count) => (window as unknown as SoakWindow).calls(count), WARM_UP);
    await Promise.all(pages.map(rest));
    const start = await Promise.all(pages.map((page) => page.evaluate(() => (window as unknown as SoakWindow).alive())));
    const before = await Promise.all(counters.map((counted) => counted()));
    await alice.evaluate((count) => (window as unknown as SoakWindow).calls(count), CALLS);
    await Promise.all(pages.map(rest));

    for (const [index, page] of pages.entries()) {
      const was = start[index]!;
      // a ping may be under way at either moment: what must come back is the number of them
      await page.waitForFunction((timers) => (window as unknown as SoakWindow).alive().timers <= timers, was.timers);
      const now = await page.evaluate(() => (window as unknown as SoakWindow).alive());
      expect(now.elements, 'media elements that play').to.be.at.most(was.elements);
      const { listeners, heap } = await counters[index]!();
      expect(listeners, 'listeners').to.be.at.most(before[index]!.listeners);
      expect(heap / before[index]!.heap, `heap, from ${before[index]!.heap} to ${heap} bytes`).to.be.within(0.9, 1.1);
    }
  });
});
