import type { Clock, Settings, Timer } from '../base/index.ts';
import type { MediaEngine, SpeechEvent } from './api.ts';
import { defaultSpeechSettings, SpeechWatch } from './speech.ts';
import { newStream } from './stream.ts';

/** Quieter than this reads 0, in dBFS; 0 dBFS reads 1. */
const FLOOR_DB = -60;
/** 43 ms at 48 kHz: nearly all that is heard between two readings. */
const WINDOW = 2048;

/** What measuring needs of what surrounds it. */
export interface LevelsParts {
  engine: MediaEngine;
  clock: Clock;
  settings: Settings;
  /** The track that has taken the place of this one, if any has. */
  current(track: MediaStreamTrack): MediaStreamTrack;
}

/** A clone on its way through an analyser; a clone, so that a muted microphone still shows that one speaks into it. */
interface Tap {
  readonly of: MediaStreamTrack;
  readonly clone: MediaStreamTrack;
  readonly source: MediaStreamAudioSourceNode;
  readonly analyser: AnalyserNode;
}

type Reading = (rms: number) => void;

interface Meter {
  readonly track: MediaStreamTrack;
  readonly listeners: Set<Reading>;
  tap: Tap | undefined;
}

/**
 * Reads how loud tracks are: one analyser a track, one audio context and one timer for all. While the page is hidden the context is suspended and
 * nothing is read; while the browser holds the context back, silence would be a lie, and nothing is told. Closed with the last listener.
 */
export class Levels {
  readonly #parts: LevelsParts;
  readonly #meters = new Map<MediaStreamTrack, Meter>();
  readonly #samples = new Float32Array(WINDOW);
  #context: AudioContext | undefined;
  #timer: Timer | undefined;
  #unwatch: (() => void)[] = [];

  constructor(parts: LevelsParts) {
    this.#parts = parts;
  }

  onLevel(track: MediaStreamTrack, listener: (level: number) => void): () => void {
    return this.#listen(track, (rms) => listener(loudness(rms)));
  }

  onSpeech(track: MediaStreamTrack, listener: (event: SpeechEvent) => void): () => void {
    const { clock, settings, current } = this.#parts;
    const watch = new SpeechWatch({ ...defaultSpeechSettings, ...settings }, listener);
    return this.#listen(track, (rms) => watch.hear(rms, !current(track).enabled, clock.now()));
  }

  dispose(): void {
    for (const meter of this.#meters.values()) untap(meter);
    this.#meters.clear();
    this.#run();
  }

  #listen(track: MediaStreamTrack, reading: Reading): () => void {
    const meter: Meter = this.#meters.get(track) ?? { track, listeners: new Set(), tap: undefined };
    this.#meters.set(track, meter);
    meter.listeners.add(reading);
    this.#run();
    return () => {
      if (!meter.listeners.delete(reading) || meter.listeners.size > 0) return;
      untap(meter);
      if (this.#meters.get(track) === meter) this.#meters.delete(track);
      this.#run();
    };
  }

  /** Begins, rests or ends, as is due. */
  #run(): void {
    const { engine, clock, settings } = this.#parts;
    const rests = engine.hidden ?? false;
    if (this.#meters.size === 0 || rests) {
      clock.clearTimeout(this.#timer);
      this.#timer = undefined;
    }
    if (this.#meters.size === 0) {
      for (const undo of this.#unwatch.splice(0)) undo();
      void this.#context?.close().catch(() => {});
      this.#context = undefined;
      return;
    }
    if (this.#unwatch.length === 0) {
      const run = () => this.#run();
      this.#unwatch = [engine.onShown?.(run), engine.onHidden?.(run)].filter((undo) => undo !== undefined);
    }
    if (rests) {
      void this.#context?.suspend().catch(() => {});
      return;
    }
    if (this.#timer !== undefined) return;
    try {
      this.#context ??= engine.createAudioContext();
    } catch {
      return; // no Web Audio here, or no more of it: nothing can be read
    }
    if (this.#context.state !== 'running') void this.#context.resume().catch(() => {});
    this.#timer = clock.setTimeout(() => this.#read(), settings.levelIntervalMs);
  }

  #read(): void {
    this.#timer = undefined;
    this.#run(); // the next reading comes whatever this one meets
    for (const meter of [...this.#meters.values()]) {
      const context = this.#context;
      if (!context) return; // the last listener has gone meanwhile
      const rms = this.#measure(meter, context);
      if (context.state !== 'running') continue;
      for (const reading of [...meter.listeners]) {
        try {
          reading(rms);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    }
  }

  #measure(meter: Meter, context: AudioContext): number {
    const track = this.#parts.current(meter.track);
    if (meter.tap?.of !== track) {
      untap(meter);
      meter.tap = tapOf(track, context);
    }
    if (track.readyState === 'ended') {
      meter.tap?.clone.stop(); // or the device would stay open for a meter
      return 0;
    }
    const { tap } = meter;
    if (!tap) return 0;
    tap.analyser.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    return Math.sqrt(sum / WINDOW);
  }
}

function tapOf(track: MediaStreamTrack, context: AudioContext): Tap | undefined {
  if (track.kind !== 'audio' || track.readyState === 'ended') return undefined;
  const clone = track.clone();
  clone.enabled = true;
  const source = context.createMediaStreamSource(newStream([clone]));
  const analyser = context.createAnalyser();
  analyser.fftSize = WINDOW;
  source.connect(analyser);
  return { of: track, clone, source, analyser };
}

function untap(meter: Meter): void {
  meter.tap?.source.disconnect();
  meter.tap?.clone.stop();
  meter.tap = undefined;
}

/** Root mean square 0…1 as a level 0…1, linear in decibels, as the eye expects of a meter. */
export const loudness = (rms: number): number => (rms <= 0 ? 0 : Math.min(1, Math.max(0, 1 - (20 * Math.log10(rms)) / FLOOR_DB)));
