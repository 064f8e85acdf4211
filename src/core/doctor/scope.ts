import type { Clock } from '../base/index.ts';
import { EarshotError } from '../protocol/index.ts';

/** A step took longer than it may. */
export class TimeUp extends Error {
  override readonly name = 'TimeUp';
}

/** What a diagnosis, or one step of it, has opened: all of it is closed with the scope, and at once what comes later. */
export class Scope {
  readonly #signal: AbortSignal | undefined;
  readonly #clock: Clock;
  #undo: (() => void)[] | undefined = [];

  constructor(clock: Clock, signal: AbortSignal | undefined) {
    this.#clock = clock;
    this.#signal = signal;
  }

  /** Takes something into its care. */
  own(undo: () => void): void {
    if (this.#undo) this.#undo.push(undo);
    else undo();
  }

  /** A scope that closes with this one at the latest. */
  inner(): Scope {
    const scope = new Scope(this.#clock, this.#signal);
    this.own(() => scope.close());
    return scope;
  }

  close(): void {
    const undo = this.#undo;
    this.#undo = undefined;
    for (const task of undo?.reverse() ?? []) task();
  }

  /** Settles as `promise` does; rejects with {@link TimeUp} after `limitMs`, and with `request:aborted` when the diagnosis is ended. */
  within<T>(limitMs: number, promise: Promise<T>): Promise<T> {
    promise.catch(() => {}); // it may come to nothing after its time
    return new Promise<T>((resolve, reject) => {
      const settle = (task: () => void) => {
        this.#clock.clearTimeout(timer);
        this.#signal?.removeEventListener('abort', abort);
        task();
      };
      const abort = () => settle(() => reject(new EarshotError('request:aborted', 'finish the diagnosis')));
      const timer = this.#clock.setTimeout(() => settle(() => reject(new TimeUp())), limitMs);
      if (this.#signal?.aborted) return abort();
      this.#signal?.addEventListener('abort', abort);
      promise.then(
        (value) => settle(() => resolve(value)),
        (error: unknown) => settle(() => reject(error)),
      );
    });
  }

  /** Lets time pass; rejects when the diagnosis is ended. */
  async wait(delayMs: number): Promise<void> {
    await this.within(delayMs, new Promise<never>(() => {})).catch((error: unknown) => {
      if (!(error instanceof TimeUp)) throw error;
    });
  }
}
