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

/** A TCP relay in front of the server, so that a test can cut the line of the pages behind it and let it come back. */
export class Relay {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #up = true;

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
      near.pipe(far).pipe(near);
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
