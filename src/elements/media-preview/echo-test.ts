import type { Timer } from '../../core/base/clock.ts';
import { playThrough } from '../internal/play-through.ts';
import { type Recording, record } from './record.ts';
import type { TestHost } from './speaker-test.ts';
import { t } from './words.ts';

const SECONDS = 5;
/** Quieter than this at its loudest (of 1): nothing was said, or nothing arrived. */
const NOTHING = 0.01;

/** `works`, `unheard`, `nothing` and `failed` are how it ended. */
export type EchoPhase = 'off' | 'recording' | 'playing' | 'held' | 'asking' | 'works' | 'unheard' | 'nothing' | 'failed';

/**
 * Records one's own voice for a few seconds, plays it back through the chosen speaker, and asks whether it was heard: as the far side
 * would hear it, effects included. The recording stays in memory and goes with the test.
 */
export class EchoTest {
  phase: EchoPhase = 'off';
  secondsLeft = 0;
  #recording: Recording | undefined;
  #voice: AudioBuffer | undefined;
  #silence: (() => void) | undefined;
  #timer: Timer;
  /** Grows with every start and stop. */
  #turn = 0;
  readonly #host: TestHost;

  constructor(host: TestHost) {
    this.#host = host;
  }

  get running(): boolean {
    return this.phase === 'recording' || this.phase === 'playing';
  }

  /** From a click. Muted or not: what is recorded stays here. */
  start(track: MediaStreamTrack): void {
    const { core } = this.#host;
    if (!core || this.running) return;
    this.stop();
    try {
      this.#recording = record(track, core.engine);
    } catch {
      this.#show('failed');
      return;
    }
    this.secondsLeft = SECONDS;
    this.#show('recording');
    this.#host.say(t('preview.said.recording'));
    this.#count();
  }

  /** The browser refused to play. */
  hold(): void {
    if (this.phase !== 'playing') return;
    this.#silence?.();
    this.#show('held');
  }

  /** From a gesture, after it was held back. */
  play(): void {
    const { core } = this.#host;
    const voice = this.#voice;
    if (!core || !voice) return;
    const turn = ++this.#turn;
    this.#show('playing');
    this.#silence = playThrough(core, (context, out) => {
      const source = context.createBufferSource();
      source.buffer = voice;
      source.onended = () => {
        if (turn !== this.#turn || this.phase !== 'playing') return;
        this.#silence?.();
        this.#show('asking');
        this.#host.say(t('preview.echo.heard'));
      };
      source.connect(out);
      source.start();
    });
  }

  answer(heard: boolean): void {
    this.stop();
    this.#show(heard ? 'works' : 'unheard');
    this.#host.tested('microphone', heard);
  }

  /** Stops and forgets. */
  stop(): void {
    this.#turn++;
    this.#host.clock.clearTimeout(this.#timer);
    this.#recording?.cancel();
    this.#recording = this.#voice = undefined;
    this.#silence?.();
    this.#silence = undefined;
    this.#show('off');
  }

  #count(): void {
    this.#timer = this.#host.clock.setTimeout(() => {
      this.secondsLeft--;
      this.#host.requestUpdate();
      if (this.secondsLeft > 0) this.#count();
      else void this.#playBack();
    }, 1_000);
  }

  async #playBack(): Promise<void> {
    const turn = this.#turn;
    const recording = this.#recording;
    this.#recording = undefined;
    try {
      const voice = await recording?.end();
      if (turn !== this.#turn) return;
      this.#voice = voice;
      if (voice && peakOf(voice) >= NOTHING) this.play();
      else this.#end('nothing');
    } catch {
      if (turn === this.#turn) this.#end('failed');
    }
  }

  #end(phase: 'nothing' | 'failed'): void {
    this.stop();
    this.#show(phase);
  }

  #show(phase: EchoPhase): void {
    if (phase === this.phase) return;
    this.phase = phase;
    this.#host.requestUpdate();
  }
}

/** The loudest sample. */
function peakOf(sound: AudioBuffer): number {
  let peak = 0;
  for (const sample of sound.getChannelData(0)) peak = Math.max(peak, Math.abs(sample));
  return peak;
}
