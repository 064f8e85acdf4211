import type { Page } from 'playwright-core';
import type { CreateApi } from '../../src/compat/create/create.ts';
import type { Call } from '../../src/core/call/api.ts';
import type { Client } from '../../src/core/client/client.ts';
import type { Media } from '../../src/core/media/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import type { tones as Tones } from './create.page.ts';
import { Stage } from './stage.ts';
import { until } from './until.ts';

declare global {
  interface Window {
    client: Client;
    call: Call;
    told: unknown[];
  }
}
declare const Earshot: { mediaOf(client: Client): Media };
declare const create: (config: object, ports: { client: Client }) => CreateApi;
declare const tones: typeof Tones;
declare const api: CreateApi;

const HERTZ = { alice: 1000, bob: 440 };

/** A person whose voice is a pure tone, with the face beside the client. */
async function singer(stage: Stage, name: keyof typeof HERTZ, userId: string): Promise<Page> {
  const page = await stage.person(userId);
  await page.evaluate((hz) => {
    tones.sing(hz);
    const made = create({}, { client: window.client });
    window.told = [];
    made.on('media:muted', (params) => void window.told.push(['muted', params.tracks]));
    made.on('media:unmuted', (params) => void window.told.push(['unmuted', params.tracks]));
    Object.assign(globalThis, { api: made });
  }, HERTZ[name]);
  return page;
}

/** Calls from one page to the other; `window.call` is the call on both. */
async function talk(alice: Page, bob: Page, to: string): Promise<void> {
  const rings = bob.evaluate(
    () =>
      new Promise<void>((resolve) => {
        window.client.calls.once('incoming', (call) => {
          window.call = call;
          resolve();
        });
      }),
  );
  await alice.evaluate(async (name) => {
    window.call = await window.client.calls.make(name);
  }, to);
  await rings;
  await bob.evaluate(() => window.call.answer());
  for (const page of [alice, bob]) await page.waitForFunction(() => window.call.state === 'connected' && window.call.remoteStream);
}

/** Waits until the far side's tone is in the spectrum, as the clearest of all. */
const hears = (page: Page, hz: number) =>
  page.waitForFunction((wanted) => {
    const [track] = window.call.remoteStream?.getAudioTracks() ?? [];
    if (!track) return false;
    const { hz: loudest, level } = tones.hear(track, wanted);
    return Math.abs(loudest - wanted) < 20 && level > -50;
  }, hz);

/** Waits until nothing of it is left: what is below this, no ear hears. */
const hearsNothing = (page: Page, hz: number) =>
  page.waitForFunction((wanted) => {
    const [track] = window.call.remoteStream?.getAudioTracks() ?? [];
    return track !== undefined && tones.hear(track, wanted).level < -100;
  }, hz);

/** Ids of the tracks of the call that its page sends, or receives. */
const tracks = (page: Page, local: boolean) =>
  page.evaluate((mine) => {
    const known = Earshot.mediaOf(window.client).tracks.filter(({ callIds, kind }) => kind === 'audio' && callIds.includes(window.call.id));
    return known.map(({ id }) => id).filter((id) => api.media.getTrackById(id)?.isLocal === mine);
  }, local);

const mute = (page: Page, ids: string[], muted: boolean) =>
  page.evaluate(([list, on]) => (on ? api.media.muteTracks(list) : api.media.unmuteTracks(list)), [ids, muted] as const);
const told = (page: Page) => page.evaluate(() => window.told);
const isMuted = (page: Page, id: string) => page.evaluate((trackId) => api.media.getTrackById(trackId)?.muted, id);

describe('a tone between two browsers', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start({ callTickMs: 50 }, { modules: ['test/browser/create.page.ts'] });
  });
  after(() => stage.stop());

  it('falls silent for the far side when the track that carries it is muted, and is there again after it [RB-media-11] [RB-media-12]', async () => {
    const [alice, bob] = [await singer(stage, 'alice', 'a1'), await singer(stage, 'bob', 'b1')];
    await talk(alice, bob, 'b1');
    await Promise.all([hears(bob, HERTZ.alice), hears(alice, HERTZ.bob)]);
    const [mine] = (await tracks(alice, true)) as [string];
    await mute(alice, [mine], true);
    await hearsNothing(bob, HERTZ.alice);
    expect(await isMuted(alice, mine)).to.equal(true);
    await hears(alice, HERTZ.bob); // nothing else is muted
    await mute(alice, [mine], false);
    await hears(bob, HERTZ.alice);
    await Promise.all([alice.context().close(), bob.context().close()]);
  });

  it('is muted where it comes in for this page alone: it is sent and received as before [RB-media-13]', async () => {
    const [alice, bob] = [await singer(stage, 'alice', 'a2'), await singer(stage, 'bob', 'b2')];
    await talk(alice, bob, 'b2');
    await hears(bob, HERTZ.alice);
    const [theirs] = (await tracks(bob, false)) as [string];
    await mute(bob, [theirs], true);
    await hearsNothing(bob, HERTZ.alice);
    const [sent] = (await tracks(alice, true)) as [string];
    expect([await isMuted(alice, sent), await told(alice)], 'nothing happened to Alice').to.deep.equal([false, []]);
    /** Packets that came in here, and the level that goes out there. */
    const received = () =>
      bob.evaluate(async () => {
        const reports = [...((await window.call.peerConnection?.getStats())?.values() ?? [])];
        return (reports.find(({ type }) => type === 'inbound-rtp') as { packetsReceived: number }).packetsReceived;
      });
    const before = await received();
    await until(alice, async () => {
      const reports = [...((await window.call.peerConnection?.getStats())?.values() ?? [])];
      return reports.some(({ type, audioLevel }) => type === 'media-source' && audioLevel > 0.1);
    });
    await hears(alice, HERTZ.bob);
    await until(
      bob,
      async (start: number) => {
        const reports = [...((await window.call.peerConnection?.getStats())?.values() ?? [])];
        return reports.some(({ type, packetsReceived }) => type === 'inbound-rtp' && packetsReceived > start + 25);
      },
      before,
    );
    await hearsNothing(bob, HERTZ.alice);
    await mute(bob, [theirs], false);
    await hears(bob, HERTZ.alice);
    await Promise.all([alice.context().close(), bob.context().close()]);
  });

  it('is told with the ids of the tracks that were muted and unmuted, and of no others [RB-media-16] [RB-media-17]', async () => {
    const [alice, bob] = [await singer(stage, 'alice', 'a3'), await singer(stage, 'bob', 'b3')];
    await talk(alice, bob, 'b3');
    const [mine] = (await tracks(alice, true)) as [string];
    const [theirs] = (await tracks(alice, false)) as [string];
    await mute(alice, [mine], true);
    await mute(alice, [mine, theirs], true);
    await mute(alice, [theirs], false);
    await mute(alice, [theirs, mine], false);
    expect(await told(alice)).to.deep.equal([
      ['muted', [mine]],
      ['muted', [theirs]],
      ['unmuted', [theirs]],
      ['unmuted', [mine]],
    ]);
    await Promise.all([alice.context().close(), bob.context().close()]);
  });
});
