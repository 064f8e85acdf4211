import type { WebSocket } from 'ws';
import type { Clock } from '../../../src/core/base/index.ts';
import { EarshotError, type EarshotErrorCode, type ServerFrame } from '../../../src/core/protocol/index.ts';

/** How long a closing socket may take before it is torn down. */
const CLOSE_WAIT_MS = 2_000;
/** Replies and acks may exceed the stream's bound by this factor; then the reader is too slow for anything. */
const HARD_FACTOR = 4;

/** One WebSocket, with an account of what it has not taken yet. */
export class Line {
  readonly #socket: WebSocket;
  readonly #clock: Clock;
  readonly #maxBuffered: number;
  readonly #onRoom: () => void;
  #full = false;
  #progressAt: number;
  #closing = false;

  constructor(socket: WebSocket, clock: Clock, maxBuffered: number, onRoom: () => void) {
    this.#socket = socket;
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
    if (this.#socket.bufferedAmount < this.#maxBuffered) return true;
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
    return this.#socket.bufferedAmount > this.#maxBuffered * HARD_FACTOR;
  }

  write(data: Buffer | string): void {
    if (!this.open) return;
    this.#socket.send(data, { binary: false }, () => {
      this.#progressAt = this.#clock.now();
      if (this.#full && this.#socket.bufferedAmount < this.#maxBuffered) {
        this.#full = false;
        this.#onRoom();
      }
    });
  }

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
