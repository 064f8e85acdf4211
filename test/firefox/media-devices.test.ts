import puppeteer, { type Browser, type Frame } from 'puppeteer-core';
import type { Media } from '../../src/core/media/api.ts';
import { type DocumentOptions, INSECURE, MediaHost } from '../browser/media-stage.ts';
import { after, before, describe, expect, it } from '../harness.ts';

declare const media: Media;

const firefox = process.env.FIREFOX ?? '/usr/bin/firefox-esr';

const launch = (prefs: Record<string, unknown>): Promise<Browser> =>
  puppeteer.launch({
    browser: 'firefox',
    executablePath: firefox,
    headless: true,
    extraPrefsFirefox: { 'network.dns.localDomains': INSECURE, ...prefs },
  });

/** A document in front, and the frame in it if there is one: Firefox opens devices only for the page in front. */
async function open(browser: Browser, host: MediaHost, options: DocumentOptions = {}): Promise<Frame> {
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(host.url(options));
  await page.bringToFront();
  return options.frame ? await page.waitForFrame((frame) => frame !== page.mainFrame()) : page.mainFrame();
}

const ask = async (frame: Frame): Promise<string> =>
  frame.evaluate(async () => {
    const { outcome, error } = await media.requestPermission();
    return `${outcome} ${error?.code ?? ''}`.trim();
  });

describe('devices of Firefox', () => {
  let browser: Browser;
  let host: MediaHost;
  before(async () => {
    host = await MediaHost.start();
    browser = await launch({ 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true });
  });
  after(async () => {
    await browser?.close();
    await host?.stop();
  });

  it('are opened, opened anew in place, switched in their processing, and closed', async () => {
    const frame = await open(browser, host);
    const seen = await frame.evaluate(async () => {
      const opened = await media.open({ audio: true, video: true });
      const shared = opened.share();
      const { audioTrack: before } = opened;
      const replaced: string[] = [];
      opened.onReplaced((next, previous) => void replaced.push(next.readyState, previous.readyState));
      await opened.reopen('audio');
      await opened.configure({ echoCancellation: false });
      const { echoCancellation } = opened.audioTrack?.getSettings() ?? {};
      const live = opened.stream.getTracks().map(({ kind, readyState }) => `${kind} ${readyState}`);
      const moved = before !== opened.audioTrack && shared.audioTrack?.readyState === 'live';
      opened.dispose();
      shared.dispose();
      return { first: replaced.slice(0, 2), echoCancellation, live: live.sort(), moved, known: media.tracks.length };
    });
    expect(seen).to.deep.equal({ first: ['live', 'live'], echoCancellation: false, live: ['audio live', 'video live'], moved: true, known: 0 });
  });

  it('are granted to the page and to frames that may, and not to a strange frame without allow or an insecure origin', async () => {
    expect(await ask(await open(browser, host))).to.equal('granted');
    expect(await ask(await open(browser, host, { frame: { elsewhere: true, allow: 'microphone; camera' } }))).to.equal('granted');
    expect(await ask(await open(browser, host, { frame: { elsewhere: true } }))).to.equal('iframe media:iframe');
    expect(await ask(await open(browser, host, { insecure: true }))).to.equal('insecure media:insecure');
  });
});

describe('Firefox told to block devices', () => {
  let browser: Browser;
  let host: MediaHost;
  before(async () => {
    host = await MediaHost.start();
    browser = await launch({ 'media.navigator.streams.fake': true, 'permissions.default.microphone': 2, 'permissions.default.camera': 2 });
  });
  after(async () => {
    await browser?.close();
    await host?.stop();
  });

  it('denies them', async () => {
    expect(await ask(await open(browser, host))).to.equal('denied media:denied');
  });
});
