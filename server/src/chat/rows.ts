import { type Channel, type ChannelHead, channelStream, EarshotError, type Receipt, type Role } from '../../../src/core/protocol/index.ts';
import { headOf, type Tx } from '../db/tx.ts';
import { type StoredUser, USER_COLUMNS } from './users.ts';

export interface StoredChannel {
  channel_id: string;
  name: string;
  profile_url: string | null;
  meta: string | null;
  frozen: number;
  visibility: Channel['visibility'];
  n: number;
  total_message_count: number;
  total_file_count: number;
  member_count: number;
  /** 0: no slow mode. */
  slow_ms: number;
  write: 'all' | 'managers';
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
}

/** What holds a member back from writing. */
export interface MemberBrakes {
  muted_until: number | null;
  last_sent_at: number | null;
}

const MEMBER_COLUMNS =
  'm.role, m.joined, m.joined_at, m.join_offset, m.read_offset, m.read_n, m.read_at, m.delivered_offset, m.delivered_n, m.delivered_at';

export function channelOfRow(row: StoredChannel): Channel {
  return {
    channel_id: row.channel_id,
    type: 'group',
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
  };
}

export const findChannel = (tx: Tx, app: string, channel: string): StoredChannel | undefined =>
  tx.sql.get<StoredChannel>('select * from channels where app_id = ? and channel_id = ?', app, channel);

/** The member's row while he is one. */
export const findMember = (tx: Tx, app: string, channel: string, user: string): (StoredMember & MemberBrakes) | undefined =>
  tx.sql.get<StoredMember & MemberBrakes>(
    'select * from members where app_id = ? and channel_id = ? and user_id = ? and joined = 1',
    app,
    channel,
    user,
  );

/**
 * The one place that decides what a user may see of a channel (DESIGN 7.5): a private channel does not exist for others
 * (1003), of a listed one they see that it is there, and no more (1008). `user` undefined is the app itself.
 */
export function enter(tx: Tx, app: string, channel: string, user: string | undefined, operation: string) {
  const row = findChannel(tx, app, channel);
  if (!row) throw new EarshotError('channel:not-found', operation);
  if (user === undefined) return { row, member: undefined };
  const member = findMember(tx, app, channel, user);
  if (!member) throw new EarshotError(row.visibility === 'listed' ? 'channel:not-member' : 'channel:not-found', operation);
  return { row, member };
}

/** As `enter`, for those who need only know that the channel is there. */
export function glimpse(tx: Tx, app: string, channel: string, user: string | undefined, operation: string): StoredChannel {
  const row = findChannel(tx, app, channel);
  if (!row || (user !== undefined && row.visibility === 'private' && !findMember(tx, app, channel, user))) {
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

export function headOfChannel(tx: Tx, app: string, row: StoredChannel, member: StoredMember): ChannelHead {
  return {
    channel: channelOfRow(row),
    role: member.role,
    head: headOf(tx, app, channelStream(row.channel_id)),
    n: row.n,
    read: readOf(member),
    delivered: deliveredOf(member),
  };
}

/** All channels of a user, with his rows. */
export function channelsOf(tx: Tx, app: string, user: string) {
  return tx.sql.all<StoredChannel & StoredMember>(
    `select c.*, ${MEMBER_COLUMNS} from members m join channels c on c.app_id = m.app_id and c.channel_id = m.channel_id
     where m.app_id = ? and m.user_id = ? and m.joined = 1 order by c.created_at desc, c.channel_id desc`,
    app,
    user,
  );
}
