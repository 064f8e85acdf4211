import type { SocketLike } from '../src/core/connection/api.ts';
import type { ClientFrame } from '../src/core/protocol/index.ts';

/** A socket whose other end is the test: it sees what was written and says what comes back. */
export class FakeSocket implements SocketLike {
  readyState = 0;
  onopen: ((event: unknown) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  /** What the client wrote, parsed, oldest first. */
  readonly sent: ClientFrame[] = [];
  /** The code the client closed it with. */
  closedWith: number | undefined;
  /** Told of every frame that the client writes, and of its hanging up. */
  peer: { wrote(frame: ClientFrame): void; hungUp(): void } | undefined;
  readonly url: string;

  constructor(url = '') {
    this.url = url;
  }

  send(data: string): void {
    const frame = JSON.parse(data) as ClientFrame;
    this.sent.push(frame);
    this.peer?.wrote(frame);
  }

  close(code = 1005): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.closedWith = code;
    this.peer?.hungUp();
  }

  // ---- the test's side

  open(): void {
    this.readyState = 1;
    this.onopen?.({});
  }

  /** Frames as one message: an array where there are several. */
  receive(...frames: unknown[]): void {
    this.onmessage?.({ data: JSON.stringify(frames.length === 1 ? frames[0] : frames) });
  }

  receiveText(data: string): void {
    this.onmessage?.({ data });
  }

  /** The line is cut, or closed by the server. */
  drop(code = 1006): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.({ code, reason: '' });
  }

  /** The frames of a type that the client wrote. */
  wrote<T extends ClientFrame['t']>(t: T): Extract<ClientFrame, { t: T }>[] {
    return this.sent.filter((frame): frame is Extract<ClientFrame, { t: T }> => frame.t === t);
  }
}

/** Hands out sockets and keeps them, newest last. */
export class FakeNetwork {
  readonly sockets: FakeSocket[] = [];
  /** Thrown instead of giving a socket. */
  refusal: Error | undefined;

  readonly openSocket = (url: string): FakeSocket => {
    if (this.refusal) throw this.refusal;
    const socket = new FakeSocket(url);
    this.sockets.push(socket);
    return socket;
  };

  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  }
}
