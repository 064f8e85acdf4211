import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** How the browsers of these tests start: no outside traffic, fake devices; permission is granted per context. */
export const CHROMIUM_ARGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
];

/** `up`: from a page to the server. */
export type Direction = 'up' | 'down';

/** One thing that passes the relay: a WebSocket data frame with its text, or a piece of an HTTP exchange as it comes. */
export interface Passing {
  direction: Direction;
  kind: 'frame' | 'http';
  text: string;
  /** Bytes that went this way on this line before. */
  before: number;
}

/** Takes WebSocket data frames out of a stream of bytes (RFC 6455, 5.2), whole ones only. */
class Frames {
  #rest = Buffer.alloc(0);

  /** Each frame as it was on the wire, with the text of a data frame. */
  *read(chunk: Buffer): Generator<{ bytes: Buffer; text: string | undefined }> {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const buffer = this.#rest;
      if (buffer.length < 2) return;
      const short = buffer[1]! & 0x7f;
      const masked = buffer[1]! >= 0x80;
      const head = 2 + (short === 126 ? 2 : short === 127 ? 8 : 0) + (masked ? 4 : 0);
      if (buffer.length < head) return;
      const size = short === 126 ? buffer.readUInt16BE(2) : short === 127 ? Number(buffer.readBigUInt64BE(2)) : short;
      if (buffer.length < head + size) return;
      const body = Buffer.from(buffer.subarray(head, head + size));
      if (masked) for (let i = 0; i < size; i++) body[i]! ^= buffer[head - 4 + (i % 4)]!;
      this.#rest = buffer.subarray(head + size);
      yield { bytes: buffer.subarray(0, head + size), text: (buffer[0]! & 0x0f) < 8 ? body.toString() : undefined };
    }
  }
}

/** A TCP relay in front of the server, so that a test can cut the line of the pages behind it and let it come back. */
export class Relay {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #up = true;
  /** Looks at all that passes; true cuts that line before it does. */
  cutBefore: ((passing: Passing) => boolean) | undefined;
  /** How often a frame goes on: none is lost, two is doubled. `late`: after the next one of its direction. */
  fault: ((passing: Passing) => number | 'late') | undefined;

  constructor(targetPort: () => number) {
    this.#server = createServer((near) => {
      if (!this.#up) {
        near.destroy();
        return;
      }
      const far = connect(targetPort(), '127.0.0.1');
      for (const socket of [near, far]) {
        this.#open.add(socket);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => {
          this.#open.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      let upgraded = false;
      const tap = (from: Socket, to: Socket, direction: Direction) => {
        const frames = new Frames();
        let before = 0;
        const late: Buffer[] = [];
        const pass = (bytes: Buffer, kind: Passing['kind'], text: string | undefined): boolean => {
          if (text !== undefined && this.cutBefore?.({ direction, kind, text, before })) near.destroy();
          if (near.destroyed) return false;
          before += bytes.length;
          const times = (kind === 'frame' && text !== undefined ? this.fault?.({ direction, kind, text, before }) : undefined) ?? 1;
          if (times === 'late') {
            late.push(bytes);
            return true;
          }
          const copies = Array.from({ length: times }, () => bytes);
          if (!to.write(Buffer.concat([...copies, ...late.splice(0)]))) {
            from.pause();
            to.once('drain', () => from.resume());
          }
          return true;
        };
        from.on('end', () => to.end());
        from.on('data', (chunk: Buffer) => {
          if (upgraded) {
            for (const { bytes, text } of frames.read(chunk)) if (!pass(bytes, 'frame', text)) return;
            return;
          }
          const head = chunk.toString('latin1');
          const end = head.indexOf('\r\n\r\n') + 4;
          if (direction === 'down' && /^HTTP\/1\.1 101 /.test(head)) {
            upgraded = true;
            if (pass(chunk.subarray(0, end), 'http', head.slice(0, end)))
              for (const { bytes, text } of frames.read(chunk.subarray(end))) if (!pass(bytes, 'frame', text)) return;
          } else pass(chunk, 'http', head);
        });
      };
      tap(near, far, 'up');
      tap(far, near, 'down');
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  /** Kills every open line; new ones are refused until `mend`. */
  cut(): void {
    this.#up = false;
    for (const socket of this.#open) socket.destroy();
  }

  mend(): void {
    this.#up = true;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
