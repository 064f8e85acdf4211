import { EarshotError, type Party } from '../../../src/core/protocol/index.ts';
import { isBlocked } from '../chat/blocks.ts';
import { findUser, mayReach } from '../chat/users.ts';
import type { Tx } from '../db/tx.ts';
import { party } from './rows.ts';

interface Block {
  app: string;
  user: string;
  other: string;
}

/** Only whom one may see at all can be blocked, so that blocking tells nobody who exists. Idempotent. */
export function blockUser(tx: Tx, args: Block & { reach: 'app' | 'shared_channel'; most: number }): void {
  const { app, user, other } = args;
  const operation = 'block the user';
  if (other === user) throw new EarshotError('call:self', operation);
  if (!findUser(tx, app, other) || !mayReach(tx, app, user, other, args.reach)) throw new EarshotError('user:not-found', operation);
  if (isBlocked(tx, app, user, other)) return;
  const { count } = tx.sql.get<{ count: number }>('select count(*) as count from call_blocks where app_id = ? and user_id = ?', app, user)!;
  if (count >= args.most) throw new EarshotError('request:invalid', operation, 'as many are blocked as may be');
  tx.sql.run('insert into call_blocks (app_id, user_id, blocked, created_at) values (?, ?, ?, ?)', app, user, other, tx.now);
}

export function unblockUser(tx: Tx, { app, user, other }: Block): void {
  tx.sql.run('delete from call_blocks where app_id = ? and user_id = ? and blocked = ?', app, user, other);
}

/** The latest first. */
export const blockedUsers = (tx: Tx, { app, user }: { app: string; user: string }): Party[] =>
  tx.sql
    .all<{ blocked: string }>('select blocked from call_blocks where app_id = ? and user_id = ? order by created_at desc, blocked', app, user)
    .map(({ blocked }) => party(tx, app, blocked));
