import { EarshotError } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';
import { fail, putLeg, type Who } from './change.ts';
import { calledBy, place, refusal, type Target } from './placing.ts';
import { BRIDGE, type CallRecord, detailOf, findCall, party, recordOf } from './rows.ts';

export interface Bridge extends Who, Target {
  /** The user himself, while he has a live device. */
  own: string[];
  /** Of the far end that is not there yet. */
  leg: string;
}

/** Click to call: rings the user's own devices first. What happens when one answers is a blind transfer to `to` (`answerCall`). */
export function bridgeCall(tx: Tx, args: Bridge): CallRecord {
  const operation = 'bridge a call';
  const { app, user, call, to, leg, own, ringTimeoutMs } = args;
  const known = findCall(tx, app, call);
  if (known) {
    const same = known.caller === BRIDGE && known.callee === user && detailOf(known).bridge?.user_id === to;
    return same ? recordOf(tx, app, known, user) : fail('request:invalid', operation, 'this call id is taken');
  }
  const called = calledBy(tx, app, [user], args, operation);
  if (called.users.length === 0 && called.blocked.length === 0) throw new EarshotError('call:user-not-found', operation);
  const bridge = called.group ? { user_id: to, name: called.group.name } : party(tx, app, to);
  const mine = { callee: user, users: [user], blocked: [] };
  const row = place(tx, app, mine, refusal(mine, own), { call, caller: BRIDGE, media: ['audio'], detail: { bridge }, ringTimeoutMs });
  putLeg(tx, app, { call_id: call, side: 'a', leg_id: leg, user_id: BRIDGE, device: '', generation: 1 });
  return recordOf(tx, app, row, user);
}
