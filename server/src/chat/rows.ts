import {
  type Channel,
  type ChannelHead,
  channelStream,
  EarshotError,
  type FileData,
  type Message,
  type Receipt,
  type Role,
} from '../../../src/core/protocol/index.ts';
import { headOf, type Tx } from '../db/tx.ts';
import { findUser, type StoredUser, USER_COLUMNS } from './users.ts';

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

export interface StoredMessage {
  message_id: number;
  channel_id: string;
  n: number;
  user_id: string;
  client_id: string;
  hash: string;
  type: 'text' | 'file';
  content: string | null;
  file_id: string | null;
  meta: string | null;
  created_at: number;
  updated_at: number;
  deleted: number;
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

/** GC-018. The file's `url` is empty here: it is signed when it goes out. */
export function messageOf(tx: Tx, app: string, row: StoredMessage): Message {
  const user = findUser(tx, app, row.user_id);
  const file = row.deleted === 0 && row.file_id !== null ? fileData(tx, app, row.file_id) : undefined;
  return {
    type: row.type,
    message_id: row.message_id,
    channel_id: row.channel_id,
    client_id: row.client_id,
    n: row.n,
    created_at: row.created_at,
    updated_at: row.updated_at,
    user: user ?? { user_id: row.user_id, name: row.user_id, created_at: 0, updated_at: 0 },
    ...(row.content !== null && { content: row.content }),
    ...(file && { file }),
    ...(row.meta !== null && { meta: JSON.parse(row.meta) as Record<string, string> }),
  };
}

interface StoredFile {
  file_id: string;
  type: string;
  name: string;
  size: number;
  width: number | null;
  height: number | null;
}

function fileData(tx: Tx, app: string, id: string): FileData | undefined {
  const row = tx.sql.get<StoredFile>('select file_id, type, name, size, width, height from files where app_id = ? and file_id = ?', app, id);
  if (!row) return undefined;
  const { width, height, ...rest } = row;
  return { ...rest, url: '', ...(width !== null && { width }), ...(height !== null && { height }) };
}

export function lastMessage(tx: Tx, app: string, channel: string): Message | undefined {
  const row = tx.sql.get<StoredMessage>(
    'select * from messages where app_id = ? and channel_id = ? and deleted = 0 order by message_id desc limit 1',
    app,
    channel,
  );
  return row && messageOf(tx, app, row);
}
