import { type CallDetail, EarshotError, type EndReason } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';
import { offerMessage } from '../voicemail/commands.ts';
import { announce, BRIDGE, detailOf, findCall, legsOf, type Ring, ringsOf, type Side, type StoredCall, type StoredLeg, tellApp } from './rows.ts';

/** What changes the state of a call, each by a conditional update: here and nowhere else it is decided who wins (I10). */

export interface Who {
  app: string;
  user: string;
  call: string;
}

export const fail = (code: ConstructorParameters<typeof EarshotError>[0], operation: string, reason?: string): never => {
  throw new EarshotError(code, operation, reason);
};

/** The call, if this user has a part in it; to anybody else it does not exist. `out`: he has declined it or sent it on, or another one of those at whom it rang has answered. */
export function own(tx: Tx, who: Who, operation: string): { row: StoredCall; side: Side; ring?: Ring; out: boolean } {
  const row = findCall(tx, who.app, who.call) ?? fail('call:not-found', operation);
  if (row.caller === who.user) return { row, side: 'a', out: false };
  const ring = ringsOf(tx, who.app, who.call).find(({ user_id }) => user_id === who.user);
  if (!ring && row.callee !== who.user) return fail('call:not-found', operation);
  if (ring?.state === 'blocked') return fail('call:not-found', operation);
  return { row, side: 'b', ...(ring && { ring }), out: ring !== undefined && ring.state !== 'ringing' && row.callee !== who.user };
}

/** Ends a call that is in `from`, and what hangs on it; undefined when it no longer was. */
export function end(tx: Tx, app: string, call: string, from: 'ringing' | 'active', reason: EndReason, by?: string): StoredCall | undefined {
  const ended = tx.sql.get<StoredCall>(
    `update calls set state = 'ended', version = version + 1, ended_at = ?, end_reason = ?, ended_by = ?
     where app_id = ? and call_id = ? and state = ? returning *`,
    tx.now,
    reason,
    by ?? null,
    app,
    call,
    from,
  );
  if (!ended) return undefined;
  const row = offerMessage(tx, app, ended);
  announce(tx, app, row);
  if (row.transfer_call !== null) end(tx, app, row.transfer_call, 'ringing', 'cancelled');
  if (from === 'ringing') failTransfer(tx, app, row, reason);
  return row;
}

/** The call that rang for a transfer is over: the one that was to go on as it stays as it is, and the one who tried is told why. */
export function failTransfer(tx: Tx, app: string, rung: StoredCall, reason: EndReason): void {
  const [replaced] = detailOf(rung).replaces ?? [];
  const before = replaced === undefined ? undefined : findCall(tx, app, replaced);
  const transfer = before && detailOf(before).transfer;
  if (!transfer) return;
  const row = tx.sql.get<StoredCall>(
    `update calls set transfer_call = null, version = version + 1, detail = ?
     where app_id = ? and call_id = ? and state = 'active' and transfer_call = ? returning *`,
    JSON.stringify({ ...detailOf(before), transfer: { ...transfer, state: 'failed', reason } } satisfies CallDetail),
    app,
    before.call_id,
    rung.call_id,
  );
  if (row) announce(tx, app, row, row.transfer_by ?? undefined);
  if (row?.caller === BRIDGE) end(tx, app, row.call_id, 'active', reason); // whoever answered it waits for nobody now
}

/** The two ends of it go on elsewhere: it is over for the one who transferred it, and the call `by` for the other one. */
export function replace(tx: Tx, app: string, call: string, by: string, transferor: string, transferCall: string | null): StoredCall | undefined {
  const row = tx.sql.get<StoredCall>(
    `update calls set state = 'ended', version = version + 1, ended_at = ?, end_reason = 'transferred', ended_by = ?, replaced_by = ?, transfer_call = null
     where app_id = ? and call_id = ? and state = 'active' and transfer_call is ? returning *`,
    tx.now,
    transferor,
    by,
    app,
    call,
    transferCall,
  );
  if (row) announce(tx, app, row);
  return row;
}

export function putLeg(tx: Tx, app: string, leg: StoredLeg): void {
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
export function take(tx: Tx, app: string, call: string, leg: { leg_id: string; user: string; device: string }): StoredCall | undefined {
  const row = tx.sql.get<StoredCall>(
    `update calls set state = 'active', version = version + 1, answered_at = ?, answered_leg = ?, callee = ?
     where app_id = ? and call_id = ? and state = 'ringing' and expires_at > ? returning *`,
    tx.now,
    leg.leg_id,
    leg.user,
    app,
    call,
    tx.now,
  );
  if (!row) return undefined;
  putLeg(tx, app, { call_id: call, side: 'b', leg_id: leg.leg_id, user_id: leg.user, device: leg.device, generation: 1 });
  tellApp(tx, app, 'call.answered', row);
  announce(tx, app, row); // before the end of what it replaces: the page that goes on with it hears of that first
  const { replaces = [], transferred_by } = detailOf(row);
  for (const replaced of transferred_by === undefined ? [] : replaces)
    if (!replace(tx, app, replaced, call, transferred_by!, call)) fail('call:ended', 'answer'); // it would have ended with it: nothing stands
  return row;
}

/** The leg of the user who is not this one. */
export const otherLeg = (tx: Tx, app: string, call: string, user: string): StoredLeg | undefined =>
  legsOf(tx, app, call).find(({ user_id }) => user_id !== user);
