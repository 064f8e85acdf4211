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
  /** After so many failures in a row, of whatever lines, an endpoint is left alone for a while. */
  webhookRestAfter: number;
  /** How long at most; it begins with twice the wait after a failure, and doubles. Zero: it never is. */
  webhookRestMs: number;
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
  /** In a row, of all lines. */
  #failures = 0;
  #rests = 0;
  #restUntil = 0;

  constructor(ports: RunnerPorts, hook: () => KeptWebhook | undefined) {
    this.#ports = ports;
    this.#hook = hook;
  }

  /** Something may be due. */
  wake(): void {
    if (this.#looking) this.#again = true;
    else void this.#look();
  }

  /** Until when the endpoint is left alone; undefined: it is not. */
  get restingUntil(): number | undefined {
    return this.#restUntil > this.#ports.clock.now() ? this.#restUntil : undefined;
  }

  /** There is reason to believe that it works now: no rest any more. */
  tryNow(): void {
    this.#failures = this.#rests = this.#restUntil = 0;
    this.wake();
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
        const rest = this.restingUntil;
        if (rest !== undefined) {
          this.#arm(rest);
          break;
        }
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
      for (let event: DueEvent | undefined = first; event && !this.#stop.signal.aborted && this.restingUntil === undefined; )
        event = await this.#deliver(of, event);
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
    if (outcome.ok) {
      if (this.#rests > 0) log.info({ app: of.app, webhook: of.webhook }, 'a webhook works again');
      this.#failures = this.#rests = this.#restUntil = 0;
      return db.run('webhook.delivered', place);
    }
    const retryAt = Math.round(clock.now() + backoff(event.attempts + 1, settings.webhookBackoffMs));
    const again = retryAt <= event.created_at + settings.webhookRetryMs;
    log.warn({ app: of.app, webhook: of.webhook, sequence: event.seq, reason: outcome.error }, again ? 'a webhook failed' : 'a webhook was given up');
    const next = await db.run('webhook.failed', { ...place, error: outcome.error, ...(again && { retryAt }) });
    if (again) this.#arm(retryAt);
    await this.#failed(of, event.line);
    return next;
  }

  /** So many failures in a row: the endpoint is left alone, longer each time. What has waited too long by then is given up without another attempt. */
  async #failed(of: { app: string; webhook: string }, line: string): Promise<void> {
    const { db, clock, log, settings } = this.#ports;
    const { webhookRestAfter, webhookRestMs, webhookBackoffMs, webhookRetryMs } = settings;
    if (this.restingUntil !== undefined || ++this.#failures < webhookRestAfter || webhookRestMs === 0) return;
    const restMs = Math.min(webhookBackoffMs * 2 ** Math.min(++this.#rests, 30), webhookRestMs);
    this.#restUntil = clock.now() + restMs;
    log.warn({ app: of.app, webhook: of.webhook, failures: this.#failures, restMs }, 'a webhook keeps failing and is left alone for a while');
    this.#arm(this.#restUntil);
    const busy = [...this.#busy].filter((other) => other !== line); // this one stops here
    const count = await db.run('webhook.expire', { ...of, before: clock.now() - webhookRetryMs, busy });
    if (count > 0) log.warn({ app: of.app, webhook: of.webhook, count }, 'events of a webhook were given up');
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
