import type { Clock, Settings, Timer } from '../base/index.ts';

interface HeartbeatParts {
  clock: Clock;
  settings: Settings;
  random: () => number;
  ping(n: number): void;
  /** Nothing came back in time. */
  dead(): void;
}

/**
 * Keeps one line honest (PROTOCOL 2): a ping every interval ± 20 %, the first after a random part of it so that clients
 * of a restarted server do not march in step; any frame that comes in proves life.
 */
export class Heartbeat {
  #n = 0;
  #sentAtMs = 0;
  #intervalMs = 0;
  #next: Timer | undefined;
  #deadline: Timer | undefined;
  readonly #parts: HeartbeatParts;
  /** Of the last ping. */
  roundTripMs: number | undefined;

  constructor(parts: HeartbeatParts) {
    this.#parts = parts;
  }

  /** Waits for an answer. */
  get pinging(): boolean {
    return this.#deadline !== undefined;
  }

  start(intervalMs: number): void {
    this.stop();
    this.#intervalMs = intervalMs;
    if (intervalMs > 0) this.#schedule(this.#parts.random());
  }

  stop(): void {
    const { clock } = this.#parts;
    clock.clearTimeout(this.#next);
    clock.clearTimeout(this.#deadline);
    this.#next = this.#deadline = undefined;
  }

  /** Asks at once, with a short deadline: the page has just come back. */
  probe(): void {
    this.#ping(this.#parts.settings.probeTimeoutMs);
  }

  /** A frame came in. */
  heard(pong?: number): void {
    this.#parts.clock.clearTimeout(this.#deadline);
    this.#deadline = undefined;
    if (pong !== undefined && pong === this.#n) this.roundTripMs = this.#parts.clock.now() - this.#sentAtMs;
  }

  #schedule(part: number): void {
    const { clock, settings, random } = this.#parts;
    this.#next = clock.setTimeout(
      () => {
        if (settings.heartbeatMs !== 0) this.#ping(settings.pongTimeoutMs);
        this.#schedule(0.8 + 0.4 * random());
      },
      part * (settings.heartbeatMs || this.#intervalMs),
    );
  }

  #ping(timeoutMs: number): void {
    const { clock } = this.#parts;
    clock.clearTimeout(this.#deadline);
    this.#deadline = clock.setTimeout(() => this.#parts.dead(), timeoutMs);
    this.#sentAtMs = clock.now();
    this.#parts.ping(++this.#n);
  }
}
