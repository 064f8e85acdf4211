import { channelStream, EarshotError, type Result } from '../../../src/core/protocol/index.ts';
import type { Value } from '../db/sql.ts';
import type { Tx } from '../db/tx.ts';
import { announceEvent } from '../webhooks/queue.ts';
import { allow } from './roles.ts';

type AuditRecord = Result<'channel.audit'>['records'][number];

export interface Audited {
  app: string;
  /** Absent: of the app as a whole, as word rules are. */
  channel?: string;
  /** The acting user; absent: the app's own server. */
  by?: string;
  action: string;
  user?: string;
  message?: number;
  /** Never the text of a message. */
  detail?: Record<string, unknown>;
}

/** Writes down what was done, in the same transaction. */
export function audit(tx: Tx, act: Audited): void {
  // counted, so that two of one moment keep their order
  const last = tx.sql.get<{ id: string | null }>('select max(audit_id) as id from audit where app_id = ?', act.app)?.id ?? '0';
  tx.sql.run(
    'insert into audit (app_id, audit_id, channel_id, at, by_user, action, user_id, message_id, detail) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    act.app,
    String(Number(last) + 1).padStart(15, '0'),
    act.channel ?? null,
    tx.now,
    act.by ?? null,
    act.action,
    act.user ?? null,
    act.message ?? null,
    act.detail ? JSON.stringify(act.detail) : null,
  );
  const { app, channel, by, user, message, ...rest } = act;
  announceEvent(tx, app, {
    type: 'moderation.acted',
    line: channel === undefined ? 'app' : channelStream(channel),
    data: () => JSON.stringify({ ...rest, channel_id: channel, by, user_id: user, message_id: message }),
    ...(user !== undefined && { user }),
  });
}

interface StoredAudit {
  audit_id: string;
  channel_id: string | null;
  at: number;
  by_user: string | null;
  action: string;
  user_id: string | null;
  message_id: number | null;
  detail: string | null;
}

const recordOf = (row: StoredAudit): AuditRecord => ({
  audit_id: row.audit_id,
  at_ms: row.at,
  action: row.action,
  ...(row.by_user !== null && { by: row.by_user }),
  ...(row.user_id !== null && { user_id: row.user_id }),
  ...(row.message_id !== null && { message_id: row.message_id }),
  ...(row.detail !== null && { detail: JSON.parse(row.detail) as Record<string, unknown> }),
});

export interface ListAudit {
  app: string;
  user?: string;
  channel: string;
  limit?: number;
  next?: string;
}

/** What was done in a channel, newest first; its managers. */
export function listAudit(tx: Tx, args: ListAudit): Result<'channel.audit'> {
  const operation = 'list what was done';
  // of a deleted channel the app still reads it
  if (args.user !== undefined) allow(tx, args, 'audit', operation);
  return page(tx, 'channel_id = ?', [args.channel], args, operation, recordOf);
}

export type AppAuditRecord = AuditRecord & { channel_id?: string };

/** All of the app's, for its own server. */
export const listAppAudit = (tx: Tx, args: { app: string; limit?: number; next?: string }): { records: AppAuditRecord[]; next?: string } =>
  page(tx, '1 = 1', [], args, 'list what was done', (row) => ({ ...recordOf(row), ...(row.channel_id !== null && { channel_id: row.channel_id }) }));

function page<R>(
  tx: Tx,
  where: string,
  values: Value[],
  { app, limit = 30, next }: { app: string; limit?: number; next?: string },
  operation: string,
  make: (row: StoredAudit) => R,
): { records: R[]; next?: string } {
  if (next !== undefined && !/^\d{15}$/.test(next)) throw new EarshotError('request:invalid', operation, '"next" is not one that the server gave');
  const rows = tx.sql.all<StoredAudit>(
    `select * from audit where app_id = ? and ${where} and audit_id < ? order by audit_id desc limit ?`,
    app,
    ...values,
    next ?? ':', // after every digit
    limit + 1,
  );
  const records = rows.slice(0, limit);
  return { records: records.map(make), ...(rows.length > limit && { next: records.at(-1)!.audit_id }) };
}
