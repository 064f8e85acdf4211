import { type Clock, Emitter, type Log, type Timer } from '../base/index.ts';
import type { MediaEngine } from '../media/index.ts';
import { pageSink } from '../media/sink.ts';
import type { RingSound } from './api.ts';
import { synthesise, TONES } from './tones.ts';

interface SounderParts {
  engine: MediaEngine;
  clock: Clock;
  log: Log;
  /** Sound that has not begun after this long is held back. */
  blockedMs: number;
}

interface SounderEvents {
  blocked: [blocked: boolean];
  /** It can be heard from now on, if it may: see `mute`. */
  heard: [];
  /** A sound that ends by itself has. */
  over: [];
}

/** Plays one sound at a time: our own out of an audio context that lives as long as the sound, the app's out of an audio element. */
export class Sounder extends Emitter<SounderEvents> {
  readonly #parts: SounderParts;
  #stop: (() => void) | undefined;
  #wait: Timer;
  #blocked = false;
  #level: (volume: number) => void = () => {};
  #unlock: () => Promise<unknown> = async () => {};

  constructor(parts: SounderParts) {
    super();
    this.#parts = parts;
  }

  get blocked(): boolean {
    return this.#blocked;
  }

  /** Begins at volume 0…1; `address` plays instead of our own. In the place of what played. */
  play(sound: RingSound, volume: number, address?: string): void {
    this.stop();
    this.#wait = this.#parts.clock.setTimeout(() => this.#block(true), this.#parts.blockedMs);
    try {
      if (address) this.#fromAddress(sound, volume, address);
      else this.#own(sound, volume);
    } catch (error) {
      this.#parts.log('warn', 'ringing', `unable to play the ${sound}`, error); // a machine without sound still takes calls
      this.stop();
    }
  }

  setVolume(volume: number): void {
    this.#level(volume);
  }

  /** From a gesture. */
  async unlock(): Promise<void> {
    await this.#unlock();
  }

  /** Silence, and nothing left open. */
  stop(): void {
    this.#parts.clock.clearTimeout(this.#wait);
    this.#wait = undefined;
    const stop = this.#stop;
    this.#stop = undefined;
    this.#level = () => {};
    this.#unlock = async () => {};
    stop?.();
    this.#block(false);
  }

  #own(sound: RingSound, volume: number): void {
    const tone = TONES[sound];
    const context = this.#parts.engine.createAudioContext();
    const samples = synthesise(tone, context.sampleRate);
    const buffer = context.createBuffer(1, samples.length, context.sampleRate);
    buffer.copyToChannel(samples, 0);
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.loop = tone.times === 0;
    const gain = context.createGain();
    gain.gain.value = volume;
    source.connect(gain).connect(context.destination);
    source.onended = () => this.#over();
    source.start(); // at the beginning, whenever the context runs
    this.#level = (level) => {
      gain.gain.value = level;
    };
    this.#unlock = () => context.resume();
    const look = () => context.state === 'running' && this.#began();
    context.addEventListener('statechange', look);
    this.#stop = () => {
      context.removeEventListener('statechange', look);
      source.onended = null;
      source.stop();
      if (context.state !== 'closed') void context.close().catch(() => {});
    };
    look();
  }

  #fromAddress(sound: RingSound, volume: number, address: string): void {
    const element = this.#parts.engine.createAudioElement?.();
    if (!element) {
      this.#own(sound, volume);
      return;
    }
    element.src = address;
    element.loop = TONES[sound].times === 0;
    element.volume = volume;
    element.onended = () => this.#over();
    let unwait: (() => void) | undefined;
    const stop = () => {
      unwait?.();
      element.onended = null;
      element.pause();
      element.removeAttribute('src');
      element.load();
    };
    this.#stop = stop;
    const ours = () => this.#stop === stop;
    const begin = async () => {
      await element.play();
      unwait?.();
      if (ours()) this.#began();
    };
    this.#level = (level) => {
      element.volume = level;
    };
    this.#unlock = begin;
    begin().catch((error: unknown) => {
      if (!ours() || (error as Error).name === 'AbortError') return;
      if ((error as Error).name === 'NotAllowedError') {
        this.#block(true);
        unwait = pageSink().wait(begin);
        return;
      }
      this.#parts.log('warn', 'ringing', `unable to play ${sound} of the page; ours plays instead`, error);
      const level = element.volume;
      this.play(sound, level);
    });
  }

  #began(): void {
    this.#parts.clock.clearTimeout(this.#wait);
    this.#wait = undefined;
    this.#block(false);
    this.emit('heard');
  }

  #over(): void {
    this.stop();
    this.emit('over');
  }

  #block(blocked: boolean): void {
    if (blocked === this.#blocked) return;
    this.#blocked = blocked;
    this.emit('blocked', blocked);
  }
}
