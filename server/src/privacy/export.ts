import { EarshotError } from '../../../src/core/protocol/index.ts';
import { messagesOf } from '../chat/message-rows.ts';
import type { StoredMessage } from '../chat/stored-message.ts';
import { needUser } from '../chat/users.ts';
import type { Tx } from '../db/tx.ts';

const PAGE = 200;

/** Everything else of a user, a list each; ?1 is the app, ?2 the user. Keys, hashes and what others wrote stay out. */
const LISTS = {
  channels: `select m.channel_id, c.name, m.role, m.joined = 1 as joined, m.joined_at, m.read_offset, m.read_at, m.delivered_offset, m.delivered_at,
      m.notify, m.notify_until, m.muted_until from members m join channels c using (app_id, channel_id)
    where m.app_id = ?1 and m.user_id = ?2 order by m.channel_id`,
  message_versions: `select v.channel_id, v.message_id, v.at, v.content from messages m join message_versions v using (app_id, channel_id, message_id)
    where m.app_id = ?1 and m.user_id = ?2 order by v.channel_id, v.message_id, v.at`,
  reactions: 'select channel_id, message_id, emoji, at from reactions where app_id = ?1 and user_id = ?2 order by at, channel_id, message_id, emoji',
  files: 'select file_id, name, type, size, width, height, created_at from files where app_id = ?1 and user_id = ?2 order by created_at, file_id',
  calls: `select call_id, direction, peer, media, started_at, answered_at, ended_at, end_reason, missed, seen from history
    where app_id = ?1 and user_id = ?2 order by started_at, call_id`,
  recordings: `select recording_id, call_id, user_id, peer_id, state, type, size, duration_ms, created_at, ended_at from recordings
    where app_id = ?1 and (user_id = ?2 or peer_id = ?2) order by created_at, recording_id`,
  recording_consents: 'select call_id, at from recording_consents where app_id = ?1 and user_id = ?2 order by at, call_id',
  mailbox: 'select enabled, greeting_id, greeting_ms from mailboxes where app_id = ?1 and user_id = ?2',
  voicemails: `select message_id, user_id, from_id, call_id, type, size, duration_ms, heard, created_at from voicemails
    where app_id = ?1 and (user_id = ?2 or from_id = ?2) order by created_at, message_id`,
  blocked: 'select blocked as user_id, created_at from call_blocks where app_id = ?1 and user_id = ?2 order by created_at, blocked',
  scheduled: `select schedule_id, channel_id, send_at, draft, created_at, error from scheduled
    where app_id = ?1 and user_id = ?2 order by send_at, schedule_id`,
  bans: 'select channel_id, start_at, end_at, reason from bans where app_id = ?1 and user_id = ?2 order by start_at, channel_id',
  reports: `select report_id, report_type, report_category, reason, user_id, channel_id, message_id, created_at, decision from reports
    where app_id = ?1 and reporting_user = ?2 order by created_at, report_id`,
  push_subscriptions:
    'select endpoint, language, created_at from push_subscriptions where app_id = ?1 and user_id = ?2 order by created_at, endpoint',
} as const;

export type ExportList = 'messages' | keyof typeof LISTS;
export const EXPORT_LISTS: readonly ExportList[] = ['messages', ...(Object.keys(LISTS) as (keyof typeof LISTS)[])];

/** Columns that hold JSON. */
const JSON_COLUMNS = ['draft', 'media'];

export interface ExportPage {
  rows: object[];
  /** Where the next page begins; absent after the last. */
  next?: string;
}

export const exportProfile = (tx: Tx, { app, user }: { app: string; user: string }): object => {
  const profile = needUser(tx, app, user, 'export the user');
  const extra = tx.sql.get<{ last_seen_at: number | null; guest: number }>(
    'select last_seen_at, guest from users where app_id = ? and user_id = ?',
    app,
    user,
  )!;
  return { ...profile, ...(extra.last_seen_at !== null && { last_seen_at: extra.last_seen_at }), guest: extra.guest === 1 };
};

/** One page of one list. */
export function exportPage(tx: Tx, args: { app: string; user: string; list: ExportList; after?: string }): ExportPage {
  const { app, user, list, after = '' } = args;
  if (list === 'messages') {
    const rows = tx.sql.all<StoredMessage>(
      `select * from messages where app_id = ? and user_id = ? and client_id > ? order by client_id limit ${PAGE}`,
      app,
      user,
      after,
    );
    const last = rows.length < PAGE ? undefined : rows.at(-1)!.client_id;
    const there = rows.filter((row) => row.deleted === 0);
    return { rows: messagesOf(tx, app, there, { user, manager: false }), ...(last !== undefined && { next: last }) };
  }
  const from = after === '' ? 0 : Number(after);
  if (!Number.isSafeInteger(from)) throw new EarshotError('server:internal', 'export the user');
  const rows = tx.sql.all<Record<string, unknown>>(`${LISTS[list]} limit ${PAGE} offset ?3`, app, user, from);
  return { rows: rows.map(plain), ...(rows.length === PAGE && { next: String(from + PAGE) }) };
}

/** Without what is not there. */
function plain(row: Record<string, unknown>): object {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => {
      if (value === null) return [];
      return [[name, JSON_COLUMNS.includes(name) ? (JSON.parse(value as string) as unknown) : value]];
    }),
  );
}
