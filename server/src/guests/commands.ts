import { type BaseUser, EarshotError, type Role } from '../../../src/core/protocol/index.ts';
import { addMember, createChannel } from '../chat/channels.ts';
import { announceUpdate } from '../chat/message-rows.ts';
import { findMember, isBanned } from '../chat/rows.ts';
import { findMessage } from '../chat/stored-message.ts';
import { createUser, findUser, isGuest, needUser, updateUser } from '../chat/users.ts';
import type { Tx } from '../db/tx.ts';

/** Whether people may come without an account, and who is there for them. */
export interface GuestPolicy {
  enabled: boolean;
  /** Every guest gets a channel of his own, with these users as its managers. Without it he is in none until the app puts him in one. */
  support?: { name: string; team: string[] };
}

/** Users of a team. */
const TEAM_MAX = 50;
/** Of what a guest wrote, so many messages are announced anew when they become another's. */
const TOLD_MAX = 500;

export function getPolicy(tx: Tx, { app }: { app: string }): GuestPolicy {
  const enabled = tx.sql.get<{ guests: number }>('select guests from apps where app_id = ?', app)?.guests === 1;
  const row = tx.sql.get<{ name: string; team: string }>('select name, team from guest_policies where app_id = ?', app);
  return { enabled, ...(row && { support: { name: row.name, team: JSON.parse(row.team) as string[] } }) };
}

export function setPolicy(tx: Tx, args: { app: string; policy: GuestPolicy }): GuestPolicy {
  const { app, policy } = args;
  const operation = 'set who may come as a guest';
  const team = [...new Set(policy.support?.team ?? [])];
  if (policy.support && (team.length === 0 || team.length > TEAM_MAX))
    throw new EarshotError('request:invalid', operation, `a team has 1 to ${TEAM_MAX} users`);
  for (const user of team) {
    needUser(tx, app, user, operation);
    if (isGuest(tx, app, user)) throw new EarshotError('request:invalid', operation, 'a guest is of no team');
  }
  tx.sql.run('update apps set guests = ? where app_id = ?', Number(policy.enabled), app);
  tx.sql.run('delete from guest_policies where app_id = ?', app);
  if (policy.support) tx.sql.run('insert into guest_policies (app_id, name, team) values (?, ?, ?)', app, policy.support.name, JSON.stringify(team));
  return getPolicy(tx, { app });
}

export interface EnterAsGuest {
  app: string;
  /** Of the secret that the page kept. */
  hash?: string;
  /** In case he is a new one. */
  fresh: { user: string; hash: string };
  name?: string;
  email?: string;
}

export interface Entered {
  user: BaseUser;
  /** His channel with the team. */
  channel?: string;
  /** False: he is a new one, with a new secret. */
  resumed: boolean;
}

/** The guest of that secret, or a new one. Throws `auth:forbidden` where the app has no guests. */
export function enterAsGuest(tx: Tx, args: EnterAsGuest): Entered {
  const operation = 'come in as a guest';
  const { app, hash, name, email } = args;
  const { enabled, support } = getPolicy(tx, { app });
  if (!enabled) throw new EarshotError('auth:forbidden', operation, 'this app has no guests');
  const known = hash === undefined ? undefined : findGuest(tx, app, hash);
  if (known) {
    tx.sql.run('update guests set seen_at = ? where app_id = ? and user_id = ?', tx.now, app, known.user_id);
    const before = needUser(tx, app, known.user_id, operation);
    const user = name === undefined || name === before.name ? before : updateUser(tx, { app, user: known.user_id, name });
    return { user, resumed: true, ...(known.channel_id !== null && { channel: known.channel_id }) };
  }
  const { user: id } = args.fresh;
  const called = name ?? `Guest ${id.slice(-4).toUpperCase()}`;
  createUser(tx, { app, user: { user_id: id, name: called, ...(email !== undefined && { meta: { email } }) } });
  tx.sql.run('update users set guest = 1 where app_id = ? and user_id = ?', app, id);
  const channel = support && makeChannel(tx, app, id, `${support.name} · ${called}`, support.team);
  tx.sql.run(
    'insert into guests (app_id, user_id, hash, channel_id, seen_at, created_at) values (?, ?, ?, ?, ?, ?)',
    app,
    id,
    args.fresh.hash,
    channel ?? null,
    tx.now,
    tx.now,
  );
  return { user: needUser(tx, app, id, operation), resumed: false, ...(channel !== undefined && { channel }) };
}

function makeChannel(tx: Tx, app: string, guest: string, name: string, team: readonly string[]): string {
  const { channel_id } = createChannel(tx, { app, name, visibility: 'private' });
  const seats: [string, Role][] = [...team.map((one): [string, Role] => [one, 'manager']), [guest, 'guest']];
  // who was erased since the policy was set is left out
  const there = seats.filter(([user]) => findUser(tx, app, user));
  tx.sql.run('update channels set ever_managers = ? where app_id = ? and channel_id = ?', there.length - 1, app, channel_id);
  for (const [user, role] of there) addMember(tx, app, channel_id, user, role, undefined);
  return channel_id;
}

interface StoredGuest {
  user_id: string;
  channel_id: string | null;
}

/** While he is there: an erased one's secret opens nothing. */
const findGuest = (tx: Tx, app: string, hash: string): StoredGuest | undefined =>
  tx.sql.get<StoredGuest>(
    `select g.user_id, g.channel_id from guests g join users u on u.app_id = g.app_id and u.user_id = g.user_id and u.deleted_at is null
     where g.app_id = ? and g.hash = ?`,
    app,
    hash,
  );

/**
 * A guest has signed in: his seats, his messages and his files are the user's from now on. What is left of the guest is to be erased. Throws
 * `request:not-found` for a secret that opens nothing.
 */
export function claimGuest(tx: Tx, { app, user, hash }: { app: string; user: string; hash: string }): { guest: string; channels: string[] } {
  const operation = 'go on as a user';
  const known = findGuest(tx, app, hash);
  if (!known) throw new EarshotError('request:not-found', operation, 'there is no such guest');
  if (isGuest(tx, app, user)) throw new EarshotError('auth:forbidden', operation, 'a guest cannot take over another');
  const guest = known.user_id;
  tx.sql.run('delete from guests where app_id = ? and user_id = ?', app, guest);
  const seats = tx.sql.all<{ channel_id: string }>('select channel_id from members where app_id = ? and user_id = ? and joined = 1', app, guest);
  const channels = seats.map(({ channel_id }) => channel_id).filter((channel) => takeSeat(tx, app, channel, guest, user));
  tx.sql.run('update files set user_id = ? where app_id = ? and user_id = ?', user, app, guest);
  return { guest, channels };
}

/** False: a ban keeps the user out of there. */
function takeSeat(tx: Tx, app: string, channel: string, guest: string, user: string): boolean {
  if (isBanned(tx, app, channel, user)) return false;
  const written = tx.sql.all<{ message_id: number }>(
    `update messages set user_id = ?1 where app_id = ?2 and channel_id = ?3 and user_id = ?4
       and not exists (select 1 from messages mine where mine.app_id = ?2 and mine.user_id = ?1 and mine.client_id = messages.client_id)
     returning message_id`,
    user,
    app,
    channel,
    guest,
  );
  if (!findMember(tx, app, channel, user)) {
    addMember(tx, app, channel, user, 'member', undefined);
    // what the guest had not read, the user has not read either
    tx.sql.run(
      `update members set read_offset = g.offset, read_n = g.n, read_at = g.at from
         (select read_offset as offset, read_n as n, read_at as at from members where app_id = ?1 and channel_id = ?2 and user_id = ?3) g
       where app_id = ?1 and channel_id = ?2 and user_id = ?4`,
      app,
      channel,
      guest,
      user,
    );
  }
  const ids = written.map(({ message_id }) => message_id).sort((a, b) => a - b);
  for (const id of ids.slice(-TOLD_MAX)) {
    const row = findMessage(tx, app, channel, id)!;
    if (row.deleted === 0) announceUpdate(tx, app, row);
  }
  return true;
}

/** Guests of whom nothing was seen since then, some of them. */
export const idleGuests = (tx: Tx, { before }: { before: number }): { app: string; user: string; channel: string | null }[] =>
  tx.sql.all(
    `select g.app_id as app, g.user_id as user, g.channel_id as channel from guests g join users u on u.app_id = g.app_id and u.user_id = g.user_id
     where g.seen_at < ?1 and coalesce(u.last_seen_at, 0) < ?1 and u.deleted_at is null order by g.seen_at limit 50`,
    before,
  );
