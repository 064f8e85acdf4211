import { type Frame, frameOf } from './frame.ts';

/** Signs the file of an entry, as JSON text. */
export type SignBody = (body: string) => string;

interface Slot {
  body: string;
  file: boolean;
  /** The frame of this one entry, encoded once for all sockets. */
  frame?: Frame;
}

/** A run of entries, ready to be written: one frame, many sockets. */
export interface Chunk {
  frame: Frame;
  /** Offset of its last entry. */
  to: number;
}

export interface LogLimits {
  ringEntries: number;
  ringBytes: number;
}

/** Characters of one `events` frame at most, unless a single entry is longer. */
export const BATCH_CHARS = 128 * 1024;

export function encodeEvents(stream: string, from: number, bodies: readonly string[]): Frame {
  return frameOf(`{"t":"events","stream":${JSON.stringify(stream)},"offset":${from},"entries":[${bodies.join(',')}]}`);
}

/**
 * The newest entries of one stream, in memory (a ring bounded in entries and bytes), and where the stream stands. What is older
 * is read from SQL; nothing depends on an entry being here.
 */
export class StreamLog {
  readonly app: string;
  readonly stream: string;
  readonly sign: SignBody;
  #head: number;
  readonly #slots: Slot[] = [];
  #bytes = 0;
  /** Offset before the first slot. */
  #base: number;
  readonly #limits: LogLimits;
  #memo: { from: number; head: number; chunk: Chunk } | undefined;

  constructor(app: string, stream: string, head: number, limits: LogLimits, sign: SignBody) {
    this.app = app;
    this.stream = stream;
    this.sign = sign;
    this.#head = head;
    this.#base = head;
    this.#limits = limits;
  }

  get head(): number {
    return this.#head;
  }

  /** Entries held in memory. */
  get held(): number {
    return this.#slots.length;
  }

  /** Takes a committed entry. One that does not follow the last empties the ring: readers then go to SQL. */
  push(offset: number, body: string, file: boolean): void {
    if (offset <= this.#head) return;
    if (offset !== this.#head + 1) this.#drop(offset - 1);
    this.#head = offset;
    this.#slots.push({ body, file });
    this.#bytes += body.length;
    while (this.#slots.length > this.#limits.ringEntries || (this.#bytes > this.#limits.ringBytes && this.#slots.length > 1)) {
      this.#bytes -= this.#slots.shift()!.body.length;
      this.#base++;
    }
  }

  /** Something was erased from an entry. */
  rewrite(offset: number, body: string, file: boolean): void {
    const slot = this.#slots[offset - this.#base - 1];
    if (!slot) return;
    this.#bytes += body.length - slot.body.length;
    this.#slots[offset - this.#base - 1] = { body, file };
    this.#memo = undefined;
  }

  /** Entries `from` to `to` at most, or undefined when the first is not in memory. */
  chunk(from: number, to: number): Chunk | undefined {
    if (from <= this.#base || from > this.#head) return undefined;
    if (from === to) return { frame: this.#single(from), to };
    const whole = to === this.#head;
    if (whole && this.#memo?.from === from && this.#memo.head === this.#head) return this.#memo.chunk;
    const bodies: string[] = [];
    let size = 0;
    let signed = false;
    for (let offset = from; offset <= to; offset++) {
      const slot = this.#slots[offset - this.#base - 1]!;
      size += slot.body.length;
      if (bodies.length > 0 && size > BATCH_CHARS) break;
      signed ||= slot.file;
      bodies.push(slot.file ? this.sign(slot.body) : slot.body);
    }
    const chunk = { frame: encodeEvents(this.stream, from, bodies), to: from + bodies.length - 1 };
    // a signed URL expires, so what carries one is encoded anew each time
    if (whole && !signed) this.#memo = { from, head: this.#head, chunk };
    return chunk;
  }

  /** As {@link chunk}, before it is encoded: for a reader who is not shown all of it. */
  bodies(from: number, to: number): string[] | undefined {
    if (from <= this.#base || from > this.#head) return undefined;
    const bodies: string[] = [];
    for (let offset = from, size = 0; offset <= to; offset++) {
      const slot = this.#slots[offset - this.#base - 1]!;
      size += slot.body.length;
      if (bodies.length > 0 && size > BATCH_CHARS) break;
      bodies.push(slot.file ? this.sign(slot.body) : slot.body);
    }
    return bodies;
  }

  #single(offset: number): Frame {
    const slot = this.#slots[offset - this.#base - 1]!;
    if (slot.file) return encodeEvents(this.stream, offset, [this.sign(slot.body)]);
    slot.frame ??= encodeEvents(this.stream, offset, [slot.body]);
    return slot.frame;
  }

  #drop(base: number): void {
    this.#slots.length = 0;
    this.#bytes = 0;
    this.#base = base;
  }
}
