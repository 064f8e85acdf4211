import type { Cursor, ServerFrames, StreamEntry, Welcome } from '../protocol/index.ts';

/** Entries kept of a stream; a tab that is further behind reads anew. */
const KEPT = 500;

/** Where one stream stands, and what came last: what a tab that comes later, or comes back, is given. */
export class StreamTail {
  /** Offset of the last entry that came. */
  #at: number;
  /** What a snapshot that was taken covers; entries up to here are still on their way. */
  #head: number;
  #entries: StreamEntry[] = [];

  constructor(at: number, head = at) {
    this.#at = at;
    this.#head = head;
  }

  /** Of the snapshots that are given out. */
  get head(): number {
    return Math.max(this.#at, this.#head);
  }

  covers(head: number): void {
    this.#head = Math.max(this.#head, head);
  }

  /** Takes what is new, and returns it. */
  push({ offset, entries }: ServerFrames['events']): readonly StreamEntry[] {
    if (offset > this.#at + 1) this.#entries = []; // each tab sees the hole for itself
    const fresh = entries.slice(Math.max(0, this.#at + 1 - offset));
    this.#entries.push(...fresh);
    this.#entries.splice(0, this.#entries.length - KEPT);
    this.#at = Math.max(this.#at, offset + entries.length - 1);
    return fresh;
  }

  /** Whether one who has applied so much can go on here. */
  judge([epoch, offset]: Cursor, current: string): Welcome['streams'][string] {
    const head = this.head;
    if (epoch !== current || offset > head) return { recovered: false, head, reason: 'epoch' };
    return offset >= this.#at - this.#entries.length ? { recovered: true, head } : { recovered: false, head, reason: 'too_far' };
  }

  /** What came after an offset. */
  after(stream: string, offset: number): ServerFrames['events'] | undefined {
    const entries = offset < this.#at ? this.#entries.slice(-(this.#at - offset)) : [];
    return entries.length ? { t: 'events', stream, offset: this.#at - entries.length + 1, entries } : undefined;
  }
}
