import type { Page } from 'playwright-core';
import type { Call } from '../../src/core/call/api.ts';
import type { Client } from '../../src/core/client/client.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import type { Colour, show as Show } from './call-media.page.ts';
import { Stage } from './stage.ts';

declare global {
  interface Window {
    client: Client;
    call: Call;
  }
}
declare const show: typeof Show;

const SETTINGS = { backoffBaseMs: 50, backoffMaxMs: 200, mediaLostMs: 500, iceRestartAfterMs: 300 };
const PEOPLE = {
  alice: { hz: 1_000, camera: 'red', screen: { colour: 'lime', hz: 2_500 } },
  bob: { hz: 440, camera: 'blue', screen: { colour: 'lime', hz: 2_500 } },
} as const;

const hears = (page: Page, hz: number) =>
  page.waitForFunction((wanted) => {
    const [track] = window.call.remoteStream?.getAudioTracks() ?? [];
    return track !== undefined && show.hear(track, wanted).level > -50;
  }, hz);
const misses = (page: Page, hz: number) =>
  page.waitForFunction((wanted) => {
    const [track] = window.call.remoteStream?.getAudioTracks() ?? [];
    return track !== undefined && show.hear(track, wanted).level < -90;
  }, hz);
const sees = (page: Page, ...colours: Colour[]) =>
  page.waitForFunction((wanted) => {
    const tracks = window.call.remoteStream?.getVideoTracks() ?? [];
    return tracks.length === wanted.length && tracks.every((track, i) => show.colourOf(track) === wanted[i]);
  }, colours);
const flows = (page: Page) => page.waitForFunction(() => /connected|completed/.test(window.call.mediaState) && !window.call.reconnecting);

describe('a page that is reloaded in a call', () => {
  let stage: Stage;
  let [alice, bob]: Page[] = [];
  before(async () => {
    stage = await Stage.start(
      { beatMs: 500, callTickMs: 50, graceMs: 60_000 },
      { flags: ['--autoplay-policy=no-user-gesture-required'], modules: ['test/browser/call-media.page.ts'] },
    );
    [alice, bob] = await Promise.all(
      (['alice', 'bob'] as const).map(async (name) => {
        const context = await stage.browser.newContext({ permissions: ['microphone', 'camera'] });
        const { hz, camera, screen } = PEOPLE[name];
        // in place before the call is taken back
        const play = `Object.defineProperty(window, 'client', {
          configurable: true,
          set(client) {
            Object.defineProperty(window, 'client', { value: client });
            show.play(${hz}, ${JSON.stringify(camera)}, ${JSON.stringify(screen)});
            client.calls.on('incoming', (call) => { window.call = call; });
          },
        });
        // every look of the test into the page counts as a click
        Object.defineProperty(navigator, 'userActivation', { get: () => ({ isActive: localStorage.getItem('clicked') === 'yes' }) });`;
        await context.addInitScript(play);
        return stage.person(name, { settings: SETTINGS, context });
      }),
    );
    await alice!.evaluate(async () => {
      window.call = await window.client.calls.make('bob');
    });
    await bob!.waitForFunction(() => window.call?.state === 'ringing');
    await bob!.evaluate(() => window.call.answer());
    await Promise.all([flows(alice!), flows(bob!)]);
  });
  after(() => stage.stop());

  const reload = async () => {
    await alice!.reload();
    await alice!.waitForFunction(() => {
      window.call = window.client.calls.calls[0] as Call;
      return window.call !== undefined;
    });
  };

  it('shows the camera again that was switched on in the call, as often as it is reloaded, and not one that was switched off', async () => {
    await alice!.evaluate(() => window.call.startVideo());
    await sees(bob!, 'red');
    for (let turn = 0; turn < 2; turn++) {
      await reload();
      await Promise.all([sees(bob!, 'red'), hears(bob!, PEOPLE.alice.hz), hears(alice!, PEOPLE.bob.hz)]);
    }
    await alice!.evaluate(() => window.call.stopVideo());
    await sees(bob!);
    await reload();
    await Promise.all([hears(bob!, PEOPLE.alice.hz), flows(alice!)]);
    await sees(bob!);
  });

  it('holds on when it held: neither hears the other before it lets go', async () => {
    await alice!.evaluate(() => window.call.hold());
    await misses(bob!, PEOPLE.alice.hz);
    await reload();
    expect(await alice!.evaluate(() => [window.call.state, window.call.localHold])).to.deep.equal(['on_hold', true]);
    await Promise.all([flows(alice!), flows(bob!), bob!.waitForFunction(() => window.call.state === 'on_hold' && window.call.remoteHold)]);
    await Promise.all([misses(bob!, PEOPLE.alice.hz), misses(alice!, PEOPLE.bob.hz)]);
    await alice!.evaluate(() => window.call.unhold());
    await Promise.all([hears(bob!, PEOPLE.alice.hz), hears(alice!, PEOPLE.bob.hz)]);
  });

  it('is on hold still when the other one holds', async () => {
    await bob!.evaluate(() => window.call.hold());
    await alice!.waitForFunction(() => window.call.remoteHold);
    await reload();
    await alice!.waitForFunction(() => window.call.state === 'on_hold' && window.call.remoteHold);
    await Promise.all([flows(alice!), misses(alice!, PEOPLE.bob.hz)]);
    await bob!.evaluate(() => window.call.unhold());
    await hears(alice!, PEOPLE.bob.hz);
  });

  it('shares the screen again where the browser lets it without a click; else it says that it is not shared any more, and the other side sees that', async () => {
    await alice!.evaluate(() => window.call.shareScreen());
    await sees(bob!, 'lime');
    await alice!.evaluate(() => localStorage.setItem('clicked', 'yes'));
    await reload();
    await sees(bob!, 'lime');
    await alice!.evaluate(() => localStorage.removeItem('clicked'));
    await reload();
    await alice!.waitForFunction(() => window.call.error !== undefined);
    expect(await alice!.evaluate(() => [window.call.error?.message, window.call.sharing])).to.deep.equal([
      'unable to share the screen after the reload; the browser wants a click for it: share it again',
      false,
    ]);
    await Promise.all([sees(bob!), hears(bob!, PEOPLE.alice.hz)]);
    expect(await bob!.evaluate(() => window.call.remoteSharing)).to.equal(false);
  });
});
