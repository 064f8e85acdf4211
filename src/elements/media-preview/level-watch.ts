import type { Clock, Timer } from '../../core/base/clock.ts';
import type { Media, SpeechEvent } from '../../core/media/api.ts';

/** Louder than a quiet room. */
const VOICE = 0.08;
/** LOOK 4: the words of the meter change at most this often. */
const TEXT_MS = 2_000;

interface LevelHost {
  readonly clock: Clock;
  readonly choices: { readonly muted: boolean };
  requestUpdate(): void;
  drawLevel(level: number): void;
  /** Somebody speaks into a muted microphone. */
  mutedSpeech(): void;
}

/** Follows the level of a microphone while it can be seen: draws it at once, and finds words for it slowly. */
export class LevelWatch {
  /** The voice was heard in the last two seconds. */
  voiced = false;
  /** Nothing at all was heard for five seconds. */
  silent = false;
  #heard = false;
  #seen = true;
  #media: Media | undefined;
  #track: MediaStreamTrack | undefined;
  #stop: (() => void) | undefined;
  #textTimer: Timer;
  readonly #host: LevelHost;

  constructor(host: LevelHost) {
    this.#host = host;
  }

  /** Whether it can be seen; nothing is measured where it cannot. */
  set seen(seen: boolean) {
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#run();
  }

  /** Another track, or none. */
  watch(media: Media | undefined, track: MediaStreamTrack | undefined): void {
    if (track === this.#track && media === this.#media) return;
    this.#media = media;
    this.#track = track;
    this.#run();
  }

  #run(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#host.clock.clearTimeout(this.#textTimer);
    this.voiced = this.silent = this.#heard = false;
    this.#host.drawLevel(0);
    const [media, track] = [this.#media, this.#track];
    if (!media || !track || !this.#seen) return;
    const stops = [media.onLevel(track, (level) => this.#onLevel(level)), media.onSpeech(track, (event) => this.#onSpeech(event))];
    this.#stop = () => {
      for (const stop of stops) stop();
    };
    this.#putInWords();
  }

  #onLevel(level: number): void {
    const { muted } = this.#host.choices;
    this.#host.drawLevel(muted ? 0 : level);
    if (!muted && level > VOICE) this.#heard = true;
  }

  #onSpeech(event: SpeechEvent): void {
    if (event === 'no-sound' || event === 'sound') {
      this.silent = event === 'no-sound';
      this.#host.requestUpdate();
    }
    if (event === 'muted-speech') this.#host.mutedSpeech();
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
}
