import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Call } from '../../src/core/call/api.ts';
import type { Client } from '../../src/core/client/client.ts';
import type { Media } from '../../src/core/media/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { MediaHost, MediaStage } from './media-stage.ts';
import { Stage } from './stage.ts';
import { Tabs } from './tabs.ts';

declare global {
  interface Window {
    client: Client;
    call: Call;
    media: Media;
    /** What the page made of Web Audio and of tracks. */
    counted: { contexts: AudioContext[]; clones: Set<MediaStreamTrack> };
  }
}

const RATE = 48_000;

/** A tone that goes on for ten seconds, as 16-bit PCM. */
function toneFile(hertz: number, amplitude: number): Buffer {
  const samples = RATE * 10;
  const file = Buffer.alloc(44 + samples * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + samples * 2, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i++) file.writeInt16LE(Math.round(amplitude * 32_767 * Math.sin((2 * Math.PI * hertz * i) / RATE)), 44 + i * 2);
  return file;
}

/** Level of a tone of this amplitude: its root mean square in decibels, over 60. */
const levelOf = (amplitude: number): number => 1 + (20 * Math.log10(amplitude / Math.SQRT2)) / 60;

/** Counts audio contexts and clones of tracks from the first script on. */
const COUNT = `
  globalThis.counted = { contexts: [], clones: new Set() };
  const Plain = AudioContext;
  globalThis.AudioContext = class extends Plain { constructor(options) { super(options); counted.contexts.push(this); } };
  const { clone, stop } = MediaStreamTrack.prototype;
  MediaStreamTrack.prototype.clone = function () { const track = clone.call(this); counted.clones.add(track); return track; };
  MediaStreamTrack.prototype.stop = function () { counted.clones.delete(this); stop.call(this); };
`;

describe('levels of real sound', () => {
  let stage: MediaStage;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-levels-'));
    const file = join(folder, 'tone.wav');
    await writeFile(file, toneFile(1_000, 0.2));
    stage = await MediaStage.start({ flags: [`--use-file-for-fake-audio-capture=${file}`] });
  });
  after(async () => {
    await stage?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(): Promise<Page> {
    const { page } = await stage.open();
    await page.addInitScript(COUNT);
    await page.reload();
    return page;
  }

  it('says how loud the microphone is, muted or not', async () => {
    const page = await open();
    const [open_, muted] = await page.evaluate(async () => {
      const { media } = window;
      const held = await media.open({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
      const track = held.audioTrack as MediaStreamTrack;
      const median = (): Promise<number> =>
        new Promise((resolve) => {
          const levels: number[] = [];
          const stop = media.onLevel(track, (level) => {
            if (level > 0.05) levels.push(level); // the device takes a moment to begin
            if (levels.length < 21) return;
            stop();
            resolve(levels.sort((a, b) => a - b)[10] as number);
          });
        });
      const heard = await median();
      media.mute([track.id]);
      return [heard, await median()];
    });
    expect(open_).to.be.closeTo(levelOf(0.2), 0.02);
    expect(muted).to.be.closeTo(levelOf(0.2), 0.02);
    await page.context().close();
  });

  it('measures tones on a scale of decibels', async () => {
    const page = await open();
    for (const amplitude of [0.9, 0.1, 0.01]) {
      const level = await page.evaluate(async (gain) => {
        const context = new AudioContext();
        await context.resume();
        const tone = new OscillatorNode(context, { frequency: 440 });
        const volume = new GainNode(context, { gain });
        const out = context.createMediaStreamDestination();
        tone.connect(volume).connect(out);
        tone.start();
        const level = await new Promise<number>((resolve) => {
          const levels: number[] = [];
          const stop = window.media.onLevel(out.stream.getAudioTracks()[0] as MediaStreamTrack, (now) => {
            if (now > 0) levels.push(now);
            if (levels.length < 15) return;
            stop();
            resolve(levels.sort((a, b) => a - b)[7] as number);
          });
        });
        await context.close();
        return level;
      }, amplitude);
      expect(level).to.be.closeTo(levelOf(amplitude), 0.02);
    }
    await page.context().close();
  });

  it('tells twenty times a second at most, through one analyser, however many listen', async () => {
    const page = await open();
    const { perListener, elapsedMs, contexts, clones } = await page.evaluate(async () => {
      const held = await window.media.open({ audio: true });
      const before = window.counted.clones.size;
      const counts = [0, 0, 0, 0, 0];
      let beganAt = 0;
      await new Promise<void>((resolve) => {
        counts.forEach((_, i) => {
          window.media.onLevel(held.audioTrack as MediaStreamTrack, () => {
            beganAt ||= performance.now();
            counts[i]!++;
            if (counts[4]! >= 60) resolve();
          });
        });
      });
      const elapsedMs = performance.now() - beganAt;
      return { perListener: counts, elapsedMs, contexts: window.counted.contexts.length, clones: window.counted.clones.size - before };
    });
    expect(Math.max(...perListener)).to.be.at.most(elapsedMs / 50 + 2);
    expect([new Set(perListener).size, contexts, clones]).to.deep.equal([1, 1, 1]);
    await page.context().close();
  });

  it('leave no context and no clone behind after 200 rounds', async () => {
    const page = await open();
    const left = await page.evaluate(async () => {
      const held = await window.media.open({ audio: true });
      const track = held.audioTrack as MediaStreamTrack;
      const before = window.counted.clones.size;
      await new Promise<void>((resolve) => {
        const first = window.media.onLevel(track, () => {
          first();
          resolve();
        });
      });
      for (let round = 0; round < 200; round++) {
        const stops = [window.media.onLevel(track, () => {}), window.media.onSpeech(track, () => {})];
        await Promise.resolve();
        await Promise.resolve(); // what measures is loaded: it begins in between
        if (round % 20 === 0) await new Promise<void>((resolve) => stops.push(window.media.onLevel(track, () => resolve())));
        for (const stop of stops) stop();
      }
      await Promise.all(
        window.counted.contexts.map(
          (context) => context.state === 'closed' || new Promise((resolve) => context.addEventListener('statechange', resolve)),
        ),
      );
      return {
        clones: window.counted.clones.size - before,
        open: window.counted.contexts.filter(({ state }) => state !== 'closed').length,
        contexts: window.counted.contexts.length,
      };
    });
    expect(left.contexts).to.be.above(100);
    expect([left.clones, left.open]).to.deep.equal([0, 0]);
    await page.context().close();
  });
});

describe('a muted microphone', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start();
  });
  after(() => stage?.stop());

  /** The strongest frequency of the far side over some time, in dBFS. */
  const spectrum = (page: Page): Promise<number> =>
    page.evaluate(async () => {
      const context = new AudioContext();
      await context.resume();
      const analyser = context.createAnalyser();
      context.createMediaStreamSource(window.call.remoteStream as MediaStream).connect(analyser);
      const bins = new Float32Array(analyser.frequencyBinCount);
      let strongest = Number.NEGATIVE_INFINITY;
      while (context.currentTime < 2.5) {
        await new Promise(requestAnimationFrame);
        analyser.getFloatFrequencyData(bins);
        if (context.currentTime > 1) strongest = Math.max(strongest, ...bins); // what came before is smoothed out
      }
      await context.close();
      return Number.isFinite(strongest) ? strongest : -999;
    });

  it('is silent at the far side, by its spectrum, while its own meter still moves', async () => {
    const [alice, bob] = await Promise.all([stage.person('alice'), stage.person('bob')]);
    await bob.evaluate(() => {
      window.client.calls.once('incoming', (call) => {
        window.call = call;
        void call.answer();
      });
    });
    await alice.evaluate(async () => {
      window.call = await window.client.calls.make('bob');
    });
    const talking = () => window.call?.state === 'connected' && (window.call.remoteStream?.getAudioTracks().length ?? 0) > 0;
    await Promise.all([alice.waitForFunction(talking), bob.waitForFunction(talking)]);
    expect(await spectrum(bob)).to.be.above(-70);
    await alice.evaluate(() => window.call.setMuted(true));
    await bob.waitForFunction(() => window.call.remoteMuted);
    await spectrum(bob); // what was on its way
    const own = alice.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const levels: number[] = [];
          const stop = window.call.onLevel('local', (level) => {
            levels.push(level);
            if (levels.length < 50) return;
            stop();
            resolve(Math.max(...levels));
          });
        }),
    );
    const [far, near] = await Promise.all([spectrum(bob), own]);
    expect(far).to.be.below(-110);
    expect(near).to.be.above(0.3);
    await Promise.all([alice.context().close(), bob.context().close()]);
  });
});

describe('levels in a page that is hidden', () => {
  let tabs: Tabs;
  let host: MediaHost;
  before(async () => {
    [tabs, host] = await Promise.all([Tabs.start(), MediaHost.start()]);
  });
  after(async () => {
    await tabs?.stop();
    await host?.stop();
  });

  it('rest behind another tab, context and all, and go on when it is seen', async () => {
    const page = await tabs.open(host.url({}));
    await page.run(`(async () => {
      ${COUNT}
      const held = await media.open({ audio: true });
      globalThis.readings = 0;
      await new Promise((resolve) => media.onLevel(held.audioTrack, () => ++readings === 5 && resolve()));
    })()`);
    const other = await tabs.open('about:blank');
    await page.run(
      "document.visibilityState === 'hidden' || new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }))",
    );
    await page.run(`(async () => {
      const [context] = counted.contexts;
      if (context.state === 'running') await new Promise((resolve) => context.addEventListener('statechange', resolve, { once: true }));
    })()`);
    const hidden = await page.run<number>('readings');
    // the tab in front lets a hundred frames of its own go by
    await other.run('(async () => { for (let i = 0; i < 100; i++) await new Promise(requestAnimationFrame); })()');
    expect(await page.run('[document.visibilityState, counted.contexts[0].state, readings]')).to.deep.equal(['hidden', 'suspended', hidden]);
    await page.show();
    await page.run('(async () => { for (const before = readings; readings < before + 5; ) await new Promise(requestAnimationFrame); })()');
    expect(await page.run('[counted.contexts[0].state, counted.contexts.length]')).to.deep.equal(['running', 1]);
  });
});
