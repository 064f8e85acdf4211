import type { Clock } from '../base/index.ts';
import type { SocketLike } from '../connection/api.ts';
import { EarshotError, PROTOCOL_VERSION, type ServerFrame, type ServerFrames, type WireError } from '../protocol/index.ts';
import { validateServerFrame } from '../protocol/validate.generated.ts';

type Answer = (frame: ServerFrame | undefined) => boolean;

/**
 * One socket of the doctor's own beside that of the client: it says hello, asks, and goes. What is wrong on it stays on it. Every wait ends when
 * the socket does; time limits are the caller's.
 */
export class SocketProbe {
  readonly #socket: SocketLike;
  readonly #clock: Clock;
  readonly #waiting = new Set<Answer>();
  readonly #opened: Promise<boolean>;
  #closed = false;
  #last = 0;

  constructor(socket: SocketLike, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
    this.#opened = new Promise((resolve) => {
      socket.onopen = () => resolve(true);
      // a socket that a policy of the page forbids tells an error and never a close
      socket.onclose = socket.onerror = () => {
        resolve(false);
        this.#ended();
      };
    });
    socket.onmessage = ({ data }) => this.#read(data);
  }

  /** Whether it came up at all. */
  get opened(): Promise<boolean> {
    return this.#opened;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Resolves with the welcome, with the error the server gave instead, or undefined when it hung up without a word. */
  async hello(appId: string, token: string): Promise<ServerFrames['welcome'] | EarshotError | undefined> {
    const answer = this.#next((frame) => frame.t === 'welcome' || frame.t === 'bye' || frame.t === 'nack');
    this.#write({ t: 'hello', v: PROTOCOL_VERSION, app_id: appId, token, device: 'doctor', client_version: 'doctor' });
    const frame = await answer;
    if (frame?.t === 'welcome') return frame;
    return frame && EarshotError.fromWire(frame as WireError, 'connect');
  }

  /** One round trip in milliseconds; undefined when the socket ended. */
  async ping(): Promise<number | undefined> {
    const n = ++this.#last;
    const sentAtMs = this.#clock.now();
    const answer = this.#next((frame) => frame.t === 'pong' && frame.n === n);
    this.#write({ t: 'ping', n });
    return (await answer) && this.#clock.now() - sentAtMs;
  }

  /** Shows another token; resolves with its end by the server's clock, undefined when it is refused. */
  async renew(token: string): Promise<number | undefined> {
    const answer = this.#next((frame) => frame.t === 'token_accepted' || frame.t === 'bye');
    this.#write({ t: 'auth', token });
    const frame = await answer;
    return frame?.t === 'token_accepted' ? frame.expires_at : undefined;
  }

  /** Rejects as the server refuses, or with `connection:lost`. */
  async request(method: 'ice.get'): Promise<unknown> {
    const request_id = ++this.#last;
    const answer = this.#next((frame) => (frame.t === 'reply' || frame.t === 'nack') && frame.request_id === request_id);
    this.#write({ t: 'request', request_id, method, params: {} });
    const frame = await answer;
    if (frame?.t === 'reply') return frame.result;
    throw frame ? EarshotError.fromWire(frame as WireError, `ask for ${method}`) : new EarshotError('connection:lost', `ask for ${method}`);
  }

  close(): void {
    const socket = this.#socket;
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    this.#ended();
    try {
      socket.close(1000);
    } catch {
      // it is gone, which is what was wanted
    }
  }

  #ended(): void {
    this.#closed = true;
    for (const answer of [...this.#waiting]) answer(undefined);
  }

  #write(frame: object): void {
    if (this.#socket.readyState === 1) this.#socket.send(JSON.stringify(frame));
  }

  #next(wanted: (frame: ServerFrame) => boolean): Promise<ServerFrame | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const answer: Answer = (frame) => {
        if (frame && !wanted(frame)) return false;
        this.#waiting.delete(answer);
        resolve(frame);
        return true;
      };
      this.#waiting.add(answer);
    });
  }

  #read(data: unknown): void {
    let frames: unknown;
    try {
      frames = JSON.parse(data as string);
    } catch {
      return; // not a word of ours: the caller's time runs out
    }
    for (const candidate of Array.isArray(frames) ? frames : [frames]) {
      const frame = validateServerFrame(candidate);
      if (frame !== undefined && frame !== 'unknown') for (const answer of [...this.#waiting]) answer(frame);
    }
  }
}
