/** Two contexts of a browser with one library in them, and a call between the two. */
import { setTimeout } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/find-chromium.mjs';
import { CHROMIUM_ARGS } from '../../test/browser/relay.ts';
import type { Steps } from '../pages/call-page.ts';
import type { Entrant, House } from './houses.ts';
import type { Pages } from './pages.ts';

/** A headless Chromium with fake devices that may play. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_ARGS, '--autoplay-policy=no-user-gesture-required'] });

/** Milliseconds from the caller's click, unless said otherwise. NaN: this library does not tell. */
export interface Sample {
  /** The callee's page knows. */
  incoming: number;
  /** The caller's page knows that it rings there. */
  ringing: number;
  /** The caller's end. */
  connected: number;
  /** The callee's end. */
  calleeConnected: number;
  /** First packet of sound at the callee's end, and at the caller's. */
  calleeHears: number;
  callerHears: number;
  /** From the callee's answer to connected at its end. */
  answerToConnected: number;
  /** Epoch, of the click. */
  clickMs: number;
}

export interface PairOptions {
  micHeld: boolean;
  /** What a hover does is done before the click. */
  prepare?: boolean;
  /** Of the line to the server, when it is not the server's own. */
  port?: number;
  more?: Record<string, string>;
}

/** A person clicks once a page has come to rest; what its start still does in the background is nobody's call. */
const REST_MS = 500;

/** Ready for calls from the first to the second. */
export class Pair {
  readonly caller: Page;
  readonly callee: Page;
  readonly #contexts: readonly BrowserContext[];
  readonly #prepare: boolean;

  private constructor(contexts: readonly BrowserContext[], pages: readonly Page[], prepare: boolean) {
    this.#contexts = contexts;
    [this.caller, this.callee] = pages as [Page, Page];
    this.#prepare = prepare;
  }

  static async open(browser: Browser, pages: Pages, entrant: Entrant, house: House, options: PairOptions): Promise<Pair> {
    const { micHeld, prepare = false, port = house.port, more = {} } = options;
    const unique = `${Date.now()}${Math.floor(Math.random() * 1e6)}`; // a user of a pair before may not be gone yet
    const users = [`alice${unique}`, `bob${unique}`] as const;
    const contexts = await Promise.all(users.map(() => browser.newContext({ permissions: ['microphone'] })));
    const opened: Page[] = [];
    for (const [i, user] of users.entries()) {
      const page = await contexts[i]!.newPage();
      await page.goto(pages.address(entrant.script));
      await page.waitForFunction(() => window.callPage !== undefined);
      const given = { ...entrant.more, ...(await house.more?.(user)), ...more };
      const callee = users[1 - i]!;
      await page.evaluate((open) => window.callPage.open(open), { address: entrant.address(port), user, callee, micHeld, more: given });
      opened.push(page);
    }
    await setTimeout(REST_MS);
    return new Pair(contexts, opened, prepare);
  }

  /** One call, from the click until both have heard; then it is ended. */
  async round(): Promise<Sample> {
    const { caller, callee } = this;
    await Promise.all([caller.evaluate((prepare) => window.callPage.arm(prepare), this.#prepare), callee.evaluate(() => window.callPage.arm(false))]);
    await caller.evaluate(() => window.callPage.call());
    const [from, to] = (await Promise.all([caller, callee].map((page) => page.evaluate(() => window.callPage.steps())))) as [Steps, Steps];
    // the caller first: who hears of the end by the server has nothing left to say
    await caller.evaluate(() => window.callPage.hangUp());
    await callee.evaluate(() => window.callPage.hangUp());
    const click = from.click!;
    const since = (at: number | undefined, start: number | undefined = click) => (at === undefined || start === undefined ? Number.NaN : at - start);
    return {
      incoming: since(to.incoming),
      ringing: since(from.ringing),
      connected: since(from.connected),
      calleeConnected: since(to.connected),
      calleeHears: since(to.audio),
      callerHears: since(from.audio),
      answerToConnected: since(to.connected, to.answer),
      clickMs: click,
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
  }
}
