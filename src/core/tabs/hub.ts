import type { Clock } from '../base/index.ts';
import type { SocketLike } from '../connection/api.ts';
import {
  type ChannelHead,
  CLOSE,
  type ClientFrames,
  EarshotError,
  extendCatalogue,
  type Hello,
  RARE_CALL_ERRORS,
  type ServerFrame,
  userStream,
} from '../protocol/index.ts';
import { extendFrames, validateServerFrame } from '../protocol/validate.generated.ts';
import { CHAT_CHECKS } from '../protocol/validate-chat.generated.ts';
import { Snapshot } from './snapshot.ts';

extendCatalogue(RARE_CALL_ERRORS);
extendFrames(CHAT_CHECKS); // for the tabs that have chat

type Up = ClientFrames[keyof ClientFrames];
type RequestFrame = ClientFrames['request'];
type Refusal = Extract<ServerFrame, { t: 'nack' }>;

/** Of the requests that are looked at. */
interface CallParams {
  call_id?: unknown;
  reason?: unknown;
}

/** A tab's share of the socket. */
interface Line {
  readonly deliver: (data: string) => void;
  readonly close: (code: number) => void;
  hello: Hello | undefined;
  /** It has been welcomed. */
  up: boolean;
  /** It hears of channels. */
  channels: boolean;
}

/** What a tab asked, on its way under a number of ours. */
interface Asked {
  line: Line;
  frame: RequestFrame;
}

export interface HubParts {
  /** The one real socket, just opened. */
  socket: SocketLike;
  clock: Clock;
  /** The socket is gone, and all lines with it. */
  ended(code: number): void;
}

/** As a socket that is lost, without a word. */
const LOST = 1006;
/** Nobody here wants it any more; the server takes the device for gone. */
const GOODBYE = 1000;

/**
 * The tab that holds the socket serves all tabs of this user in the browser: each of them speaks on its line as if it were the socket. Answers go to who
 * asked, entries and signals to all; a tab that comes later is welcomed out of what the server has told so far.
 */
export class Hub {
  readonly #parts: HubParts;
  readonly #lines = new Map<string, Line>();
  #first: Line | undefined;
  #snapshot: Snapshot | undefined;
  #number = 0;
  readonly #asked = new Map<number, Asked>();
  /** What the hub itself asks. */
  readonly #own = new Map<number, (frame: ServerFrame) => void>();
  readonly #pings = new Map<number, { line: Line; n: number }>();
  readonly #sent = new Map<string, Line>();
  /** Which line answers a call: one session cannot win against itself. */
  readonly #answering = new Map<string, Line>();
  readonly #busy = new Map<string, Set<Line>>();
  #closed = false;

  constructor(parts: HubParts) {
    this.#parts = parts;
    const { socket } = parts;
    socket.onopen = () => this.#sayHello();
    socket.onmessage = ({ data }) => this.#hear(data);
    socket.onclose = ({ code }) => this.#end(code);
  }

  /** Lines that are open. */
  get size(): number {
    return this.#lines.size;
  }

  open(id: string, deliver: (data: string) => void, close: (code: number) => void): void {
    this.#lines.set(id, { deliver, close, hello: undefined, up: false, channels: false });
  }

  /** The tab hung up, or is gone. */
  shut(id: string): void {
    const line = this.#lines.get(id);
    if (!line) return;
    this.#lines.delete(id);
    for (const [call, other] of this.#answering) if (other === line) this.#answering.delete(call);
    for (const lines of this.#busy.values()) lines.delete(line);
    if (line !== this.#first || this.#snapshot) return;
    // who was to be welcomed for all of us has gone: the others begin anew
    this.close();
  }

  /** From a tab. */
  receive(id: string, data: string): void {
    const line = this.#lines.get(id);
    if (!line || this.#closed) return;
    const frame = JSON.parse(data) as Up;
    if (frame.t === 'hello') this.#onHello(line, frame);
    else if (!line.up) return;
    else if (frame.t === 'request') this.#onRequest(line, frame);
    else if (frame.t === 'ping') {
      const n = ++this.#number;
      this.#pings.set(n, { line, n: frame.n });
      this.#write({ t: 'ping', n });
    } else {
      if (frame.t === 'send') this.#sent.set(frame.client_id, line);
      this.#write(frame);
    }
  }

  /** This tab holds the socket no longer. */
  close(code = this.#lines.size ? CLOSE.zombie : GOODBYE): void {
    const { socket } = this.#parts;
    socket.onopen = socket.onmessage = socket.onclose = null;
    try {
      socket.close(code);
    } catch {
      // it is gone, which is what was wanted
    }
    this.#end(LOST);
  }

  #end(code: number): void {
    if (this.#closed) return;
    this.#closed = true;
    // the one of this tab came first, and is told last: with it goes the way to the others
    const lines = [...this.#lines.values()].reverse();
    this.#lines.clear();
    // a refusal of the one who said hello is none of those who did not come to it
    for (const line of lines) line.close(this.#snapshot || line === this.#first ? code : LOST);
    this.#parts.ended(code);
  }

  #write(frame: Up): void {
    if (this.#parts.socket.readyState === 1) this.#parts.socket.send(JSON.stringify(frame));
  }

  // ---- beginnings

  #onHello(line: Line, hello: Hello): void {
    line.hello = hello;
    if (this.#snapshot) this.#greet(line, hello);
    else if (!this.#first) {
      this.#first = line;
      this.#sayHello();
    }
  }

  #sayHello(): void {
    if (this.#first?.hello) this.#write(this.#first.hello);
  }

  #greet(line: Line, hello: Hello): void {
    const begin = (channels?: readonly ChannelHead[]) => {
      if (!this.#snapshot || this.#closed) return;
      const { welcome, missed } = this.#snapshot.welcome(hello.resume ?? {}, channels);
      line.up = true;
      line.channels = channels !== undefined;
      line.deliver(JSON.stringify([welcome, ...missed]));
    };
    if (!hello.channels) {
      begin();
      return;
    }
    // where each channel stands for this user is arithmetic that the server does
    const request_id = ++this.#number;
    this.#own.set(request_id, (frame) => {
      if (frame.t !== 'reply') {
        line.close(LOST);
        return;
      }
      const { channels } = frame.result as { channels: ChannelHead[] };
      this.#snapshot?.follow(channels);
      begin(channels);
    });
    this.#write({ t: 'request', request_id, method: 'channel.follow', params: {} });
  }

  // ---- requests

  #onRequest(line: Line, frame: RequestFrame): void {
    const { call_id: id, reason } = frame.params as CallParams;
    if (frame.method === 'call.answer' && typeof id === 'string') {
      const other = this.#answering.get(id);
      if (other && other !== line) {
        this.#refuse(line, frame, new EarshotError('call:taken', 'answer the call'));
        return;
      }
      this.#answering.set(id, line);
    } else if (frame.method === 'call.decline' && reason === 'busy' && typeof id === 'string') {
      // the server asks every device; here every tab must have said it
      const busy = this.#busy.get(id) ?? new Set();
      this.#busy.set(id, busy.add(line));
      if ([...this.#lines.values()].some((other) => other.up && !busy.has(other))) {
        this.#refuse(
          line,
          frame,
          new EarshotError('call:wrong-state', 'be busy', 'it rings in another tab', { number: 1001, status: 409, retryable: false }),
        );
        return;
      }
    }
    const request_id = ++this.#number;
    this.#asked.set(request_id, { line, frame });
    this.#write({ ...frame, request_id });
  }

  #refuse(line: Line, { request_id }: RequestFrame, error: EarshotError): void {
    queueMicrotask(() => line.deliver(JSON.stringify({ t: 'nack', request_id, ...error.toWire() }))); // as any answer: after the asking
  }

  #onAnswer(frame: Extract<ServerFrame, { t: 'reply' }> | Refusal, request_id: number): void {
    const own = this.#own.get(request_id);
    this.#own.delete(request_id);
    own?.(frame);
    const asked = this.#asked.get(request_id);
    this.#asked.delete(request_id);
    if (!asked) return;
    const { line, frame: request } = asked;
    const { call_id: id } = request.params as CallParams;
    if (frame.t === 'nack' && request.method === 'call.answer' && typeof id === 'string' && this.#answering.get(id) === line)
      this.#answering.delete(id);
    line.deliver(JSON.stringify({ ...frame, request_id: request.request_id }));
    if (frame.t !== 'reply' || request.method !== 'channel.follow' || !this.#snapshot) return;
    const { channels } = frame.result as { channels: ChannelHead[] };
    line.channels = true;
    this.#snapshot.follow(channels);
    for (const events of this.#snapshot.since(channels)) line.deliver(JSON.stringify(events));
  }

  // ---- from the server

  #hear(data: unknown): void {
    let frames: unknown;
    try {
      frames = JSON.parse(data as string);
    } catch {
      frames = undefined;
    }
    for (const candidate of [frames].flat()) {
      if (this.#closed) return;
      const frame = validateServerFrame(candidate);
      if (frame === undefined) this.close(CLOSE.badFrame);
      else if (frame !== 'unknown') this.#onFrame(frame);
    }
  }

  #onFrame(frame: ServerFrame): void {
    if (frame.t === 'welcome') this.#onWelcome(frame);
    else if (!this.#snapshot) this.#first?.deliver(JSON.stringify(frame));
    else if (frame.t === 'reply') this.#onAnswer(frame, frame.request_id);
    else if (frame.t === 'nack' && frame.request_id !== undefined) this.#onAnswer(frame, frame.request_id);
    else if (frame.t === 'nack' || frame.t === 'ack') {
      const line = this.#sent.get(frame.client_id ?? '');
      this.#sent.delete(frame.client_id ?? '');
      line?.deliver(JSON.stringify(frame));
    } else if (frame.t === 'pong') {
      const ping = this.#pings.get(frame.n);
      this.#pings.delete(frame.n);
      ping?.line.deliver(JSON.stringify({ t: 'pong', n: ping.n }));
    } else {
      if (frame.t === 'events') this.#onEvents(frame);
      if (frame.t === 'token_accepted') this.#snapshot.tokenUntil(frame.expires_at);
      const data = JSON.stringify(frame);
      const channel = frame.t === 'events' && frame.stream.startsWith('c:');
      for (const line of [...this.#lines.values()]) if (line.up && (!channel || line.channels)) line.deliver(data);
    }
  }

  #onWelcome(frame: Extract<ServerFrame, { t: 'welcome' }>): void {
    const first = this.#first;
    if (!first?.hello || this.#snapshot) return;
    this.#snapshot = new Snapshot(frame, first.hello.resume ?? {}, this.#parts.clock);
    first.up = true;
    first.channels = first.hello.channels ?? false;
    first.deliver(JSON.stringify(frame));
    for (const line of [...this.#lines.values()]) if (line !== first && line.hello && !this.#closed) this.#greet(line, line.hello);
  }

  #onEvents(frame: Extract<ServerFrame, { t: 'events' }>): void {
    this.#snapshot?.hear(frame);
    if (frame.stream !== userStream(this.#userId)) return;
    for (const entry of frame.entries) {
      if (entry.kind !== 'call' || entry.call.state !== 'ended') continue;
      this.#answering.delete(entry.call.call_id);
      this.#busy.delete(entry.call.call_id);
    }
  }

  get #userId(): string {
    return this.#snapshot?.userId ?? '';
  }
}
