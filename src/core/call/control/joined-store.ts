import { type CallParts, joinedKey } from '../ports.ts';

/** The ids of the calls of one conference. */
interface Joined {
  id: string;
  calls: string[];
}

/** Conferences that are kept at a time: those of pages that never came back fall out. */
const KEPT = 8;

/** Which calls are joined, kept beside their legs: the page that takes them back after a reload joins them again. */
export class JoinedStore {
  readonly #parts: CallParts;

  constructor(parts: CallParts) {
    this.#parts = parts;
  }

  /** Fewer than two calls are no conference. */
  save(id: string, calls: string[]): void {
    const others = this.#read().filter((one) => one.id !== id);
    const all = calls.length > 1 ? [...others, { id, calls }].slice(-KEPT) : others;
    const { client, storage, log } = this.#parts;
    const key = joinedKey(client);
    try {
      if (all.length) storage.setItem(key, JSON.stringify(all));
      else storage.removeItem(key);
    } catch (error) {
      log('warn', 'call', 'unable to keep the conference over a reload', error); // a full store costs the reload, not the conference
    }
  }

  /** The conference of a call as the page before left it. */
  of(callId: string): Joined | undefined {
    return this.#read().findLast(({ calls }) => calls.includes(callId));
  }

  /** Anything may lie there. */
  #read(): Joined[] {
    try {
      const all: unknown = JSON.parse(this.#parts.storage.getItem(joinedKey(this.#parts.client)) ?? '[]');
      return Array.isArray(all) ? all.filter((one): one is Joined => typeof one?.id === 'string' && Array.isArray(one.calls)) : [];
    } catch {
      return [];
    }
  }
}
