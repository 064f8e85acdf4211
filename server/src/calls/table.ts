import type { Clock } from '../../../src/core/base/index.ts';
import { Leg, LiveCall } from './live.ts';
import type { CallRecord } from './rows.ts';
import type { Peer } from './signals.ts';

/** The calls that are not over. */
export class CallTable {
  readonly #clock: Clock;
  readonly #calls = new Map<string, LiveCall>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#calls.size;
  }

  all(): IterableIterator<LiveCall> {
    return this.#calls.values();
  }

  find(app: string, call: string): LiveCall | undefined {
    return this.#calls.get(keyOf(app, call));
  }

  /** Takes over what a commit said about a call; undefined when it is over. */
  adopt(record: CallRecord): LiveCall | undefined {
    for (const other of record.also) this.adopt(other);
    const key = keyOf(record.app, record.row.call_id);
    const known = this.#calls.get(key);
    if (record.row.state === 'ended') {
      this.#calls.delete(key);
      return undefined;
    }
    const now = this.#clock.now();
    if (!known) {
      const made = new LiveCall(record, now);
      this.#calls.set(key, made);
      return made;
    }
    known.know(record);
    for (const stored of record.legs) {
      const leg = stored.side === 'a' ? known.a : known.b;
      if (leg) leg.update(stored);
      else known.b = new Leg(stored, now);
    }
    return known;
  }

  /** My leg of a call with this user that no session holds: calling him again takes it back (DESIGN 7.11). */
  forsaken(me: Peer, other: string): { call: string; leg: string } | undefined {
    for (const call of this.#calls.values()) {
      if (call.app !== me.appId || !call.between(me.userId, other)) continue;
      if (call.isSecret) continue;
      const leg = call.legs.find(({ userId, session }) => userId === me.userId && !session);
      if (leg) return { call: call.row.call_id, leg: leg.legId };
    }
    return undefined;
  }
}

const keyOf = (app: string, call: string): string => `${app}\n${call}`;
