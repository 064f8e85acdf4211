import type { Clock, Timer } from '../base/index.ts';
import type { Connection } from '../connection/api.ts';
import type { Receipt } from '../protocol/index.ts';

type Kind = 'read' | 'delivered';

/** After a mark was read: the others are told no more often, and what comes meanwhile is one mark. */
const REST_MS = 250;

/**
 * My marks in one channel, on their way to the server: the newest wish wins, one request at a time, asked again after every welcome until the server
 * has it. What is read needs no mark as delivered.
 */
export class Marker {
  #wanted: Record<Kind, number> = { read: 0, delivered: 0 };
  #known: Record<Kind, number> = { read: 0, delivered: 0 };
  /** Asking, or at rest. */
  #busy = false;
  #rest: Timer | undefined;
  readonly #channelId: string;
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #moved: (kind: Kind, receipt: Receipt) => void;

  constructor(channelId: string, { connection, clock }: { connection: Connection; clock: Clock }, moved: (kind: Kind, receipt: Receipt) => void) {
    this.#channelId = channelId;
    this.#connection = connection;
    this.#clock = clock;
    this.#moved = moved;
  }

  /** How far I have read, whether or not the server knows. */
  get read(): number {
    return this.#wanted.read;
  }

  move(kind: Kind, offset: number): void {
    this.#wanted[kind] = Math.max(this.#wanted[kind], offset);
    void this.flush();
  }

  /** A new life of the log: offsets mean something else now. */
  clear(): void {
    this.#wanted = { read: 0, delivered: 0 };
    this.#known = { read: 0, delivered: 0 };
  }

  async flush(): Promise<void> {
    const known = this.#known;
    const kind = this.#wanted.read > known.read ? 'read' : 'delivered';
    const offset = this.#wanted[kind];
    if (this.#busy || offset <= known[kind] || this.#connection.state !== 'connected') return;
    this.#busy = true;
    const params = { channel_id: this.#channelId, offset };
    try {
      const receipt =
        kind === 'read'
          ? (await this.#connection.request('channel.read', params)).read
          : (await this.#connection.request('channel.delivered', params)).delivered;
      known[kind] = offset;
      known.delivered = Math.max(known.delivered, offset);
      this.#moved(kind, receipt);
      const next = () => {
        this.#busy = false;
        void this.flush();
      };
      if (kind === 'read' && this.#connection.state === 'connected') this.#rest = this.#clock.setTimeout(next, REST_MS);
      else next();
    } catch {
      this.#busy = false; // kept: the next wish or the next welcome asks again; a mark is not worth an alarm
    }
  }

  dispose(): void {
    this.#clock.clearTimeout(this.#rest);
  }
}
