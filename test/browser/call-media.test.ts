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
    other: Call;
    told: unknown[];
    kept: ReturnType<typeof Show.holdSignals>;
  }
}
declare const show: typeof Show;

const SETTINGS = { backoffBaseMs: 50, backoffMaxMs: 200, maxCalls: 3 };
/** Voice, camera, and what a shared screen shows and plays. */
const PEOPLE = {
  alice: { hz: 1_000, camera: 'red', screen: { colour: 'lime', hz: 2_500 } },
  bob: { hz: 440, camera: 'blue', screen: { colour: 'lime', hz: 2_500 } },
  carol: { hz: 3_300, camera: 'lime', screen: { colour: 'red', hz: 2_500 } },
} as const;
const MUSIC = 1_760;

type Name = keyof typeof PEOPLE;
/** Which of a page's two calls. */
type Which = 'call' | 'other';

async function person(stage: Stage, name: Name, userId: string): Promise<Page> {
  const page = await stage.person(userId, { settings: SETTINGS });
  await setUp(page, name);
  return page;
}

const setUp = (page: Page, name: Name) => page.evaluate(({ hz, camera, screen }) => show.play(hz, camera, screen), PEOPLE[name]);

/** Calls from one page to another, each keeping the call under its name. */
async function talk(from: Page, to: Page, userId: string, which: [Which, Which] = ['call', 'call']): Promise<void> {
  const rings = to.evaluate(
    (key) =>
      new Promise<void>((resolve) => {
        window.client.calls.once('incoming', (call) => {
          window[key] = call;
          resolve();
        });
      }),
    which[1],
  );
  await from.evaluate(
    async ([name, key]) => {
      window[key] = await window.client.calls.make(name);
    },
    [userId, which[0]] as const,
  );
  await rings;
  await to.evaluate((key) => window[key].answer(), which[1]);
  for (const [page, key] of [
    [from, which[0]],
    [to, which[1]],
  ] as const)
    await page.waitForFunction((name) => window[name].state === 'connected' && window[name].remoteStream, key);
}

/** Waits until this tone is in what comes in, as loud as a voice. */
const hears = (page: Page, hz: number, { which = 'call', nth = 0 }: { which?: Which; nth?: number } = {}) =>
  page.waitForFunction(
    ([wanted, key, index]) => {
      const track = window[key].remoteStream?.getAudioTracks()[index];
      return track !== undefined && show.hear(track, wanted).level > -50;
    },
    [hz, which, nth] as const,
  );

/** Waits until nothing of it is left: below this no ear hears. */
const misses = (page: Page, hz: number, which: Which = 'call') =>
  page.waitForFunction(
    ([wanted, key]) => {
      const [track] = window[key].remoteStream?.getAudioTracks() ?? [];
      return track !== undefined && show.hear(track, wanted).level < -90;
    },
    [hz, which] as const,
  );

/** Waits until the pictures that come in have these colours, in this order. */
const sees = (page: Page, ...colours: (Colour | 'black')[]) =>
  page.waitForFunction((wanted) => {
    const tracks = window.call.remoteStream?.getVideoTracks() ?? [];
    return tracks.length === wanted.length && tracks.every((track, i) => show.colourOf(track) === wanted[i]);
  }, colours);

const state = (page: Page, wanted: string, which: Which = 'call') =>
  page.waitForFunction(([name, key]) => window[key]?.state === name, [wanted, which] as const);
const quiet = (page: Page) => page.waitForFunction(() => window.call.operations.length === 0);
const close = (...pages: Page[]) => Promise.all(pages.map((page) => page.context().close()));

describe('media of a call between browsers', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start(
      { beatMs: 500, callTickMs: 50, graceMs: 15_000 },
      { flags: ['--autoplay-policy=no-user-gesture-required'], modules: ['test/browser/call-media.page.ts'] },
    );
  });
  after(() => stage.stop());

  it('on hold neither hears the other; held by both, not before both have let go', async () => {
    const [alice, bob] = [await person(stage, 'alice', 'a1'), await person(stage, 'bob', 'b1')];
    await talk(alice, bob, 'b1');
    await Promise.all([hears(bob, PEOPLE.alice.hz), hears(alice, PEOPLE.bob.hz)]);
    await alice.evaluate(() => window.call.hold());
    await Promise.all([misses(bob, PEOPLE.alice.hz), misses(alice, PEOPLE.bob.hz)]);
    await bob.evaluate(() => window.call.hold());
    await alice.evaluate(() => window.call.unhold());
    await bob.waitForFunction(() => !window.call.remoteHold && window.call.localHold);
    await Promise.all([misses(bob, PEOPLE.alice.hz), misses(alice, PEOPLE.bob.hz)]);
    await bob.evaluate(() => window.call.unhold());
    await Promise.all([hears(bob, PEOPLE.alice.hz), hears(alice, PEOPLE.bob.hz)]);
    await close(alice, bob);
  });

  it('music on hold is heard instead of the voice, muted or not, and only while it is held', async () => {
    const [alice, bob] = [await person(stage, 'alice', 'a2'), await person(stage, 'bob', 'b2')];
    await talk(alice, bob, 'b2');
    await hears(bob, PEOPLE.alice.hz);
    await alice.evaluate((hz) => {
      window.client.calls.holdMusic = show.song(hz);
      window.call.setMuted(true);
      return window.call.hold();
    }, MUSIC);
    await hears(bob, MUSIC);
    await misses(bob, PEOPLE.alice.hz);
    await misses(alice, PEOPLE.bob.hz);
    await alice.evaluate(() => window.call.setMuted(false));
    await hears(bob, MUSIC);
    await misses(bob, PEOPLE.alice.hz);
    await alice.evaluate(() => window.call.unhold());
    await hears(bob, PEOPLE.alice.hz);
    await misses(bob, MUSIC);
    await hears(alice, PEOPLE.bob.hz);
    await close(alice, bob);
  });

  it('a picture comes and goes in a call that began with sound, and the sound does not break off', async () => {
    const [alice, bob] = [await person(stage, 'alice', 'a3'), await person(stage, 'bob', 'b3')];
    await talk(alice, bob, 'b3');
    await hears(bob, PEOPLE.alice.hz);
    await alice.evaluate(() => window.call.startVideo());
    await sees(bob, 'red');
    await bob.evaluate(() => window.call.startVideo());
    await sees(alice, 'blue');
    expect(await alice.evaluate(() => window.call.peerConnection?.getTransceivers().length)).to.equal(2);
    await alice.evaluate(() => window.call.stopVideo());
    await sees(bob);
    await sees(alice, 'blue');
    await Promise.all([hears(bob, PEOPLE.alice.hz), hears(alice, PEOPLE.bob.hz)]);
    await alice.evaluate(() => window.call.startVideo());
    await sees(bob, 'red');
    await close(alice, bob);
  });

  it('both begin and stop their pictures in the same instant, again and again, and always agree', async () => {
    const [alice, bob] = [await person(stage, 'alice', 'a4'), await person(stage, 'bob', 'b4')];
    await talk(alice, bob, 'b4');
    await Promise.all([hears(bob, PEOPLE.alice.hz), hears(alice, PEOPLE.bob.hz)]);
    for (const page of [alice, bob])
      await page.evaluate(() => {
        window.told = [];
        window.call.on('operation', ({ operation, transition, isLocal }) => isLocal && window.told.push(`${operation} ${transition}`));
      });
    for (let round = 0; round < 3; round++) {
      // neither hears of the other's offer before it has made its own
      for (const page of [alice, bob]) await page.evaluate(() => Object.assign(window, { kept: show.holdSignals(window.client) }));
      const added = Promise.all([alice, bob].map((page) => page.evaluate(() => window.call.addMedia({ video: true }))));
      for (const page of [alice, bob]) await page.waitForFunction(() => window.kept.offers > 0);
      for (const page of [alice, bob]) await page.evaluate(() => window.kept.go());
      await added;
      await Promise.all([sees(bob, 'red'), sees(alice, 'blue')]);
      await Promise.all([alice, bob].map((page) => page.evaluate(() => window.call.stopVideo())));
      await Promise.all([sees(alice), sees(bob)]);
    }
    for (const page of [alice, bob]) {
      const steps = ['START', 'UPDATE', 'RESUME', 'FINISH'];
      const round = [...steps.map((step) => `addMedia ${step}`), ...steps.map((step) => `stopVideo ${step}`)];
      expect(await page.evaluate(() => window.told)).to.deep.equal([...round, ...round, ...round]);
    }
    await Promise.all([hears(bob, PEOPLE.alice.hz), hears(alice, PEOPLE.bob.hz)]);
    await close(alice, bob);
  });

  it('a screen takes the place of the camera with its sound beside the voice, until the browser\u2019s button ends it', async () => {
    const [alice, bob] = [await person(stage, 'alice', 'a5'), await person(stage, 'bob', 'b5')];
    await talk(alice, bob, 'b5');
    await alice.evaluate(() => window.call.startVideo());
    await sees(bob, 'red');
    await alice.evaluate(() => window.call.shareScreen({ audio: true }));
    await sees(bob, 'lime');
    await bob.waitForFunction(() => window.call.remoteSharing);
    await hears(bob, PEOPLE.alice.screen.hz, { nth: 1 });
    await hears(bob, PEOPLE.alice.hz);
    await alice.evaluate(() => show.stopSharing());
    await sees(bob, 'red');
    await bob.waitForFunction(() => !window.call.remoteSharing && window.call.remoteStream?.getAudioTracks().length === 1);
    await hears(bob, PEOPLE.alice.hz);
    await quiet(alice);
    await alice.evaluate(() => window.call.addMedia({ screen: true }));
    await sees(bob, 'lime', 'red'); // beside the face: the screen is first
    await close(alice, bob);
  });

  it('a picture is there again after the far side\u2019s page was reloaded', async () => {
    const [alice, bob] = [await person(stage, 'alice', 'a6'), await person(stage, 'bob', 'b6')];
    await talk(alice, bob, 'b6');
    await alice.evaluate(() => window.call.startVideo());
    await sees(bob, 'red');
    const id = await bob.evaluate(() => window.call.id);
    await bob.reload();
    await bob.waitForFunction((callId) => {
      window.call = window.client.calls.get(callId) as Call;
      return Boolean(window.call);
    }, id);
    await state(bob, 'connected');
    await sees(bob, 'red');
    await hears(bob, PEOPLE.alice.hz);
    await close(alice, bob);
  });

  it('another source takes the place of a track unheard by anybody but the ear', async () => {
    const [alice, bob] = [await person(stage, 'alice', 'a7'), await person(stage, 'bob', 'b7')];
    await talk(alice, bob, 'b7');
    await hears(bob, PEOPLE.alice.hz);
    await bob.evaluate(() => {
      window.told = [];
      window.call.on('operation', (event) => window.told.push(event));
      window.call.on('tracks', () => window.told.push('tracks'));
    });
    await setUp(alice, 'carol'); // another microphone
    await alice.evaluate(() =>
      window.call.replaceTrack(window.call.localStream?.getAudioTracks()[0]?.id ?? '', { audio: { deviceId: { exact: 'another' } } }),
    );
    await hears(bob, PEOPLE.carol.hz);
    await misses(bob, PEOPLE.alice.hz);
    expect(await bob.evaluate(() => window.told)).to.deep.equal([]);
    await close(alice, bob);
  });

  it('the path is found anew on demand, and sound is there by then', async () => {
    const [alice, bob] = [await person(stage, 'alice', 'a8'), await person(stage, 'bob', 'b8')];
    await talk(alice, bob, 'b8');
    await hears(bob, PEOPLE.alice.hz);
    const states = await alice.evaluate(async () => {
      const told: string[] = [];
      window.call.on('media-state', (media) => told.push(media));
      await window.call.restartMedia();
      return told;
    });
    expect(states[0]).to.equal('checking');
    expect(states.at(-1)).to.match(/^(connected|completed)$/);
    await Promise.all([hears(bob, PEOPLE.alice.hz), hears(alice, PEOPLE.bob.hz)]);
    await close(alice, bob);
  });

  it('of two calls the one on hold is silent, and swapping them swaps who is heard', async () => {
    const [alice, bob, carol] = [await person(stage, 'alice', 'a9'), await person(stage, 'bob', 'b9'), await person(stage, 'carol', 'c9')];
    await talk(alice, bob, 'b9');
    await hears(bob, PEOPLE.alice.hz);
    await alice.evaluate(() => window.call.hold());
    await talk(alice, carol, 'c9', ['other', 'call']);
    await Promise.all([hears(carol, PEOPLE.alice.hz), hears(alice, PEOPLE.carol.hz, { which: 'other' })]);
    await Promise.all([misses(bob, PEOPLE.alice.hz), misses(alice, PEOPLE.bob.hz)]);
    await alice.evaluate(() => Promise.all([window.other.hold(), window.call.unhold()]));
    await Promise.all([hears(bob, PEOPLE.alice.hz), hears(alice, PEOPLE.bob.hz)]);
    await Promise.all([misses(carol, PEOPLE.alice.hz), misses(alice, PEOPLE.carol.hz, 'other')]);
    expect(await alice.evaluate(() => window.client.calls.calls.map((call) => call.state))).to.deep.equal(['connected', 'on_hold']);
    await alice.evaluate(() => window.call.end());
    await state(bob, 'ended');
    await alice.evaluate(() => window.other.unhold());
    await Promise.all([hears(carol, PEOPLE.alice.hz), hears(alice, PEOPLE.carol.hz, { which: 'other' })]);
    await close(alice, bob, carol);
  });
});
