import type { Tx } from '../db/tx.ts';
import { fail } from './change.ts';
import { takeOverLeg } from './commands.ts';
import type { CallRecord } from './rows.ts';

/** The codes by which calls move between the devices of one user; only their hashes are kept. */

interface Offer {
  app: string;
  user: string;
  call: string;
  leg: string;
  hash: string;
  expiresAt: number;
}

interface StoredOffer {
  call_id: string;
  leg_id: string;
  taken_device: string | null;
  taken_leg: string | null;
}

/** A new code for this leg; the one before it is void. False when another call of this user happens to have the same. */
export function offerHandOff(tx: Tx, { app, user, call, leg, hash, expiresAt }: Offer): boolean {
  tx.sql.run('delete from hand_offs where expires_at <= ?', tx.now);
  const twin = tx.sql.get('select 1 from hand_offs where app_id = ? and user_id = ? and hash = ? and call_id <> ?', app, user, hash, call);
  if (twin) return false;
  tx.sql.run(
    `insert into hand_offs (app_id, user_id, call_id, leg_id, hash, expires_at) values (?, ?, ?, ?, ?, ?)
     on conflict (app_id, user_id, call_id) do update
     set leg_id = excluded.leg_id, hash = excluded.hash, expires_at = excluded.expires_at, taken_device = null, taken_leg = null`,
    app,
    user,
    call,
    leg,
    hash,
    expiresAt,
  );
  return true;
}

/**
 * The leg goes to this device, once: to the same device again, since the reply may have been lost, and to no other.
 * `held`: the legs that the device holds already.
 */
export function takeHandOff(
  tx: Tx,
  args: { app: string; user: string; hash: string; leg: string; device: string; held: readonly string[] },
): CallRecord & { fresh: boolean; leg: string } {
  const operation = 'take the call over';
  const { app, user, hash, device, held } = args;
  const found = tx.sql.get<StoredOffer>(
    'select call_id, leg_id, taken_device, taken_leg from hand_offs where app_id = ? and user_id = ? and hash = ? and expires_at > ?',
    app,
    user,
    hash,
    tx.now,
  );
  if (!found || (found.taken_device !== null && found.taken_device !== device))
    return fail('call:not-found', operation, 'the code is not valid, or not any more');
  if (held.includes(found.leg_id)) return fail('call:wrong-state', operation, 'it is on this device');
  const leg = found.taken_leg ?? args.leg;
  const record = takeOverLeg(tx, { app, user, call: found.call_id, from: found.leg_id, leg, device });
  tx.sql.run(
    'update hand_offs set taken_device = ?, taken_leg = ? where app_id = ? and user_id = ? and call_id = ?',
    device,
    leg,
    app,
    user,
    found.call_id,
  );
  return { ...record, leg };
}
