import { randomUUID } from 'node:crypto';
import { channelOf, type StreamEntry } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';
import { type EventType, eventOfEntry } from './events.ts';

/** `next_at` of what waits for another event of its line. */
export const WAITING = Number.MAX_SAFE_INTEGER;

/** What is told to the app's server. */
export interface HookEvent {
  type: EventType;
  /** Events of one line are delivered one after the other: `c:<channel>`, `u:<user>`, `call:<call>`. */
  line: string;
  /** JSON of an object; asked for only when somebody listens. */
  data(): string;
  /** Whom it is about. */
  user?: string;
}

const listens = (events: string, type: EventType): boolean => {
  const wanted = JSON.parse(events) as string[];
  return wanted.includes('*') || wanted.includes(type);
};

/**
 * Queues an event for every webhook that listens, in the transaction that it tells of: what is committed is delivered, and nothing else. Each gets
 * the next number of its webhook, so that its receiver can see whether all have come.
 */
export function announceEvent(tx: Tx, app: string, event: HookEvent): void {
  const hooks = tx.sql.all<{ webhook_id: string; events: string }>('select webhook_id, events from webhooks where app_id = ? and enabled = 1', app);
  const listening = hooks.filter(({ events }) => listens(events, event.type));
  if (listening.length === 0) return;
  const head = { event_id: randomUUID(), type: event.type, app_id: app, at_ms: tx.now, ...(placeOf(event.line) ?? {}) };
  const body = `${JSON.stringify(head).slice(0, -1)},"data":${event.data()}}`;
  for (const { webhook_id } of listening) {
    const { seq } = tx.sql.get<{ seq: number }>(
      'update webhooks set seq = seq + 1 where app_id = ? and webhook_id = ? returning seq',
      app,
      webhook_id,
    )!;
    tx.sql.run(
      `insert into webhook_queue (app_id, webhook_id, line, seq, body, user_id, next_at, created_at) values (?1, ?2, ?3, ?4, ?5, ?6,
         case when exists (select 1 from webhook_queue where app_id = ?1 and webhook_id = ?2 and line = ?3) then ?7 else ?8 end, ?8)`,
      app,
      webhook_id,
      event.line,
      seq,
      body,
      event.user ?? null,
      WAITING,
      tx.now,
    );
    tx.effects.push({ type: 'webhook', app, webhook: webhook_id });
  }
}

function placeOf(line: string): { channel_id: string } | undefined {
  const channel_id = channelOf(line);
  return channel_id === undefined ? undefined : { channel_id };
}

/** An entry of a stream, as an event of that line. */
export function announceEntry(tx: Tx, app: string, stream: string, entry: StreamEntry, body: string): void {
  const event = eventOfEntry(stream, entry);
  if (event) announceEvent(tx, app, { ...event, line: stream, data: () => body });
}
