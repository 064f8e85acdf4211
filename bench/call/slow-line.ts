/**
 * A bad line in front of a signalling server: every segment comes late, and a lost one later still, with all that follows it, as TCP has it. The loss is
 * drawn from a seed, so that each contestant meets the same.
 */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Least time to send again after a loss: the smoothed round trip and the 200 ms of Linux. */
const RESEND_FLOOR_MS = 200;

export interface LineOptions {
  /** One way. */
  delayMs: number;
  /** Of the segments, 0…1. */
  loss: number;
  seed: number;
}

/** A repeatable draw, 0…1 (mulberry32). */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Passes to one port of this machine. */
export class SlowLine {
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  private constructor(port: number, { delayMs, loss, seed }: LineOptions) {
    const draw = draws(seed);
    const pass = (from: Socket, to: Socket) => {
      let freeAtMs = 0; // nothing overtakes a lost segment
      from.on('data', (chunk) => {
        let atMs = performance.now() + delayMs;
        if (draw() < loss) atMs += 2 * delayMs + RESEND_FLOOR_MS;
        freeAtMs = Math.max(freeAtMs, atMs);
        setTimeout(() => to.writable && to.write(chunk), freeAtMs - performance.now());
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#open.delete(from);
        to.destroy();
      });
    };
    this.#server = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      for (const socket of [near, far]) {
        socket.setNoDelay(true);
        this.#open.add(socket);
      }
      pass(near, far);
      pass(far, near);
    });
  }

  static async to(port: number, options: LineOptions): Promise<SlowLine> {
    const line = new SlowLine(port, options);
    await new Promise<void>((resolve) => line.#server.listen(0, '127.0.0.1', resolve));
    return line;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
