import type { Page } from 'playwright-core';
import { after, before, describe, expect, it } from '../harness.ts';
import { connected, DemoStage } from './demo-stage.ts';

const box = (page: Page) => page.getByRole('textbox', { name: 'Message Lobby' });

async function say(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await box(page).press('Enter');
}

/** The texts of the list that contain `mark`, as shown, oldest first. */
async function shown(page: Page, mark: string): Promise<string[]> {
  const texts = await page.getByRole('list').getByRole('listitem').allInnerTexts();
  return texts.filter((text) => text.includes(mark)).map((text) => new RegExp(`${mark} \\S+`).exec(text)?.[0] ?? text);
}

/** Waits until the list shows exactly these texts, in this order. */
async function shows(page: Page, mark: string, expected: string[]): Promise<void> {
  await page
    .getByRole('listitem')
    .filter({ hasText: expected.at(-1)! })
    .first()
    .waitFor();
  for (;;) {
    const now = await shown(page, mark);
    if (JSON.stringify(now) === JSON.stringify(expected)) return;
    if (now.length > expected.length) expect(now).to.deep.equal(expected);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

describe('two people in the lobby', () => {
  let stage: DemoStage;
  before(async () => {
    stage = await DemoStage.start();
  });
  after(() => stage.stop());

  it('shows each message once, in one order, on both sides', async () => {
    const alice = await stage.open('alice');
    const bob = await stage.open('bob');
    await say(alice, 'both one');
    await shows(bob, 'both', ['both one']);
    await say(bob, 'both two');
    await shows(alice, 'both', ['both one', 'both two']);
    await shows(bob, 'both', ['both one', 'both two']);
    await alice.context().close();
    await bob.context().close();
  });

  it('keeps what was written while the line was cut and sends it once, in order', async () => {
    const alice = await stage.open('alice');
    const bob = await stage.open('bob', { direct: true });
    stage.cut();
    await say(alice, 'cut one');
    await say(alice, 'cut two');
    await say(bob, 'cut other');
    stage.mend();
    await connected(alice);
    await shows(bob, 'cut', ['cut other', 'cut one', 'cut two']);
    await shows(alice, 'cut', ['cut other', 'cut one', 'cut two']);
    await alice.context().close();
    await bob.context().close();
  });

  it('sends after a reload what was written offline', async () => {
    const context = await stage.context();
    const alice = await stage.open('alice', { context });
    const bob = await stage.open('bob', { direct: true });
    stage.cut();
    await say(alice, 'kept one');
    await alice.getByRole('listitem').filter({ hasText: 'kept one' }).waitFor();
    stage.mend();
    await alice.reload();
    await connected(alice);
    await shows(bob, 'kept', ['kept one']);
    await shows(alice, 'kept', ['kept one']);
    await context.close();
    await bob.context().close();
  });

  it('loses and doubles nothing when the server is killed while messages are sent', async () => {
    const alice = await stage.open('alice');
    const bob = await stage.open('bob');
    const expected: string[] = [];
    for (let i = 0; i < 12; i++) {
      expected.push(`kill ${i}`);
      await say(alice, `kill ${i}`);
      if (i === 5) {
        await stage.killServer();
        await stage.startServer();
      }
    }
    await connected(alice);
    await connected(bob);
    await shows(alice, 'kill', expected);
    await shows(bob, 'kill', expected);
    await bob.reload();
    await connected(bob);
    await shows(bob, 'kill', expected);
    await alice.context().close();
    await bob.context().close();
  });

  it('shows an image that was sent on both sides, at the size it has', async () => {
    const alice = await stage.open('alice');
    const bob = await stage.open('bob');
    const png = await alice.evaluate(() => {
      const canvas = document.createElement('canvas');
      canvas.width = 120;
      canvas.height = 60;
      canvas.getContext('2d')!.fillRect(0, 0, 60, 60);
      return canvas.toDataURL('image/png').split(',')[1]!;
    });
    const chooser = alice.waitForEvent('filechooser');
    await alice.getByRole('button', { name: /attach/i }).click();
    await (await chooser).setFiles({ name: 'half.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') });
    await alice.getByRole('button', { name: 'Send', exact: true }).click();
    for (const page of [alice, bob]) {
      const image = page
        .getByRole('listitem')
        .getByRole('link', { name: /half\.png/ })
        .locator('img');
      await image.waitFor();
      await page.waitForFunction(
        (img) => (img as HTMLImageElement).complete && (img as HTMLImageElement).naturalWidth === 120,
        await image.elementHandle(),
      );
    }
    await alice.context().close();
    await bob.context().close();
  });
});
