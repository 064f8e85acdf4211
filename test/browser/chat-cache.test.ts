import type { BrowserContext, Page } from 'playwright-core';
import { after, before, describe, expect, it } from '../harness.ts';
import { box, ChatStage, holds, row, shown } from './chat-stage.ts';
import { until } from './until.ts';

const state = (page: Page, name: string) =>
  page.waitForFunction((wanted) => document.querySelector('chat-channel')?.matches(`:state(${wanted})`), name);

/** Waits until the browser's own store holds a message of this text. */
const remembered = (page: Page, text: string) =>
  until(
    page,
    async (wanted: string) => {
      const open = indexedDB.open('earshot-cache');
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        open.onsuccess = () => resolve(open.result);
        open.onerror = () => reject(open.error);
      });
      const all = db.transaction('channels').objectStore('channels').getAll();
      type Row = { memory: { messages: readonly { content?: string }[] } };
      const rows = await new Promise<Row[]>((resolve) => {
        all.onsuccess = () => resolve(all.result);
      });
      db.close();
      // its list of messages; the head of the channel may know the newest a moment before
      return rows.some(({ memory }) => memory.messages.some(({ content }) => content === wanted));
    },
    text,
  );

describe('a channel that the device remembers', () => {
  let chat: ChatStage;
  before(async () => {
    chat = await ChatStage.start();
  });
  after(() => chat.stop());

  /** A browser of its own, with the server in reach. */
  const context = (): Promise<BrowserContext> => {
    chat.stage.relay.mend();
    return chat.stage.browser.newContext({ viewport: { width: 640, height: 560 } });
  };
  const settings = { cacheWriteMs: 50, backoffBaseMs: 50, backoffMaxMs: 100 };

  it('is there after a reload with the server down, says so, is written to, and is right when the server is back', async () => {
    const mine = await context();
    const gone = await chat.say('bob', 'lobby', 'to be deleted');
    const old = await chat.say('bob', 'lobby', 'to be edited');
    const page = await chat.open('alice', { context: mine, settings });
    await chat.say('bob', 'lobby', 'the last one');
    await remembered(page, 'the last one');
    await box(page).fill('half a thought');

    chat.stage.relay.cut();
    await page.reload();
    await holds(page, ['to be deleted', 'to be edited', 'the last one']);
    await row(page, 'the last one').waitFor();
    await state(page, 'reconnecting');
    await page.getByText('Reconnecting…').first().waitFor();
    expect(await box(page).inputValue()).to.equal('half a thought');
    await mine.setOffline(true);
    await state(page, 'offline');
    await page.getByText('You’re offline.').first().waitFor();
    await box(page).fill('written offline');
    await box(page).press('Enter');
    await row(page, 'written offline').waitFor();

    await chat.as('bob', 'message.delete', { channel_id: 'lobby', message_id: gone.message_id });
    await chat.as('bob', 'message.edit', { channel_id: 'lobby', message_id: old.message_id, content: 'edited' });
    await chat.say('bob', 'lobby', 'meanwhile');
    await mine.setOffline(false);
    chat.stage.relay.mend();
    await holds(page, ['edited', 'the last one', 'meanwhile', 'written offline']);
    await shown(page);
    await state(page, 'ready');
    const { messages } = await chat.as('bob', 'message.list', { channel_id: 'lobby' });
    expect(messages.map(({ content }) => content)).to.deep.equal(['written offline', 'meanwhile', 'the last one', 'edited']);
    await mine.close();
  });

  it('is readable after its page was killed in the middle of writing, again and again', async () => {
    await chat.channel('killed');
    const mine = await context();
    for (let turn = 0; turn < 3; turn++) {
      const page = await chat.open('alice', { context: mine, channel: 'killed', settings: { ...settings, cacheWriteMs: 0 } });
      const crash = page.waitForEvent('crash');
      let said = 0;
      const talking = (async () => {
        for (; said < 15; said++) await chat.say('bob', 'killed', `${turn}.${said} ${'x'.repeat(4_000)}`);
      })();
      // held, not drawn: what was not read when its page was killed is where the next one opens, and the rest is below
      await page.waitForFunction(
        (start) => document.querySelector('chat-channel')!.view!.items.some((item) => item.kind === 'message' && item.text?.startsWith(start)),
        `${turn}.${3 * turn} `,
      );
      await page.goto('chrome://crash', { waitUntil: 'commit' }).catch(() => {});
      await crash;
      await talking;
      await page.close();
    }
    chat.stage.relay.cut();
    const page = await mine.newPage();
    await page.goto(`${await chat.stage.address('alice', { settings })}#killed`);
    await page.waitForFunction(() => document.querySelector('chat-channel')?.view?.items.length);
    const texts = await page.evaluate(() =>
      document.querySelector('chat-channel')!.view!.items.map((item) => ('text' in item ? item.text!.split(' ')[0]! : '')),
    );
    const all = Array.from({ length: 45 }, (_, i) => `${Math.floor(i / 15)}.${i % 15}`);
    const from = all.indexOf(texts[0]!);
    expect(texts).to.deep.equal(all.slice(from, from + texts.length)); // a piece of the truth, without a hole
    chat.stage.relay.mend();
    await mine.close();
  });

  it('is all that is lost where the browser has no database for it, or none that opens', async () => {
    await chat.channel('blocked');
    await chat.say('bob', 'blocked', 'hello');
    for (const how of ['throws', 'fails', 'is full'] as const) {
      const mine = await context();
      await mine.addInitScript((kind) => {
        const open = indexedDB.open.bind(indexedDB);
        indexedDB.open = (name: string, version?: number) => {
          if (kind === 'throws') throw new DOMException('not allowed', 'SecurityError');
          if (kind === 'fails') {
            const request = open(`${name}-first`, 2);
            request.onblocked = () => {};
            return open(`${name}-first`, 1); // an older version than there is
          }
          return open(name, version);
        };
        if (kind === 'is full') {
          IDBObjectStore.prototype.put = () => {
            throw new DOMException('no space', 'QuotaExceededError');
          };
        }
      }, how);
      const page = await chat.open('alice', { context: mine, channel: 'blocked', settings });
      await row(page, 'hello').waitFor();
      await box(page).fill(`it ${how}`);
      await box(page).press('Enter');
      await page.getByRole('listitem', { name: new RegExp(`it ${how}.*(Sent|Delivered|Read)\\.$`) }).waitFor();
      await page.reload();
      await shown(page);
      await row(page, `it ${how}`).waitFor();
      await mine.close();
    }
  });

  it('is not shown to another user of the same browser', async () => {
    await chat.channel('shared');
    await chat.say('bob', 'shared', 'as alice saw it');
    const mine = await context();
    const page = await chat.open('alice', { context: mine, channel: 'shared', settings });
    await remembered(page, 'as alice saw it');
    await page.close();
    chat.stage.relay.cut();
    const other = await mine.newPage();
    await other.goto(`${await chat.stage.address('carol', { settings })}#shared`);
    await until(other, async () => {
      const open = indexedDB.open('earshot-cache');
      const db = await new Promise<IDBDatabase>((resolve) => {
        open.onsuccess = () => resolve(open.result);
      });
      const keys = db.transaction('channels').objectStore('channels').getAllKeys();
      const left = await new Promise<unknown[]>((resolve) => {
        keys.onsuccess = () => resolve(keys.result);
      });
      db.close();
      return left.length === 0; // erased as soon as Carol is here
    });
    expect(await other.evaluate(() => document.querySelector('chat-channel')!.view!.items.length)).to.equal(0);
    chat.stage.relay.mend();
    await row(other, 'as alice saw it').waitFor(); // a member herself: from the server
    await mine.close();
  });
});
