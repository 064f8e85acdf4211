import {
  type Channel,
  type ChannelHead,
  channelStream,
  EarshotError,
  type Notify,
  type Receipt,
  type Role,
} from '../../../src/core/protocol/index.ts';
import type { StreamEnds, Tx } from '../db/tx.ts';
import { isGuest, type StoredUser, USER_COLUMNS } from './users.ts';

export interface StoredChannel {
  channel_id: string;
  type: Channel['type'];
  name: string;
  profile_url: string | null;
  meta: string | null;
  frozen: number;
  visibility: Channel['visibility'];
  n: number;
  total_message_count: number;
  total_file_count: number;
  member_count: number;
  ever_managers: number;
  /** 0: no slow mode. */
  slow_ms: number;
  write: 'all' | 'managers';
  retention_ms: number;
  created_by: string | null;
  created_at: number;
  updated_at: number;
}

export interface StoredMember {
  user_id: string;
  role: Role;
  joined: number;
  joined_at: number;
  join_offset: number;
  read_offset: number;
  read_n: number;
  read_at: number;
  delivered_offset: number;
  delivered_n: number;
  delivered_at: number;
  notify: Notify['mode'];
  notify_until: number | null;
  muted_until: number | null;
  last_sent_at: number | null;
}

const MEMBER_COLUMNS = `m.role, m.joined, m.joined_at, m.join_offset, m.read_offset, m.read_n, m.read_at, m.delivered_offset, m.delivered_n,
  m.delivered_at, m.notify, m.notify_until, m.muted_until, m.last_sent_at`;

export function channelOfRow(row: StoredChannel): Channel {
  return {
    channel_id: row.channel_id,
    type: row.type,
    name: row.name,
    freeze: row.frozen === 1,
    visibility: row.visibility,
    ...(row.profile_url !== null && { profile_url: row.profile_url }),
    ...(row.meta !== null && { meta: JSON.parse(row.meta) as Record<string, string> }),
    total_message_count: row.total_message_count,
    total_file_count: row.total_file_count,
    member_count: row.member_count,
    created_at: row.created_at,
    updated_at: row.updated_at,
    ...(row.slow_ms > 0 && { slow_ms: row.slow_ms }),
    ...(row.write === 'managers' && { write: row.write }),
    ...(row.retention_ms > 0 && { retention_ms: row.retention_ms }),
  };
}

/** A deleted one is none, though its id stays taken: its stream and its audit log are no other's. */
export const findChannel = (tx: Tx, app: string, channel: string): StoredChannel | undefined =>
  tx.sql.get<StoredChannel>('select * from channels where app_id = ? and channel_id = ? and deleted_at is null', app, channel);

/** The member's row while he is one. */
export const findMember = (tx: Tx, app: string, channel: string, user: string): StoredMember | undefined =>
  tx.sql.get<StoredMember>('select * from members where app_id = ? and channel_id = ? and user_id = ? and joined = 1', app, channel, user);

/**
 * The one place that decides what a user may see of a channel (DESIGN 7.5): a private channel does not exist for others
 * (1003), of a listed one they see that it is there, and no more (1008). `user` undefined is the app itself.
 */
export function enter(tx: Tx, app: string, channel: string, user: string | undefined, operation: string) {
  const row = findChannel(tx, app, channel);
  if (!row) throw new EarshotError('channel:not-found', operation);
  if (user === undefined) return { row, member: undefined };
  const member = findMember(tx, app, channel, user);
  if (!member && keptOut(tx, app, row, user)) throw new EarshotError('channel:banned', operation);
  if (!member) throw new EarshotError(row.visibility === 'listed' ? 'channel:not-member' : 'channel:not-found', operation);
  return { row, member };
}

/** Whether a ban is told to one who is no member: to those who may know of the channel, because it is listed or they were in it. */
export function keptOut(tx: Tx, app: string, row: StoredChannel, user: string): boolean {
  if (!isBanned(tx, app, row.channel_id, user)) return false;
  const was = tx.sql.get('select 1 from members where app_id = ? and channel_id = ? and user_id = ?', app, row.channel_id, user);
  return row.visibility === 'listed' || was !== undefined;
}

/** A ban is over by itself at its end (A30). */
export const isBanned = (tx: Tx, app: string, channel: string, user: string): boolean =>
  tx.sql.get(
    'select 1 from bans where app_id = ? and channel_id = ? and user_id = ? and (end_at is null or end_at > ?)',
    app,
    channel,
    user,
    tx.now,
  ) !== undefined;

/** As `enter`, for those who need only know that the channel is there. */
export function glimpse(tx: Tx, app: string, channel: string, user: string | undefined, operation: string): StoredChannel {
  const row = findChannel(tx, app, channel);
  const known = !row || user === undefined || findMember(tx, app, channel, user) !== undefined;
  if (!row || (!known && (row.visibility === 'private' || isGuest(tx, app, user!)))) {
    throw new EarshotError('channel:not-found', operation);
  }
  return row;
}

/** Owners and managers (DESIGN 7.4). */
export const isManager = (role: Role): boolean => role === 'owner' || role === 'manager';

export function membersOf(tx: Tx, app: string, channel: string) {
  return tx.sql.all<StoredUser & StoredMember>(
    `select ${USER_COLUMNS}, ${MEMBER_COLUMNS} from members m join users u on u.app_id = m.app_id and u.user_id = m.user_id
     where m.app_id = ? and m.channel_id = ? and m.joined = 1 order by m.joined_at, m.join_offset, m.user_id`,
    app,
    channel,
  );
}

export const readOf = (row: StoredMember): Receipt => ({ offset: row.read_offset, n: row.read_n, at_ms: row.read_at });
export const deliveredOf = (row: StoredMember): Receipt => ({ offset: row.delivered_offset, n: row.delivered_n, at_ms: row.delivered_at });

/** `none` ends by itself when its time is over. */
export function notifyOf(row: Pick<StoredMember, 'notify' | 'notify_until'>, now: number): Notify {
  if (row.notify_until === null) return { mode: row.notify };
  return row.notify_until > now ? { mode: row.notify, until: row.notify_until } : { mode: 'all' };
}

/** `head`: where its stream stands. */
export function headOfChannel(row: StoredChannel, member: StoredMember, head: number, now: number): ChannelHead {
  const notify = notifyOf(member, now);
  return {
    channel: channelOfRow(row),
    role: member.role,
    head,
    n: row.n,
    read: readOf(member),
    delivered: deliveredOf(member),
    ...(notify.mode !== 'all' && { notify }),
    ...((member.muted_until ?? 0) > now && { muted_until: member.muted_until! }),
  };
}

/** All channels of a user, with his rows, and where their streams stand. */
export function channelsOf(tx: Tx, app: string, user: string) {
  return tx.sql.all<StoredChannel & StoredMember & StreamEnds>(
    `select c.*, ${MEMBER_COLUMNS}, coalesce(s.head, 0) as head, coalesce(s.floor, 0) as floor
     from members m join channels c on c.app_id = m.app_id and c.channel_id = m.channel_id
       left join streams s on s.app_id = c.app_id and s.stream = ? || c.channel_id
     where m.app_id = ? and m.user_id = ? and m.joined = 1 order by c.created_at desc, c.channel_id desc`,
    channelStream(''),
    app,
    user,
  );
}
