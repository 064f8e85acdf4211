import type { Clock, Timer } from '../../core/base/clock.ts';
import type { Media } from '../../core/media/api.ts';
import { playTestSound, TEST_SOUND_MS } from '../internal/test-sound.ts';
import { t } from './words.ts';

/** What a test needs of the preview. */
export interface TestHost {
  readonly clock: Clock;
  readonly core: Media | undefined;
  requestUpdate(): void;
  /** Tells the page what came of it. */
  tested(device: 'speaker' | 'microphone', heard: boolean): void;
  say(text: string): void;
}

/** Plays a short sound through the chosen speaker, then asks whether it was heard. */
export class SpeakerTest {
  playing = false;
  asking = false;
  /** The browser plays it only after another gesture. */
  held = false;
  /** The answer was no. */
  unheard = false;
  #silence: (() => void) | undefined;
  #timer: Timer;
  readonly #host: TestHost;

  constructor(host: TestHost) {
    this.#host = host;
  }

  /** From a click: browsers play nothing without one. */
  start(): void {
    const { core, clock } = this.#host;
    if (!core || this.playing) return;
    this.held = this.unheard = false;
    this.playing = this.asking = true;
    this.#timer = clock.setTimeout(() => {
      this.#end();
      this.#host.say(t('preview.heard'));
    }, TEST_SOUND_MS);
    this.#silence = playTestSound(core);
    this.#host.requestUpdate();
  }

  /** The browser refused to play. */
  hold(): void {
    if (!this.playing) return;
    this.#end();
    this.held = true;
  }

  answer(heard: boolean): void {
    this.stop();
    this.unheard = !heard;
    this.#host.tested('speaker', heard);
  }

  /** Stops the sound and the question. */
  stop(): void {
    this.#end();
    this.asking = this.held = this.unheard = false;
  }

  #end(): void {
    this.#host.clock.clearTimeout(this.#timer);
    this.#silence?.();
    this.#silence = undefined;
    this.playing = false;
    this.#host.requestUpdate();
  }
}
