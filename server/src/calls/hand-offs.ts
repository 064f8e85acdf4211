import { randomInt } from 'node:crypto';
import { EarshotError } from '../../../src/core/protocol/index.ts';
import type { ServerSettings } from '../api.ts';
import { RateLimiter } from '../http/rate-limit.ts';
import type { CallHubPorts } from './ports.ts';
import type { Peer } from './signals.ts';

/** A leg that its holder lets another device of the same user take. */
export interface HandOff {
  readonly code: string;
  readonly callId: string;
  readonly legId: string;
  readonly expiresAt: number;
  /** Who has it: the same device may ask again, since the reply may have been lost. */
  taken?: { device: string; legId: string };
}

/**
 * The codes by which calls move between the devices of one user. Kept in memory: they live for minutes, and one that a restart forgets is asked for
 * again. A code is worth nothing to another user, and guesses are limited.
 */
export class HandOffs {
  readonly #clock: CallHubPorts['clock'];
  readonly #settings: Pick<ServerSettings, 'handOffMs'>;
  readonly #guesses: RateLimiter;
  readonly #byUser = new Map<string, HandOff[]>();

  constructor({ clock, settings }: Pick<CallHubPorts, 'clock' | 'settings'>) {
    this.#clock = clock;
    this.#settings = settings;
    this.#guesses = new RateLimiter(clock, settings.rates.handoff);
  }

  /** A new code for this leg; the one before it is void. */
  offer(me: Peer, callId: string, legId: string): HandOff {
    const others = this.#of(me).filter((one) => one.callId !== callId);
    let code: string;
    do code = String(randomInt(1_000_000)).padStart(6, '0');
    while (others.some((one) => one.code === code));
    const made = { code, callId, legId, expiresAt: this.#clock.now() + this.#settings.handOffMs };
    this.#byUser.set(key(me), [...others, made]);
    return made;
  }

  /** Throws `call:not-found` when there is none of this code, or it was used by another device. */
  find(me: Peer, code: string): HandOff {
    this.#guesses.take(key(me), 'take the call over');
    const found = this.#of(me).find((one) => one.code === code);
    if (!found || (found.taken && found.taken.device !== me.device))
      throw new EarshotError('call:not-found', 'take the call over', 'the code is not valid, or not any more');
    return found;
  }

  /** Forgets what is over, of everybody. */
  #of(me: Peer): HandOff[] {
    const now = this.#clock.now();
    for (const [user, offers] of this.#byUser) {
      const left = offers.filter(({ expiresAt }) => expiresAt > now);
      if (left.length === 0) this.#byUser.delete(user);
      else if (left.length < offers.length) this.#byUser.set(user, left);
    }
    return this.#byUser.get(key(me)) ?? [];
  }
}

const key = ({ appId, userId }: Peer): string => JSON.stringify([appId, userId]);
