import type { Clock } from '../../../src/core/base/index.ts';
import type { ServerSettings } from '../api.ts';
import { Bucket } from './rate.ts';

/** Pings, refreshes and frames of unknown types, on top of what is metered by kind: [tokens a second, burst]. */
const OTHERS: readonly [number, number] = [10, 50];
/** How many refusals a client is forgiven before it is cut off. */
const STRIKES: readonly [number, number] = [1, 40];
const METERED = ['send', 'request', 'page', 'typing', 'invite', 'signal'] as const;
export type Metered = (typeof METERED)[number];
const PAGES: ReadonlySet<string> = new Set(['message.list', 'channel.list', 'channel.joined']);
/** They make devices of others ring. */
const RINGING: ReadonlySet<string> = new Set(['call.invite', 'call.transfer', 'call.forward']);

/** What one session may ask, by kind. */
export class Allowance {
  readonly #buckets: Record<Metered, Bucket>;
  readonly #frames: Bucket;
  readonly #strikes: Bucket;

  constructor(clock: Clock, rates: ServerSettings['rates']) {
    const bucket = (name: Metered) => new Bucket(clock, rates[name]);
    this.#buckets = {
      send: bucket('send'),
      request: bucket('request'),
      page: bucket('page'),
      typing: bucket('typing'),
      invite: bucket('invite'),
      signal: bucket('signal'),
    };
    const sum = (at: 0 | 1) => METERED.reduce((total, name) => total + rates[name][at], OTHERS[at]);
    this.#frames = new Bucket(clock, [sum(0), sum(1)]);
    this.#strikes = new Bucket(clock, STRIKES);
  }

  /** Which meter a method runs on. */
  static of(method: string): Metered {
    if (RINGING.has(method)) return 'invite';
    return PAGES.has(method) ? 'page' : 'request';
  }

  /** 0, or how long to wait. */
  waitMs(name: Metered): number {
    return this.#buckets[name].take();
  }

  /** False: this is a flood. */
  frame(): boolean {
    return this.#frames.take() === 0;
  }

  /** Counts a refusal; false when there were too many. */
  forgive(): boolean {
    return this.#strikes.take() === 0;
  }
}
