import { channelStream, EarshotError } from '../../../src/core/protocol/index.ts';
import { append, type Tx } from '../db/tx.ts';
import { audit } from './audit.ts';
import { allowTo, managerCount } from './roles.ts';
import { channelOfRow, findChannel, findMember, isManager } from './rows.ts';
import { findUser, needUser } from './users.ts';

/** Makes a member a manager, or a manager a member (GC-074, 075; A29). Making him what he is changes nothing. */
export function setManager(tx: Tx, args: { app: string; user?: string; channel: string; target: string; manager: boolean }): null {
  const { app, channel, target, manager } = args;
  const operation = manager ? 'make the user a manager' : 'take the role of a manager away';
  const { theirs } = allowTo(tx, args, manager ? 'promote' : 'demote', target, operation);
  if (manager && isManager(theirs!.role)) return null;
  if (manager && managerCount(tx, app, channel) >= tx.limits.managersPerChannel) throw new EarshotError('channel:manager-limit', operation);
  const role = manager ? 'manager' : 'member';
  tx.sql.run('update members set role = ? where app_id = ? and channel_id = ? and user_id = ?', role, app, channel, target);
  if (manager) tx.sql.run('update channels set ever_managers = ever_managers + 1 where app_id = ? and channel_id = ?', app, channel); // GC-068
  const now = findMember(tx, app, channel, target)!;
  const by = args.user === undefined ? undefined : findUser(tx, app, args.user);
  append(tx, app, channelStream(channel), () => ({
    kind: 'channel_update',
    at_ms: tx.now,
    channel: channelOfRow(findChannel(tx, app, channel)!),
    what: manager ? 'manager_create' : 'manager_delete',
    user: { ...needUser(tx, app, target, operation), joined_at: now.joined_at, role: now.role },
    ...(by && { by }),
  }));
  audit(tx, { app, channel, by: args.user, action: manager ? 'manager_create' : 'manager_delete', user: target });
  return null;
}
