import type { Clock } from '../base/index.ts';
import type { Leg } from './leg.ts';
import { type CallParts, legKey, type StoredLeg } from './ports.ts';

/** A page that is being reloaded may hold its lock a moment longer than its successor needs to start. */
const CLAIM_TRIES = 10;
const CLAIM_WAIT_MS = 200;

/** Keeps leg tokens over a reload; `stored-leg.ts` reads them after it. One tab at a time may hold a leg: a Web Lock says which. */
export class LegStore {
  readonly #parts: CallParts;

  constructor(parts: CallParts) {
    this.#parts = parts;
  }

  /** What is not named stays as it was kept. */
  save(callId: string, leg: StoredLeg): void {
    const { storage } = this.#parts;
    const key = this.#key(callId);
    try {
      storage.setItem(key, JSON.stringify({ ...JSON.parse(storage.getItem(key) ?? '{}'), ...leg }));
    } catch (error) {
      this.#parts.log('warn', 'call', 'unable to keep the leg over a reload', error); // a full store costs the resume, not the call
    }
  }

  remove(callId: string): void {
    this.#parts.storage.removeItem(this.#key(callId));
  }

  /** Claims a leg that was granted; not waited for: a fresh call id has no other claimant. */
  async hold(leg: Leg): Promise<void> {
    const release = await this.claim(leg.call.id);
    if (leg.disposed) release?.();
    else leg.release = release;
  }

  /** The right to hold a leg of this call in this browser: its undo, or undefined when another tab has it. */
  async claim(callId: string): Promise<(() => void) | undefined> {
    // only pages share their storage; outside of one there is no other tab
    const locks = globalThis.document ? globalThis.navigator?.locks : undefined;
    if (!locks) return () => {};
    for (let attempt = 1; ; attempt++) {
      const release = await tryLock(locks, this.#key(callId));
      if (release || attempt === CLAIM_TRIES) return release;
      await wait(this.#parts.clock, CLAIM_WAIT_MS);
    }
  }

  #key(callId: string): string {
    return legKey(this.#parts.client.appId, this.#parts.client.userId, callId);
  }
}

const tryLock = (locks: LockManager, name: string): Promise<(() => void) | undefined> =>
  new Promise((resolve, reject) => {
    locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(undefined);
        return new Promise<void>((release) => resolve(release));
      })
      .catch(reject);
  });

const wait = (clock: Clock, ms: number): Promise<void> => new Promise((resolve) => void clock.setTimeout(resolve, ms));
