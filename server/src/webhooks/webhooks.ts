import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../src/core/base/index.ts';
import { EarshotError } from '../../../src/core/protocol/index.ts';
import type { Database } from '../db/database.ts';
import type { DeadLetter } from './delivery-rows.ts';
import { post } from './post.ts';
import type { KeptWebhook, Webhook, WebhookChange } from './rows.ts';
import { HookRunner, type RunnerPorts } from './runner.ts';

export interface WebhooksPorts extends RunnerPorts {
  db: Database;
  clock: Clock;
  /** Whether endpoints may be without TLS. */
  plainHttp: boolean;
}

export interface WebhookStatus extends Webhook {
  /** Events that are not delivered yet. */
  waiting: number;
  /** Events that were given up. */
  dead: number;
  /** It kept failing, and is left alone until then. */
  resting_until?: number;
}

export interface DeadLetters extends Pick<WebhookStatus, 'resting_until'> {
  letters: DeadLetter[];
  next?: string;
}

export type NewWebhook = Pick<Webhook, 'url' | 'events' | 'before_delivery'>;

const secretOf = (): string => `whsec_${randomBytes(32).toString('base64url')}`;
const idOf = (): string => randomBytes(9).toString('hex');

const shown = ({ app_id: _app, secret: _secret, old_secret: _old, old_until: _until, ...hook }: KeptWebhook): Webhook => hook;

/** The webhooks of all apps: what an app's server asks about its own, and their deliveries. */
export class Webhooks {
  readonly #ports: WebhooksPorts;
  readonly #stop = new AbortController();
  readonly #hooks = new Map<string, KeptWebhook>();
  readonly #runners = new Map<string, HookRunner>();

  constructor(ports: WebhooksPorts) {
    this.#ports = ports;
  }

  /** Goes on with what is queued. */
  async start(): Promise<void> {
    for (const hook of await this.#ports.db.run('webhook.load', undefined)) this.#keep(hook);
    for (const runner of this.#runners.values()) runner.wake();
  }

  close(): void {
    this.#stop.abort();
    for (const runner of this.#runners.values()) runner.close();
  }

  /** Something was queued for it, or it is another one now. */
  wake(app: string, webhook: string): void {
    this.#runners.get(keyOf(app, webhook))?.wake();
  }

  /** Those that are asked before a message is stored, oldest first. */
  gates(app: string): KeptWebhook[] {
    return [...this.#hooks.values()].filter((hook) => hook.app_id === app && hook.enabled && hook.before_delivery !== undefined);
  }

  async create(app: string, { url, events, before_delivery }: NewWebhook): Promise<{ webhook: Webhook; secret: string }> {
    this.#checkUrl(url, 'create the webhook');
    const hook = { app_id: app, webhook_id: idOf(), url, events, enabled: true, secret: secretOf(), ...(before_delivery && { before_delivery }) };
    const made = await this.#ports.db.run('webhook.create', hook, (kept) => this.#keep(kept));
    return { webhook: shown(made), secret: made.secret };
  }

  list(app: string): Webhook[] {
    return [...this.#hooks.values()].filter((hook) => hook.app_id === app).map(shown);
  }

  async get(app: string, webhook: string): Promise<WebhookStatus> {
    const hook = this.#need(app, webhook, 'read the webhook');
    return { ...shown(hook), ...(await this.#ports.db.run('webhook.count', { app, webhook })), ...this.#rest(app, webhook) };
  }

  async change(app: string, webhook: string, change: WebhookChange): Promise<Webhook> {
    if (change.url !== undefined) this.#checkUrl(change.url, 'change the webhook');
    const kept = await this.#ports.db.run('webhook.change', { app, webhook, change }, (hook) => this.#keep(hook));
    this.#runners.get(keyOf(app, webhook))?.tryNow(); // it may lead elsewhere
    return shown(kept);
  }

  async rotate(app: string, webhook: string, keepMs: number): Promise<{ webhook: Webhook; secret: string }> {
    const kept = await this.#ports.db.run('webhook.rotate', { app, webhook, secret: secretOf(), keepMs }, (hook) => this.#keep(hook));
    return { webhook: shown(kept), secret: kept.secret };
  }

  async delete(app: string, webhook: string): Promise<void> {
    await this.#ports.db.run('webhook.delete', { app, webhook }, () => {
      const key = keyOf(app, webhook);
      this.#hooks.delete(key);
      this.#runners.get(key)?.close();
      this.#runners.delete(key);
    });
  }

  /** Sends `webhook.test` now, once, beside all queues. */
  async test(app: string, webhook: string): Promise<{ delivered: boolean; status?: number; error?: string }> {
    const hook = this.#need(app, webhook, 'test the webhook');
    const body = JSON.stringify({ event_id: idOf(), type: 'webhook.test', app_id: app, at_ms: this.#ports.clock.now(), data: {} });
    const timeoutMs = this.#ports.settings.webhookTimeoutMs;
    const outcome = await post(this.#ports, hook, body, { timeoutMs, maxBytes: 1_024, signal: this.#stop.signal });
    if (outcome.ok) {
      this.#runners.get(keyOf(app, webhook))?.tryNow();
      return { delivered: true, status: outcome.status };
    }
    return { delivered: false, error: outcome.error, ...(outcome.status !== undefined && { status: outcome.status }) };
  }

  async dead(app: string, webhook: string, page: { limit?: number; next?: string }): Promise<DeadLetters> {
    this.#need(app, webhook, 'list dead letters');
    const before = page.next === undefined ? undefined : Number(page.next);
    const found = await this.#ports.db.run('webhook.dead', { app, webhook, limit: page.limit ?? 30, ...(before !== undefined && { before }) });
    return { ...found, ...this.#rest(app, webhook) };
  }

  async redrive(app: string, webhook: string, sequences?: number[]): Promise<number> {
    this.#need(app, webhook, 'send dead letters again');
    const count = await this.#ports.db.run('webhook.redrive', { app, webhook, ...(sequences && { seqs: sequences }) });
    this.#runners.get(keyOf(app, webhook))?.tryNow();
    return count;
  }

  async drop(app: string, webhook: string): Promise<number> {
    this.#need(app, webhook, 'drop dead letters');
    return this.#ports.db.run('webhook.drop', { app, webhook });
  }

  #rest(app: string, webhook: string): { resting_until?: number } {
    const until = this.#runners.get(keyOf(app, webhook))?.restingUntil;
    return until === undefined ? {} : { resting_until: until };
  }

  #keep(hook: KeptWebhook): void {
    const key = keyOf(hook.app_id, hook.webhook_id);
    this.#hooks.set(key, hook);
    if (!this.#runners.has(key)) this.#runners.set(key, new HookRunner(this.#ports, () => this.#hooks.get(key)));
  }

  #need(app: string, webhook: string, operation: string): KeptWebhook {
    const hook = this.#hooks.get(keyOf(app, webhook));
    if (!hook) throw new EarshotError('request:not-found', operation, 'there is no such webhook');
    return hook;
  }

  /** Where the name leads is looked at with every request; it may change. */
  #checkUrl(text: string, operation: string): void {
    const bad = (reason: string) => new EarshotError('request:invalid', operation, reason);
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw bad('"url" must begin with https://');
    if (url.protocol === 'http:' && !this.#ports.plainHttp) throw bad('"url" must begin with https://; http is for WEBHOOK_NETWORKS alone');
    if (url.username !== '' || url.password !== '' || url.hash !== '') throw bad('"url" holds no credentials and no fragment');
  }
}

const keyOf = (app: string, webhook: string): string => `${app}\n${webhook}`;
