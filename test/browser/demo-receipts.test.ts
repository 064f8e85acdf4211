import type { BrowserContext, Page } from 'playwright-core';
import { after, before, describe, expect, it } from '../harness.ts';
import { row, say } from './demo-list.ts';
import { DemoStage } from './demo-stage.ts';

/** Waits until the row of this text says so to a screen reader, behind the text. */
const says = (page: Page, text: string, state: 'Sent' | 'Delivered' | 'Read') =>
  page
    .getByRole('listitem', { name: new RegExp(`${text}.*\\. ${state}\\.$`) })
    .first()
    .waitFor();
const newest = (page: Page) => page.getByRole('button', { name: /Go to the newest/ });
/** The button to the newest message, when it counts nothing. */
const newestOnly = (page: Page) => page.getByRole('button', { name: 'Go to the newest', exact: true });
const counts = (page: Page, n: number) => page.getByRole('button', { name: `${n} new. Go to the newest`, exact: true });

async function scrollUp(page: Page): Promise<void> {
  await page.getByRole('list', { name: 'Messages' }).hover();
  while (!(await newest(page).count())) {
    await page.mouse.wheel(0, -200);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

describe('what one knows of who has read', () => {
  let stage: DemoStage;
  before(async () => {
    stage = await DemoStage.start();
  });
  after(() => stage.stop());

  /** A window so low that the channel lies below its edge when the page has loaded. */
  const low = (): Promise<BrowserContext> => stage.browser.newContext({ viewport: { width: 700, height: 240 } });

  it('goes from sent to delivered as the page of the other loads, and to read when the channel comes in sight', async () => {
    const alice = await stage.open('alice');
    await say(alice, 'ticks one');
    await says(alice, 'ticks one', 'Sent');
    const bob = await stage.open('bob', { context: await low() });
    await says(alice, 'ticks one', 'Delivered');
    await say(alice, 'ticks two');
    await says(alice, 'ticks two', 'Delivered');
    // a read mark of the first would have come before the second was delivered
    await says(alice, 'ticks one', 'Delivered');
    expect(await alice.getByRole('listitem', { name: /ticks one.*Read\.$/ }).count()).to.equal(0);
    await row(bob, 'ticks two').scrollIntoViewIfNeeded();
    await says(alice, 'ticks one', 'Read');
    await says(alice, 'ticks two', 'Read');
    await alice.context().close();
    await bob.context().close();
  });

  it('marks where the unread ones start on each device, until they are read on one of them', async () => {
    const alice = await stage.open('alice');
    for (const text of ['away one', 'away two', 'away three']) await say(alice, text);
    await says(alice, 'away three', 'Sent');
    const [desk, phone] = [await stage.open('bob', { context: await low() }), await stage.open('bob', { context: await low() })];
    for (const page of [desk, phone]) await row(page, 'away one').filter({ hasText: '3 new messages' }).waitFor();
    await row(desk, 'away three').scrollIntoViewIfNeeded();
    await says(alice, 'away three', 'Read');
    await phone.reload();
    await row(phone, 'away three').waitFor();
    expect(await phone.getByText('new message').count()).to.equal(0);
    // the divider stays for whoever reads, and goes when they write
    await desk.getByText('3 new messages').waitFor();
    await say(desk, 'away answer');
    await desk.getByText('3 new messages').waitFor({ state: 'detached' });
    for (const page of [alice, desk, phone]) await page.context().close();
  });

  it('counts what came while the list was scrolled up, on both devices, until one of them has read or written', async () => {
    const [alice, desk, phone] = [await stage.open('alice'), await stage.open('bob'), await stage.open('bob')];
    await Promise.all([scrollUp(desk), scrollUp(phone)]);
    for (const text of ['count one', 'count two', 'count three']) await say(alice, text);
    await Promise.all([counts(desk, 3).waitFor(), counts(phone, 3).waitFor()]);
    await says(alice, 'count three', 'Delivered');
    await newest(desk).click();
    await newestOnly(phone).waitFor();
    await says(alice, 'count three', 'Read');

    await scrollUp(desk);
    for (const text of ['count four', 'count five']) await say(alice, text);
    await Promise.all([counts(desk, 2).waitFor(), counts(phone, 2).waitFor()]);
    await say(desk, 'count answer');
    await newestOnly(phone).waitFor();
    await newest(desk).waitFor({ state: 'detached' });
    await says(alice, 'count five', 'Read');
    for (const page of [alice, desk, phone]) await page.context().close();
  });
});
