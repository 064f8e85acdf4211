import { EarshotError } from '../../../src/core/protocol/index.ts';
import { findUser } from '../chat/users.ts';
import type { Tx } from '../db/tx.ts';

/** Users who are called together: all their devices ring, and the first answer wins. Made by the app's own server. */
export interface CallGroup {
  group_id: string;
  name: string;
  members: string[];
}

export const findGroup = (tx: Tx, app: string, group: string): { name: string } | undefined =>
  tx.sql.get<{ name: string }>('select name from call_groups where app_id = ? and group_id = ?', app, group);

export const membersOf = (tx: Tx, app: string, group: string): string[] =>
  tx.sql
    .all<{ user_id: string }>('select user_id from call_group_members where app_id = ? and group_id = ? order by user_id', app, group)
    .map(({ user_id }) => user_id);

/** Makes it, or makes it anew; calls that ring already go on as they are. */
export function putGroup(tx: Tx, args: { app: string; group: string; name?: string; members: string[] }): CallGroup {
  const { app, group } = args;
  const operation = 'store the group';
  if (findUser(tx, app, group)) throw new EarshotError('user:duplicate', operation);
  const members = [...new Set(args.members)].sort();
  const missing = members.find((user) => !findUser(tx, app, user));
  if (missing !== undefined) throw new EarshotError('user:not-found', operation, `there is no user "${missing}"`);
  const name = args.name ?? findGroup(tx, app, group)?.name ?? group;
  tx.sql.run('insert into call_groups (app_id, group_id, name) values (?, ?, ?) on conflict do update set name = excluded.name', app, group, name);
  tx.sql.run('delete from call_group_members where app_id = ? and group_id = ?', app, group);
  for (const user of members) tx.sql.run('insert into call_group_members (app_id, group_id, user_id) values (?, ?, ?)', app, group, user);
  return { group_id: group, name, members };
}

export function getGroup(tx: Tx, args: { app: string; group: string }): CallGroup {
  const found = findGroup(tx, args.app, args.group);
  if (!found) throw new EarshotError('request:not-found', 'read the group', 'there is no such group');
  return { group_id: args.group, name: found.name, members: membersOf(tx, args.app, args.group) };
}

/** Idempotent. */
export function deleteGroup(tx: Tx, args: { app: string; group: string }): void {
  tx.sql.run('delete from call_groups where app_id = ? and group_id = ?', args.app, args.group);
  tx.sql.run('delete from call_group_members where app_id = ? and group_id = ?', args.app, args.group);
}

export const allGroups = (tx: Tx): { app: string; group: string; members: string[] }[] =>
  tx.sql
    .all<{ app_id: string; group_id: string }>('select app_id, group_id from call_groups')
    .map(({ app_id, group_id }) => ({ app: app_id, group: group_id, members: membersOf(tx, app_id, group_id) }));
