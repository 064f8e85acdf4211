import type { CallDetail, MediaKind } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';
import { end, fail, own, putLeg, take, type Who } from './change.ts';
import { calledBy, place, refusal, type Target, wasTo } from './placing.ts';
import { announce, BRIDGE, type CallRecord, findCall, isSecret, legsOf, recordOf, ringsOf, type Side, type StoredCall } from './rows.ts';
import { transferCall } from './transfer.ts';

export interface Invite extends Who, Target {
  media: MediaKind[];
  leg: string;
  device: string;
  /** What goes with the call: how the caller wants to be named, his parameters. */
  detail: CallDetail;
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
  if (!row || row.state === 'ended' || isSecret(row) || (row.state === 'ringing' && row.expires_at <= tx.now)) return undefined;
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
  if (side === 'a') return { ...recordOf(tx, app, row, user), glare: false, rejoined: true, fresh: true, side };
  const renamed = tx.sql.get<StoredCall>(
    'update calls set answered_leg = ?, version = version + 1 where app_id = ? and call_id = ? returning *',
    leg,
    app,
    row.call_id,
  )!;
  announce(tx, app, renamed);
  return { ...recordOf(tx, app, renamed, user), glare: false, rejoined: true, fresh: true, side };
}

/** My leg of an answered call goes to another device of mine, under a new id, so that the token of the one before it is void. A repeat does nothing. */
export function takeOverLeg(tx: Tx, args: Who & { from: string; leg: string; device: string }): CallRecord & { fresh: boolean } {
  const operation = 'take the call over';
  const { app, user, call, from, leg, device } = args;
  const { row } = own(tx, args, operation);
  if (row.state === 'ended') return fail('call:ended', operation);
  if (legsOf(tx, app, call).some(({ leg_id, user_id }) => leg_id === leg && user_id === user))
    return { ...recordOf(tx, app, row, user), fresh: false };
  const taken = tx.sql.get<{ side: Side }>(
    'update legs set leg_id = ?, device = ?, generation = generation + 1 where app_id = ? and call_id = ? and leg_id = ? and user_id = ? returning side',
    leg,
    device,
    app,
    call,
    from,
    user,
  );
  if (!taken) return fail('call:leg-unknown', operation);
  const next = tx.sql.get<StoredCall>(
    'update calls set answered_leg = iif(?, ?, answered_leg), version = version + 1 where app_id = ? and call_id = ? returning *',
    taken.side === 'b' ? 1 : 0,
    leg,
    app,
    call,
  )!;
  announce(tx, app, next); // the device that had it looks, and finds that it has it no more
  return { ...recordOf(tx, app, next, user), fresh: true };
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
  return { ...recordOf(tx, app, row, user), glare, rejoined: !glare, fresh: false, side: row.side };
}

export function inviteCall(tx: Tx, args: Invite): Invited {
  const operation = 'call';
  const { app, user, call, to } = args;
  const earlier = findCall(tx, app, call);
  if (earlier) {
    if (earlier.caller !== user || isSecret(earlier) || !wasTo(tx, app, earlier, to) || earlier.media !== JSON.stringify(args.media))
      return fail('request:invalid', operation, 'this call id is taken');
    return { ...recordOf(tx, app, earlier, user), glare: false, rejoined: false, fresh: false, side: 'a' };
  }
  const called = calledBy(tx, app, [user], args, operation);
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
  if (answered) return { ...recordOf(tx, app, answered, user), glare: true, rejoined: false, fresh: true, side: 'b' }; // both wanted to talk (DESIGN 7.11)

  const row = place(tx, app, called, refusal(called, args.reachable), { ...args, caller: user });
  putLeg(tx, app, { call_id: call, side: 'a', leg_id: args.leg, user_id: user, device: args.device, generation: 1 });
  return { ...recordOf(tx, app, row, user), glare: false, rejoined: false, fresh: true, side: 'a' };
}

/** A device of the callee alerts its user; the first one is told to the caller. */
export function ringCall(tx: Tx, args: Who): CallRecord {
  const operation = 'ring';
  const { row, side, ring, out } = own(tx, args, operation);
  if (side !== 'b') return fail('call:wrong-state', operation, 'only the callee rings');
  if (row.state === 'ended' || (out && ring?.state !== 'over')) return fail('call:ended', operation);
  if (row.state === 'active') return fail('call:taken', operation);
  const alerted = tx.sql.get<StoredCall>(
    "update calls set alerted = 1, version = version + 1 where app_id = ? and call_id = ? and state = 'ringing' and alerted = 0 returning *",
    args.app,
    args.call,
  );
  if (alerted) announce(tx, args.app, alerted);
  return recordOf(tx, args.app, alerted ?? row, args.user);
}

export interface Answer extends Who {
  leg: string;
  device: string;
  /** The leg this very device holds already, when it asks again after a cut. */
  held?: string;
  /** Click to call: whom the one who answers is connected with, as which call. */
  bridge?: Target & { transfer: string };
}

export function answerCall(tx: Tx, args: Answer): CallRecord & { fresh: boolean } {
  const operation = 'answer';
  const { app, call, user } = args;
  const { row, side, ring, out } = own(tx, args, operation);
  if (side !== 'b') return fail('call:wrong-state', operation, 'only the callee answers');
  const taken = out ? undefined : take(tx, app, call, { leg_id: args.leg, user, device: args.device });
  if (taken && args.bridge) transferCall(tx, { ...args.bridge, app, call, user: BRIDGE });
  if (taken) return { ...recordOf(tx, app, args.bridge ? findCall(tx, app, call)! : taken, user), fresh: true };
  if (row.state === 'active' && (!out || ring?.state === 'over')) {
    if (args.held !== undefined && row.answered_leg === args.held) return { ...recordOf(tx, app, row, user), fresh: false };
    return fail('call:taken', operation);
  }
  return fail('call:ended', operation); // also one whose time to ring is over: the next tick writes it down
}

/**
 * Declining ends it for all devices of the one who does, and for all when it rings nowhere else; declining what is over changes nothing.
 * `live`: the users with a device, of those at whom it rings.
 */
export function declineCall(tx: Tx, args: Who & { reason: 'rejected' | 'busy'; live: string[] }): CallRecord {
  const operation = 'decline';
  const { app, user, call, reason } = args;
  const { row, side, ring, out } = own(tx, args, operation);
  if (side !== 'b') return fail('call:wrong-state', operation, 'only the callee declines');
  if (row.state === 'active' && !out) return fail('call:taken', operation);
  const by = reason === 'rejected' ? user : undefined;
  if (!ring) return recordOf(tx, app, end(tx, app, call, 'ringing', reason, by) ?? row, user);
  const declined = tx.sql.run(
    "update rings set state = ?, at = ? where app_id = ? and call_id = ? and user_id = ? and state = 'ringing'",
    reason,
    tx.now,
    app,
    call,
    user,
  );
  if (declined === 0) return recordOf(tx, app, row, user);
  const next = tx.sql.get<StoredCall>('update calls set version = version + 1 where app_id = ? and call_id = ? returning *', app, call)!;
  announce(tx, app, next, user);
  const rings = ringsOf(tx, app, call);
  if (rings.some((one) => one.state === 'ringing' && args.live.includes(one.user_id))) return recordOf(tx, app, next, user);
  const busy = rings.some(({ state }) => state === 'busy');
  return recordOf(tx, app, end(tx, app, call, 'ringing', busy ? 'busy' : 'rejected') ?? next, user);
}

/** Cancel before, hang up after the answer; the callee of a ringing call rejects by it. Idempotent. */
export function endCall(tx: Tx, args: Who & { reason: 'completed' | 'failed'; live: string[] }): CallRecord {
  const { row, side, out } = own(tx, args, 'end the call');
  if (out) return recordOf(tx, args.app, row, args.user);
  if (side === 'b' && row.state === 'ringing') return declineCall(tx, { ...args, reason: 'rejected' });
  const ended = end(tx, args.app, args.call, 'ringing', 'cancelled', args.user) ?? end(tx, args.app, args.call, 'active', args.reason, args.user);
  return recordOf(tx, args.app, ended ?? row, args.user);
}

export const getCall = (tx: Tx, args: Who): CallRecord => recordOf(tx, args.app, own(tx, args, 'get the call').row, args.user);

interface Overdue {
  app: string;
  call: string;
}

const ended = (tx: Tx, app: string, row: StoredCall | undefined): CallRecord | undefined => row && recordOf(tx, app, row);

/** The ring is over by the server's clock. */
export const expireCall = (tx: Tx, { app, call }: Overdue): CallRecord | undefined => ended(tx, app, end(tx, app, call, 'ringing', 'unanswered'));

/** The callee was between two sockets and did not come back; nothing when a device has alerted him after all. */
export const abandonCall = (tx: Tx, { app, call }: Overdue): CallRecord | undefined =>
  findCall(tx, app, call)?.alerted === 0 ? ended(tx, app, end(tx, app, call, 'ringing', 'unreachable')) : undefined;

/** A leg was without socket and media for longer than the grace. */
export const loseCall = (tx: Tx, { app, call }: Overdue): CallRecord | undefined => ended(tx, app, end(tx, app, call, 'active', 'failed'));

/** What the call goes on as, for who held `leg` of it. */
function successor(tx: Tx, app: string, row: StoredCall, who: { user: string; leg: string }, operation: string): StoredCall {
  let now = row;
  while (now.state === 'ended' && now.replaced_by !== null) {
    const next = findCall(tx, app, now.replaced_by)!;
    const mine = legsOf(tx, app, next.call_id).find(({ user_id }) => user_id === who.user);
    if (!mine) return now; // he transferred it
    if (mine.leg_id !== who.leg) return fail('call:leg-unknown', operation); // another device has it by now
    now = next;
  }
  return now;
}

/** Takes a leg back; `fresh` starts a new generation, durably, so that an old page's signals can never pass for the new one's. */
export function resumeLeg(tx: Tx, args: Who & { leg: string; fresh: boolean }): CallRecord {
  const operation = 'resume the call';
  const { app, user } = args;
  const known = own(tx, args, operation).row;
  const leg = legsOf(tx, app, args.call).find((one) => one.leg_id === args.leg && one.user_id === user);
  if (!leg) return fail('call:leg-unknown', operation);
  const row = successor(tx, app, known, args, operation);
  if (row.state === 'ended') return fail('call:ended', operation);
  if (args.fresh)
    tx.sql.run('update legs set generation = generation + 1 where app_id = ? and call_id = ? and leg_id = ?', app, row.call_id, args.leg);
  return recordOf(tx, app, row, user);
}
