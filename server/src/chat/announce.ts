import type { Clock, Timer } from '../../../src/core/base/index.ts';
import { channelStream, type Receipt, type ServerFrame } from '../../../src/core/protocol/index.ts';
import type { StreamHub } from '../streams/hub.ts';

interface Pending {
  app: string;
  frame: Extract<ServerFrame, { t: 'receipt' }>;
}

/** Tells members of receipts, the last of each at most every `coalesceMs`; they carry no offset and are re-read in snapshots. */
export class Receipts {
  readonly #hub: StreamHub;
  readonly #clock: Clock;
  readonly #coalesceMs: number;
  readonly #pending = new Map<string, Pending>();
  #timer: Timer | undefined;

  constructor(hub: StreamHub, clock: Clock, coalesceMs: number) {
    this.#hub = hub;
    this.#clock = clock;
    this.#coalesceMs = coalesceMs;
  }

  tell(app: string, channel: string, user: string, kind: 'read' | 'delivered', receipt: Receipt): void {
    const frame: Pending['frame'] = { t: 'receipt', channel_id: channel, user_id: user, kind, receipt };
    this.#pending.set([app, channel, user, kind].join('\n'), { app, frame });
    this.#timer ??= this.#clock.setTimeout(() => this.#flush(), this.#coalesceMs);
  }

  close(): void {
    this.#clock.clearTimeout(this.#timer);
    this.#pending.clear();
  }

  #flush(): void {
    this.#timer = undefined;
    for (const { app, frame } of this.#pending.values()) this.#hub.tell(app, channelStream(frame.channel_id), Buffer.from(JSON.stringify(frame)));
    this.#pending.clear();
  }
}
