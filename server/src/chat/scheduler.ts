import type { Clock, Timer } from '../../../src/core/base/index.ts';
import { type Ack, isEarshotError, type Send } from '../../../src/core/protocol/index.ts';
import type { Database } from '../db/database.ts';
import type { Logger } from '../deps.ts';
import type { Due } from './scheduled.ts';

/** Sent in one go. */
const AT_ONCE = 50;
/** When the server could not send one for reasons of its own. */
const RETRY_MS = 5_000;
/** Timers hold no more than 24 days; looking once an hour costs nothing. */
const WAIT_MAX_MS = 3_600_000;

export interface SchedulerPorts {
  db: Database;
  clock: Clock;
  log: Logger;
  send(app: string, user: string, draft: Omit<Send, 't'>): Promise<Ack>;
}

/** Sends messages when their time has come. All it knows is in the database: what fell due while the server was down is sent when it is up again. */
export class Scheduler {
  readonly #ports: SchedulerPorts;
  #timer: Timer | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #looking = false;
  /** Something was scheduled while we looked. */
  #again = false;
  #closed = false;

  constructor(ports: SchedulerPorts) {
    this.#ports = ports;
  }

  /** Looks now. */
  start(): void {
    void this.#look();
  }

  /** Something is to be sent at that time. */
  wake(atMs: number): void {
    if (this.#looking) this.#again = true;
    else this.#arm(atMs);
  }

  close(): void {
    this.#closed = true;
    this.#ports.clock.clearTimeout(this.#timer);
  }

  #arm(atMs: number): void {
    const { clock } = this.#ports;
    if (this.#closed || atMs >= this.#timerAt) return;
    clock.clearTimeout(this.#timer);
    this.#timerAt = atMs;
    const waitMs = Math.min(Math.max(0, atMs - clock.now()), WAIT_MAX_MS);
    this.#timer = clock.setTimeout(() => void this.#look(), waitMs);
  }

  async #look(): Promise<void> {
    const { db, clock, log } = this.#ports;
    this.#ports.clock.clearTimeout(this.#timer);
    this.#timerAt = Number.POSITIVE_INFINITY;
    this.#looking = true;
    let nextAt: number | undefined;
    try {
      for (let more = true; more && !this.#closed; ) {
        this.#again = false;
        const found = await db.run('schedule.due', { limit: AT_ONCE });
        for (const one of found.due) await this.#send(one);
        nextAt = found.nextAt;
        more = found.due.length > 0 || this.#again || (nextAt !== undefined && nextAt <= clock.now());
      }
    } catch (error) {
      if (!this.#closed) log.warn({ reason: String(error) }, 'scheduled messages could not be sent; trying again');
      nextAt = clock.now() + RETRY_MS;
    }
    this.#looking = false;
    if (nextAt !== undefined) this.#arm(nextAt);
  }

  /** Under the schedule's own id, so that one that was sent before a crash is not sent again. Throws when the server itself is what is wrong. */
  async #send({ app, user, schedule, draft }: Due): Promise<void> {
    const { db, clock, send } = this.#ports;
    const of = { app, user, schedule };
    try {
      const { message } = await send(app, user, { ...draft, client_id: schedule });
      await db.run('schedule.sent', { ...of, channel: message.channel_id, message: message.message_id });
    } catch (error) {
      if (!isEarshotError(error)) throw error;
      if (error.code === 'channel:slow') await db.run('schedule.postpone', { ...of, sendAt: clock.now() + (error.retryAfterMs ?? RETRY_MS) });
      else if (error.retryable) throw error;
      else await db.run('schedule.refused', { ...of, error: error.code });
    }
  }
}
