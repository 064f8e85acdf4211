import type { MediaEngine, TrackProcessor } from '../api.ts';
import type { ProcessedStream } from './output.ts';

type Play = (stream: MediaStream) => () => void;

/**
 * An effect on all that comes in. What arrives is played as it is until its effect works, and goes on so when it does not; the code of
 * effects loads with the first.
 */
export class OutputEffects {
  /** Makes the effect of one stream; what plays already keeps what it has. */
  make: (() => TrackProcessor) | undefined;
  readonly #engine: MediaEngine;
  readonly #onError: (error: unknown) => void;
  readonly #running = new WeakMap<HTMLMediaElement, () => void>();

  constructor(engine: MediaEngine, onError: (error: unknown) => void) {
    this.#engine = engine;
    this.#onError = onError;
  }

  /** Plays a stream in an element, in the place of what it played; what does not come in is left as it is. Returns the undo. */
  render(stream: MediaStream, element: HTMLMediaElement, play: Play, incoming: boolean): () => void {
    this.#running.get(element)?.();
    this.#running.delete(element);
    let silence = play(stream);
    const { make } = this;
    if (!make || !incoming) return silence;
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
        else silence = play(done.stream);
      })
      .catch((error: unknown) => ended || this.#onError(error));
    return () => {
      end();
      silence();
    };
  }
}
