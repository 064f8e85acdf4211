import type { Clock, Timer } from '../base/index.ts';
import type { MediaEngine, SpeechEvent } from './api.ts';
import { newStream } from './stream.ts';

/** Quieter than this reads 0, in dBFS; 0 dBFS reads 1. */
const FLOOR_DB = -60;

/** Louder than this is taken for speech. */
const SPEECH_LEVEL = 0.3;

interface Meter {
  listeners: Set<(level: number) => void>;
  stop(): void;
}

/** Reads how loud tracks are: one analyser a track, one audio context for all, closed with the last listener. */
export class Levels {
  readonly #engine: MediaEngine;
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #meters = new Map<MediaStreamTrack, Meter>();
  #context: AudioContext | undefined;

  constructor(engine: MediaEngine, clock: Clock, intervalMs: number) {
    this.#engine = engine;
    this.#clock = clock;
    this.#intervalMs = intervalMs;
  }

  listen(track: MediaStreamTrack, listener: (level: number) => void): () => void {
    const meter = this.#meters.get(track) ?? this.#start(track);
    this.#meters.set(track, meter);
    const mine = (level: number) => listener(level); // the same function may listen twice
    meter.listeners.add(mine);
    return () => {
      if (!meter.listeners.delete(mine) || meter.listeners.size > 0) return;
      meter.stop();
      this.#meters.delete(track);
      if (this.#meters.size === 0) this.#close();
    };
  }

  /** `speaking` and `quiet` as the level passes a threshold. */
  onSpeech(track: MediaStreamTrack, listener: (event: SpeechEvent) => void): () => void {
    let speaking = false;
    return this.listen(track, (level) => {
      if (level > SPEECH_LEVEL === speaking) return;
      speaking = !speaking;
      listener(speaking ? 'speaking' : 'quiet');
    });
  }

  /** From a gesture: lets a context run that autoplay rules hold back. */
  async unlock(): Promise<void> {
    if (this.#context?.state === 'suspended') await this.#context.resume();
  }

  dispose(): void {
    for (const meter of this.#meters.values()) meter.stop();
    this.#meters.clear();
    this.#close();
  }

  #start(track: MediaStreamTrack): Meter {
    const listeners = new Set<(level: number) => void>();
    this.#context ??= this.#engine.createAudioContext();
    const context = this.#context;
    if (context.state === 'suspended') void context.resume().catch(() => {});
    // a clone, so that a muted microphone still shows that one speaks into it
    const clone = track.clone();
    clone.enabled = true;
    const source = context.createMediaStreamSource(newStream([clone]));
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let timer: Timer;
    const read = () => {
      analyser.getFloatTimeDomainData(samples);
      let sum = 0;
      for (const sample of samples) sum += sample * sample;
      const level = loudness(Math.sqrt(sum / samples.length));
      for (const listener of [...listeners]) listener(level);
      timer = this.#clock.setTimeout(read, this.#intervalMs);
    };
    timer = this.#clock.setTimeout(read, this.#intervalMs);
    return {
      listeners,
      stop: () => {
        this.#clock.clearTimeout(timer);
        listeners.clear();
        source.disconnect();
        clone.stop();
      },
    };
  }

  #close(): void {
    void this.#context?.close().catch(() => {});
    this.#context = undefined;
  }
}

/** Root mean square 0…1 as a level 0…1, linear in decibels, as the eye expects of a meter. */
export const loudness = (rms: number): number => (rms <= 0 ? 0 : Math.min(1, Math.max(0, 1 - (20 * Math.log10(rms)) / FLOOR_DB)));
