import type { CDPSession } from 'playwright-core';
import type { create as Create } from '../../src/compat/create/create.ts';
import type { Media } from '../../src/core/media/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { MediaStage } from './media-stage.ts';

declare const media: Media;
declare const create: typeof Create;
declare const turns: (count: number) => Promise<void>;
declare const alive: () => Alive;

/** What a page has made and not let go of. */
interface Alive {
  tracks: number;
  contexts: number;
  peers: number;
  timers: number;
  elements: number;
  known: number;
}

/** What the browser counts after it has collected what nobody holds. */
async function counted(session: CDPSession) {
  for (let round = 0; round < 2; round++) await session.send('HeapProfiler.collectGarbage'); // what the first sets free may have held more
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
  return { listeners: of('JSEventListeners'), heap: of('JSHeapUsedSize') };
}

describe('500 opens and closes', () => {
  let stage: MediaStage;
  before(async () => {
    // code that is compiled meanwhile would be counted as memory
    stage = await MediaStage.start({ flags: ['--js-flags=--jitless --no-lazy-feedback-allocation'] });
  });
  after(() => stage.stop());

  it('leave no track, context, peer connection, timer, listener or memory behind', async () => {
    const { page, frame } = await stage.open();
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    await frame.evaluate(() => {
      document.body.append(document.createElement('main'));
      /** What was made and is not over yet; weak, or the counting itself would keep it. */
      class Made<T extends object> {
        readonly #lives: (one: T) => boolean;
        #refs: WeakRef<T>[] = [];
        constructor(lives: (one: T) => boolean) {
          this.#lives = lives;
        }
        keep(one: T): T {
          if (this.#refs.push(new WeakRef(one)) > 20) void this.count; // the list does not grow either
          return one;
        }
        get count(): number {
          this.#refs = this.#refs.filter((ref) => {
            const one = ref.deref();
            return one !== undefined && this.#lives(one);
          });
          return this.#refs.length;
        }
      }
      const tracks = new Made<MediaStreamTrack>(({ readyState }) => readyState === 'live');
      const contexts = new Made<AudioContext>(({ state }) => state !== 'closed');
      const peers = new Made<RTCPeerConnection>(({ connectionState }) => connectionState !== 'closed');
      const timers = new Set<number>();
      const { mediaDevices } = navigator;
      const ask = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = async (constraints) => {
        const stream = await ask(constraints);
        for (const track of stream.getTracks()) tracks.keep(track);
        return stream;
      };
      const { clone } = MediaStreamTrack.prototype;
      MediaStreamTrack.prototype.clone = function () {
        return tracks.keep(clone.call(this));
      };
      const counting = <T extends object>(type: new (...args: never[]) => T, made: Made<T>) =>
        new Proxy(type, { construct: (target, args, newTarget) => made.keep(Reflect.construct(target, args, newTarget) as T) });
      globalThis.AudioContext = counting(AudioContext, contexts) as typeof AudioContext;
      globalThis.RTCPeerConnection = counting(RTCPeerConnection, peers) as typeof RTCPeerConnection;
      const [set, clear] = [globalThis.setTimeout.bind(globalThis), globalThis.clearTimeout.bind(globalThis)];
      const later = (act: (...args: unknown[]) => void, delayMs?: number, ...args: unknown[]) => {
        const id = set(() => {
          timers.delete(id);
          act(...args);
        }, delayMs) as unknown as number;
        timers.add(id);
        return id;
      };
      globalThis.setTimeout = later as unknown as typeof setTimeout;
      globalThis.clearTimeout = ((id: number) => {
        timers.delete(id);
        clear(id);
      }) as typeof clearTimeout;
      const count = (): Alive => ({
        tracks: tracks.count,
        contexts: contexts.count,
        peers: peers.count,
        timers: timers.size,
        elements: document.querySelectorAll('audio, video').length,
        known: media.tracks.length,
      });

      /** By the core: with a level that is really read now and then, or given up before it could be. */
      const once = async (turn: number) => {
        const opened = await media.open(turn % 10 === 5 ? { audio: true, video: true } : { audio: true });
        const element = document.createElement('audio');
        const undo = [media.render(opened.stream, element), media.onSpeech(opened.audioTrack!, () => {})];
        await new Promise<void>((resolve) => {
          undo.push(media.onLevel(opened.audioTrack!, () => resolve()));
          if (turn % 5 > 0) resolve();
        });
        media.mute([opened.audioTrack!.id]);
        for (const stop of undo) stop();
        opened.dispose();
      };
      /** By the face, into the page. */
      const byFace = async () => {
        const api = create();
        const medias = await api.media.createLocalMedia({ audio: true });
        const ids = medias.flatMap(({ media: { tracks } }) => tracks.map(({ id }) => id));
        const rendered = new Promise((resolve) => void api.on('media:trackRendered', resolve));
        api.media.renderTracks(ids, 'main');
        await rendered;
        if (document.querySelectorAll('main > audio').length !== 1) throw new Error('it was not rendered');
        api.destroy();
        await Promise.resolve();
      };
      Object.assign(globalThis, {
        alive: count,
        turns: async (turns: number) => {
          for (let turn = 0; turn < turns; turn++) await (turn % 10 === 9 ? byFace() : once(turn));
        },
      });
    });

    await frame.evaluate(() => turns(50)); // what is loaded, compiled and kept for the next time is there from now on
    const start = await frame.evaluate(() => alive());
    const before = await counted(session);
    await frame.evaluate(() => turns(500));
    const end = await frame.evaluate(() => alive());
    const now = await counted(session);
    expect([start, end].map(({ tracks, peers, elements, known }) => [tracks, peers, elements, known])).to.deep.equal([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    expect(end.contexts, 'audio contexts that are open').to.be.at.most(1);
    expect(end.timers, 'timers').to.equal(start.timers);
    expect(now.listeners, 'listeners').to.equal(before.listeners);
    expect(now.heap / before.heap, `heap, from ${before.heap} to ${now.heap} bytes`).to.be.within(0.9, 1.1);
  });
});
