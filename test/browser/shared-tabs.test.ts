import type { BrowserContext, Page } from 'playwright-core';
import type { Call } from '../../src/core/call/api.ts';
import type { Client } from '../../src/core/client/client.ts';
import type { TabCalls } from '../../src/core/tabs/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Stage } from './stage.ts';
import { eventually } from './tones.ts';

declare global {
  interface Window {
    client: Client;
    call: Call;
    tabs: TabCalls;
  }
}

/** A tab that has much to do is no frozen one. */
const SETTINGS = { backoffBaseMs: 50, backoffMaxMs: 200, mediaLostMs: 500, iceRestartAfterMs: 300, tabAnswerMs: 30_000 };

const state = (page: Page, wanted: string) => page.waitForFunction((name) => window.call?.state === name, wanted);
const online = (page: Page) => page.waitForFunction(() => window.client.state === 'connected');
const connected = (page: Page) =>
  page.waitForFunction(() => window.call?.state === 'connected' && /connected|completed/.test(window.call.mediaState) && !window.call.reconnecting);

/** Waits until a second of sound more has come. */
const hears = (page: Page) =>
  page.evaluate(async () => {
    const received = async () => {
      let packets = 0;
      for (const report of (await window.call.peerConnection?.getStats())?.values() ?? [])
        if (report.type === 'inbound-rtp') packets += report.packetsReceived;
      return packets;
    };
    const start = await received();
    while ((await received()) < start + 50) await new Promise(requestAnimationFrame);
  });

describe('several tabs of one browser', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start({ beatMs: 500, callTickMs: 50, graceMs: 30_000 });
  });
  after(() => stage.stop());

  /** Until the server has so many sockets; each test leaves none. */
  const sockets = (count: number) =>
    eventually(
      async () => (stage.server.core.stats().sockets === count ? true : undefined),
      () => stage.server.core.stats().sockets,
    );
  const tab = async (user: string, context: BrowserContext, settings = {}) => {
    const page = await stage.person(user, { settings: { ...SETTINGS, ...settings }, tabs: 'shared', context });
    await page.evaluate(() => {
      window.client.calls.on('incoming', (call) => {
        window.call = call;
      });
    });
    return page;
  };
  const profile = () => stage.browser.newContext({ permissions: ['microphone'] });

  /** Some tabs of one user in one browser, and somebody else. */
  async function setUp(name: string, count: number, settings = {}): Promise<{ alice: Page; tabs: Page[]; bob: string; close(): Promise<void> }> {
    const [context, far] = [await profile(), await profile()];
    const bob = `bob-${name}`;
    const tabs: Page[] = [];
    for (let i = 0; i < count; i++) tabs.push(await tab(bob, context, settings));
    const alice = await tab(`alice-${name}`, far);
    return {
      alice,
      tabs,
      bob,
      async close() {
        await context.close();
        await far.close();
      },
    };
  }

  const dial = (alice: Page, bob: string) =>
    alice.evaluate(async (name) => {
      window.call = await window.client.calls.make(name);
    }, bob);

  it('have one socket, ring together, and one of them answers for all', async () => {
    const { alice, tabs, bob, close } = await setUp('one', 3);
    await sockets(2); // alice's and ours
    await dial(alice, bob);
    await Promise.all(tabs.map((page) => state(page, 'ringing')));
    await (tabs[2] as Page).evaluate(() => window.call.answer());
    await Promise.all([connected(alice), connected(tabs[2] as Page)]);
    await Promise.all([state(tabs[0] as Page, 'ended'), state(tabs[1] as Page, 'ended')]);
    expect(await (tabs[0] as Page).evaluate(() => window.call.endReason)).to.equal('answered_elsewhere');
    await Promise.all([hears(alice), hears(tabs[2] as Page)]);
    await alice.evaluate(() => window.call.end());
    await state(tabs[2] as Page, 'ended');
    await sockets(2); // alice's and ours
    await close();
  });

  it('let one answer win when two are pressed at once', async () => {
    const { alice, tabs, bob, close } = await setUp('race', 2);
    await dial(alice, bob);
    await Promise.all(tabs.map((page) => state(page, 'ringing')));
    const outcomes = await Promise.all(
      tabs.map((page) =>
        page.evaluate(() =>
          window.call.answer().then(
            () => 'answered',
            (error: { code: string }) => error.code,
          ),
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'answered').length).to.equal(1);
    const winner = tabs[outcomes.indexOf('answered')] as Page;
    await Promise.all([connected(alice), connected(winner), hears(alice)]);
    await alice.evaluate(() => window.call.end());
    await close();
  });

  it('go on when the tab with the socket is closed, and so does the call of another one', async () => {
    const { alice, tabs, bob, close } = await setUp('leader', 3);
    const [first, second, third] = tabs as [Page, Page, Page];
    await dial(alice, bob);
    await state(second, 'ringing');
    await second.evaluate(() => window.call.answer());
    await Promise.all([connected(alice), connected(second)]);
    await first.close(); // it came first, and has the socket
    await Promise.all([online(second), online(third), connected(second)]);
    await Promise.all([hears(alice), hears(second)]);
    await alice.evaluate(() => window.call.end());
    await state(second, 'ended');
    await sockets(2); // alice's and ours
    await close();
  });

  it('take over the call of a tab that was closed', async () => {
    const { alice, tabs, bob, close } = await setUp('heir', 2, { tabReturnMs: 500 });
    const [first, second] = tabs as [Page, Page];
    await dial(alice, bob);
    await state(second, 'ringing');
    await second.evaluate(() => window.call.answer());
    await Promise.all([connected(alice), connected(second)]);
    await state(first, 'ended');
    await second.close();
    await first.waitForFunction(() => {
      window.call = window.client.calls.calls[0] ?? window.call;
      return window.call.state === 'connected';
    });
    await Promise.all([connected(first), connected(alice)]);
    await Promise.all([hears(first), hears(alice)]);
    await first.evaluate(() => window.call.end());
    await state(alice, 'ended');
    await close();
  });

  it('mute, hold and end a call of another tab, and bring it over', async () => {
    const { alice, tabs, bob, close } = await setUp('hand', 2);
    const [first, second] = tabs as [Page, Page];
    for (const page of tabs)
      await page.evaluate(async () => {
        window.tabs = await (window as unknown as { Earshot: { tabsOf(client: Client): Promise<TabCalls> } }).Earshot.tabsOf(window.client);
      });
    await dial(alice, bob);
    await state(second, 'ringing');
    await second.evaluate(() => window.call.answer());
    await Promise.all([connected(alice), connected(second)]);
    await first.waitForFunction(() => window.tabs.calls[0]?.state === 'connected');
    const command = (what: 'mute' | 'hold' | 'unhold' | 'bring' | 'end') =>
      first.evaluate(async (wish) => {
        const id = window.tabs.calls[0]?.id ?? '';
        await (wish === 'mute' ? window.tabs.setMuted(id, true) : window.tabs[wish](id));
      }, what);
    await command('mute');
    await alice.waitForFunction(() => window.call.remoteMuted);
    await first.waitForFunction(() => window.tabs.calls[0]?.muted);
    await command('hold');
    await state(alice, 'on_hold');
    await command('unhold');
    await state(alice, 'connected');
    await command('bring');
    await first.waitForFunction(() => {
      window.call = window.client.calls.calls[0] ?? window.call;
      return window.call.state === 'connected' && window.tabs.calls.length === 0;
    });
    await Promise.all([connected(first), connected(alice), hears(first)]);
    expect(await second.evaluate(() => [window.call.endReason, window.tabs.calls.length])).to.deep.equal(['answered_elsewhere', 1]);
    await second.evaluate(() => window.tabs.end(window.tabs.calls[0]?.id ?? ''));
    await Promise.all([state(alice, 'ended'), state(first, 'ended')]);
    await second.waitForFunction(() => window.tabs.calls.length === 0);
    await close();
  });

  it('go on when the tab with the socket is frozen, and with it when it thaws', async () => {
    const { alice, tabs, bob, close } = await setUp('ice', 2, { tabAnswerMs: 1_000 });
    const [first, second] = tabs as [Page, Page];
    const session = await first.context().newCDPSession(first);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    expect(await second.evaluate((name) => window.client.calls.isOnline(name), 'nobody').catch(() => 'asked')).to.not.equal(undefined);
    await online(second);
    await dial(alice, bob);
    await state(second, 'ringing');
    await second.evaluate(() => window.call.answer());
    await Promise.all([connected(alice), connected(second), hears(alice)]);
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await online(first);
    await first.waitForFunction(() => window.client.tabCalls?.calls[0]?.state === 'connected');
    await first.evaluate(() => window.client.tabCalls?.end(window.client.tabCalls.calls[0]?.id ?? ''));
    await state(alice, 'ended');
    await close();
  });

  it('take over the call, and the socket, of a tab that crashed', async () => {
    const { alice, tabs, bob, close } = await setUp('crash', 2, { tabReturnMs: 500 });
    const [first, second] = tabs as [Page, Page];
    await dial(alice, bob);
    await state(first, 'ringing');
    await first.evaluate(() => window.call.answer());
    await Promise.all([connected(alice), connected(first), state(second, 'ended')]);
    const crashed = first.waitForEvent('crash');
    const session = await first.context().newCDPSession(first);
    session.send('Page.crash').catch(() => {}); // nobody is left to answer
    await crashed;
    await second.waitForFunction(() => {
      window.call = window.client.calls.calls[0] ?? window.call;
      return window.call.state === 'connected';
    });
    await Promise.all([connected(second), connected(alice), hears(alice)]);
    await second.evaluate(() => window.call.end());
    await state(alice, 'ended');
    await close();
  });

  it('show the call of a tab to its duplicate, which leaves it there', async () => {
    const { alice, tabs, bob, close } = await setUp('twin', 1, { tabReturnMs: 60_000 });
    const page = tabs[0] as Page;
    await dial(alice, bob);
    await state(page, 'ringing');
    await page.evaluate(() => window.call.answer());
    await Promise.all([connected(alice), connected(page)]);
    const opened = page.waitForEvent('popup');
    await page.evaluate(() => void window.open(location.href)); // has a copy of what the page keeps for itself
    const twin = await opened;
    await twin.waitForFunction(() => window.client?.tabCalls?.calls[0]?.state === 'connected');
    expect(await twin.evaluate(() => window.client.calls.calls.length)).to.equal(0);
    await Promise.all([hears(alice), hears(page)]);
    await twin.evaluate(() => window.client.tabCalls?.setMuted(window.client.tabCalls.calls[0]?.id ?? '', true));
    await alice.waitForFunction(() => window.call.remoteMuted);
    await twin.evaluate(() => window.client.tabCalls?.end(window.client.tabCalls.calls[0]?.id ?? ''));
    await Promise.all([state(alice, 'ended'), state(page, 'ended')]);
    await close();
  });

  it('leave a call to the tab that is reloaded, whether or not it has the socket', async () => {
    for (const reloaded of [0, 1]) {
      const { alice, tabs, bob, close } = await setUp(`reload${reloaded}`, 2, { tabReturnMs: 60_000 });
      const holder = tabs[reloaded] as Page;
      const other = tabs[1 - reloaded] as Page;
      await dial(alice, bob);
      await state(holder, 'ringing');
      await holder.evaluate(() => window.call.answer());
      await Promise.all([connected(alice), connected(holder)]);
      await holder.reload();
      await holder.waitForFunction(() => {
        window.call = (window.client.calls.calls[0] ?? window.call) as Call;
        return window.call?.state === 'connected';
      });
      await Promise.all([connected(holder), connected(alice)]);
      await Promise.all([hears(holder), hears(alice)]);
      expect(await other.evaluate(() => window.client.calls.calls.length)).to.equal(0);
      await alice.evaluate(() => window.call.end());
      await close();
    }
  });

  it('are busy only when all of them are', async () => {
    const context = await profile();
    const full = await tab('bob-busy', context, { maxCalls: 1 });
    const free = await tab('bob-busy', context, { maxCalls: 1 });
    const alice = await tab('alice-busy', await profile());
    const carol = await tab('carol-busy', await profile());
    await dial(alice, 'bob-busy');
    await state(full, 'ringing');
    await full.evaluate(() => window.call.answer());
    await connected(alice);
    await state(free, 'ended');
    await dial(carol, 'bob-busy');
    await state(free, 'ringing');
    await free.evaluate(() => window.call.answer());
    await connected(carol);
    const dave = await tab('dave-busy', await profile());
    await dial(dave, 'bob-busy');
    await state(dave, 'ended');
    expect(await dave.evaluate(() => window.call.endReason)).to.equal('busy');
    for (const page of [alice, carol]) await page.evaluate(() => window.call.end());
    for (const page of [full, alice, carol, dave]) await page.context().close();
  });

  it('each show their own channels and hear all messages once, also one that comes later', async () => {
    const context = await profile();
    const first = await tab('bob-chat', context);
    const heard = (page: Page) =>
      page.evaluate(async () => {
        const { chatOf } = (window as unknown as { Earshot: { chatOf(client: Client): import('../../src/core/chat/api.ts').Chat } }).Earshot;
        const texts: string[] = [];
        (window as unknown as { texts: string[] }).texts = texts;
        window.client.connection.on('entry', (_stream, _offset, entry) => {
          if (entry.kind === 'message') texts.push(entry.message.content ?? '');
        });
        const followed = new Promise((resolve) => void window.client.connection.once('channels', resolve));
        chatOf(window.client);
        await followed;
      });
    await heard(first);
    await first.evaluate(async () => {
      await window.client.connection.request('channel.create', { channel_id: 'bobs_den', name: 'Den' } as never);
    });
    const say = (page: Page, content: string) =>
      page.evaluate(
        (text) => window.client.connection.send({ t: 'send', client_id: crypto.randomUUID(), channel_id: 'bobs_den', type: 'text', content: text }),
        content,
      );
    await say(first, 'one');
    const second = await tab('bob-chat', context);
    await heard(second);
    await say(second, 'two');
    await say(first, 'three');
    const texts = (page: Page, last: string) =>
      page
        .waitForFunction((text) => (window as unknown as { texts: string[] }).texts.at(-1) === text, last)
        .then(() => page.evaluate(() => (window as unknown as { texts: string[] }).texts));
    expect(await texts(first, 'three')).to.deep.equal(['one', 'two', 'three']);
    expect(await texts(second, 'three')).to.deep.equal(['two', 'three']);
    const anew = second.evaluate(() => new Promise<void>((resolve) => void window.client.connection.once('welcome', () => resolve())));
    await first.close();
    await anew;
    await say(second, 'four');
    expect(await texts(second, 'four')).to.deep.equal(['two', 'three', 'four']);
    await sockets(1);
    await context.close();
  });

  it('have a socket each where the page wants that', async () => {
    const context = await profile();
    const pages = [];
    for (let i = 0; i < 2; i++) pages.push(await stage.person('bob-own', { context, tabs: 'per-tab' }));
    await sockets(2);
    await context.close();
  });
});
