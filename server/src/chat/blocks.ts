import type { Message, StreamEntry } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';

/** Whether `by` does not want to read, or be called by, `user`. */
export const isBlocked = (tx: Tx, app: string, by: string, user: string): boolean =>
  tx.sql.get('select 1 as one from call_blocks where app_id = ? and user_id = ? and blocked = ?', app, by, user) !== undefined;

/** Those of these users whom `by` has blocked. */
export function blockedAmong(tx: Tx, app: string, by: string, users: readonly string[]): Set<string> {
  if (users.length === 0) return new Set();
  const rows = tx.sql.all<{ blocked: string }>(
    'select b.blocked from json_each(?) e cross join call_blocks b on b.app_id = ? and b.user_id = ? and b.blocked = e.value',
    JSON.stringify(users),
    app,
    by,
  );
  return new Set(rows.map(({ blocked }) => blocked));
}

/** Whom a user has blocked. */
export const blockedBy = (tx: Tx, app: string, user: string): string[] =>
  tx.sql.all<{ blocked: string }>('select blocked from call_blocks where app_id = ? and user_id = ?', app, user).map(({ blocked }) => blocked);

/** What its reader has blocked keeps its place, and nothing that was written. */
export function hideMessage({ type, message_id, channel_id, client_id, n, created_at, updated_at, user, thread_id, thread }: Message): Message {
  return {
    type,
    message_id,
    channel_id,
    ...(client_id !== undefined && { client_id }),
    n,
    created_at,
    updated_at,
    user,
    ...(thread_id !== undefined && { thread_id }),
    ...(thread && { thread }),
    content: '',
    hidden: true,
  };
}

/** A quote of what was blocked says whom it is of, and not what. */
export function hideQuote(message: Message): Message {
  if (!message.reply_to) return message;
  const { excerpt: _, ...reply_to } = message.reply_to;
  return { ...message, reply_to };
}

/** An entry of a stream, as JSON, for a reader who has blocked somebody. */
export function hideEntry(body: string, blocked: ReadonlySet<string>): string {
  if (!body.startsWith('{"kind":"message')) return body;
  const entry = JSON.parse(body) as StreamEntry;
  if (entry.kind !== 'message' && entry.kind !== 'message_update') return body;
  const { message } = entry;
  if (blocked.has(message.user.user_id)) return JSON.stringify({ ...entry, message: hideMessage(message) });
  return message.reply_to && blocked.has(message.reply_to.user_id) ? JSON.stringify({ ...entry, message: hideQuote(message) }) : body;
}
