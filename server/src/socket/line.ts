import type { Writable } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Clock } from '../../../src/core/base/index.ts';
import { EarshotError, type EarshotErrorCode, type ServerFrame } from '../../../src/core/protocol/index.ts';
import { type Frame, frameOf } from '../streams/frame.ts';

/** How long a closing socket may take before it is torn down. */
const CLOSE_WAIT_MS = 2_000;
/** Replies and acks may exceed the stream's bound by this factor; then the reader is too slow for anything. */
const HARD_FACTOR = 4;

/** The stream under a WebSocket. */
export type Wire = Pick<Writable, 'write' | 'writableLength' | 'cork' | 'uncork'>;

/**
 * One WebSocket, with an account of what it has not taken yet. Its frames are written to the stream beneath, whole and in order with what `ws` writes
 * there itself (pongs, the close), as nothing is compressed: a message to many is then framed once, and costs each of them one write.
 */
export class Line {
  readonly #socket: WebSocket;
  readonly #wire: Wire;
  readonly #clock: Clock;
  readonly #maxBuffered: number;
  readonly #onRoom: () => void;
  #full = false;
  #corked = false;
  #progressAt: number;
  #closing = false;

  constructor(socket: WebSocket, wire: Wire, clock: Clock, maxBuffered: number, onRoom: () => void) {
    this.#socket = socket;
    this.#wire = wire;
    this.#clock = clock;
    this.#maxBuffered = maxBuffered;
    this.#onRoom = onRoom;
    this.#progressAt = clock.now();
  }

  get open(): boolean {
    return !this.#closing && this.#socket.readyState === this.#socket.OPEN;
  }

  hasRoom(): boolean {
    if (!this.open) return false;
    if (this.#wire.writableLength < this.#maxBuffered) return true;
    if (!this.#full) this.#progressAt = this.#clock.now();
    this.#full = true;
    return false;
  }

  /** How long the reader has taken nothing although it should; 0 when it has room. */
  stalledMs(): number {
    return this.#full && this.open ? this.#clock.now() - this.#progressAt : 0;
  }

  /** More waits than any reader of good will lets wait. */
  get flooded(): boolean {
    return this.#wire.writableLength > this.#maxBuffered * HARD_FACTOR;
  }

  write(data: Frame | string): void {
    if (this.open) this.#wire.write(typeof data === 'string' ? frameOf(data) : data, this.#taken);
  }

  /** One write to the stream for all of this turn of the event loop. */
  together(): void {
    if (this.#corked) return;
    this.#corked = true;
    this.#wire.cork();
    setImmediate(() => {
      this.#corked = false;
      this.#wire.uncork();
    });
  }

  /** One for all writes. */
  readonly #taken = (): void => {
    if (!this.#full) return;
    this.#progressAt = this.#clock.now();
    if (this.#wire.writableLength >= this.#maxBuffered) return;
    this.#full = false;
    this.#onRoom();
  };

  send(frame: ServerFrame): void {
    this.write(JSON.stringify(frame));
  }

  /** Says why, then closes. */
  bye(close: number, code: EarshotErrorCode, operation: string, options: { reason?: string; afterMs?: number } = {}): void {
    if (!this.open) return;
    const error = new EarshotError(code, operation, options.reason);
    this.send({ t: 'bye', close, after_ms: options.afterMs ?? 0, ...error.toWire() });
    this.#closing = true;
    this.#socket.close(close, code);
    const timer = this.#clock.setTimeout(() => this.#socket.terminate(), CLOSE_WAIT_MS);
    this.#socket.once('close', () => this.#clock.clearTimeout(timer));
  }
}
