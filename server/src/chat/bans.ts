import { type Ban, channelStream, EarshotError, type Result, userStream } from '../../../src/core/protocol/index.ts';
import { append, type Tx } from '../db/tx.ts';
import { audit } from './audit.ts';
import { allow, allowTo } from './roles.ts';
import { channelOfRow, findChannel, isBanned } from './rows.ts';
import { findUser, needUser, type StoredUser, USER_COLUMNS, userOf } from './users.ts';

type BanOf = Result<'channel.ban'>['ban'];

interface StoredBan {
  start_at: number;
  end_at: number | null;
  reason: string | null;
}

const banOf = (row: StoredBan): Ban => ({
  start_at: row.start_at,
  ...(row.end_at !== null && { end_at: row.end_at }),
  ...(row.reason !== null && { reason: row.reason }),
});

export interface BanUser {
  app: string;
  /** Who bans; undefined: the app itself. */
  user?: string;
  channel: string;
  target: string;
  seconds?: number;
  permanent?: boolean;
  reason?: string;
}

/**
 * Bars a user until the end, or for good (A30): a member goes at once (A31), and neither joins nor writes before. Another ban of the same user
 * takes the place of the first.
 */
export function banUser(tx: Tx, args: BanUser): BanOf {
  const operation = 'ban the user';
  const { app, channel, target, seconds, permanent = false } = args;
  if ((seconds !== undefined) === permanent) throw new EarshotError('request:invalid', operation, 'either "seconds" or "permanent" is needed');
  const { theirs } = allowTo(tx, args, 'ban', target, operation);
  const user = needUser(tx, app, target, operation);
  const row: StoredBan = { start_at: tx.now, end_at: seconds === undefined ? null : tx.now + seconds * 1_000, reason: args.reason ?? null };
  tx.sql.run(
    `insert into bans (app_id, channel_id, user_id, start_at, end_at, reason, by_user) values (?, ?, ?, ?, ?, ?, ?)
     on conflict do update set start_at = excluded.start_at, end_at = excluded.end_at, reason = excluded.reason, by_user = excluded.by_user`,
    app,
    channel,
    target,
    row.start_at,
    row.end_at,
    row.reason,
    args.user ?? null,
  );
  const ban = banOf(row);
  const found = args.user === undefined ? undefined : findUser(tx, app, args.user);
  const by = found && { by: found };
  if (theirs) {
    removeMember(tx, app, channel, target);
    append(tx, app, channelStream(channel), () => ({
      kind: 'leave',
      at_ms: tx.now,
      user: { ...user, joined_at: theirs.joined_at, role: theirs.role },
      ...by,
      ban,
    }));
    append(tx, app, userStream(target), () => ({ kind: 'channel_left', at_ms: tx.now, channel_id: channel }));
  } else {
    const now = channelOfRow(findChannel(tx, app, channel)!);
    append(tx, app, channelStream(channel), () => ({ kind: 'channel_update', at_ms: tx.now, channel: now, what: 'ban', user, ...by, ban }));
  }
  audit(tx, { app, channel, by: args.user, action: 'ban', user: target, detail: { ...ban } });
  return { user, ...ban };
}

/** Takes his membership away, not a mute, which is still there when he comes back; whoever calls says so in the streams. */
export function removeMember(tx: Tx, app: string, channel: string, user: string): void {
  tx.sql.run('update members set joined = 0 where app_id = ? and channel_id = ? and user_id = ?', app, channel, user);
  tx.sql.run('update channels set member_count = member_count - 1 where app_id = ? and channel_id = ?', app, channel);
}

/** Lifts a ban before its end; one who is not banned is none the worse. */
export function unbanUser(tx: Tx, args: { app: string; user?: string; channel: string; target: string }): null {
  const operation = 'lift the ban';
  const { app, channel, target } = args;
  const { row } = allow(tx, args, 'unban', operation);
  const user = needUser(tx, app, target, operation);
  const active = isBanned(tx, app, channel, target);
  tx.sql.run('delete from bans where app_id = ? and channel_id = ? and user_id = ?', app, channel, target);
  if (!active) return null;
  const by = args.user === undefined ? undefined : findUser(tx, app, args.user);
  append(tx, app, channelStream(channel), () => ({
    kind: 'channel_update',
    at_ms: tx.now,
    channel: channelOfRow(row),
    what: 'unban',
    user,
    ...(by && { by }),
  }));
  audit(tx, { app, channel, by: args.user, action: 'unban', user: target });
  return null;
}

/** Bans that are in force, newest start first (GC-087). */
export function listBans(tx: Tx, args: { app: string; user?: string; channel: string }): BanOf[] {
  allow(tx, args, 'bans', 'list the bans');
  return tx.sql
    .all<StoredUser & StoredBan>(
      `select ${USER_COLUMNS}, b.start_at, b.end_at, b.reason from bans b join users u on u.app_id = b.app_id and u.user_id = b.user_id
       where b.app_id = ? and b.channel_id = ? and (b.end_at is null or b.end_at > ?) order by b.start_at desc, b.user_id`,
      args.app,
      args.channel,
      tx.now,
    )
    .map((row) => ({ user: userOf(row), ...banOf(row) }));
}
