import type { Page } from 'playwright-core';
import { Picture } from '../../server/src/demo/png.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import type { Reading } from './chat.page.ts';
import { ChatStage, held, seed, sendFile } from './chat-stage.ts';

declare const reading: Reading;

const start = (page: Page) => page.evaluate(() => reading.start());
const stop = (page: Page) => page.evaluate(() => reading.watch.stop());

/** Waits until the page holds a message of this text. */
const arrives = (page: Page, text: string) =>
  page.waitForFunction((wanted) => reading.channel().view!.items.some((item) => item.kind === 'message' && item.text === wanted), text);

describe('the place of whoever reads', () => {
  let chat: ChatStage;
  before(async () => {
    chat = await ChatStage.start();
    await chat.channel('history');
    await seed(chat, 'history', 160);
  });
  after(() => chat.stop());

  /** Pictures of the page wait until they are let go. */
  async function lateImages(page: Page): Promise<() => void> {
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route('**/v1/files/**', async (route) => {
      await gate;
      await route.continue().catch(() => {});
    });
    return () => letGo();
  }

  it('in the middle stays to the pixel while messages, edits, reactions, deletions, pictures and older pages come', async () => {
    const page = await chat.open('alice', { channel: 'history' });
    const letGo = await lateImages(page);
    await page.evaluate(() => reading.scroll(-90, () => reading.scroller().scrollTop > 600 && reading.channel().view!.items.length > 90));
    const ids = await page.evaluate(() => {
      const channel = reading.channel();
      const frame = reading.scroller().getBoundingClientRect();
      const nodes = [...channel.shadowRoot!.querySelectorAll<HTMLElement>('.lst > [data-key]')];
      const of = (node: HTMLElement | undefined) => channel.view!.items.findIndex(({ key }) => key === node?.dataset.key);
      const id = (index: number) => {
        const item = channel.view!.items[index];
        return item?.kind === 'message' ? item.message!.message_id : 0;
      };
      const first = of(nodes.find((node) => node.getBoundingClientRect().bottom > frame.top));
      const last = of(nodes.findLast((node) => node.getBoundingClientRect().top < frame.bottom));
      return { above: [id(first - 2), id(first - 3), id(first - 4)], below: [id(last + 2), id(last + 3)] };
    });
    // half a pixel at most from where the reader was when he moved himself the last time
    await page.evaluate(() => {
      const from = reading.scroller().scrollTop;
      return reading.scroll(-1, () => reading.scroller().scrollTop < from);
    });
    await start(page);
    for (const message_id of ids.above.slice(0, 2))
      await chat.as('bob', 'message.react', { channel_id: 'history', message_id, emoji: '🎉', on: true });
    await chat.as('bob', 'message.react', { channel_id: 'history', message_id: ids.below[0]!, emoji: '🎉', on: true });
    for (const message_id of [ids.above[0]!, ids.below[1]!]) {
      const { message } = await chat.as('bob', 'message.get', { channel_id: 'history', message_id });
      await chat.as(message.user.user_id, 'message.edit', { channel_id: 'history', message_id, content: `edited ${'and much longer '.repeat(30)}` });
    }
    const { message: doomed } = await chat.as('bob', 'message.get', { channel_id: 'history', message_id: ids.above[2]! });
    await chat.as(doomed.user.user_id, 'message.delete', { channel_id: 'history', message_id: ids.above[2]! });
    for (let i = 0; i < 5; i++) await chat.say('bob', 'history', `new ${i}`);
    await sendFile(chat, 'bob', 'history', { name: 'late.png', bytes: new Picture(300, 200, [200, 40, 40]).toPng() });
    await page.evaluate(() => reading.channel().view!.loadOlder());
    await chat.say('bob', 'history', 'after all that');
    await arrives(page, 'after all that');
    letGo();
    const { drift, frames } = await stop(page);
    expect(frames).to.be.greaterThan(10);
    expect(drift).to.be.below(0.51);
    expect(await page.evaluate(() => reading.end())).to.be.greaterThan(300); // nobody was taken to it
    await page.context().close();
  });

  it('at the very top stays to the pixel when the page before comes in above it', async () => {
    const page = await chat.open('alice', { channel: 'history' });
    for (let turn = 0; turn < 2; turn++) {
      await page.evaluate(() => reading.hold());
      await page.evaluate(() => reading.scroll(-300, () => reading.channel().view!.loadingOlder && reading.scroller().scrollTop === 0));
      const before = (await held(page)).length;
      await start(page);
      await page.evaluate(() => reading.letGo());
      await page.waitForFunction((count) => reading.channel().view!.items.length > count, before);
      expect((await stop(page)).drift).to.be.below(0.51);
      expect(await page.evaluate(() => reading.scroller().scrollTop)).to.be.greaterThan(300);
    }
    await page.context().close();
  });

  it('at the end stays at the end, and what comes is in sight: texts, pictures and what they grow by', async () => {
    const page = await chat.open('alice', { channel: 'history' });
    const letGo = await lateImages(page);
    await start(page);
    for (let i = 0; i < 5; i++) await chat.say('bob', 'history', `end ${i} ${'words '.repeat(i * 20)}`.trim());
    const last = await chat.say('bob', 'history', 'the end');
    await arrives(page, 'the end');
    await chat.as('alice', 'message.react', { channel_id: 'history', message_id: last.message_id, emoji: '👍', on: true });
    await sendFile(chat, 'bob', 'history', { name: 'end.png', bytes: new Picture(300, 200, [40, 40, 200]).toPng() });
    const picture = page.getByRole('listitem').getByRole('link', { name: /end\.png/ });
    await picture.waitFor();
    letGo();
    await page.waitForFunction((img) => (img as HTMLImageElement).complete, await picture.locator('img').elementHandle());
    const { gap } = await stop(page);
    expect(gap).to.be.below(1.01);
    await page.context().close();
  });

  it('is taken to a search hit, a day and a quoted message, wherever they are, and back to the newest', async () => {
    await chat.channel('jumps');
    await seed(chat, 'jumps', 230);
    const [first] = (await chat.as('bob', 'message.list', { channel_id: 'jumps', mode: 'next', limit: 1, base_message_id: 0 })).messages;
    await chat.say('bob', 'jumps', 'an answer to the first', { reply_to: first!.message_id });
    const page = await chat.open('alice', { channel: 'jumps' });
    const inSight = (text: RegExp) =>
      page.waitForFunction((source) => {
        const frame = reading.scroller().getBoundingClientRect();
        const rows = [...reading.channel().shadowRoot!.querySelectorAll<HTMLElement>('[role=listitem]')];
        const box = rows.find((one) => new RegExp(source).test(one.ariaLabel ?? ''))?.getBoundingClientRect();
        return box && box.top >= frame.top - 1 && box.top < frame.bottom;
      }, text.source);
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.getByRole('searchbox').fill('no 97');
    await page.getByRole('button', { name: /no 97\b/ }).click();
    await inSight(/: no 97\b/);
    expect((await held(page)).some((text) => text?.startsWith('no 229'))).to.equal(false); // a window of its own, far from the end
    await page.getByRole('button', { name: /Go to the newest/ }).click();
    await inSight(/an answer to the first/);
    await page.getByRole('button', { name: /Carol: no 0\b/ }).click();
    await inSight(/: no 0\b/);
    await page.getByRole('button', { name: /Go to the newest/ }).click();
    await inSight(/an answer to the first/);
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    const { created_at } = first!;
    const day = await page.evaluate((atMs) => new Date(atMs - new Date(atMs).getTimezoneOffset() * 60_000).toISOString().slice(0, 10), created_at);
    await page.getByLabel('Day').fill(day);
    await inSight(/: no 0\b/);
    await page.context().close();
  });
});
