import { type CallRow, type EndReason, type MediaKind, type Party, userStream } from '../../../src/core/protocol/index.ts';
import { findUser } from '../chat/users.ts';
import { append, type Tx } from '../db/tx.ts';

export interface StoredCall {
  call_id: string;
  version: number;
  state: CallRow['state'];
  alerted: number;
  caller: string;
  callee: string;
  media: string;
  created_at: number;
  expires_at: number;
  answered_at: number | null;
  answered_leg: string | null;
  ended_at: number | null;
  end_reason: EndReason | null;
  ended_by: string | null;
}

export interface StoredLeg {
  call_id: string;
  /** `a` calls, `b` is called. */
  side: Side;
  leg_id: string;
  user_id: string;
  device: string;
  /** Grows with every reload of the page that holds it. */
  generation: number;
}

export type Side = 'a' | 'b';

/** A live call as the main thread keeps it. */
export interface CallRecord {
  app: string;
  row: CallRow;
  expiresAt: number;
  legs: StoredLeg[];
}

export const findCall = (tx: Tx, app: string, call: string): StoredCall | undefined =>
  tx.sql.get<StoredCall>('select * from calls where app_id = ? and call_id = ?', app, call);

export const legsOf = (tx: Tx, app: string, call: string): StoredLeg[] =>
  tx.sql.all<StoredLeg>(
    'select call_id, side, leg_id, user_id, device, generation from legs where app_id = ? and call_id = ? order by side',
    app,
    call,
  );

function party(tx: Tx, app: string, id: string): Party {
  const user = findUser(tx, app, id);
  return { user_id: id, name: user?.name ?? id, ...(user?.profile_url !== undefined && { profile_url: user.profile_url }) };
}

export function callOf(tx: Tx, app: string, row: StoredCall): CallRow {
  return {
    call_id: row.call_id,
    version: row.version,
    state: row.state,
    alerted: row.alerted === 1,
    from: party(tx, app, row.caller),
    to: party(tx, app, row.callee),
    media: JSON.parse(row.media) as MediaKind[],
    created_at: row.created_at,
    ring_left_ms: row.state === 'ringing' ? Math.max(0, row.expires_at - tx.now) : 0,
    ...(row.answered_at !== null && { answered_at: row.answered_at }),
    ...(row.answered_leg !== null && { answered_leg: row.answered_leg }),
    ...(row.ended_at !== null && { ended_at: row.ended_at }),
    ...(row.end_reason !== null && { end_reason: row.end_reason }),
    ...(row.ended_by !== null && { ended_by: row.ended_by }),
  };
}

export const recordOf = (tx: Tx, app: string, row: StoredCall): CallRecord => ({
  app,
  row: callOf(tx, app, row),
  expiresAt: row.expires_at,
  legs: legsOf(tx, app, row.call_id),
});

/** Tells both parties, each in his own stream: all their devices hear of it, in order, also those that come back later. */
export function announce(tx: Tx, app: string, row: StoredCall): void {
  const call = callOf(tx, app, row);
  for (const user of [row.caller, row.callee]) append(tx, app, userStream(user), () => ({ kind: 'call', at_ms: tx.now, call }));
}

/** The live calls of a user; authoritative. */
export const liveCalls = (tx: Tx, app: string, user: string): CallRow[] =>
  tx.sql
    .all<StoredCall>(
      `select * from calls where app_id = ?1 and caller = ?2 and state <> 'ended'
       union all select * from calls where app_id = ?1 and callee = ?2 and state <> 'ended' order by created_at, call_id`,
      app,
      user,
    )
    .map((row) => callOf(tx, app, row));

export const allLiveCalls = (tx: Tx): CallRecord[] =>
  tx.sql.all<StoredCall & { app_id: string }>("select * from calls where state <> 'ended'").map((row) => recordOf(tx, row.app_id, row));
