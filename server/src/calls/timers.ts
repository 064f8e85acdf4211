import type { Clock, Timer } from '../../../src/core/base/index.ts';
import type { ServerSettings } from '../api.ts';
import type { Database } from '../db/database.ts';
import type { Logger } from '../deps.ts';
import type { LiveCall } from './live.ts';
import type { CallTable } from './table.ts';

export interface CallTimersPorts {
  db: Database;
  clock: Clock;
  log: Logger;
  settings: ServerSettings;
  calls: CallTable;
}

/** Ends calls whose time is over: one look at all of them every tick. */
export class CallTimers {
  readonly #ports: CallTimersPorts;
  #timer: Timer | undefined;
  #closed = false;

  constructor(ports: CallTimersPorts) {
    this.#ports = ports;
  }

  start(): void {
    if (this.#closed) return;
    const { clock, settings, calls } = this.#ports;
    this.#timer = clock.setTimeout(() => {
      for (const call of calls.all()) this.#look(call);
      this.start();
    }, settings.callTickMs);
  }

  close(): void {
    this.#closed = true;
    this.#ports.clock.clearTimeout(this.#timer);
  }

  #look(call: LiveCall): void {
    const command = call.ending ? undefined : this.#over(call);
    if (!command) return;
    const { db, log, calls } = this.#ports;
    call.ending = true;
    db.run(command, { app: call.app, call: call.row.call_id }, (ended) => {
      if (ended) calls.adopt(ended);
    })
      .catch((error: unknown) => log.warn({ call: call.row.call_id, reason: String(error) }, 'a call could not be ended; trying again'))
      .finally(() => {
        call.ending = false;
      });
  }

  /** What ends it now, if anything does. */
  #over(call: LiveCall): 'call.expire' | 'call.abandon' | 'call.lose' | undefined {
    const { clock, settings } = this.#ports;
    const now = clock.now();
    if (call.row.state === 'active') return call.legs.some((leg) => leg.lostMs(now) > settings.graceMs) ? 'call.lose' : undefined;
    if (now >= call.expiresAt) return 'call.expire';
    return !call.row.alerted && call.reachBy !== undefined && now >= call.reachBy ? 'call.abandon' : undefined;
  }
}
