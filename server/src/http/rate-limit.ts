import type { Clock } from '../../../src/core/base/index.ts';
import { EarshotError } from '../../../src/core/protocol/index.ts';

interface Bucket {
  tokens: number;
  atMs: number;
}

/** Most keys kept at once; the oldest go first, which only ever forgives. */
const MOST_KEYS = 50_000;

/** Token buckets by key: `[tokens a second, burst]`. */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>();
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #burst: number;

  constructor(clock: Clock, [perSecond, burst]: [number, number]) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#burst = burst;
  }

  /** Throws `request:rate-limited` when the bucket of `key` is empty; takes nothing. */
  check(key: string, operation: string): void {
    const bucket = this.#refill(key);
    if (bucket.tokens >= 1) return;
    const retryAfterMs = this.#perSecond > 0 ? Math.ceil(((1 - bucket.tokens) / this.#perSecond) * 1000) : 60_000;
    throw new EarshotError('request:rate-limited', operation, undefined, { retryAfterMs });
  }

  /** Takes one token, or throws as {@link check} does. */
  take(key: string, operation: string): void {
    this.check(key, operation);
    this.#refill(key).tokens -= 1;
  }

  #refill(key: string): Bucket {
    const nowMs = this.#clock.now();
    const known = this.#buckets.get(key);
    const tokens = known ? Math.min(this.#burst, known.tokens + (Math.max(0, nowMs - known.atMs) / 1000) * this.#perSecond) : this.#burst;
    const bucket = { tokens, atMs: nowMs };
    this.#buckets.delete(key); // re-inserted last, so that the map is in order of use
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > MOST_KEYS) this.#buckets.delete(this.#buckets.keys().next().value!);
    return bucket;
  }
}

/** The key of an address: an IPv4 address, or the /64 that one IPv6 customer owns. */
export function addressKey(address: string): string {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (v4) return v4[1]!;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  return [...groups, ...Array.from({ length: Math.max(0, missing) }, () => '0')].slice(0, 4).join(':');
}
