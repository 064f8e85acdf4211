import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
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

  /** Through shadow roots, by the name that is read out. */
  const named = (name: string) => `>>> ::-p-aria([name="${name}"][role="button"])`;
  /** Firefox opens a microphone only for the page in front. */
  const press = async (page: Page, name: string) => {
    await page.bringToFront();
    await page.locator(named(name)).click();
  };
  const gone = (page: Page, name: string) => page.waitForSelector(named(name), { hidden: true });

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
    await press(bob, 'Answer');
    await Promise.all([alice, bob].map((page) => page.waitForSelector('>>> [role=timer]')));
    await press(alice, 'Hang up');
    await Promise.all([gone(alice, 'Hang up'), gone(bob, 'Hang up')]);
  });
});
