import { EarshotError } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';

/** When a message waits for a verdict: how long at most, and what counts when none comes. */
export interface BeforeDelivery {
  /** Milliseconds. */
  time_limit_ms: number;
  /** `open`: the message passes; `closed`: its sender is asked to try again later. */
  on_failure: 'open' | 'closed';
}

/** A webhook as an app's server sees it. */
export interface Webhook {
  webhook_id: string;
  url: string;
  /** Types of events, or `*`. */
  events: string[];
  enabled: boolean;
  /** Asked before a message is stored. */
  before_delivery?: BeforeDelivery;
  created_at: number;
}

/** With what signs; never leaves the server, but once. */
export interface KeptWebhook extends Webhook {
  app_id: string;
  secret: string;
  old_secret?: string;
  /** Until when the old secret signs, too. */
  old_until?: number;
}

/** Webhooks of one app. */
const HOOKS_MAX = 20;

interface StoredWebhook {
  app_id: string;
  webhook_id: string;
  url: string;
  secret: string;
  events: string;
  before_delivery: number;
  time_limit_ms: number;
  on_failure: BeforeDelivery['on_failure'];
  enabled: number;
  old_secret: string | null;
  old_until: number | null;
  created_at: number;
}

const keptOf = (row: StoredWebhook): KeptWebhook => ({
  app_id: row.app_id,
  webhook_id: row.webhook_id,
  url: row.url,
  events: JSON.parse(row.events) as string[],
  enabled: row.enabled === 1,
  ...(row.before_delivery === 1 && { before_delivery: { time_limit_ms: row.time_limit_ms, on_failure: row.on_failure } }),
  created_at: row.created_at,
  secret: row.secret,
  ...(row.old_secret !== null && row.old_until !== null && { old_secret: row.old_secret, old_until: row.old_until }),
});

/** Of all apps, oldest first. */
export const loadWebhooks = (tx: Tx): KeptWebhook[] =>
  tx.sql.all<StoredWebhook>('select * from webhooks order by app_id, created_at, webhook_id').map(keptOf);

function need(tx: Tx, { app, webhook }: Named, operation: string): KeptWebhook {
  const row = tx.sql.get<StoredWebhook>('select * from webhooks where app_id = ? and webhook_id = ?', app, webhook);
  if (!row) throw new EarshotError('request:not-found', operation, 'there is no such webhook');
  return keptOf(row);
}

export interface Named {
  app: string;
  webhook: string;
}

export function createWebhook(tx: Tx, hook: Omit<KeptWebhook, 'created_at'>): KeptWebhook {
  const { count } = tx.sql.get<{ count: number }>('select count(*) as count from webhooks where app_id = ?', hook.app_id)!;
  if (count >= HOOKS_MAX) throw new EarshotError('request:invalid', 'create the webhook', `an app has ${HOOKS_MAX} webhooks at most`);
  tx.sql.run(
    'insert into webhooks (app_id, webhook_id, url, secret, events, before_delivery, created_at) values (?, ?, ?, ?, ?, 0, ?)',
    hook.app_id,
    hook.webhook_id,
    hook.url,
    hook.secret,
    JSON.stringify(hook.events),
    tx.now,
  );
  return write(tx, { ...hook, created_at: tx.now });
}

export type WebhookChange = Partial<Pick<Webhook, 'url' | 'events' | 'enabled'>> & { before_delivery?: BeforeDelivery | null };

/** Another address holds for what is queued already; another choice of events for what comes. */
export function changeWebhook(tx: Tx, args: Named & { change: WebhookChange }): KeptWebhook {
  const { before_delivery, ...change } = args.change;
  const { before_delivery: asked, ...hook } = need(tx, args, 'change the webhook');
  const gate = before_delivery === undefined ? asked : (before_delivery ?? undefined);
  const next = {
    ...hook,
    ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
    ...(gate && { before_delivery: gate }),
  };
  tx.effects.push({ type: 'webhook', app: args.app, webhook: args.webhook });
  return write(tx, next);
}

/** A new secret; the one before signs beside it for `keepMs`. */
export function rotateSecret(tx: Tx, args: Named & { secret: string; keepMs: number }): KeptWebhook {
  const { old_secret: _old, old_until: _until, ...hook } = need(tx, args, 'make a new secret');
  const kept = args.keepMs > 0 ? { old_secret: hook.secret, old_until: tx.now + args.keepMs } : {};
  return write(tx, { ...hook, secret: args.secret, ...kept });
}

function write(tx: Tx, hook: KeptWebhook): KeptWebhook {
  const gate = hook.before_delivery;
  tx.sql.run(
    `update webhooks set url = ?, secret = ?, events = ?, enabled = ?, before_delivery = ?, time_limit_ms = ?, on_failure = ?, old_secret = ?, old_until = ?
     where app_id = ? and webhook_id = ?`,
    hook.url,
    hook.secret,
    JSON.stringify(hook.events),
    Number(hook.enabled),
    Number(gate !== undefined),
    gate?.time_limit_ms ?? 3_000,
    gate?.on_failure ?? 'open',
    hook.old_secret ?? null,
    hook.old_until ?? null,
    hook.app_id,
    hook.webhook_id,
  );
  return hook;
}

/** With all that is queued for it. */
export function deleteWebhook(tx: Tx, { app, webhook }: Named): null {
  need(tx, { app, webhook }, 'delete the webhook');
  for (const table of ['webhooks', 'webhook_queue', 'webhook_dead'])
    tx.sql.run(`delete from ${table} where app_id = ? and webhook_id = ?`, app, webhook);
  return null;
}

/** How much waits, and how much was given up. */
export function countQueue(tx: Tx, { app, webhook }: Named): { waiting: number; dead: number } {
  const count = (table: string) =>
    tx.sql.get<{ count: number }>(`select count(*) as count from ${table} where app_id = ? and webhook_id = ?`, app, webhook)!.count;
  return { waiting: count('webhook_queue'), dead: count('webhook_dead') };
}
