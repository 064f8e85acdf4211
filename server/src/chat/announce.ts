import type { Clock, Timer } from '../../../src/core/base/index.ts';
import { channelStream, type Receipt, type ServerFrame } from '../../../src/core/protocol/index.ts';
import { frameOf } from '../streams/frame.ts';
import type { StreamHub } from '../streams/hub.ts';

interface Pending {
  app: string;
  channel: string;
  /** By who and what; the oldest wish first. */
  frames: Map<string, Extract<ServerFrame, { t: 'receipt' }>>;
}

/** Receipts that a channel may be told at a time, times those who hear them: many readers of many messages must not become their square. */
const COPIES = 100_000;
/** Receipts in one message at most. */
const AT_A_TIME = 500;

/**
 * Tells members of receipts, the last of each at most every `coalesceMs` and those of a channel in one message; they carry no offset and
 * are re-read in snapshots. What would be too much at a time follows with the next.
 */
export class Receipts {
  readonly #hub: StreamHub;
  readonly #clock: Clock;
  readonly #coalesceMs: number;
  readonly #pending = new Map<string, Pending>();
  #timer: Timer | undefined;

  constructor(hub: StreamHub, clock: Clock, coalesceMs: number) {
    this.#hub = hub;
    this.#clock = clock;
    this.#coalesceMs = coalesceMs;
  }

  tell(app: string, channel: string, user: string, kind: 'read' | 'delivered', receipt: Receipt): void {
    const key = `${app}\n${channel}`;
    let pending = this.#pending.get(key);
    if (!pending) {
      pending = { app, channel, frames: new Map() };
      this.#pending.set(key, pending);
    }
    pending.frames.set(`${kind} ${user}`, { t: 'receipt', channel_id: channel, user_id: user, kind, receipt });
    this.#timer ??= this.#clock.setTimeout(() => this.#flush(), this.#coalesceMs);
  }

  close(): void {
    this.#clock.clearTimeout(this.#timer);
    this.#pending.clear();
  }

  #flush(): void {
    this.#timer = undefined;
    for (const [key, { app, channel, frames }] of this.#pending) {
      const stream = channelStream(channel);
      const hearers = this.#hub.followers(app, stream);
      const told = [...frames].slice(0, Math.max(1, Math.min(AT_A_TIME, Math.floor(COPIES / hearers))));
      if (hearers > 0) this.#hub.tell(app, stream, frameOf(JSON.stringify(told.length === 1 ? told[0]![1] : told.map(([, frame]) => frame))));
      for (const [name] of told) frames.delete(name);
      if (frames.size === 0 || hearers === 0) this.#pending.delete(key);
    }
    if (this.#pending.size > 0) this.#timer = this.#clock.setTimeout(() => this.#flush(), this.#coalesceMs);
  }
}
