import type { Page } from 'playwright-core';
import { expect } from '../harness.ts';

/** The text box of the demo's channel. */
export const box = (page: Page) => page.getByRole('textbox', { name: 'Message Lobby' });

/** Types a text and presses Enter, once there is a channel to send it to: until then a text stays in the box. */
export async function say(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true, disabled: false }).waitFor();
  await box(page).press('Enter');
}

/** The row of a message, by its text. */
export const row = (page: Page, text: string) => page.getByRole('list', { name: 'Messages' }).getByRole('listitem').filter({ hasText: text });

/**
 * What the rows of the list say, oldest first, as far as `mark` matches: the match, or for a picture the name of its link.
 * A row is read once however often it is shown.
 */
export async function shown(page: Page, mark: RegExp): Promise<string[]> {
  return (await rows(page)).map((text) => mark.exec(text)?.[0]).filter((text) => text !== undefined);
}

/** What each drawn row says, oldest first. */
const rows = (page: Page): Promise<string[]> =>
  page
    .getByRole('list', { name: 'Messages' })
    .getByRole('listitem')
    .evaluateAll((nodes) =>
      nodes.map(
        (node) => `${node.textContent} ${[...node.querySelectorAll('a,button')].map((link) => link.getAttribute('aria-label') ?? '').join(' ')}`,
      ),
    );

/** The same, once the reader has looked up as far as `mark` goes: the newest rows are drawn first. */
export async function shownUp(page: Page, mark: RegExp): Promise<string[]> {
  for (;;) {
    const [oldest] = await rows(page);
    if (oldest !== undefined && !mark.test(oldest)) return shown(page, mark);
    await lookUp(page);
  }
}

async function lookUp(page: Page): Promise<void> {
  await page.getByRole('list', { name: 'Messages' }).hover();
  await page.mouse.wheel(0, -400);
  await page.evaluate(() => new Promise(requestAnimationFrame));
}

/** Waits until the rows that match `mark` are exactly these; one too many fails at once. Looks up for those that are not drawn yet. */
export async function showsAll(page: Page, mark: RegExp, expected: readonly string[]): Promise<void> {
  for (;;) {
    const now = await shown(page, mark);
    if (JSON.stringify(now) === JSON.stringify(expected)) return;
    if (now.length > expected.length) expect(now).to.deep.equal(expected);
    await lookUp(page);
  }
}

/** A PNG of noise, which does not compress: about 4 bytes a pixel. */
export async function noise(page: Page, width: number, height: number): Promise<Buffer> {
  const base64 = await page.evaluate(
    ([w, h]) => {
      const canvas = document.createElement('canvas');
      canvas.width = w!;
      canvas.height = h!;
      const context = canvas.getContext('2d')!;
      const image = context.createImageData(w!, h!);
      let seed = 1;
      for (let i = 0; i < image.data.length; i++) {
        seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
        image.data[i] = i % 4 === 3 ? 255 : seed >>> 24;
      }
      context.putImageData(image, 0, 0);
      return canvas.toDataURL('image/png').split(',')[1]!;
    },
    [width, height],
  );
  return Buffer.from(base64, 'base64');
}

/** Picks the files in the dialog and presses Send. */
export async function sendFiles(page: Page, files: readonly { name: string; buffer: Buffer }[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /attach/i }).click();
  await (await chooser).setFiles(files.map((file) => ({ ...file, mimeType: 'image/png' })));
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

/** Waits until the one picture of this name is there and decoded. */
export async function pictureLoaded(page: Page, name: RegExp, width: number): Promise<void> {
  const image = page.getByRole('listitem').getByRole('link', { name }).locator('img');
  await image.first().waitFor();
  await page.waitForFunction(([img, wanted]) => (img as HTMLImageElement).complete && (img as HTMLImageElement).naturalWidth === wanted, [
    await image.first().elementHandle(),
    width,
  ] as const);
}
