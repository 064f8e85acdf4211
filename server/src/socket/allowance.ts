import type { Clock } from '../../../src/core/base/index.ts';
import type { ServerSettings } from '../api.ts';
import { Bucket } from './rate.ts';

export type Metered = 'send' | 'request' | 'page' | 'typing' | 'invite' | 'signal';

/** Every frame counts, those of unknown types too: [tokens a second, burst]. */
const FRAMES: readonly [number, number] = [100, 500];
/** How many refusals a client is forgiven before it is cut off. */
const STRIKES: readonly [number, number] = [1, 40];
const PAGES: ReadonlySet<string> = new Set(['message.list', 'channel.list', 'channel.joined']);

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
    this.#frames = new Bucket(clock, FRAMES);
    this.#strikes = new Bucket(clock, STRIKES);
  }

  /** Which meter a method runs on. */
  static of(method: string): Metered {
    if (method === 'call.invite') return 'invite';
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
