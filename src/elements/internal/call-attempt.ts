import { asEarshotError, type EarshotError } from '../../core/protocol/errors.ts';
import { failureWords, type Wish } from './call-failures.ts';

export interface Failure {
  readonly wish: Wish;
  readonly error: EarshotError;
  readonly title: string;
  readonly why: string;
  /** Once more. */
  again(): void;
}

export interface AttemptPorts {
  say(text: string, urgent?: boolean): void;
  changed(): void;
  /** It did not work; told before it is shown. */
  failed?(failure: Failure): void;
}

/**
 * What was asked of a call and is not there yet, and what became of the last thing that failed. A view shows the call's own flags, so that what
 * failed has never been shown as done.
 */
export class Attempts {
  failure: Failure | undefined;
  readonly #ports: AttemptPorts;
  readonly #running = new Set<Wish>();

  constructor(ports: AttemptPorts) {
    this.#ports = ports;
  }

  /** It is under way. */
  busy(wish: Wish): boolean {
    return this.#running.has(wish);
  }

  /** Does it unless it is being done; false when it failed, which is then shown and said. What `quiet` knows is no failure: a picker that was closed. */
  async run(wish: Wish, work: () => Promise<unknown>, quiet: (error: EarshotError) => boolean = () => false): Promise<boolean> {
    if (this.busy(wish)) return false;
    this.#running.add(wish);
    if (this.failure?.wish === wish) this.failure = undefined;
    this.#ports.changed();
    try {
      await work();
      return true;
    } catch (reason) {
      const error = asEarshotError(reason, 'call:media-failed', wish);
      if (!quiet(error)) this.#fail(wish, error, () => void this.run(wish, work, quiet));
      return false;
    } finally {
      this.#running.delete(wish);
      this.#ports.changed();
    }
  }

  dismiss(): void {
    this.failure = undefined;
    this.#ports.changed();
  }

  #fail(wish: Wish, error: EarshotError, again: () => void): void {
    this.failure = { wish, error, ...failureWords(wish, error), again };
    this.#ports.failed?.(this.failure);
    this.#ports.say(`${this.failure.title}. ${this.failure.why}`, true);
  }
}
