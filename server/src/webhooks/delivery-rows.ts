import type { Tx } from '../db/tx.ts';
import { WAITING } from './queue.ts';
import type { Named } from './rows.ts';

/** The first of a line, to be delivered now. */
export interface DueEvent {
  line: string;
  seq: number;
  /** JSON of the event without its number. */
  body: string;
  /** How often it was tried before. */
  attempts: number;
  created_at: number;
}

/** What was tried until its time was over. */
export interface DeadLetter {
  /** The number of the event, which names it. */
  sequence: number;
  /** The event as it would be sent. */
  event: object;
  attempts: number;
  error: string;
  created_at: number;
  dead_at: number;
}

/** Letters of one webhook that are kept; the oldest go first. */
const DEAD_MAX = 10_000;
/** How long they are kept. */
const DEAD_MS = 7 * 24 * 3_600_000;

const DUE = 'line, seq, body, attempts, created_at';

/** Lines whose first event is due, longest due first, and when the next one is. */
export function dueEvents(tx: Tx, { app, webhook, limit }: Named & { limit: number }): { due: DueEvent[]; nextAt?: number } {
  const due = tx.sql.all<DueEvent>(
    `select ${DUE} from webhook_queue where app_id = ? and webhook_id = ? and next_at <= ? order by next_at, seq limit ?`,
    app,
    webhook,
    tx.now,
    limit,
  );
  const { at } = tx.sql.get<{ at: number | null }>(
    'select min(next_at) as at from webhook_queue where app_id = ? and webhook_id = ? and next_at > ? and next_at < ?',
    app,
    webhook,
    tx.now,
    WAITING,
  )!;
  return { due, ...(at !== null && { nextAt: at }) };
}

type Place = Named & { line: string; seq: number };

/** It has arrived; answers with the next of its line. */
export function eventDelivered(tx: Tx, place: Place): DueEvent | undefined {
  remove(tx, place);
  return advance(tx, place);
}

/** It has not: tried again at `retryAt`, or given up when that is undefined; then the next of its line is answered. `tried`: it counts as an attempt. */
export function eventFailed(tx: Tx, args: Place & { error: string; retryAt?: number; tried?: boolean }): DueEvent | undefined {
  const { app, webhook, line, seq, error, retryAt, tried = true } = args;
  const key = [app, webhook, line, seq] as const;
  if (retryAt !== undefined) {
    tx.sql.run(
      'update webhook_queue set attempts = attempts + 1, next_at = ? where app_id = ? and webhook_id = ? and line = ? and seq = ?',
      retryAt,
      ...key,
    );
    return undefined;
  }
  tx.sql.run(
    `insert into webhook_dead (app_id, webhook_id, seq, line, body, user_id, attempts, error, created_at, dead_at)
     select app_id, webhook_id, seq, line, body, user_id, attempts + ?, ?, created_at, ? from webhook_queue
     where app_id = ? and webhook_id = ? and line = ? and seq = ? on conflict do nothing`,
    Number(tried),
    error,
    tx.now,
    ...key,
  );
  remove(tx, args);
  tx.sql.run(
    `delete from webhook_dead where app_id = ?1 and webhook_id = ?2 and (dead_at <= ?3 or
       seq <= (select seq from webhook_dead where app_id = ?1 and webhook_id = ?2 order by seq desc limit 1 offset ?4))`,
    app,
    webhook,
    tx.now - DEAD_MS,
    DEAD_MAX,
  );
  return advance(tx, args);
}

/** Events that one call gives up at most. */
const EXPIRED_MAX = 1_000;

/** Gives up what was queued before then and is the first of its line, but those under way: their endpoint is left alone. Answers with how many. */
export function expireEvents(tx: Tx, { app, webhook, before, busy }: Named & { before: number; busy: string[] }): number {
  let count = 0;
  for (let found = 1; found > 0 && count < EXPIRED_MAX; count += found) {
    const rows = tx.sql.all<{ line: string; seq: number }>(
      `select line, seq from webhook_queue where app_id = ? and webhook_id = ? and next_at < ? and created_at <= ?
         and line not in (${busy.map(() => '?').join(', ')}) order by seq limit 200`,
      app,
      webhook,
      WAITING,
      before,
      ...busy,
    );
    for (const row of rows) eventFailed(tx, { app, webhook, ...row, error: 'the webhook kept failing', tried: false });
    found = rows.length;
  }
  return count;
}

function remove(tx: Tx, { app, webhook, line, seq }: Place): void {
  tx.sql.run('delete from webhook_queue where app_id = ? and webhook_id = ? and line = ? and seq = ?', app, webhook, line, seq);
}

/** The first of the line is due now, and only it. */
function advance(tx: Tx, { app, webhook, line }: Named & { line: string }): DueEvent | undefined {
  const first = tx.sql.get<DueEvent>(
    `select ${DUE} from webhook_queue where app_id = ? and webhook_id = ? and line = ? order by seq limit 1`,
    app,
    webhook,
    line,
  );
  if (!first) return undefined;
  tx.sql.run(
    'update webhook_queue set next_at = case seq when ?4 then ?5 else ?6 end where app_id = ?1 and webhook_id = ?2 and line = ?3 and (seq = ?4 or next_at < ?6)',
    app,
    webhook,
    line,
    first.seq,
    tx.now,
    WAITING,
  );
  return first;
}

/** Newest first. */
export function listDead(tx: Tx, args: Named & { limit: number; before?: number }): { letters: DeadLetter[]; next?: string } {
  const rows = tx.sql.all<Omit<DeadLetter, 'event' | 'sequence'> & { seq: number; body: string }>(
    `select seq, body, attempts, error, created_at, dead_at from webhook_dead where app_id = ? and webhook_id = ? and seq < ? order by seq desc limit ?`,
    args.app,
    args.webhook,
    args.before ?? WAITING,
    args.limit + 1,
  );
  const page = rows.slice(0, args.limit);
  return {
    letters: page.map(({ body, seq: sequence, ...rest }) => ({ sequence, event: { ...(JSON.parse(body) as object), sequence }, ...rest })),
    ...(rows.length > args.limit && { next: String(page.at(-1)!.seq) }),
  };
}

const chosen = (seqs: readonly number[] | undefined): string => (seqs ? `and seq in (${seqs.map(() => '?').join(', ')})` : '');

/** Puts given-up events back into their lines, before what waits there: those of these numbers, or all. Answers with how many. */
export function redriveDead(tx: Tx, { app, webhook, seqs }: Named & { seqs?: number[] }): number {
  const rows = tx.sql.all<{ line: string; seq: number }>(
    `select line, seq from webhook_dead where app_id = ? and webhook_id = ? ${chosen(seqs)}`,
    app,
    webhook,
    ...(seqs ?? []),
  );
  for (const { line, seq } of rows) {
    tx.sql.run(
      `insert into webhook_queue (app_id, webhook_id, line, seq, body, user_id, next_at, created_at)
       select app_id, webhook_id, line, seq, body, user_id, ?, ? from webhook_dead where app_id = ? and webhook_id = ? and line = ? and seq = ?`,
      WAITING,
      tx.now, // its time begins anew
      app,
      webhook,
      line,
      seq,
    );
  }
  dropDead(tx, { app, webhook, ...(seqs && { seqs }) });
  for (const line of new Set(rows.map((row) => row.line))) advance(tx, { app, webhook, line });
  tx.effects.push({ type: 'webhook', app, webhook });
  return rows.length;
}

/** Throws given-up events away: those of these numbers, or all. Answers with how many. */
export const dropDead = (tx: Tx, { app, webhook, seqs }: Named & { seqs?: number[] }): number =>
  tx.sql.run(`delete from webhook_dead where app_id = ? and webhook_id = ? ${chosen(seqs)}`, app, webhook, ...(seqs ?? []));
