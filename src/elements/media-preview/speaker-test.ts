import type { ReactiveControllerHost } from 'lit';
import type { Clock, Timer } from '../../core/base/clock.ts';
import type { Media } from '../../core/media/api.ts';

const TEST_MS = 1_600;
/** Two notes, softly. */
const NOTES_HZ = [523.25, 659.25];

interface TestHost extends ReactiveControllerHost {
  readonly clock: Clock;
  readonly core: Media | undefined;
}

/** Plays a short sound through the chosen speaker, then asks whether it was heard. */
export class SpeakerTest {
  playing = false;
  asking = false;
  #end: (() => void) | undefined;
  #timer: Timer | undefined;
  readonly #host: TestHost;

  constructor(host: TestHost) {
    this.#host = host;
  }

  /** From a click: browsers play nothing without one. */
  start(): void {
    const media = this.#host.core;
    if (!media || this.playing) return;
    const context = media.engine.createAudioContext();
    const out = context.createMediaStreamDestination();
    const volume = context.createGain();
    volume.gain.value = 0.25;
    volume.connect(out);
    NOTES_HZ.forEach((hertz, i) => {
      const note = context.createOscillator();
      note.frequency.value = hertz;
      note.connect(volume);
      note.start(context.currentTime + i * 0.4);
      note.stop(context.currentTime + TEST_MS / 1000);
    });
    void context.resume();
    const stopPlaying = media.render(out.stream, document.createElement('audio'));
    this.#end = () => {
      stopPlaying();
      void context.close();
    };
    this.playing = this.asking = true;
    this.#timer = this.#host.clock.setTimeout(() => this.#silence(), TEST_MS);
    this.#host.requestUpdate();
  }

  /** Stops the sound and the question. */
  stop(): void {
    this.#silence();
    this.asking = false;
    this.#host.requestUpdate();
  }

  #silence(): void {
    this.#host.clock.clearTimeout(this.#timer);
    this.#end?.();
    this.#end = undefined;
    this.playing = false;
    this.#host.requestUpdate();
  }
}
