import { type CallDetail, EarshotError, type EndReason, type MediaKind } from '../../../src/core/protocol/index.ts';
import { isBlocked } from '../chat/blocks.ts';
import { findUser, mayReach } from '../chat/users.ts';
import type { Tx } from '../db/tx.ts';
import { offerMessage } from '../voicemail/commands.ts';
import { findGroup, membersOf } from './groups.ts';
import { announce, detailOf, ringsOf, type StoredCall } from './rows.ts';

/** Whom one may call, what is in the way, and the row that rings. */

export interface Target {
  /** Of a user, or of a group. */
  to: string;
  reach: 'app' | 'shared_channel';
  /** Those among the called who have a live device, or had one a moment ago. */
  reachable: string[];
  ringTimeoutMs: number;
}

interface Called {
  /** What stands in `calls.callee`. */
  callee: string;
  users: string[];
  blocked: string[];
  group?: NonNullable<CallDetail['group']>;
}

/** Groups hide users of the same id. A member is not called by himself (or by who transfers him). */
export function calledBy(tx: Tx, app: string, callers: readonly string[], target: Target, operation: string): Called {
  const { to, reach } = target;
  const group = findGroup(tx, app, to);
  const asker = callers[0]!;
  if (!group && callers.includes(to)) throw new EarshotError('call:self', operation);
  if (!group && !(findUser(tx, app, to) && mayReach(tx, app, asker, to, reach))) throw new EarshotError('call:user-not-found', operation);
  const all = group ? membersOf(tx, app, to).filter((user) => !callers.includes(user)) : [to];
  const blocked = all.filter((user) => callers.some((caller) => isBlocked(tx, app, user, caller)));
  return {
    callee: group ? `/${to}` : to,
    users: all.filter((user) => !blocked.includes(user)),
    blocked,
    ...(group && { group: { group_id: to, name: group.name } }),
  };
}

/** Why it cannot ring at all. One who blocks the caller seems to decline, and is not told. */
export function refusal({ users, blocked }: Called, reachable: readonly string[]): EndReason | undefined {
  if (users.length === 0 && blocked.length > 0) return 'rejected';
  return users.some((user) => reachable.includes(user)) ? undefined : 'unreachable';
}

/** Whether a repeated invite means the same callee, wherever the call has gone since. */
export const wasTo = (tx: Tx, app: string, row: StoredCall, to: string): boolean =>
  row.callee === to || detailOf(row).group?.group_id === to || ringsOf(tx, app, row.call_id).some(({ user_id }) => user_id === to);

export function putRings(tx: Tx, app: string, call: string, users: readonly string[], state: 'ringing' | 'blocked'): void {
  for (const user of users)
    tx.sql.run(
      'insert into rings (app_id, call_id, user_id, state, at) values (?, ?, ?, ?, ?) on conflict do nothing',
      app,
      call,
      user,
      state,
      tx.now,
    );
}

export interface Placement {
  call: string;
  /** The one whom the called see. */
  caller: string;
  media: MediaKind[] | string;
  detail: CallDetail;
  ringTimeoutMs: number;
}

/** The new row: it rings, or is over at once and says why. */
export function place(tx: Tx, app: string, called: Called, refused: EndReason | undefined, placement: Placement): StoredCall {
  const { call, caller, media, ringTimeoutMs } = placement;
  const detail: CallDetail = { ...placement.detail, ...(called.group && { group: called.group }) };
  const placed = tx.sql.get<StoredCall>(
    `insert into calls (app_id, call_id, version, state, alerted, caller, callee, media, created_at, expires_at, ended_at, end_reason, ended_by, detail)
     values (?, ?, 1, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning *`,
    app,
    call,
    refused ? 'ended' : 'ringing',
    caller,
    called.callee,
    typeof media === 'string' ? media : JSON.stringify(media),
    tx.now,
    tx.now + ringTimeoutMs,
    refused ? tx.now : null,
    refused ?? null,
    refused === 'rejected' && !called.group ? called.callee : null,
    Object.keys(detail).length > 0 ? JSON.stringify(detail) : null,
  )!;
  const row = offerMessage(tx, app, placed);
  if (called.group) putRings(tx, app, call, called.users, 'ringing');
  putRings(tx, app, call, called.blocked, 'blocked');
  if (!(refused && detail.transferred_by !== undefined)) announce(tx, app, row);
  return row;
}
