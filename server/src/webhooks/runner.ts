import type { Clock, Timer } from '../../../src/core/base/index.ts';
import type { Database } from '../db/database.ts';
import type { Logger } from '../deps.ts';
import type { SafeFetch } from '../net/safe-fetch.ts';
import type { DueEvent } from './delivery-rows.ts';
import { post } from './post.ts';
import type { KeptWebhook } from './rows.ts';

/** How webhooks are delivered: durations and bounds. */
export interface DeliverySettings {
  /** How long an endpoint may take to answer. */
  webhookTimeoutMs: number;
  /** The wait after the first failure; it doubles with each, up to an hour. */
  webhookBackoffMs: number;
  /** How long an event is tried before it is given up. */
  webhookRetryMs: number;
  /** Requests that one endpoint gets at once, each of another line. */
  webhookParallel: number;
}

export interface RunnerPorts {
  db: Database;
  clock: Clock;
  log: Logger;
  fetch: SafeFetch;
  settings: DeliverySettings;
  /** An event as it goes out: with links that work now. */
  fresh(app: string, event: Record<string, unknown>): Record<string, unknown>;
}

const BACKOFF_MAX_MS = 3_600_000;
/** When the database was what failed. */
const TROUBLE_MS = 5_000;
/** Timers hold no more than 24 days. */
const WAIT_MAX_MS = 3_600_000;
/** Nothing of an answer matters but its status. */
const ANSWER_BYTES = 1_024;

/** The wait after so many failures, a fifth more or less, so that lines that failed together do not come back together. */
const backoff = (failures: number, firstMs: number): number =>
  Math.min(firstMs * 2 ** Math.min(failures - 1, 30), BACKOFF_MAX_MS) * (0.8 + 0.4 * Math.random());

/** Delivers the events of one webhook: each line in order, several lines at once. All it knows is in the database, so it goes on after a restart. */
export class HookRunner {
  readonly #ports: RunnerPorts;
  /** As it is now; undefined once it is deleted. */
  readonly #hook: () => KeptWebhook | undefined;
  readonly #stop = new AbortController();
  readonly #busy = new Set<string>();
  #timer: Timer | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #looking = false;
  #again = false;

  constructor(ports: RunnerPorts, hook: () => KeptWebhook | undefined) {
    this.#ports = ports;
    this.#hook = hook;
  }

  /** Something may be due. */
  wake(): void {
    if (this.#looking) this.#again = true;
    else void this.#look();
  }

  /** What is under way is as if it had never been tried: it is sent again after a restart. */
  close(): void {
    this.#stop.abort();
    this.#ports.clock.clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    const { db, settings } = this.#ports;
    this.#looking = true;
    try {
      do {
        this.#again = false;
        const hook = this.#hook();
        if (this.#stop.signal.aborted || !hook?.enabled || this.#busy.size >= settings.webhookParallel) break; // whoever ends looks again
        const of = { app: hook.app_id, webhook: hook.webhook_id };
        const { due, nextAt } = await db.run('webhook.due', { ...of, limit: settings.webhookParallel + this.#busy.size });
        for (const event of due) {
          if (!this.#busy.has(event.line) && this.#busy.size < settings.webhookParallel) void this.#work(of, event);
        }
        if (nextAt !== undefined) this.#arm(nextAt);
      } while (this.#again);
    } catch (error) {
      this.#trouble(error);
    }
    this.#looking = false;
  }

  /** One line, until nothing of it is due. */
  async #work(of: { app: string; webhook: string }, first: DueEvent): Promise<void> {
    const { line } = first;
    this.#busy.add(line);
    try {
      for (let event: DueEvent | undefined = first; event && !this.#stop.signal.aborted; ) event = await this.#deliver(of, event);
      this.#busy.delete(line);
      this.wake(); // for the line that waited for this place
    } catch (error) {
      this.#busy.delete(line);
      this.#trouble(error);
    }
  }

  async #deliver(of: { app: string; webhook: string }, event: DueEvent): Promise<DueEvent | undefined> {
    const { db, clock, log, settings, fresh } = this.#ports;
    const hook = this.#hook();
    if (!hook?.enabled) return undefined;
    const body = JSON.stringify({ ...fresh(of.app, JSON.parse(event.body) as Record<string, unknown>), sequence: event.seq });
    const outcome = await post(this.#ports, hook, body, {
      timeoutMs: settings.webhookTimeoutMs,
      maxBytes: ANSWER_BYTES,
      signal: this.#stop.signal,
    });
    if (this.#stop.signal.aborted) return undefined;
    const place = { ...of, line: event.line, seq: event.seq };
    if (outcome.ok) return db.run('webhook.delivered', place);
    const retryAt = Math.round(clock.now() + backoff(event.attempts + 1, settings.webhookBackoffMs));
    const again = retryAt <= event.created_at + settings.webhookRetryMs;
    log.warn({ app: of.app, webhook: of.webhook, sequence: event.seq, reason: outcome.error }, again ? 'a webhook failed' : 'a webhook was given up');
    const next = await db.run('webhook.failed', { ...place, error: outcome.error, ...(again && { retryAt }) });
    if (again) this.#arm(retryAt);
    return next;
  }

  #arm(atMs: number): void {
    const { clock } = this.#ports;
    if (this.#stop.signal.aborted || atMs >= this.#timerAt) return;
    clock.clearTimeout(this.#timer);
    this.#timerAt = atMs;
    this.#timer = clock.setTimeout(
      () => {
        this.#timerAt = Number.POSITIVE_INFINITY;
        this.wake();
      },
      Math.min(Math.max(0, atMs - clock.now()), WAIT_MAX_MS),
    );
  }

  #trouble(error: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.#ports.log.warn({ reason: String(error) }, 'webhooks could not be delivered; trying again');
    this.#arm(this.#ports.clock.now() + TROUBLE_MS);
  }
}
