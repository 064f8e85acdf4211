/** A running timer; opaque. */
export type Timer = unknown;

/** Where time comes from. Everything that waits asks a clock, so that tests own time. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `task` once, `delayMs` from now. */
  setTimeout(task: () => void, delayMs: number): Timer;
  clearTimeout(timer: Timer | undefined): void;
}

/** The platform's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (task, delayMs) => globalThis.setTimeout(task, delayMs),
  clearTimeout: (timer) => globalThis.clearTimeout(timer as ReturnType<typeof setTimeout>),
};
