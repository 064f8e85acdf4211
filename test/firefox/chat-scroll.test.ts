import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import type { Reading } from '../browser/chat.page.ts';
import { ChatStage, seed } from '../browser/chat-stage.ts';
import { after, before, describe, expect, it } from '../harness.ts';

declare const reading: Reading;

describe('the place of whoever reads, in Firefox', () => {
  let chat: ChatStage;
  let fox: Browser;
  before(async () => {
    chat = await ChatStage.start({}, { chromium: false });
    await chat.channel('history');
    await seed(chat, 'history', 160);
    fox = await puppeteer.launch({ browser: 'firefox', executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr', headless: true });
  });
  after(async () => {
    await fox?.close();
    await chat?.stop();
  });

  async function open(): Promise<Page> {
    const page = await fox.newPage();
    await page.setViewport({ width: 640, height: 560 });
    await page.goto(`${await chat.stage.address('alice')}#history`);
    await page.bringToFront();
    await page.waitForFunction(() => reading.channel()?.more && reading.channel().view?.state === 'ready' && !reading.channel().view!.recalled);
    return page;
  }

  const arrives = (page: Page, text: string) =>
    page.waitForFunction((wanted) => reading.channel().view!.items.some((item) => item.kind === 'message' && item.text === wanted), {}, text);

  it('stays to the pixel in the middle and at the very top, and at the end when it was there', async () => {
    const page = await open();
    await page.evaluate(() => reading.start());
    for (let i = 0; i < 5; i++) await chat.say('bob', 'history', `end ${i} ${'words '.repeat(i * 20)}`.trim());
    await chat.say('bob', 'history', 'the end');
    await arrives(page, 'the end');
    expect((await page.evaluate(() => reading.watch.stop())).gap).to.be.below(1.01);

    await page.evaluate(() => reading.scroll(-90, () => reading.scroller().scrollTop > 600 && reading.channel().view!.items.length > 90));
    const above = await page.evaluate(() => {
      const top = reading.scroller().getBoundingClientRect().top;
      const nodes = [...reading.channel().shadowRoot!.querySelectorAll<HTMLElement>('.lst > [data-key]')];
      const first = nodes.findIndex((node) => node.getBoundingClientRect().bottom > top);
      const item = reading.channel().view!.items.find(({ key }) => key === nodes[first - 2]!.dataset.key);
      return item?.kind === 'message' ? item.message!.message_id : 0;
    });
    await page.evaluate(() => reading.start());
    const { message } = await chat.as('bob', 'message.get', { channel_id: 'history', message_id: above });
    await chat.as('bob', 'message.react', { channel_id: 'history', message_id: above, emoji: '🎉', on: true });
    await chat.as(message.user.user_id, 'message.edit', { channel_id: 'history', message_id: above, content: 'much longer '.repeat(40) });
    await chat.say('bob', 'history', 'new');
    await page.evaluate(() => reading.channel().view!.loadOlder());
    await arrives(page, 'new');
    expect((await page.evaluate(() => reading.watch.stop())).drift).to.be.below(0.51);

    await page.evaluate(() => reading.hold());
    await page.evaluate(() => reading.scroll(-300, () => reading.channel().view!.loadingOlder && reading.scroller().scrollTop === 0));
    await page.evaluate(() => reading.start());
    const held = await page.evaluate(() => reading.channel().view!.items.length);
    await page.evaluate(() => reading.letGo());
    await page.waitForFunction((count) => reading.channel().view!.items.length > count, {}, held);
    expect((await page.evaluate(() => reading.watch.stop())).drift).to.be.below(0.51);
  });
});
