import type { Clock } from '../../../src/core/base/index.ts';
import type { ServerSettings } from '../api.ts';
import { addressKey, RateLimiter } from '../http/rate-limit.ts';

/** How much may be written: by a user from all his devices, into a channel, and from an address, on top of what each socket may. */
export class SendRates {
  readonly #user: RateLimiter;
  readonly #channel: RateLimiter;
  readonly #address: RateLimiter;

  constructor(clock: Clock, rates: ServerSettings['rates']) {
    this.#user = new RateLimiter(clock, rates.user);
    this.#channel = new RateLimiter(clock, rates.channel);
    this.#address = new RateLimiter(clock, rates.address);
  }

  /** Takes of all three or of none: throws `request:rate-limited` with `retryAfterMs`. */
  take(app: string, user: string, channel: string, address: string): void {
    const operation = 'send the message';
    const keys = [`${app}\n${user}`, `${app}\n${channel}`, addressKey(address)] as const;
    const limiters = [this.#user, this.#channel, this.#address] as const;
    for (const [i, limiter] of limiters.entries()) limiter.check(keys[i]!, operation);
    for (const [i, limiter] of limiters.entries()) limiter.take(keys[i]!, operation);
  }
}
