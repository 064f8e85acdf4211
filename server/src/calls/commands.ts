import { EarshotError, type EndReason, type MediaKind } from '../../../src/core/protocol/index.ts';
import { findUser, mayReach } from '../chat/users.ts';
import type { Tx } from '../db/tx.ts';
import { announce, type CallRecord, findCall, legsOf, recordOf, type Side, type StoredCall, type StoredLeg } from './rows.ts';

interface Who {
  app: string;
  user: string;
  call: string;
}

const fail = (code: ConstructorParameters<typeof EarshotError>[0], operation: string, reason?: string): never => {
  throw new EarshotError(code, operation, reason);
};

/** The call, if this user has a part in it; to anybody else it does not exist. */
function own(tx: Tx, who: Who, operation: string): { row: StoredCall; side: Side } {
  const row = findCall(tx, who.app, who.call);
  if (!row || (row.caller !== who.user && row.callee !== who.user)) return fail('call:not-found', operation);
  return { row, side: row.caller === who.user ? 'a' : 'b' };
}

/** Ends a call that is in `from`; undefined when it no longer was: one terminal state (I10). */
function end(tx: Tx, app: string, call: string, from: 'ringing' | 'active', reason: EndReason, by?: string): StoredCall | undefined {
  const row = tx.sql.get<StoredCall>(
    `update calls set state = 'ended', version = version + 1, ended_at = ?, end_reason = ?, ended_by = ?
     where app_id = ? and call_id = ? and state = ? returning *`,
    tx.now,
    reason,
    by ?? null,
    app,
    call,
    from,
  );
  if (row) announce(tx, app, row);
  return row;
}

function putLeg(tx: Tx, app: string, leg: StoredLeg): void {
  tx.sql.run(
    `insert into legs (app_id, call_id, side, leg_id, user_id, device, generation) values (?, ?, ?, ?, ?, ?, ?)`,
    app,
    leg.call_id,
    leg.side,
    leg.leg_id,
    leg.user_id,
    leg.device,
    leg.generation,
  );
}

/** The one winner: by conditional update, never by reading first. */
function take(tx: Tx, app: string, call: string, leg: { leg_id: string; user: string; device: string }): StoredCall | undefined {
  const row = tx.sql.get<StoredCall>(
    `update calls set state = 'active', version = version + 1, answered_at = ?, answered_leg = ?
     where app_id = ? and call_id = ? and state = 'ringing' and expires_at > ? returning *`,
    tx.now,
    leg.leg_id,
    app,
    call,
    tx.now,
  );
  if (!row) return undefined;
  putLeg(tx, app, { call_id: call, side: 'b', leg_id: leg.leg_id, user_id: leg.user, device: leg.device, generation: 1 });
  announce(tx, app, row);
  return row;
}

export interface Invite extends Who {
  to: string;
  media: MediaKind[];
  leg: string;
  device: string;
  reach: 'app' | 'shared_channel';
  /** The callee has a live device, or had one a moment ago: otherwise the call is stored, and over at once (DESIGN 7.10). */
  reachable: boolean;
  ringTimeoutMs: number;
  /** The caller's own leg of a call with the same user that no socket holds now: the invite takes it back (DESIGN 7.11). */
  rejoin?: { call: string; leg: string };
}

/** What an invite came to. */
export interface Invited extends CallRecord {
  /** It answered a call in the opposite direction. */
  glare: boolean;
  /** It took back a leg of a call that was there. */
  rejoined: boolean;
  /** This very request did it; a repeat does nothing. */
  fresh: boolean;
  side: Side;
}

/** A leg whose page is gone goes to this invite: under a new id, so that the old page's token is void, and in a new generation. */
function retake(tx: Tx, args: Invite, rejoin: { call: string; leg: string }): Invited | undefined {
  const { app, user, leg, device } = args;
  const row = findCall(tx, app, rejoin.call);
  if (!row || row.state === 'ended' || (row.state === 'ringing' && row.expires_at <= tx.now)) return undefined;
  const taken = tx.sql.get<{ side: Side }>(
    'update legs set leg_id = ?, device = ?, generation = generation + 1 where app_id = ? and call_id = ? and leg_id = ? and user_id = ? returning side',
    leg,
    device,
    app,
    row.call_id,
    rejoin.leg,
    user,
  );
  if (!taken) return undefined;
  const { side } = taken;
  if (side === 'a') return { ...recordOf(tx, app, row), glare: false, rejoined: true, fresh: true, side };
  const renamed = tx.sql.get<StoredCall>(
    'update calls set answered_leg = ?, version = version + 1 where app_id = ? and call_id = ? returning *',
    leg,
    app,
    row.call_id,
  )!;
  announce(tx, app, renamed);
  return { ...recordOf(tx, app, renamed), glare: false, rejoined: true, fresh: true, side };
}

/** The live call that this very invite has answered or taken back already: it is asked again because the reply was lost. */
function turned(tx: Tx, { app, user, to, leg }: Invite): Invited | undefined {
  const row = tx.sql.get<StoredCall & { side: Side; generation: number }>(
    `select c.*, l.side, l.generation from calls c join legs l on l.app_id = c.app_id and l.call_id = c.call_id and l.leg_id = ?2
     where c.app_id = ?1 and c.state <> 'ended' and c.caller = ?3 and c.callee = ?4
     union all select c.*, l.side, l.generation from calls c join legs l on l.app_id = c.app_id and l.call_id = c.call_id and l.leg_id = ?2
     where c.app_id = ?1 and c.state <> 'ended' and c.caller = ?4 and c.callee = ?3`,
    app,
    leg,
    user,
    to,
  );
  if (!row) return undefined;
  // a leg that an answer made begins at 1, one that was taken back at 2
  const glare = row.side === 'b' && row.generation === 1;
  return { ...recordOf(tx, app, row), glare, rejoined: !glare, fresh: false, side: row.side };
}

export function inviteCall(tx: Tx, args: Invite): Invited {
  const operation = 'call';
  const { app, user, call, to } = args;
  const media = JSON.stringify(args.media);
  const earlier = findCall(tx, app, call);
  if (earlier) {
    if (earlier.caller !== user || earlier.callee !== to || earlier.media !== media)
      return fail('request:invalid', operation, 'this call id is taken');
    return { ...recordOf(tx, app, earlier), glare: false, rejoined: false, fresh: false, side: 'a' };
  }
  if (to === user) return fail('call:self', operation);
  if (!findUser(tx, app, to) || !mayReach(tx, app, user, to, args.reach)) return fail('call:user-not-found', operation);

  const known = turned(tx, args) ?? (args.rejoin && retake(tx, args, args.rejoin));
  if (known) return known;
  const opposite = tx.sql.get<StoredCall>(
    "select * from calls where app_id = ? and caller = ? and callee = ? and state = 'ringing' and expires_at > ? order by created_at limit 1",
    app,
    to,
    user,
    tx.now,
  );
  const answered = opposite && take(tx, app, opposite.call_id, { leg_id: args.leg, user, device: args.device });
  if (answered) return { ...recordOf(tx, app, answered), glare: true, rejoined: false, fresh: true, side: 'b' }; // both wanted to talk (DESIGN 7.11)

  const row = tx.sql.get<StoredCall>(
    `insert into calls (app_id, call_id, version, state, alerted, caller, callee, media, created_at, expires_at, ended_at, end_reason)
     values (?, ?, 1, ?, 0, ?, ?, ?, ?, ?, ?, ?) returning *`,
    app,
    call,
    args.reachable ? 'ringing' : 'ended',
    user,
    to,
    media,
    tx.now,
    tx.now + args.ringTimeoutMs,
    args.reachable ? null : tx.now,
    args.reachable ? null : 'unreachable',
  )!;
  putLeg(tx, app, { call_id: call, side: 'a', leg_id: args.leg, user_id: user, device: args.device, generation: 1 });
  announce(tx, app, row);
  return { ...recordOf(tx, app, row), glare: false, rejoined: false, fresh: true, side: 'a' };
}

/** A device of the callee alerts its user; the first one is told to the caller. */
export function ringCall(tx: Tx, args: Who): CallRecord {
  const operation = 'ring';
  const { row, side } = own(tx, args, operation);
  if (side !== 'b') return fail('call:wrong-state', operation, 'only the callee rings');
  if (row.state === 'active') return fail('call:taken', operation);
  if (row.state === 'ended') return fail('call:ended', operation);
  const alerted = tx.sql.get<StoredCall>(
    "update calls set alerted = 1, version = version + 1 where app_id = ? and call_id = ? and state = 'ringing' and alerted = 0 returning *",
    args.app,
    args.call,
  );
  if (alerted) announce(tx, args.app, alerted);
  return recordOf(tx, args.app, alerted ?? row);
}

export interface Answer extends Who {
  leg: string;
  device: string;
  /** The leg this very device holds already, when it asks again after a cut. */
  held?: string;
}

export function answerCall(tx: Tx, args: Answer): CallRecord & { fresh: boolean } {
  const operation = 'answer';
  const { app, call } = args;
  const { row, side } = own(tx, args, operation);
  if (side !== 'b') return fail('call:wrong-state', operation, 'only the callee answers');
  const taken = take(tx, app, call, { leg_id: args.leg, user: args.user, device: args.device });
  if (taken) return { ...recordOf(tx, app, taken), fresh: true };
  if (row.state === 'active') {
    if (args.held !== undefined && row.answered_leg === args.held) return { ...recordOf(tx, app, row), fresh: false };
    return fail('call:taken', operation);
  }
  return fail('call:ended', operation); // also one whose time to ring is over: the next tick writes it down
}

/** Declining ends it for all devices; declining what is over changes nothing. */
export function declineCall(tx: Tx, args: Who & { reason: 'rejected' | 'busy' }): CallRecord {
  const operation = 'decline';
  const { row, side } = own(tx, args, operation);
  if (side !== 'b') return fail('call:wrong-state', operation, 'only the callee declines');
  if (row.state === 'active') return fail('call:taken', operation);
  const ended = end(tx, args.app, args.call, 'ringing', args.reason, args.reason === 'rejected' ? args.user : undefined);
  return recordOf(tx, args.app, ended ?? row);
}

/** Cancel before, hang up after the answer; the callee of a ringing call rejects by it. Idempotent. */
export function endCall(tx: Tx, args: Who & { reason: 'completed' | 'failed' }): CallRecord {
  const { row, side } = own(tx, args, 'end the call');
  const ended =
    end(tx, args.app, args.call, 'ringing', side === 'a' ? 'cancelled' : 'rejected', args.user) ??
    end(tx, args.app, args.call, 'active', args.reason, args.user);
  return recordOf(tx, args.app, ended ?? row);
}

export const getCall = (tx: Tx, args: Who): CallRecord => recordOf(tx, args.app, own(tx, args, 'get the call').row);

/** The ring is over by the server's clock. */
export const expireCall = (tx: Tx, args: { app: string; call: string }): boolean =>
  end(tx, args.app, args.call, 'ringing', 'unanswered') !== undefined;

/** The callee was between two sockets and did not come back; false when a device has alerted him after all. */
export const abandonCall = (tx: Tx, args: { app: string; call: string }): boolean =>
  findCall(tx, args.app, args.call)?.alerted === 0 && end(tx, args.app, args.call, 'ringing', 'unreachable') !== undefined;

/** A leg was without socket and media for longer than the grace. */
export const loseCall = (tx: Tx, args: { app: string; call: string }): boolean => end(tx, args.app, args.call, 'active', 'failed') !== undefined;

/** Takes a leg back; `fresh` starts a new generation, durably, so that an old page's signals can never pass for the new one's. */
export function resumeLeg(tx: Tx, args: Who & { leg: string; fresh: boolean }): CallRecord {
  const operation = 'resume the call';
  const { row } = own(tx, args, operation);
  const leg = legsOf(tx, args.app, args.call).find((one) => one.leg_id === args.leg && one.user_id === args.user);
  if (!leg) return fail('call:leg-unknown', operation);
  if (row.state === 'ended') return fail('call:ended', operation);
  if (args.fresh)
    tx.sql.run('update legs set generation = generation + 1 where app_id = ? and call_id = ? and side = ?', args.app, args.call, leg.side);
  return recordOf(tx, args.app, row);
}
