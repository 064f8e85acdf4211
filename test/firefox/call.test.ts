import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core';
import { after, before, describe, it } from '../harness.ts';

const firefox = process.env.FIREFOX ?? '/usr/bin/firefox-esr';

describe('two Firefox windows', () => {
  let browser: Browser;
  let address: string;
  let stop: () => Promise<unknown>;
  const data = mkdtempSync(join(tmpdir(), 'earshot-firefox-'));

  /** A page of its own container, so that the two users share nothing. */
  async function open(user: string): Promise<Page> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(`${address}/?user=${user}`);
    return page;
  }

  /**
   * Waits until a `selector` whose name or text contains `text` is seen, in any shadow root, or until none is. Asks again and again: what
   * happens inside a shadow root is no mutation of the document, and a page that is not in front paints no frames to wait for.
   */
  const look = (page: Page, wanted: boolean, selector: string, text = '') =>
    page.waitForFunction(
      (be: boolean, what: string, part: string) => {
        const within = (root: ParentNode): Element | undefined => {
          for (const element of root.querySelectorAll('*')) {
            if (element.matches(what) && (element.ariaLabel ?? element.textContent!).includes(part) && element.checkVisibility()) return element;
            const inside = element.shadowRoot && within(element.shadowRoot);
            if (inside) return inside;
          }
          return undefined;
        };
        const found = within(document);
        return be ? found : !found;
      },
      { polling: 50 },
      wanted,
      selector,
      text,
    );
  const shown = async (page: Page, selector: string, text?: string) => (await look(page, true, selector, text)).asElement() as ElementHandle<Element>;
  const gone = (page: Page, selector: string, text?: string) => look(page, false, selector, text);
  /** Firefox opens a microphone only for the page in front. */
  const press = async (page: Page, name: string) => {
    await page.bringToFront();
    await (await shown(page, 'button', name)).click();
  };
  before(async () => {
    const server = spawn(process.execPath, ['server/bin/earshot-server.mjs', '--demo', '--port', '0', '--data', data], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((done) => server.on('exit', done));
    stop = () => {
      server.kill('SIGTERM');
      return ended;
    };
    address = await new Promise<string>((done, fail) => {
      let output = '';
      server.stdout.on('data', (chunk) => {
        output += chunk;
        const found = /http:\/\/[\w.:[\]-]+:\d+/.exec(output)?.[0];
        if (found) done(found);
      });
      ended.then(() => fail(new Error(`the server ended: ${output}`)));
    });
    browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: firefox,
      headless: true,
      extraPrefsFirefox: {
        'media.navigator.streams.fake': true,
        'media.navigator.permission.disabled': true,
        'media.autoplay.default': 0,
        'media.peerconnection.ice.obfuscate_host_addresses': false,
      },
    });
  });

  after(async () => {
    await browser?.close();
    await stop?.();
    rmSync(data, { recursive: true, force: true });
  });

  it('call each other: Alice calls, Bob answers, Alice hangs up', async () => {
    const [alice, bob] = [await open('alice'), await open('bob')];
    await press(alice, 'Call Bob');
    await shown(alice, 'span', 'Ringing'); // she has her microphone now; before, Firefox would let her wait behind his window
    await press(bob, 'Answer');
    await Promise.all([alice, bob].map((page) => shown(page, '[role=timer]')));
    await press(alice, 'Hang up');
    await Promise.all([alice, bob].map((page) => gone(page, '[role=timer]')));
    await Promise.all([alice, bob].map((page) => gone(page, 'button', 'Hang up')));
  });
});
