import {
  type CallRow,
  EarshotError,
  type EndReason,
  type HistoryChange,
  type HistoryRecord,
  type MediaKind,
  userStream,
} from '../../../src/core/protocol/index.ts';
import { findUser } from '../chat/users.ts';
import { append, type Tx } from '../db/tx.ts';
import { announceEvent } from '../webhooks/queue.ts';

/** What is kept of a call for one of its ends; the name of the peer is read when it is asked for. */
interface StoredRecord {
  call_id: string;
  direction: HistoryRecord['direction'];
  peer: string;
  name: string | null;
  media: string;
  started_at: number;
  answered_at: number | null;
  ended_at: number;
  end_reason: EndReason;
  missed: number;
  seen: number;
}

interface Who {
  app: string;
  user: string;
}

/** What the callee chose himself is not missed. */
const CHOSEN: readonly EndReason[] = ['rejected', 'forwarded', 'transferred', 'joined', 'answered_elsewhere'];

function recordOf(tx: Tx, app: string, row: StoredRecord): HistoryRecord {
  const peer = findUser(tx, app, row.peer);
  return {
    record_id: row.call_id,
    direction: row.direction,
    peer: { user_id: row.peer, name: row.name ?? peer?.name ?? row.peer, ...(peer?.profile_url !== undefined && { profile_url: peer.profile_url }) },
    media: JSON.parse(row.media) as MediaKind[],
    started_at: row.started_at,
    ...(row.answered_at !== null && { answered_at: row.answered_at }),
    ended_at: row.ended_at,
    end_reason: row.end_reason,
    missed: row.missed === 1,
    seen: row.seen === 1,
  };
}

const unseenOf = (tx: Tx, { app, user }: Who): number =>
  tx.sql.get<{ n: number }>('select count(*) as n from history where app_id = ? and user_id = ? and seen = 0', app, user)!.n;

/** All devices of the user hear of it, in order, also those that come back later. */
const tell = (tx: Tx, who: Who, change: Omit<HistoryChange, 'unseen'>): void =>
  void append(tx, who.app, userStream(who.user), () => ({ kind: 'history', at_ms: tx.now, change: { unseen: unseenOf(tx, who), ...change } }));

/** Keeps a call that is over for one user, as he sees it: once, whatever is told of it later. */
export function keepCall(tx: Tx, app: string, user: string, call: CallRow): void {
  const outgoing = call.from.user_id === user;
  const peer = outgoing ? call.to : call.from;
  const reason = call.end_reason ?? 'failed';
  const missed = !outgoing && call.answered_at === undefined && !CHOSEN.includes(reason);
  // a group is no user whose name could be read later, and who calls under another name wants that one
  const name = outgoing ? call.detail?.group?.name : call.detail?.display_name;
  const row = tx.sql.get<StoredRecord>(
    `insert into history (app_id, user_id, call_id, direction, peer, name, media, started_at, answered_at, ended_at, end_reason, missed, seen)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning *`,
    app,
    user,
    call.call_id,
    outgoing ? 'outgoing' : 'incoming',
    peer.user_id,
    name ?? null,
    JSON.stringify(call.media),
    call.created_at,
    call.answered_at ?? null,
    call.ended_at ?? tx.now,
    reason,
    Number(missed),
    Number(!missed),
  );
  if (!row) return;
  const added = recordOf(tx, app, row);
  tell(tx, { app, user }, { added });
  if (missed)
    announceEvent(tx, app, {
      type: 'call.missed',
      line: `call:${call.call_id}`,
      data: () => JSON.stringify({ user_id: user, ...added }),
      user,
    });
}

/** Latest first. */
export function listHistory(tx: Tx, args: Who & { amount: number; offset: number }): { records: HistoryRecord[]; total: number; unseen: number } {
  const { app, user, amount, offset } = args;
  const rows = tx.sql.all<StoredRecord>(
    'select * from history where app_id = ? and user_id = ? order by started_at desc, call_id desc limit ? offset ?',
    app,
    user,
    amount,
    offset,
  );
  const { n } = tx.sql.get<{ n: number }>('select count(*) as n from history where app_id = ? and user_id = ?', app, user)!;
  return { records: rows.map((row) => recordOf(tx, app, row)), total: n, unseen: unseenOf(tx, args) };
}

export function removeHistory(tx: Tx, args: Who & { record: string }): void {
  const { app, user, record } = args;
  const gone = tx.sql.run('delete from history where app_id = ? and user_id = ? and call_id = ?', app, user, record);
  if (gone === 0) throw new EarshotError('history:not-found', 'remove the record');
  tell(tx, args, { removed: record });
}

export function clearHistory(tx: Tx, args: Who): void {
  if (tx.sql.run('delete from history where app_id = ? and user_id = ?', args.app, args.user) > 0) tell(tx, args, { cleared: true });
}

/** Missed calls that ended by `to` have been shown; one that comes meanwhile has not. */
export function seeHistory(tx: Tx, args: Who & { to?: number }): { unseen: number } {
  const to = args.to ?? tx.now;
  const changed = tx.sql.run('update history set seen = 1 where app_id = ? and user_id = ? and seen = 0 and ended_at <= ?', args.app, args.user, to);
  if (changed > 0) tell(tx, args, { seen_to: to });
  return { unseen: unseenOf(tx, args) };
}
