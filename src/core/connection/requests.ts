import type { Clock, Settings, Timer } from '../base/index.ts';
import {
  EarshotError,
  type EarshotErrorCode,
  type MethodName,
  type Params,
  type Send,
  type ServerFrames,
  type WireError,
} from '../protocol/index.ts';

interface Waiting {
  frame: unknown;
  operation: string;
  resolve(value: unknown): void;
  reject(error: EarshotError): void;
  timer: Timer;
  /** Asked again on the next line if this one is cut. */
  retry: boolean;
  sent: boolean;
  ended(): void;
}

interface Ask {
  retry?: boolean | undefined;
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** Everything that waits for an answer: requests by number, sends by client id. */
export class Requests {
  #last = 0;
  readonly #waiting = new Map<number | string, Waiting>();
  readonly #clock: Clock;
  readonly #settings: Settings;
  /** Writes a frame; false when the line is down. */
  readonly #write: (frame: unknown) => boolean;

  constructor(clock: Clock, settings: Settings, write: (frame: unknown) => boolean) {
    this.#clock = clock;
    this.#settings = settings;
    this.#write = write;
  }

  /** Asked now, or as soon as the line is up; unasked questions do not get lost with a line. */
  request<M extends MethodName>(method: M, params: Params<M>, ask: Ask = {}): Promise<unknown> {
    const request_id = ++this.#last;
    return this.#wait(request_id, { t: 'request', request_id, method, params }, `ask for ${method}`, ask);
  }

  /** Sent now or never: waiting for a line is the outbox's business. */
  send(frame: Send): Promise<unknown> {
    const promise = this.#wait(frame.client_id, frame, 'send the message', {});
    const waiting = this.#waiting.get(frame.client_id);
    if (waiting && !waiting.sent) this.#fail(frame.client_id, waiting, 'connection:lost');
    return promise;
  }

  #wait(key: number | string, frame: unknown, operation: string, { retry = false, timeoutMs, signal }: Ask): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new EarshotError('request:aborted', operation));
      const abort = () => this.#fail(key, waiting, 'request:aborted');
      const waiting: Waiting = {
        frame,
        operation,
        resolve,
        reject,
        retry,
        timer: this.#clock.setTimeout(() => this.#fail(key, waiting, 'request:timeout'), timeoutMs ?? this.#settings.requestTimeoutMs),
        sent: this.#write(frame),
        ended: () => signal?.removeEventListener('abort', abort),
      };
      signal?.addEventListener('abort', abort);
      this.#waiting.set(key, waiting);
    });
  }

  #take(key: number | string | undefined): Waiting | undefined {
    const waiting = key === undefined ? undefined : this.#waiting.get(key);
    if (!waiting) return undefined;
    this.#waiting.delete(key!);
    this.#clock.clearTimeout(waiting.timer);
    waiting.ended();
    return waiting;
  }

  #fail(key: number | string, waiting: Waiting, code: EarshotErrorCode): void {
    if (this.#waiting.get(key) === waiting) this.#take(key)?.reject(new EarshotError(code, waiting.operation));
  }

  replied(frame: ServerFrames['reply']): void {
    this.#take(frame.request_id)?.resolve(frame.result);
  }

  acknowledged(frame: ServerFrames['ack']): void {
    this.#take(frame.client_id)?.resolve(frame);
  }

  refused(frame: ServerFrames['nack']): void {
    const waiting = this.#take(frame.request_id ?? frame.client_id);
    waiting?.reject(EarshotError.fromWire(frame as WireError, waiting.operation));
  }

  /** The line is up: ask what has waited for it. */
  lineUp(): void {
    for (const waiting of this.#waiting.values()) if (!waiting.sent) waiting.sent = this.#write(waiting.frame);
  }

  /** The line is gone: what was asked on it is lost, unless it may be asked twice. */
  lineLost(): void {
    for (const [key, waiting] of [...this.#waiting]) {
      if (waiting.retry) waiting.sent = false;
      else if (waiting.sent) this.#fail(key, waiting, 'connection:lost');
    }
  }

  /** We hung up: nothing will be answered. */
  close(): void {
    for (const [key, waiting] of [...this.#waiting]) this.#fail(key, waiting, 'connection:closed');
  }
}
