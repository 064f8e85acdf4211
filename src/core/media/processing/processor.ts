import { asEarshotError, EarshotError } from '../../protocol/index.ts';
import type { MediaEngine, TrackProcessor } from '../api.ts';

/** A processor at work. */
export interface Running {
  readonly track: MediaStreamTrack;
  /** Ends the track and frees what made it. */
  end(): void;
}

/** Sets a processor to work on a raw track; gives up once the signal says so. */
export type Begin = (track: MediaStreamTrack, engine: MediaEngine, signal: AbortSignal, operation: string) => Promise<Running>;

/**
 * What all processors share. One works on one track at a time: starting it again moves it to the new track, and what it gave before
 * ends once that has succeeded.
 */
export class Processor implements TrackProcessor {
  readonly kind: 'audio' | 'video';
  readonly name: string;
  readonly #begin: Begin;
  #starting: AbortController | undefined;
  #running: Running | undefined;

  constructor(kind: 'audio' | 'video', name: string, begin: Begin) {
    this.kind = kind;
    this.name = name;
    this.#begin = begin;
  }

  async start(track: MediaStreamTrack, engine: MediaEngine): Promise<MediaStreamTrack> {
    const operation = `start ${this.name}`;
    if (track.kind !== this.kind) throw new EarshotError('media:unsupported', operation, `it takes ${this.kind} and got ${track.kind}`);
    this.#starting?.abort();
    const starting = new AbortController();
    this.#starting = starting;
    try {
      const running = await this.#begin(track, engine, starting.signal, operation);
      if (starting.signal.aborted) {
        running.end();
        throw stopped(operation);
      }
      this.#running?.end();
      this.#running = running;
      return running.track;
    } catch (error) {
      throw starting.signal.aborted ? stopped(operation) : asEarshotError(error, 'media:failed', operation);
    } finally {
      if (this.#starting === starting) this.#starting = undefined;
    }
  }

  stop(): void {
    this.#starting?.abort();
    this.#running?.end();
    this.#running = undefined;
  }
}

const stopped = (operation: string): EarshotError => new EarshotError('media:failed', operation, 'it was stopped meanwhile');

/** Waits for what may never come, until the signal says so. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new DOMException('stopped', 'AbortError'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
