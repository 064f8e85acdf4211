import type { ReactiveControllerHost } from 'lit';
import type { Clock, Timer } from '../../core/base/clock.ts';
import type { Media } from '../../core/media/api.ts';

/** Louder than a quiet room. */
const VOICE = 0.08;
/** Anything that is not a dead line. */
const SOUND = 0.01;
/** LOOK 4: the words of the meter change at most this often. */
const TEXT_MS = 2_000;
/** LOOK 10: this long without a sound is worth a word. */
const SILENT_MS = 5_000;

interface LevelHost extends ReactiveControllerHost {
  readonly clock: Clock;
  drawLevel(level: number): void;
}

/** Follows the level of a microphone: draws it at once, and finds words for it slowly. */
export class LevelWatch {
  /** The voice was heard in the last two seconds. */
  voiced = false;
  /** Nothing at all was heard for five seconds. */
  silent = false;
  #heard = false;
  #stop: (() => void) | undefined;
  #textTimer: Timer | undefined;
  #silentTimer: Timer | undefined;
  #track: MediaStreamTrack | undefined;
  readonly #host: LevelHost;

  constructor(host: LevelHost) {
    this.#host = host;
  }

  watch(media: Media | undefined, track: MediaStreamTrack | undefined): void {
    if (track === this.#track) return;
    this.#track = track;
    const { clock } = this.#host;
    this.#stop?.();
    this.#stop = undefined;
    clock.clearTimeout(this.#textTimer);
    clock.clearTimeout(this.#silentTimer);
    this.voiced = this.silent = this.#heard = false;
    this.#host.drawLevel(0);
    if (!media || !track) return;
    this.#stop = media.onLevel(track, (level) => this.#onLevel(level));
    this.#waitForSound();
    this.#putInWords();
  }

  #onLevel(level: number): void {
    const muted = !this.#track?.enabled;
    this.#host.drawLevel(muted ? 0 : level);
    if (muted) return;
    if (level > VOICE) this.#heard = true;
    if (level > SOUND) this.#waitForSound();
  }

  #putInWords(): void {
    this.#textTimer = this.#host.clock.setTimeout(() => {
      if (this.voiced !== this.#heard) {
        this.voiced = this.#heard;
        this.#host.requestUpdate();
      }
      this.#heard = false;
      this.#putInWords();
    }, TEXT_MS);
  }

  #waitForSound(): void {
    const { clock } = this.#host;
    clock.clearTimeout(this.#silentTimer);
    if (this.silent) {
      this.silent = false;
      this.#host.requestUpdate();
    }
    this.#silentTimer = clock.setTimeout(() => {
      this.silent = true;
      this.#host.requestUpdate();
    }, SILENT_MS);
  }
}
