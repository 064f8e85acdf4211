import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { Picture } from '../../server/src/demo/png.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { box, ChatStage, held, holds, row, shown } from './chat-stage.ts';

describe('writing in a real browser', () => {
  let chat: ChatStage;
  before(async () => {
    chat = await ChatStage.start();
  });
  after(() => chat.stop());

  /** What an input method does with these stages of a word, and then Enter to take it. */
  async function compose(page: Page, cdp: CDPSession, stages: readonly string[], word: string): Promise<void> {
    for (const text of stages) {
      await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', windowsVirtualKeyCode: 229, key: 'Process' });
      await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    }
    expect(await box(page).inputValue()).to.match(new RegExp(`${stages.at(-1)}$`));
    await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', windowsVirtualKeyCode: 229, key: 'Enter', code: 'Enter' });
    await cdp.send('Input.insertText', { text: word });
    await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', windowsVirtualKeyCode: 13, key: 'Enter', code: 'Enter' });
  }

  it('leaves Enter to the input method while a word is composed, and sends with the next: Japanese and Korean', async () => {
    await chat.channel('methods');
    const page = await chat.open('alice', { channel: 'methods' });
    const cdp = await page.context().newCDPSession(page);
    await box(page).focus();
    await compose(page, cdp, ['n', 'に', 'にh', 'にほ', 'にほん'], '日本');
    await compose(page, cdp, ['g', 'ご'], '語');
    expect(await held(page)).to.deep.equal([]);
    expect(await box(page).inputValue()).to.equal('日本語');
    await page.keyboard.press('Enter');
    await compose(page, cdp, ['ㅎ', '하', '한'], '한');
    await compose(page, cdp, ['ㄱ', '그', '글'], '글');
    expect(await held(page)).to.deep.equal(['日本語']);
    await page.keyboard.press('Enter');
    await holds(page, ['日本語', '한글']);
    expect(await box(page).inputValue()).to.equal('');
    await page.context().close();
  });

  it('takes rich text as its words and a picture as a file from the clipboard, and files that are dropped', async () => {
    await chat.channel('pasted');
    const folder = await mkdtemp(join(tmpdir(), 'earshot-drop-'));
    const context = await chat.stage.browser.newContext({
      viewport: { width: 640, height: 560 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await chat.open('alice', { context, channel: 'pasted' });
    await page.evaluate(
      async () =>
        await navigator.clipboard.write([
          new ClipboardItem({
            'text/html': new Blob(['<h1 onclick="window.pwned=1">Rich <b>words</b></h1><img src=x onerror="window.pwned=1">'], { type: 'text/html' }),
            'text/plain': new Blob(['Rich words'], { type: 'text/plain' }),
          }),
        ]),
    );
    await box(page).focus();
    await page.keyboard.press('Control+V');
    expect(await box(page).inputValue()).to.equal('Rich words');
    await page.keyboard.press('Enter');
    await row(page, 'Rich words').waitFor();

    const png = new Picture(40, 20, [9, 9, 9]).toPng().toString('base64');
    await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
    }, png);
    await page.keyboard.press('Control+V');
    await page.getByRole('button', { name: /image\.png/ }).waitFor();
    await page.keyboard.press('Enter');
    const picture = page
      .getByRole('listitem')
      .getByRole('link', { name: /image\.png/ })
      .locator('img');
    await picture.waitFor();

    const paths = [join(folder, 'one.txt'), join(folder, 'two.txt')];
    for (const path of paths) await writeFile(path, `text of ${path}`);
    const cdp = await context.newCDPSession(page);
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await cdp.send('Input.dispatchDragEvent', { type, x: 200, y: 250, data });
    for (const name of [/one\.txt/, /two\.txt/]) await page.getByRole('button', { name }).waitFor();
    await page.keyboard.press('Enter');
    for (const name of [/one\.txt/, /two\.txt/])
      await page
        .getByRole('listitem', { name: /(Sent|Delivered|Read)\.$/ })
        .getByRole('link', { name })
        .waitFor();
    expect(await page.evaluate(() => 'pwned' in window)).to.equal(false);
    await context.close();
    await rm(folder, { recursive: true });
  });

  it('goes on with an upload after a cut line and after a reload, from the byte that the server has', async () => {
    await chat.channel('uploads');
    const SIZE = 6_000_000;
    const settings = { backoffBaseMs: 50, backoffMaxMs: 100 };
    const context = await chat.stage.browser.newContext({ viewport: { width: 640, height: 560 } });
    const page = await chat.open('alice', { context, channel: 'uploads', settings });
    const folder = await mkdtemp(join(tmpdir(), 'earshot-upload-'));
    const path = join(folder, 'large.bin');
    await writeFile(path, randomBytes(SIZE));
    const offsets: number[] = [];
    let bytes = 0;
    let cuts = 0;
    let reloaded = false;
    let cutTwice = () => {};
    const wasCutTwice = new Promise<void>((resolve) => {
      cutTwice = resolve;
    });
    // cut after two megabytes, and then at once until the page is another
    chat.stage.relay.cutBefore = ({ kind, direction, text, before: passed }) => {
      if (kind !== 'http' || direction !== 'up') return false;
      const patch = /^PATCH [^\r]*\r\n(?:[^\r]+\r\n)*?upload-offset: (\d+)/i.exec(text);
      const cut = !reloaded && (patch ? cuts > 0 : passed > 2_000_000);
      if (patch && !cut) offsets.push(Number(patch[1]));
      if (!cut) bytes += text.length;
      else if (++cuts === 2) cutTwice();
      return cut;
    };
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: /attach/i }).click();
    await (await chooser).setFiles(path);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await wasCutTwice;
    reloaded = true;
    await page.reload();
    await shown(page);
    await page
      .getByRole('listitem', { name: /(Sent|Delivered|Read)\.$/ })
      .getByRole('link', { name: /large\.bin/ })
      .waitFor();
    chat.stage.relay.cutBefore = undefined;
    expect(offsets[0]).to.equal(0);
    expect(offsets.at(-1)).to.be.greaterThan(1_000_000);
    expect(bytes).to.be.below(SIZE * 1.3); // nothing that had arrived went up again
    const { messages } = await chat.as('bob', 'message.list', { channel_id: 'uploads' });
    expect(messages.map(({ file }) => file?.size)).to.deep.equal([SIZE]);
    await context.close();
    await rm(folder, { recursive: true });
  });
});
