import type { Clock, DeviceSettings, Timer } from '../base/index.ts';

/** What is used where the client's settings say nothing. */
export const defaultDeviceSettings: Readonly<DeviceSettings> = {
  deviceSilentMs: 2_000,
  deviceRetryMs: 500,
  deviceAttempts: 5,
};

export interface WatchdogParts<T> {
  clock: Clock;
  /** Wait before the second attempt; each later one waits twice as long, in milliseconds. */
  delayMs: number;
  attempts: number;
  ill(patient: T): boolean;
  /** Nothing can be done now: the page is in the background. {@link Watchdog.wake} goes on. */
  waits(patient: T): boolean;
  /** Tries to bring it back; rejects when that fails. */
  mend(patient: T): Promise<void>;
  /** As many attempts as set have failed; `error` is what the last one said. */
  gaveUp(patient: T, error: unknown): void;
}

interface Case {
  attempts: number;
  timer: Timer;
  mending: boolean;
}

/** Brings back what stopped working by itself, with growing pauses and not for ever. */
export class Watchdog<T> {
  readonly #parts: WatchdogParts<T>;
  readonly #cases = new Map<T, Case>();

  constructor(parts: WatchdogParts<T>) {
    this.#parts = parts;
  }

  /** It seems ill: looks after it `afterMs` from now, unless it is looked after already. */
  watch(patient: T, afterMs: number): void {
    if (this.#cases.has(patient)) return;
    const found: Case = { attempts: 0, timer: undefined, mending: false };
    this.#cases.set(patient, found);
    this.#arm(patient, found, afterMs);
  }

  /** It is well again by itself, or gone. */
  release(patient: T): void {
    const found = this.#cases.get(patient);
    if (!found || found.mending) return;
    this.#parts.clock.clearTimeout(found.timer);
    this.#cases.delete(patient);
  }

  /** The page is back: whoever waits is tried at once, with a fresh count. */
  wake(): void {
    for (const [patient, found] of this.#cases) {
      if (found.mending) continue;
      this.#parts.clock.clearTimeout(found.timer);
      found.attempts = 0;
      void this.#attempt(patient, found);
    }
  }

  dispose(): void {
    for (const { timer } of this.#cases.values()) this.#parts.clock.clearTimeout(timer);
    this.#cases.clear();
  }

  #arm(patient: T, found: Case, afterMs: number): void {
    if (afterMs <= 0) void this.#attempt(patient, found);
    else found.timer = this.#parts.clock.setTimeout(() => void this.#attempt(patient, found), afterMs);
  }

  async #attempt(patient: T, found: Case): Promise<void> {
    const { ill, waits, mend, gaveUp, attempts, delayMs } = this.#parts;
    if (ill(patient) && waits(patient)) return;
    found.mending = true;
    let failure: unknown;
    try {
      if (ill(patient)) await mend(patient);
    } catch (error) {
      failure = error;
    }
    found.mending = false;
    if (this.#cases.get(patient) !== found) return; // disposed meanwhile
    if (!ill(patient)) {
      this.#cases.delete(patient);
    } else if (++found.attempts < attempts) {
      this.#arm(patient, found, delayMs * 2 ** (found.attempts - 1));
    } else {
      this.#cases.delete(patient);
      gaveUp(patient, failure);
    }
  }
}
