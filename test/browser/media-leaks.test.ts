import type { create as Create } from '../../src/compat/create/create.ts';
import type { Media } from '../../src/core/media/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import type { Alive } from './alive.page.ts';
import { counterOf, INTERPRETED } from './leaks.ts';
import { MediaStage } from './media-stage.ts';

declare const media: Media;
declare const create: typeof Create;
declare const turns: (count: number) => Promise<void>;
declare const alive: () => Alive;
declare const standing: () => { shown: number; known: number };

describe('500 opens and closes', () => {
  let stage: MediaStage;
  before(async () => {
    stage = await MediaStage.start({ flags: [INTERPRETED], modules: ['test/browser/alive.page.ts'] });
  });
  after(() => stage.stop());

  it('leave no track, context, peer connection, timer, listener or memory behind', async () => {
    const { page, frame } = await stage.open();
    const counted = await counterOf(page);
    await frame.evaluate(() => {
      document.body.append(document.createElement('main'));
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
        standing: () => ({ shown: document.querySelectorAll('audio, video').length, known: media.tracks.length }),
        turns: async (turns: number) => {
          for (let turn = 0; turn < turns; turn++) await (turn % 10 === 9 ? byFace() : once(turn));
        },
      });
    });

    await frame.evaluate(() => turns(50)); // what is loaded, compiled and kept for the next time is there from now on
    const look = () => frame.evaluate(() => ({ ...alive(), ...standing() }));
    const start = await look();
    const before = await counted();
    await frame.evaluate(() => turns(500));
    const end = await look();
    const now = await counted();
    for (const { tracks, peers, elements, shown, known } of [start, end])
      expect({ tracks, peers, elements, shown, known }).to.deep.equal({ tracks: 0, peers: 0, elements: 0, shown: 0, known: 0 });
    expect(end.contexts, 'audio contexts that are open').to.be.at.most(1);
    expect(end.timers, 'timers').to.equal(start.timers);
    expect(now.listeners, 'listeners').to.equal(before.listeners);
    expect(now.heap / before.heap, `heap, from ${before.heap} to ${now.heap} bytes`).to.be.within(0.9, 1.1);
  });
});
