import type { Clock, Timer } from '../../core/base/index.ts';
import type { ConnectionState } from '../../core/connection/api.ts';
import { isEarshotError } from '../../core/protocol/index.ts';
import type { Account } from './account.ts';
import type { Config } from './config.ts';
import { BasicError, basicError, CREATE_CODES, isUnauthorized, refuse, subscriptionError, subscriptionStatus } from './errors.ts';
import type { Events } from './events.ts';
import type { Gateway } from './gateway.ts';
import type { Logger } from './logger.ts';

/** Long form of a service's name (RB-svc-07). */
export interface ServiceDescriptor {
  service: string;
  params?: Record<string, unknown>;
}

export interface SubscribeOptions {
  /** Only 'websocket'. */
  type?: string;
  /** Which of the user's clients this is, at most 64 of letters, digits and `. _ ~ -`; a later one with the same, or both without, takes its place. */
  clientCorrelator?: string;
}

export interface Subscriptions {
  available: string[];
  subscribed: string[];
  /** Something is under way: what is said here may change soon. */
  isPending: boolean;
}

/** Why a subscription was lost (RB-svc-09). */
export const changeReasons = { GONE: 'GONE', LOST_CONNECTION: 'LOST_CONNECTION', WS_OVERRIDDEN: 'WS_OVERRIDDEN' } as const;
export type ChangeReason = (typeof changeReasons)[keyof typeof changeReasons];

const AVAILABLE: readonly string[] = ['call', 'chat', 'presence'];
const ALIASES: Record<string, string> = { im: 'chat' };
/** Services of the app's own: nothing here depends on them. */
const OTHERS = /^(custom|event:.+)$/;
const CORRELATOR = /^[\w.~-]{1,64}$/;
/** The device of those who name none. */
const NO_CORRELATOR = 'default';
/** Parts of the lifetime after which a subscription is renewed, and a failed renewal is tried again. */
const RENEW = 1 / 2;
const RENEW_AGAIN = 1 / 8;

interface Parts {
  config: Config;
  account: Account;
  events: Events;
  gateway: Gateway;
  logger: Logger;
  clock: Clock;
}

/** `client.services`: a subscription is a session of ours, with those services that take part in it. */
export class ServicesFace {
  readonly #parts: Parts;
  readonly #subscribed = new Set<string>();
  #pending = 0;
  #timer: Timer;
  #renewals = 0;
  /** When the subscription would have to have been renewed. */
  #expiresAtMs = 0;
  /** Ours: a line that we end is not lost. */
  #leaving = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.gateway.onState = (state, previous) => this.#moved(state, previous);
  }

  /** Under way or established: then credentials are locked (RB-api-15). */
  get active(): boolean {
    return this.#pending > 0 || this.#subscribed.size > 0;
  }

  /** `subscription:change` now, as pending, and when it is done; or `subscription:error` (RB-svc-01). */
  subscribe(services: readonly (string | ServiceDescriptor)[], options: SubscribeOptions | string = {}): void {
    const { type = 'websocket', clientCorrelator } = typeof options === 'string' ? { type: options } : options;
    let names: string[];
    try {
      names = this.#checked(services, type, clientCorrelator);
    } catch (error) {
      this.#failed(error);
      return;
    }
    const { gateway, logger } = this.#parts;
    const done = logger.time('subscription', `subscribe to ${names.join(', ')}`);
    this.#changed(1);
    const joins = names.includes('call');
    if (joins) gateway.takesCalls = true;
    const opened = gateway.connected ? Promise.resolve() : gateway.open(clientCorrelator ?? NO_CORRELATOR);
    opened
      .then(
        () => {
          for (const name of names) this.#subscribed.add(name);
          this.#renewSoon();
          this.#changed(-1);
        },
        (error: unknown) => {
          if (joins && !this.#subscribed.has('call')) gateway.takesCalls = false;
          this.#pending--;
          this.#failed(subscriptionError(error), error);
        },
      )
      .finally(done);
  }

  /** RB-svc-05 */
  unsubscribe(services: readonly (string | ServiceDescriptor)[], _type: SubscribeOptions | string = 'websocket'): void {
    const none = (which: string) =>
      this.#failed(new BasicError(CREATE_CODES.UNSUBSCRIBE_FAILED, `No subscription found${which}, can't unsubscribe.`));
    if (this.#subscribed.size === 0) {
      none('');
      return;
    }
    const names = services.map(nameOf);
    for (const name of names.filter((name) => !this.#subscribed.has(name))) none(` for "${name}"`);
    const known = names.filter((name) => this.#subscribed.has(name));
    if (known.length === 0) return;
    const left = [...this.#subscribed].filter((name) => !known.includes(name));
    const { gateway } = this.#parts;
    this.#changed(1);
    if (known.includes('call')) gateway.takesCalls = false;
    void (left.length > 0 ? Promise.resolve() : this.#leave()).then(() => {
      for (const name of known) this.#subscribed.delete(name);
      this.#changed(-1);
    });
  }

  /** As of now (RB-svc-06). */
  getSubscriptions(): Subscriptions {
    return { available: [...AVAILABLE], subscribed: [...this.#subscribed], isPending: this.#pending > 0 };
  }

  /** @internal */
  close(): void {
    this.#leaving = true;
    this.#stopRenewing();
  }

  #checked(services: readonly (string | ServiceDescriptor)[], type: string, correlator: string | undefined): string[] {
    if (!Array.isArray(services) || services.length === 0) throw new BasicError(CREATE_CODES.MISSING_SERVICE, 'No services found in configuration.');
    if (type !== 'websocket')
      throw refuse(CREATE_CODES.SUBSCRIBE_FAILED, 'subscribe', `${type} is no type of subscription; websocket is the only one`);
    const names = services.map(nameOf);
    if (names.some((name) => !AVAILABLE.includes(name) && !OTHERS.test(name))) throw subscriptionStatus(37);
    if (correlator !== undefined && correlator !== '' && !CORRELATOR.test(correlator)) throw subscriptionStatus(38);
    const { account, config } = this.#parts;
    if (!account.identity) throw refuse(CREATE_CODES.AUTH_INVALID_STATE, 'subscribe', 'no credentials were set');
    if (!config.values.authentication.server.base && !this.#parts.gateway.isGiven)
      throw refuse(CREATE_CODES.SUBSCRIBE_FAILED, 'subscribe', '`authentication.server.base` is not set');
    return names;
  }

  #changed(pending: 0 | 1 | -1, reason?: ChangeReason): void {
    this.#pending += pending;
    this.#parts.events.tell('subscription:change', reason ? { reason } : {});
  }

  #failed(error: unknown, core?: unknown): void {
    const { events } = this.#parts;
    const told = basicError(error);
    if (isUnauthorized(core)) events.tell('request:error', { error: told });
    events.tell('subscription:error', { error: told });
  }

  async #leave(): Promise<void> {
    this.#leaving = true;
    this.#stopRenewing();
    await this.#parts.gateway.close();
    this.#leaving = false;
  }

  #moved(state: ConnectionState, previous: ConnectionState): void {
    if (state === 'connected' || previous === 'connected') this.#parts.events.tell('ws:change', {});
    const over = state === 'failed' || state === 'disconnected';
    if (!over || this.#leaving || this.#subscribed.size === 0) return;
    const failure = this.#parts.gateway.client?.connection.failure;
    this.#stopRenewing();
    this.#subscribed.clear();
    if (isUnauthorized(failure)) this.#parts.events.tell('request:error', { error: subscriptionError(failure) });
    this.#changed(0, reasonOf(failure));
  }

  // ---- renewal (RB-svc-12): the server is asked whether the session still stands

  get #lifetimeMs(): number {
    return this.#parts.config.values.subscription.expires * 1_000;
  }

  #stopRenewing(): void {
    this.#parts.clock.clearTimeout(this.#timer);
  }

  #renewSoon(part = RENEW): void {
    const { clock } = this.#parts;
    this.#stopRenewing();
    if (part === RENEW) {
      this.#renewals = 0;
      this.#expiresAtMs = clock.now() + this.#lifetimeMs;
    }
    this.#timer = clock.setTimeout(() => void this.#renew(), part * this.#lifetimeMs);
  }

  async #renew(): Promise<void> {
    const { events, gateway, clock } = this.#parts;
    const attemptNum = ++this.#renewals;
    try {
      const connection = gateway.client?.connection;
      await connection?.refresh();
      await connection?.request('user.me', {});
      if (this.#subscribed.size === 0) return;
      events.tell('subscription:resub', { attemptNum, isFailure: false });
      this.#renewSoon();
    } catch (error) {
      if (this.#subscribed.size === 0) return;
      const told = isUnauthorized(error) ? subscriptionError(error) : basicError(error, CREATE_CODES.EXTEND_FAILED);
      if (isUnauthorized(error)) events.tell('request:error', { error: told });
      events.tell('subscription:resub', { attemptNum, isFailure: true, error: told });
      if (clock.now() < this.#expiresAtMs) this.#renewSoon(RENEW_AGAIN);
      else {
        await this.#leave();
        this.#subscribed.clear();
        gateway.takesCalls = false;
        this.#changed(0, changeReasons.GONE);
      }
    }
  }
}

const nameOf = (service: string | ServiceDescriptor): string => {
  const name = String(typeof service === 'string' ? service : service?.service).toLowerCase();
  return ALIASES[name] ?? name;
};

/** The server ended it, another client took its place, or the network is gone. */
function reasonOf(failure: unknown): ChangeReason {
  if (isEarshotError(failure, 'connection:replaced')) return changeReasons.WS_OVERRIDDEN;
  return isEarshotError(failure) && /^(auth|user):/.test(failure.code) ? changeReasons.GONE : changeReasons.LOST_CONNECTION;
}
