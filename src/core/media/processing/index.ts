/**
 * Effects on sound and picture. This module is small; each effect loads what it needs when it starts, from files beside the bundle and
 * from nowhere else. See docs/decisions/006-processors.md for what a page's policy must allow.
 */
import type { TrackProcessor } from '../api.ts';
import type { AssetOptions, AudioWorkletOptions, Background, BlurOptions } from './api.ts';
import { Processor } from './processor.ts';

export type { AssetOptions, AudioWorkletOptions, Background, BlurOptions } from './api.ts';
export { processOutput } from './output.ts';

/** Makes a processor of an AudioWorklet of one's own. Works on a microphone (`DetachedMedia.setProcessor`) and on incoming sound ({@link processOutput}). */
export const audioWorklet = (options: AudioWorkletOptions): TrackProcessor =>
  new Processor('audio', options.name, async (track, engine, signal, operation) =>
    (await import('./audio-graph.ts')).runWorklet(track, engine, signal, operation, options),
  );

/**
 * Takes noise out of a voice (RNNoise, 48 kHz, about 20 ms late). Best with the browser's own suppression off:
 * `media.configure({ noiseSuppression: false })`.
 */
export const noiseSuppressor = (options: AssetOptions = {}): TrackProcessor =>
  new Processor('audio', 'noise suppression', async (track, engine, signal, operation) =>
    (await import('./noise/suppressor.ts')).suppressNoise(track, engine, signal, operation, options),
  );

/** Blurs all but the person. Where no person is found, or finding fails, the whole picture is blurred. */
export const backgroundBlur = (options: BlurOptions = {}): TrackProcessor =>
  new Processor('video', 'background blur', async (track, _engine, signal, operation) =>
    (await import('./background/run.ts')).runBackground(track, signal, operation, { radiusPx: options.radiusPx ?? 32 }, options),
  );

/** Puts a color or a picture in the place of all but the person. */
export const backgroundReplacement = (background: Background, options: AssetOptions = {}): TrackProcessor =>
  new Processor('video', 'background replacement', async (track, _engine, signal, operation) =>
    (await import('./background/run.ts')).runBackground(track, signal, operation, background, options),
  );
