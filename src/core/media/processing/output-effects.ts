import type { MediaEngine, TrackProcessor } from '../api.ts';
import type { ProcessedStream } from './output.ts';

type Play = (stream: MediaStream, element: HTMLMediaElement) => () => void;

/**
 * An effect on all that comes in. What arrives is played as it is until its effect works, and goes on so when it does not; the code of
 * effects loads with the first.
 */
export class OutputEffects {
  /** Makes the effect of one stream; what plays already keeps what it has. */
  make: (() => TrackProcessor) | undefined;
  readonly #engine: MediaEngine;
  readonly #play: Play;
  readonly #onError: (error: unknown) => void;
  readonly #running = new WeakMap<HTMLMediaElement, () => void>();

  constructor(engine: MediaEngine, play: Play, onError: (error: unknown) => void) {
    this.#engine = engine;
    this.#play = play;
    this.#onError = onError;
  }

  /** Plays a stream in an element, in the place of what it played. Returns the undo. */
  render(stream: MediaStream, element: HTMLMediaElement): () => void {
    this.#running.get(element)?.();
    this.#running.delete(element);
    let silence = this.#play(stream, element);
    const { make } = this;
    if (!make || stream.getAudioTracks().length === 0) return silence;
    let ended = false;
    let processed: ProcessedStream | undefined;
    const end = () => {
      ended = true;
      processed?.end();
    };
    this.#running.set(element, end);
    import('./output.ts')
      .then(({ processStream }) => processStream(stream, make(), this.#engine))
      .then((done) => {
        processed = done;
        if (ended) done.end();
        else silence = this.#play(done.stream, element);
      })
      .catch((error: unknown) => ended || this.#onError(error));
    return () => {
      end();
      silence();
    };
  }
}
