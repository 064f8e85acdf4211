import { EarshotError, type EarshotErrorCode, type Params, type Result, userStream } from '../../../src/core/protocol/index.ts';
import { append, type Tx } from '../db/tx.ts';
import { checkDraft } from './drafts.ts';
import { enter } from './rows.ts';

type Scheduled = Result<'message.schedule'>['scheduled'];
type ScheduledDraft = Params<'message.schedule'>['draft'];

/** Messages of one user that may wait, and how far ahead. */
const WAITING_MAX = 100;
const AHEAD_MAX_MS = 366 * 24 * 3_600_000;

interface StoredScheduled {
  app_id: string;
  user_id: string;
  schedule_id: string;
  channel_id: string;
  send_at: number;
  draft: string;
  created_at: number;
  error: string | null;
}

/** Which of whom. */
export interface OfSchedule {
  app: string;
  user: string;
  schedule: string;
}

const scheduledOf = (row: StoredScheduled): Scheduled => ({
  schedule_id: row.schedule_id,
  send_at: row.send_at,
  created_at: row.created_at,
  draft: JSON.parse(row.draft) as ScheduledDraft,
  ...(row.error !== null && { error: row.error }),
});

/** `scheduled`: as it is now; `sent`: it is a message now; `removed`. */
type Change = { scheduled: Scheduled } | { sent: { channel_id: string; message_id: number } } | { removed: true };

/** All devices of the user hear of it. */
const tell = (tx: Tx, { app, user, schedule }: OfSchedule, change: Change): void =>
  void append(tx, app, userStream(user), () => ({ kind: 'scheduled', at_ms: tx.now, schedule_id: schedule, change }));

const find = (tx: Tx, { app, user, schedule }: OfSchedule): StoredScheduled | undefined =>
  tx.sql.get<StoredScheduled>('select * from scheduled where app_id = ? and user_id = ? and schedule_id = ?', app, user, schedule);

/** Writes it down, or anew under the same id, until it is sent. Whether he may write there is asked when its time has come. */
export function schedule(tx: Tx, args: OfSchedule & { sendAt: number; draft: ScheduledDraft }): Scheduled {
  const operation = 'schedule the message';
  const { app, user, draft, sendAt } = args;
  const bad = (reason: string) => new EarshotError('request:invalid', operation, reason);
  enter(tx, app, draft.channel_id, user, operation);
  checkDraft(tx, draft, operation);
  if (sendAt - tx.now > AHEAD_MAX_MS) throw bad('it can wait for a year at most');
  const sent = tx.sql.get('select 1 from messages where app_id = ? and user_id = ? and client_id = ?', app, user, args.schedule);
  if (sent) throw new EarshotError('message:conflict', operation, 'it was sent');
  const text = JSON.stringify(draft);
  const before = find(tx, args);
  if (before && before.error === null && before.send_at === sendAt && before.draft === text) return scheduledOf(before);
  const { n } = tx.sql.get<{ n: number }>('select count(*) as n from scheduled where app_id = ? and user_id = ?', app, user)!;
  if (!before && n >= WAITING_MAX) throw bad(`at most ${WAITING_MAX} messages can wait`);
  tx.sql.run(
    `insert into scheduled (app_id, user_id, schedule_id, channel_id, send_at, draft, created_at) values (?, ?, ?, ?, ?, ?, ?)
     on conflict do update set channel_id = excluded.channel_id, send_at = excluded.send_at, draft = excluded.draft, error = null`,
    app,
    user,
    args.schedule,
    draft.channel_id,
    sendAt,
    text,
    tx.now,
  );
  const scheduled = scheduledOf(find(tx, args)!);
  tell(tx, args, { scheduled });
  return scheduled;
}

/** Mine that wait or were refused, the next one first. */
export function listScheduled(tx: Tx, args: { app: string; user: string; channel?: string }): Scheduled[] {
  const rows = tx.sql.all<StoredScheduled>(
    'select * from scheduled where app_id = ? and user_id = ? and (? is null or channel_id = ?) order by send_at, schedule_id',
    args.app,
    args.user,
    args.channel ?? null,
    args.channel ?? null,
  );
  return rows.map(scheduledOf);
}

export function unschedule(tx: Tx, args: OfSchedule): null {
  if (!remove(tx, args)) throw new EarshotError('schedule:not-found', 'unschedule the message');
  tell(tx, args, { removed: true });
  return null;
}

const remove = (tx: Tx, { app, user, schedule }: OfSchedule): boolean =>
  tx.sql.run('delete from scheduled where app_id = ? and user_id = ? and schedule_id = ?', app, user, schedule) > 0;

export interface Due extends OfSchedule {
  draft: ScheduledDraft;
}

/** Those whose time has come, and when the next one's will. */
export function dueScheduled(tx: Tx, args: { limit: number }): { due: Due[]; nextAt?: number } {
  const rows = tx.sql.all<StoredScheduled>(
    'select * from scheduled where error is null and send_at <= ? order by send_at, app_id, user_id, schedule_id limit ?',
    tx.now,
    args.limit,
  );
  const { at } = tx.sql.get<{ at: number | null }>('select min(send_at) as at from scheduled where error is null')!;
  return {
    due: rows.map((row) => ({ app: row.app_id, user: row.user_id, schedule: row.schedule_id, draft: JSON.parse(row.draft) as ScheduledDraft })),
    ...(at !== null && { nextAt: at }),
  };
}

/** It is a message now. */
export function sentScheduled(tx: Tx, args: OfSchedule & { channel: string; message: number }): null {
  if (remove(tx, args)) tell(tx, args, { sent: { channel_id: args.channel, message_id: args.message } });
  return null;
}

/** It was refused, and waits for its writer to say what is to become of it. */
export function refusedScheduled(tx: Tx, args: OfSchedule & { error: EarshotErrorCode }): null {
  const { app, user, schedule: id } = args;
  tx.sql.run('update scheduled set error = ? where app_id = ? and user_id = ? and schedule_id = ?', args.error, app, user, id);
  const row = find(tx, args);
  if (row) tell(tx, args, { scheduled: scheduledOf(row) });
  return null;
}

/** It is to be tried again later: slow mode. */
export function postponeScheduled(tx: Tx, args: OfSchedule & { sendAt: number }): null {
  tx.sql.run(
    'update scheduled set send_at = ? where app_id = ? and user_id = ? and schedule_id = ?',
    args.sendAt,
    args.app,
    args.user,
    args.schedule,
  );
  return null;
}
