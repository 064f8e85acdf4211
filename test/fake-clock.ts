import type { Clock, Timer } from '../src/core/base/clock.ts';

interface Entry {
  at: number;
  order: number;
  task: () => void;
}

/** A clock that moves only when told to. `advance` runs due timers in order and lets microtasks settle between them. */
export class FakeClock implements Clock {
  #now: number;
  #order = 0;
  readonly #timers = new Map<number, Entry>();

  constructor(startMs = 1_700_000_000_000) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  setTimeout(task: () => void, delayMs: number): Timer {
    const id = ++this.#order;
    this.#timers.set(id, { at: this.#now + Math.max(0, delayMs), order: id, task });
    return id;
  }

  clearTimeout(timer: Timer | undefined): void {
    this.#timers.delete(timer as number);
  }

  /** Timers that still wait: a leak test expects 0. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves time on by `ms`, running what falls due. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const due = [...this.#timers.entries()].filter(([, e]) => e.at <= end).sort(([, a], [, b]) => a.at - b.at || a.order - b.order)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.#now = due[1].at;
      due[1].task();
      await settle();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets every already queued microtask (and what they queue) run. */
export async function settle(turns = 40): Promise<void> {
  for (let i = 0; i < turns; i++) await Promise.resolve();
}
