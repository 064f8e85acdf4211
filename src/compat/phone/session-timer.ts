import type { Clock, Timer } from '../../core/base/index.ts';
import type { TimerType } from './types.ts';

type Stretch = 'ringDuration' | 'callingDuration' | 'callDuration' | 'holdDuration';

/** The running counters of one call. They follow the clock, not the ticks: a page that slept is right again at once. */
export class SessionTimer {
  readonly #clock: Clock;
  readonly #onTick: () => void;
  readonly #passedMs: Record<Stretch, number> = { ringDuration: 0, callingDuration: 0, callDuration: 0, holdDuration: 0 };
  readonly #since = new Map<Stretch, number>();
  #next: Timer;
  #stopped = false;

  constructor(clock: Clock, onTick: () => void) {
    this.#clock = clock;
    this.#onTick = onTick;
    this.#tick();
  }

  /** What is counted from now on. `sinceMs` is when the talk began, where that was earlier. */
  run(which: readonly Stretch[], sinceMs?: number): void {
    if (this.#stopped) return;
    const now = this.#clock.now();
    for (const stretch of [...this.#since.keys()]) {
      if (which.includes(stretch)) continue;
      this.#passedMs[stretch] += now - this.#since.get(stretch)!;
      this.#since.delete(stretch);
    }
    for (const stretch of which)
      if (!this.#since.has(stretch)) this.#since.set(stretch, stretch === 'callDuration' && sinceMs !== undefined ? sinceMs : now);
  }

  get value(): TimerType {
    const now = this.#clock.now();
    const seconds = (stretch: Stretch) => Math.max(0, Math.floor((this.#passedMs[stretch] + now - (this.#since.get(stretch) ?? now)) / 1_000));
    return {
      ringDuration: seconds('ringDuration'),
      callingDuration: seconds('callingDuration'),
      callDuration: seconds('callDuration'),
      holdDuration: seconds('holdDuration'),
    };
  }

  /** Stands still for good. */
  stop(): void {
    this.run([]);
    this.#stopped = true;
    this.#clock.clearTimeout(this.#next);
  }

  #tick(): void {
    this.#next = this.#clock.setTimeout(() => {
      this.#tick();
      this.#onTick();
    }, 1_000);
  }
}
