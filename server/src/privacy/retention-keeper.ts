import type { Clock, Timer } from '../../../src/core/base/index.ts';
import type { Database } from '../db/database.ts';
import type { Logger } from '../deps.ts';

export interface RetentionPorts {
  db: Database;
  clock: Clock;
  log: Logger;
  everyMs: number;
  /** Bytes on disk may have lost their rows. */
  onCut(): Promise<void>;
}

/** Looks now and then for what channels keep no longer. */
export class RetentionKeeper {
  readonly #ports: RetentionPorts;
  #timer: Timer;
  #closed = false;

  constructor(ports: RetentionPorts) {
    this.#ports = ports;
  }

  start(): void {
    if (this.#closed) return;
    const { clock, log, everyMs } = this.#ports;
    this.#timer = clock.setTimeout(() => {
      this.#look()
        .catch((error: unknown) => {
          if (!this.#closed) log.warn({ reason: String(error) }, 'old messages could not be removed; trying again');
        })
        .finally(() => this.start());
    }, everyMs);
  }

  close(): void {
    this.#closed = true;
    this.#ports.clock.clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    const { db, onCut } = this.#ports;
    for (const place of await db.run('retention.channels', undefined)) {
      while (!this.#closed && (await db.run('retention.cut', place)));
    }
    if (!this.#closed) await onCut();
  }
}
