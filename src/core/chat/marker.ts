import type { Connection } from '../connection/api.ts';
import type { Receipt } from '../protocol/index.ts';

/**
 * My read or delivered mark in one channel, on its way to the server: the newest wish wins, one request at a time, asked again
 * after every welcome until the server has it.
 */
export class Marker {
  #wanted = 0;
  #confirmed = 0;
  #busy = false;
  readonly #channelId: string;
  readonly #kind: 'read' | 'delivered';
  readonly #connection: Connection;
  readonly #moved: (receipt: Receipt) => void;

  constructor(kind: 'read' | 'delivered', channelId: string, connection: Connection, moved: (receipt: Receipt) => void) {
    this.#kind = kind;
    this.#channelId = channelId;
    this.#connection = connection;
    this.#moved = moved;
  }

  get wanted(): number {
    return this.#wanted;
  }

  move(offset: number): void {
    if (offset <= this.#wanted) return;
    this.#wanted = offset;
    void this.flush();
  }

  /** The server knows it already. */
  confirmed(offset: number): void {
    this.#confirmed = Math.max(this.#confirmed, offset);
  }

  /** A new life of the log: offsets mean something else now. */
  clear(): void {
    this.#wanted = this.#confirmed = 0;
  }

  async flush(): Promise<void> {
    if (this.#busy || this.#wanted <= this.#confirmed || this.#connection.state !== 'connected') return;
    this.#busy = true;
    const params = { channel_id: this.#channelId, offset: this.#wanted };
    try {
      const receipt =
        this.#kind === 'read'
          ? (await this.#connection.request('channel.read', params)).read
          : (await this.#connection.request('channel.delivered', params)).delivered;
      this.confirmed(params.offset);
      this.#moved(receipt);
      this.#busy = false;
      void this.flush();
    } catch {
      // kept: the next wish or the next welcome asks again; a mark is not worth an alarm
    } finally {
      this.#busy = false;
    }
  }
}
