import type { Page } from 'playwright-core';
import puppeteer, { type Browser, type Page as FirefoxPage } from 'puppeteer-core';
import type { Call } from '../../src/core/call/api.ts';
import type { Client } from '../../src/core/client/client.ts';
import type { show as Show } from '../browser/call-media.page.ts';
import { Stage } from '../browser/stage.ts';
import { after, before, describe, expect, it } from '../harness.ts';

declare global {
  interface Window {
    client: Client;
    call: Call;
    ready: Promise<void>;
  }
}
declare const show: typeof Show;

const firefox = process.env.FIREFOX ?? '/usr/bin/firefox-esr';
const SETTINGS = { backoffBaseMs: 50, backoffMaxMs: 200, mediaLostMs: 1_000, iceRestartAfterMs: 1_000 };
/** The voice in Chromium, and the one of Firefox's fake microphone. */
const [CHROMIUM_HZ, FIREFOX_HZ] = [1_000, 440];

/** What both drivers can do, asking again and again: a page that is not in front paints no frames to wait for. */
const until = (page: Page | FirefoxPage, look: () => unknown) =>
  (page as FirefoxPage).waitForFunction(look, { polling: 50 } as never) as unknown as Promise<unknown>;
const chromiumUntil = (page: Page, look: () => unknown) => page.waitForFunction(look, undefined, { polling: 50 });

describe('a call between Chromium and Firefox', () => {
  let stage: Stage;
  let fox: Browser;
  let turn = 0;
  before(async () => {
    stage = await Stage.start(
      { beatMs: 1_000, callTickMs: 50 },
      { flags: ['--autoplay-policy=no-user-gesture-required'], modules: ['test/browser/call-media.page.ts'] },
    );
    fox = await puppeteer.launch({
      browser: 'firefox',
      executablePath: firefox,
      headless: true,
      extraPrefsFirefox: {
        'media.navigator.streams.fake': true,
        'media.navigator.permission.disabled': true,
        'media.navigator.audio.fake_frequency': FIREFOX_HZ,
        'media.autoplay.default': 0,
        'media.peerconnection.ice.obfuscate_host_addresses': false,
      },
    });
  });
  after(async () => {
    await fox?.close();
    await stage?.stop();
  });

  /** One person in each, connected. Firefox opens devices only for the page in front. */
  async function people(): Promise<{ alice: Page; bob: FirefoxPage; bobId: string; aliceId: string }> {
    turn++;
    const [aliceId, bobId] = [`chromium${turn}`, `firefox${turn}`];
    const alice = await stage.person(aliceId, { settings: SETTINGS });
    await alice.evaluate((hz) => show.play(hz, 'red', { colour: 'lime', hz: 2_500 }), CHROMIUM_HZ);
    const bob = await fox.newPage();
    bob.setDefaultTimeout(60_000);
    await bob.goto(await stage.address(bobId, { settings: SETTINGS }));
    await bob.bringToFront();
    await bob.evaluate(() => window.ready);
    return { alice, bob, aliceId, bobId };
  }

  /** Chromium hears the tone that Firefox sends. */
  const chromiumHears = (page: Page) =>
    page.waitForFunction(
      (hz) => {
        const [track] = window.call.remoteStream?.getAudioTracks() ?? [];
        return track !== undefined && show.hear(track, hz).level > -60;
      },
      FIREFOX_HZ,
      { polling: 50 },
    );
  /** Firefox, which runs no audio context here, hears as loud a sound, or none. */
  const firefoxHears = (page: FirefoxPage, loud = true) =>
    page.evaluate(async (wanted) => {
      for (let start: number | undefined; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
        for (const report of (await window.call.peerConnection?.getStats())?.values() ?? []) {
          if (report.type !== 'inbound-rtp' || report.kind !== 'audio' || report.audioLevel === undefined) continue;
          if (report.audioLevel > 0.05 !== wanted) start = undefined;
          else start ??= report.packetsReceived;
          if (start !== undefined && report.packetsReceived >= start + 25) return;
        }
      }
    }, loud);
  /** Remembers the call that rings next. */
  const expectCall = (page: Page | FirefoxPage) =>
    (page as Page).evaluate(() => {
      window.client.calls.once('incoming', (call) => {
        window.call = call;
      });
    });
  const make = (page: Page | FirefoxPage, to: string) =>
    (page as Page).evaluate(async (id) => {
      window.call = await window.client.calls.make(id);
    }, to);
  const up = () => window.call?.state === 'connected' && /connected|completed/.test(window.call.mediaState);

  it('from Chromium to Firefox carries sound both ways until Firefox hangs up', async () => {
    const { alice, bob, bobId } = await people();
    await expectCall(bob);
    await make(alice, bobId);
    await until(bob, () => window.call?.state === 'ringing');
    await bob.evaluate(() => window.call.answer());
    await Promise.all([chromiumUntil(alice, up), until(bob, up)]);
    await Promise.all([chromiumHears(alice), firefoxHears(bob)]);
    await bob.evaluate(() => window.call.end());
    await chromiumUntil(alice, () => window.call.state === 'ended');
    expect(await alice.evaluate(() => window.call.endReason)).to.equal('completed');
    await Promise.all([alice.context().close(), bob.close()]);
  });

  it('from Firefox to Chromium carries sound both ways until Chromium hangs up', async () => {
    const { alice, bob, aliceId } = await people();
    await expectCall(alice);
    await make(bob, aliceId);
    await chromiumUntil(alice, () => window.call?.state === 'ringing');
    await alice.evaluate(() => window.call.answer());
    await Promise.all([chromiumUntil(alice, up), until(bob, up)]);
    await Promise.all([chromiumHears(alice), firefoxHears(bob)]);
    await alice.evaluate(() => window.call.end());
    await until(bob, () => window.call.state === 'ended');
    expect(await bob.evaluate(() => window.call.endReason)).to.equal('completed');
    await Promise.all([alice.context().close(), bob.close()]);
  });

  it('is silent on hold, and gains and loses pictures both ways, also when both begin at once', async () => {
    const { alice, bob, bobId } = await people();
    await expectCall(bob);
    await make(alice, bobId);
    await until(bob, () => window.call?.state === 'ringing');
    await bob.evaluate(() => window.call.answer());
    await Promise.all([chromiumHears(alice), firefoxHears(bob)]);
    await alice.evaluate(() => window.call.hold());
    await firefoxHears(bob, false);
    await alice.evaluate(() => window.call.unhold());
    await firefoxHears(bob);
    await Promise.all([alice.evaluate(() => window.call.startVideo()), bob.evaluate(() => window.call.startVideo())]);
    /** Pictures come in, one after the other. */
    const frames = async () => {
      for (let first: number | undefined; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
        for (const report of (await window.call.peerConnection?.getStats())?.values() ?? []) {
          if (report.type !== 'inbound-rtp' || report.kind !== 'video' || !report.framesDecoded) continue;
          first ??= report.framesDecoded as number;
          if (report.framesDecoded > first + 3) return window.call.remoteStream?.getVideoTracks().length;
        }
      }
    };
    expect(await Promise.all([alice.evaluate(frames), bob.evaluate(frames)])).to.deep.equal([1, 1]);
    await Promise.all([alice.evaluate(() => window.call.stopVideo()), bob.evaluate(() => window.call.stopVideo())]);
    await Promise.all([
      chromiumUntil(alice, () => window.call.remoteStream?.getVideoTracks().length === 0),
      until(bob, () => window.call.remoteStream?.getVideoTracks().length === 0),
    ]);
    await Promise.all([chromiumHears(alice), firefoxHears(bob)]);
    await bob.evaluate(() => window.call.restartMedia());
    await Promise.all([chromiumHears(alice), firefoxHears(bob)]);
    await alice.evaluate(() => window.call.end());
    await until(bob, () => window.call.state === 'ended');
    await Promise.all([alice.context().close(), bob.close()]);
  });
});
