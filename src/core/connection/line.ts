import type { Clock, Log, Settings, Timer } from '../base/index.ts';
import { CLOSE, type ServerFrame } from '../protocol/index.ts';
import { validateServerFrame } from '../protocol/validate.generated.ts';
import type { SocketLike } from './api.ts';
import { Heartbeat } from './heartbeat.ts';

interface LineParts {
  clock: Clock;
  settings: Settings;
  random: () => number;
  log: Log;
  /** The first frame. */
  hello(): unknown;
  /** A frame that matches its schema. */
  frame(frame: ServerFrame): void;
  /** The line has ended; told once, and not when we hung up. */
  lost(code: number): void;
}

/** One socket from its opening to its end. Whatever looks wrong on it ends it. */
export class Line {
  #socket: SocketLike | undefined;
  readonly #opening: Timer;
  readonly #heartbeat: Heartbeat;
  readonly #parts: LineParts;
  /** When it was welcomed, by our clock. */
  upAtMs: number | undefined;

  constructor(socket: SocketLike, parts: LineParts) {
    const { clock, settings, random } = parts;
    this.#socket = socket;
    this.#parts = parts;
    this.#opening = clock.setTimeout(() => this.cut(CLOSE.zombie, 'no welcome in time'), settings.connectTimeoutMs);
    this.#heartbeat = new Heartbeat({
      clock,
      settings,
      random,
      ping: (n) => this.write({ t: 'ping', n }),
      dead: () => this.cut(CLOSE.zombie, 'silence'),
    });
    socket.onopen = () => void this.write(parts.hello());
    socket.onmessage = ({ data }) => this.#read(data);
    socket.onclose = ({ code }) => this.#lost(code);
  }

  get alive(): boolean {
    return this.#socket !== undefined;
  }

  get roundTripMs(): number | undefined {
    return this.#heartbeat.roundTripMs;
  }

  get pinging(): boolean {
    return this.#heartbeat.pinging;
  }

  welcomed(heartbeatMs: number): void {
    this.#parts.clock.clearTimeout(this.#opening);
    this.upAtMs = this.#parts.clock.now();
    this.#heartbeat.start(heartbeatMs);
  }

  probe(): void {
    this.#heartbeat.probe();
  }

  /** False when it cannot be written now. */
  write(frame: unknown): boolean {
    if (this.#socket?.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Ends it from our side, for a reason. The peer may be deaf, so nothing waits for it. */
  cut(code: number, why: string): void {
    const socket = this.#socket;
    if (!socket) return;
    this.#parts.log('info', 'connection', `line cut: ${why}`);
    this.#lost(code);
    close(socket, code);
  }

  /** Ends it because it is not wanted any more: nobody is told. */
  hangUp(): void {
    const socket = this.#socket;
    this.#parts.clock.clearTimeout(this.#opening);
    this.#heartbeat.stop();
    this.#socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    close(socket, 1000);
  }

  #lost(code: number): void {
    const socket = this.#socket;
    if (socket) socket.onopen = socket.onmessage = socket.onclose = null;
    this.#socket = undefined;
    this.hangUp();
    this.#parts.lost(code);
  }

  #read(data: unknown): void {
    this.#heartbeat.heard();
    let frames: unknown;
    try {
      frames = JSON.parse(data as string);
    } catch {
      this.cut(CLOSE.badFrame, 'not JSON');
      return;
    }
    for (const candidate of Array.isArray(frames) ? frames : [frames]) {
      if (!this.alive) return; // a frame before this one ended it
      const frame = validateServerFrame(candidate);
      if (frame === undefined) this.cut(CLOSE.badFrame, 'a malformed frame');
      else if (frame === 'unknown')
        continue; // P-3
      else if (frame.t === 'pong') this.#heartbeat.heard(frame.n);
      else this.#parts.frame(frame);
    }
  }
}

function close(socket: SocketLike, code: number): void {
  try {
    socket.close(code);
  } catch {
    // it is gone, which is what was wanted
  }
}
