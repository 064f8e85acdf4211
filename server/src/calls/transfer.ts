import type { CallDetail } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';
import { fail, failTransfer, otherLeg, own, putLeg, replace, type Who } from './change.ts';
import { calledBy, place, putRings, refusal, type Target } from './placing.ts';
import { announce, BRIDGE, type CallRecord, detailOf, findCall, legsOf, party, recordOf, ringsOf, type StoredCall } from './rows.ts';

/** A call that is sent on more often than this goes in circles. */
const HOPS_MAX = 5;

export interface Transfer extends Who, Target {
  /** Id of the call that is to come of it. */
  transfer: string;
}

/** Whether this very command was carried out before: its answer was lost. */
const isRepeat = (row: StoredCall, made: StoredCall, user: string): boolean =>
  detailOf(made).transferred_by === user && (detailOf(made).replaces ?? []).includes(row.call_id);

/**
 * Blind: rings `to` in the name of the other end. The call itself stays as it is until somebody answers; then, in one step, the other end is
 * in the new call and this one is over (`take`).
 */
export function transferCall(tx: Tx, args: Transfer): CallRecord {
  const operation = 'transfer the call';
  const { app, user, call, transfer, to } = args;
  const { row } = own(tx, args, operation);
  const known = findCall(tx, app, transfer);
  if (known) return isRepeat(row, known, user) ? recordOf(tx, app, row, user) : fail('request:invalid', operation, 'this call id is taken');
  if (row.state === 'ended') return fail('call:ended', operation);
  const theirs = row.state === 'active' ? otherLeg(tx, app, call, user) : undefined;
  if (!theirs || !legsOf(tx, app, call).some(({ user_id }) => user_id === user)) return fail('call:wrong-state', operation);
  const called = calledBy(tx, app, user === BRIDGE ? [theirs.user_id] : [user, theirs.user_id], args, operation);
  const shown = called.group ? { user_id: to, name: called.group.name } : party(tx, app, to);
  const begun = tx.sql.get<StoredCall>(
    `update calls set transfer_by = ?, transfer_call = ?, version = version + 1, detail = ?
     where app_id = ? and call_id = ? and state = 'active' and transfer_call is null returning *`,
    user,
    transfer,
    JSON.stringify({ ...detailOf(row), transfer: { to: shown, state: 'ringing' } } satisfies CallDetail),
    app,
    call,
  );
  if (!begun) return fail('call:operation-conflict', operation);
  const refused = refusal(called, args.reachable);
  const rung = place(tx, app, called, refused, {
    call: transfer,
    caller: theirs.user_id,
    media: row.media,
    detail: { transferred_by: user, replaces: [call] },
    ringTimeoutMs: args.ringTimeoutMs,
  });
  putLeg(tx, app, { ...theirs, call_id: transfer, side: 'a', generation: 1 });
  if (refused) failTransfer(tx, app, rung, refused);
  else announce(tx, app, begun, user);
  return recordOf(tx, app, findCall(tx, app, call)!, user);
}

/** Attended: the other ends of two calls go on with each other, at once. */
export function connectCalls(tx: Tx, args: Who & { other: string; transfer: string }): CallRecord {
  const operation = 'complete the transfer';
  const { app, user, call, other, transfer } = args;
  const { row } = own(tx, args, operation);
  const second = own(tx, { ...args, call: other }, operation).row;
  const known = findCall(tx, app, transfer);
  if (known)
    return isRepeat(row, known, user) && isRepeat(second, known, user)
      ? recordOf(tx, app, row, user)
      : fail('request:invalid', operation, 'this call id is taken');
  for (const { state } of [row, second]) if (state !== 'active') return fail(state === 'ended' ? 'call:ended' : 'call:wrong-state', operation);
  for (const { transfer_call } of [row, second]) if (transfer_call !== null) return fail('call:operation-conflict', operation);
  const [a, b] = [otherLeg(tx, app, call, user), otherLeg(tx, app, other, user)];
  if (call === other || !a || !b || a.user_id === b.user_id) return fail('call:wrong-state', operation, 'the two calls are with the same user');
  const made = tx.sql.get<StoredCall>(
    `insert into calls (app_id, call_id, version, state, alerted, caller, callee, media, created_at, expires_at, answered_at, answered_leg, detail)
     values (?, ?, 1, 'active', 1, ?, ?, ?, ?, ?, ?, ?, ?) returning *`,
    app,
    transfer,
    a.user_id,
    b.user_id,
    row.media,
    tx.now,
    tx.now,
    tx.now,
    b.leg_id,
    JSON.stringify({ transferred_by: user, replaces: [call, other] } satisfies CallDetail),
  )!;
  putLeg(tx, app, { ...a, call_id: transfer, side: 'a', generation: 1 });
  putLeg(tx, app, { ...b, call_id: transfer, side: 'b', generation: 1 });
  announce(tx, app, made);
  const over = replace(tx, app, call, transfer, user, null);
  if (!over || !replace(tx, app, other, transfer, user, null)) return fail('call:ended', operation);
  return recordOf(tx, app, over, user);
}

/** The same call of the caller rings elsewhere; at the one who sends it on it is over, on all his devices. */
export function forwardCall(tx: Tx, args: Who & Target): CallRecord {
  const operation = 'forward the call';
  const { app, user, call, to } = args;
  const { row, side, ring, out } = own(tx, args, operation);
  const refuse = (reason: string) => fail('call:transfer-failed', operation, reason);
  if (side !== 'b') return fail('call:wrong-state', operation, 'only the callee forwards');
  if (ring?.state === 'forwarded' && detailOf(row).forwarded_by === user && to !== user) return recordOf(tx, app, row, user); // asked again
  if (row.state === 'ended' || out || row.expires_at <= tx.now) return fail('call:ended', operation);
  if (row.state === 'active') return fail('call:taken', operation);
  const detail = detailOf(row);
  const rings = ringsOf(tx, app, call);
  if (rings.filter(({ state }) => state === 'forwarded').length >= HOPS_MAX) return refuse('it was sent on too often');
  const called = calledBy(tx, app, [user, row.caller, ...(detail.transferred_by === undefined ? [] : [detail.transferred_by])], args, operation);
  const fresh = { ...called, users: called.users.filter((one) => !rings.some(({ user_id }) => user_id === one)) };
  if (fresh.users.length < called.users.length && fresh.users.length === 0) return refuse('it rang there already');
  if (refusal(fresh, args.reachable)) return refuse('nobody can be reached there');

  const sent =
    "insert into rings (app_id, call_id, user_id, state, at) values (?, ?, ?, 'forwarded', ?) on conflict do update set state = excluded.state, at = excluded.at";
  tx.sql.run(sent, app, call, user, tx.now);
  // one who was called alone hands on his place; a member of a group lets another one ring beside the rest of it
  const alone = row.callee === user;
  if (!alone || fresh.group) putRings(tx, app, call, fresh.users, 'ringing');
  const next = tx.sql.get<StoredCall>(
    `update calls set callee = ?, alerted = 0, expires_at = ?, version = version + 1, detail = ?
     where app_id = ? and call_id = ? and state = 'ringing' returning *`,
    alone ? fresh.callee : row.callee,
    tx.now + args.ringTimeoutMs,
    JSON.stringify({ ...detail, forwarded_by: user, ...(alone && fresh.group && { group: fresh.group }) } satisfies CallDetail),
    app,
    call,
  )!;
  announce(tx, app, next);
  announce(tx, app, next, user);
  return recordOf(tx, app, next, user);
}
