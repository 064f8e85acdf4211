import { USER_ID, USER_ID_MAX } from '../../../src/core/protocol/ids.ts';
import { type BaseUser, EarshotError, type Role, userStream } from '../../../src/core/protocol/index.ts';
import { append, type Tx } from '../db/tx.ts';
import { announceEvent } from '../webhooks/queue.ts';
import { changeMeta, checkMeta, type MetaChange } from './meta.ts';

export interface StoredUser {
  user_id: string;
  name: string;
  profile_url: string | null;
  meta: string | null;
  created_at: number;
  updated_at: number;
}

export const USER_COLUMNS = 'u.user_id, u.name, u.profile_url, u.meta, u.created_at, u.updated_at';

/** GC-017; `joined_at` and `role` inside a channel only. */
export function userOf(row: StoredUser, inside?: { joined_at: number; role: Role }): BaseUser {
  return {
    user_id: row.user_id,
    name: row.name,
    ...(row.profile_url !== null && { profile_url: row.profile_url }),
    ...(row.meta !== null && { meta: JSON.parse(row.meta) as Record<string, string> }),
    created_at: row.created_at,
    updated_at: row.updated_at,
    ...(inside && { joined_at: inside.joined_at, role: inside.role }),
  };
}

/** In place of a user who is gone. */
export const ghostOf = (user: string): BaseUser => ({ user_id: user, name: user, created_at: 0, updated_at: 0 });

export function findUser(tx: Tx, app: string, user: string): BaseUser | undefined {
  const row = tx.sql.get<StoredUser>(`select ${USER_COLUMNS} from users u where app_id = ? and user_id = ? and deleted_at is null`, app, user);
  return row && userOf(row);
}

/** Those of these users who are there, by their ids. */
export function usersAmong(tx: Tx, app: string, ids: readonly string[]): Map<string, BaseUser> {
  if (ids.length === 0) return new Map();
  const rows = tx.sql.all<StoredUser>(
    `select ${USER_COLUMNS} from json_each(?) e cross join users u on u.app_id = ? and u.user_id = e.value where u.deleted_at is null`,
    JSON.stringify(ids),
    app,
  );
  return new Map(rows.map((row) => [row.user_id, userOf(row)]));
}

export function needUser(tx: Tx, app: string, user: string, operation: string): BaseUser {
  const found = findUser(tx, app, user);
  if (!found) throw new EarshotError('user:not-found', operation);
  return found;
}

/** Whether he came without an account: he has what he was let into, and nothing beside it. */
export const isGuest = (tx: Tx, app: string, user: string): boolean =>
  tx.sql.get<{ guest: number }>('select guest from users where app_id = ? and user_id = ?', app, user)?.guest === 1;

/** Whether the reach of the app lets one user see another (DESIGN 7.5). A guest sees those he shares a channel with. */
export function mayReach(tx: Tx, app: string, from: string, to: string, reach: 'app' | 'shared_channel'): boolean {
  if (from === to || (reach === 'app' && !isGuest(tx, app, from))) return true;
  const row = tx.sql.get<{ one: number }>(
    `select 1 as one from members a join members b on b.app_id = a.app_id and b.channel_id = a.channel_id and b.user_id = ? and b.joined = 1
     where a.app_id = ? and a.user_id = ? and a.joined = 1 limit 1`,
    to,
    app,
    from,
  );
  return row !== undefined;
}

export interface NewUser {
  user_id: string;
  name?: string;
  profile_url?: string;
  meta?: Record<string, string>;
}

const userId = new RegExp(USER_ID);

/** The door is REST and token calls, where an app's server says what it likes. */
function checkNewUser(user: NewUser, operation: string): void {
  const bad = (reason: string) => new EarshotError('request:invalid', operation, reason);
  // counted as the schema counts: in characters, an emoji being one
  if (typeof user.user_id !== 'string' || [...user.user_id].length > USER_ID_MAX || !userId.test(user.user_id))
    throw bad('"user_id" is empty, too long, or holds spaces or slashes');
  if (user.name !== undefined && (user.name.length === 0 || user.name.length > 150)) throw bad('"name" has 1 to 150 characters');
  if (user.profile_url !== undefined && user.profile_url.length > 2_048) throw bad('"profile_url" is too long');
  if (user.meta) checkMeta(user.meta, operation);
}

export function createUser(tx: Tx, args: { app: string; user: NewUser }): BaseUser {
  const { app, user } = args;
  const operation = 'create the user';
  checkNewUser(user, operation);
  // one who was erased may come back as somebody new; the tokens of old stay void
  const made = tx.sql.run(
    `insert into users (app_id, user_id, name, profile_url, meta, created_at, updated_at) values (?, ?, ?, ?, ?, ?, ?)
     on conflict do update set name = excluded.name, profile_url = excluded.profile_url, meta = excluded.meta, created_at = excluded.created_at,
       updated_at = excluded.updated_at, deleted_at = null, erased_at = null where erased_at is not null`,
    app,
    user.user_id,
    user.name ?? user.user_id,
    user.profile_url ?? null,
    user.meta ? JSON.stringify(user.meta) : null,
    tx.now,
    tx.now,
  );
  if (made === 0) throw new EarshotError('user:duplicate', operation);
  const created = needUser(tx, app, user.user_id, operation);
  announceEvent(tx, app, {
    type: 'user.created',
    line: userStream(user.user_id),
    data: () => JSON.stringify({ user: created }),
    user: user.user_id,
  });
  return created;
}

export function getUser(tx: Tx, args: { app: string; user: string; by?: string; reach: 'app' | 'shared_channel' }): BaseUser {
  const found = needUser(tx, args.app, args.user, 'look up the user');
  if (args.by !== undefined && !mayReach(tx, args.app, args.by, args.user, args.reach)) throw new EarshotError('user:not-found', 'look up the user');
  return found;
}

export const lookUpUser = (tx: Tx, args: { app: string; user: string }): BaseUser | undefined => findUser(tx, args.app, args.user);

export function updateUser(tx: Tx, args: { app: string; user: string; name?: string; profile_url?: string }): BaseUser {
  const { app, user: id } = args;
  const before = needUser(tx, app, id, 'update the profile');
  tx.sql.run(
    'update users set name = ?, profile_url = ?, updated_at = ? where app_id = ? and user_id = ?',
    args.name ?? before.name,
    args.profile_url ?? before.profile_url ?? null,
    tx.now,
    app,
    id,
  );
  const user = needUser(tx, app, id, 'update the profile');
  append(tx, app, userStream(id), () => ({ kind: 'user_update', at_ms: tx.now, user }));
  return user;
}

/** GC-045, 046. */
export function changeUserMeta(tx: Tx, args: { app: string; user: string } & MetaChange): BaseUser {
  const { app, user: id } = args;
  const operation = 'change what is kept with the profile';
  const before = tx.sql.get<{ meta: string | null }>('select meta from users where app_id = ? and user_id = ?', app, id);
  if (!before) throw new EarshotError('user:not-found', operation);
  const meta = changeMeta(before.meta, args, operation);
  tx.sql.run('update users set meta = ?, updated_at = ? where app_id = ? and user_id = ?', meta, tx.now, app, id);
  const user = needUser(tx, app, id, operation);
  append(tx, app, userStream(id), () => ({ kind: 'user_update', at_ms: tx.now, user }));
  return user;
}

/** His last socket has gone. */
export function seeUser(tx: Tx, args: { app: string; user: string }): null {
  tx.sql.run('update users set last_seen_at = ? where app_id = ? and user_id = ?', tx.now, args.app, args.user);
  return null;
}

/** When those of them were last here whom `by` may see (undefined: the app itself); the others are left out as if there were none. */
export function presenceOf(tx: Tx, args: { app: string; by?: string; users: string[]; reach: 'app' | 'shared_channel' }) {
  const { app, by, reach } = args;
  const found: { user_id: string; last_seen_at?: number }[] = [];
  for (const id of new Set(args.users)) {
    const row = tx.sql.get<{ at: number | null }>('select last_seen_at as at from users where app_id = ? and user_id = ?', app, id);
    if (!row || (by !== undefined && !mayReach(tx, app, by, id, reach))) continue;
    found.push({ user_id: id, ...(row.at !== null && { last_seen_at: row.at }) });
  }
  return found;
}
