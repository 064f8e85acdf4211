import type { Cursor, ServerFrames, StreamEntry, Welcome } from '../protocol/index.ts';

/** Where the client stands in every stream: what it has applied, once and in order (P-6). */
export class Cursors {
  #epoch = '';
  readonly #at = new Map<string, Cursor>();

  get(stream: string): Cursor | undefined {
    return this.#at.get(stream);
  }

  /** What `hello.resume` says. */
  resume(): Record<string, Cursor> | undefined {
    return this.#at.size ? Object.fromEntries(this.#at) : undefined;
  }

  /** Takes the positions of a welcome; returns the streams that have to be read anew, with their heads. */
  welcomed(welcome: Welcome): [stream: string, head: number][] {
    this.#epoch = welcome.epoch;
    const reset: [string, number][] = [];
    for (const [stream, { recovered, head, reason }] of Object.entries(welcome.streams)) {
      const known = this.#at.has(stream);
      if (recovered && known) continue;
      if (reason === 'gone') this.#at.delete(stream);
      else this.#at.set(stream, [welcome.epoch, head]);
      if (known) reset.push([stream, head]); // what was never read cannot be read anew
    }
    return reset;
  }

  /** A stream that is new to us starts after this offset. */
  start(stream: string, offset: number): void {
    if (!this.#at.has(stream)) this.#at.set(stream, [this.#epoch, offset]);
  }

  /**
   * Applies a batch entry by entry; what is already applied is dropped. False on a gap. A stream that is unknown here starts with
   * the entry that made it ours.
   */
  apply({ stream, offset, entries }: ServerFrames['events'], applied: (offset: number, entry: StreamEntry) => boolean): boolean {
    for (let i = 0; i < entries.length; i++) {
      const at = this.#at.get(stream)?.[1] ?? offset - 1;
      if (offset + i <= at) continue;
      if (offset + i > at + 1) return false;
      this.#at.set(stream, [this.#epoch, offset + i]);
      if (!applied(offset + i, entries[i]!)) return true; // the listener ended the line
    }
    return true;
  }

  forget(stream: string): void {
    this.#at.delete(stream);
  }
}
