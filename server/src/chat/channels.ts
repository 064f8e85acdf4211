import { randomBytes } from 'node:crypto';
import {
  type BaseUser,
  type Channel,
  type ChannelHead,
  channelStream,
  EarshotError,
  isEarshotError,
  type Role,
  userStream,
} from '../../../src/core/protocol/index.ts';
import { append, headOf, type Tx } from '../db/tx.ts';
import { announceEvent } from '../webhooks/queue.ts';
import { removeMember } from './bans.ts';
import { checkMeta } from './meta.ts';
import { allow } from './roles.ts';
import {
  channelOfRow,
  channelsOf,
  deliveredOf,
  enter,
  findChannel,
  findMember,
  glimpse,
  headOfChannel,
  isBanned,
  isManager,
  keptOut,
  membersOf,
  readOf,
  type StoredChannel,
} from './rows.ts';
import { findUser, isGuest, needUser, userOf } from './users.ts';
import { enterToWrite } from './write.ts';

export interface CreateChannel {
  app: string;
  /** Undefined: the app itself makes it. */
  by?: string;
  channel_id?: string;
  /** `open`: always listed, anyone may join (A24). */
  type?: Channel['type'];
  name: string;
  profile_url?: string;
  members?: string[];
  reuse?: boolean;
  visibility: Channel['visibility'];
  meta?: Record<string, string>;
}

export function createChannel(tx: Tx, args: CreateChannel): Channel {
  const operation = 'create the channel';
  const { app, by, type = 'group' } = args;
  if (args.meta) checkMeta(args.meta, operation);
  if (by !== undefined && isGuest(tx, app, by)) throw new EarshotError('auth:forbidden', operation, 'guests make no channels');
  if (type === 'open' && args.visibility === 'private') throw new EarshotError('request:invalid', operation, 'an open channel is always listed');
  const members = [...new Set([...(by === undefined ? [] : [by]), ...(args.members ?? [])])];
  if (members.length > tx.limits.membersPerChannel) throw new EarshotError('channel:member-limit', operation);
  for (const user of members) needUser(tx, app, user, operation);
  const twin = args.reuse ? findTwin(tx, app, type, members) : undefined;
  if (twin) return { ...channelOfRow(twin), members: memberUsers(tx, app, twin.channel_id) };

  const id = args.channel_id ?? randomBytes(10).toString('hex');
  const made = tx.sql.run(
    `insert into channels (app_id, channel_id, type, name, profile_url, meta, visibility, created_by, created_at, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    app,
    id,
    type,
    args.name,
    args.profile_url ?? null,
    args.meta ? JSON.stringify(args.meta) : null,
    args.visibility,
    by ?? null,
    tx.now,
    tx.now,
  );
  if (made === 0) throw new EarshotError('channel:duplicate', operation);
  const creator = by === undefined ? undefined : findUser(tx, app, by);
  const data = () => JSON.stringify({ channel: channelOfRow(findChannel(tx, app, id)!), ...(creator && { by: creator }) });
  announceEvent(tx, app, { type: 'channel.created', line: channelStream(id), data });
  for (const user of members) addMember(tx, app, id, user, user === by ? 'owner' : 'member', user === by ? undefined : creator);
  return { ...channelOfRow(findChannel(tx, app, id)!), members: memberUsers(tx, app, id) };
}

/** GC-068: the very same members, nobody else ever joined, no manager was ever registered. */
function findTwin(tx: Tx, app: string, type: Channel['type'], members: string[]): StoredChannel | undefined {
  if (members.length === 0) return undefined;
  const marks = members.map(() => '?').join(', ');
  return tx.sql.get<StoredChannel>(
    `select c.* from channels c join members first on first.app_id = c.app_id and first.channel_id = c.channel_id
     where c.app_id = ? and c.type = ? and c.deleted_at is null and first.user_id = ? and first.joined = 1 and c.member_count = ? and c.ever_members = ? and c.ever_managers = 0
       and (select count(*) from members m where m.app_id = c.app_id and m.channel_id = c.channel_id and m.joined = 1 and m.user_id in (${marks})) = ?
     order by c.created_at, c.channel_id limit 1`,
    app,
    type,
    members[0]!,
    members.length,
    members.length,
    ...members,
    members.length,
  );
}

/** Puts a user in: the join entry is the first that he will get; what was before counts as read. */
export function addMember(tx: Tx, app: string, channel: string, id: string, wanted: Role, by: BaseUser | undefined): void {
  const role = isGuest(tx, app, id) ? 'guest' : wanted;
  const plain = needUser(tx, app, id, 'join the channel');
  const user: BaseUser = { ...plain, joined_at: tx.now, role };
  const before = findChannel(tx, app, channel)!;
  const known = tx.sql.get('select 1 from members where app_id = ? and channel_id = ? and user_id = ?', app, channel, id) !== undefined;
  const offset = append(tx, app, channelStream(channel), () => ({ kind: 'join', at_ms: tx.now, user, ...(by && { by }) }));
  tx.sql.run(
    `insert into members (app_id, channel_id, user_id, role, joined, joined_at, join_offset, read_offset, read_n, delivered_offset, delivered_n)
     values (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)
     on conflict do update set role = excluded.role, joined = 1, joined_at = excluded.joined_at, join_offset = excluded.join_offset,
       read_offset = excluded.read_offset, read_n = excluded.read_n, read_at = 0,
       delivered_offset = excluded.delivered_offset, delivered_n = excluded.delivered_n, delivered_at = 0`,
    app,
    channel,
    id,
    role,
    tx.now,
    offset,
    offset,
    before.n,
    offset,
    before.n,
  );
  tx.sql.run(
    'update channels set member_count = member_count + 1, ever_members = ever_members + ? where app_id = ? and channel_id = ?',
    known ? 0 : 1,
    app,
    channel,
  );
  const head = headOfChannel(findChannel(tx, app, channel)!, findMember(tx, app, channel, id)!, headOf(tx, app, channelStream(channel)), tx.now);
  append(tx, app, userStream(id), () => ({ kind: 'channel_joined', at_ms: tx.now, head }));
}

/** `byApp`: the app's own server lets him in, to a private channel too. */
export function joinChannel(tx: Tx, args: { app: string; user: string; channel: string; byApp?: boolean }): Channel {
  const operation = 'join the channel';
  const { app, user, channel, byApp = false } = args;
  const row = findChannel(tx, app, channel);
  const member = row && findMember(tx, app, channel, user);
  if (member) throw new EarshotError('channel:already-joined', operation);
  if (row && !byApp && isGuest(tx, app, user)) throw new EarshotError('auth:forbidden', operation, 'guests are let in by others');
  if (row && (byApp ? isBanned(tx, app, channel, user) : keptOut(tx, app, row, user))) throw new EarshotError('channel:banned', operation);
  if (!row || (row.visibility === 'private' && !byApp)) throw new EarshotError('channel:not-found', operation);
  if (row.member_count >= tx.limits.membersPerChannel) throw new EarshotError('channel:member-limit', operation);
  addMember(tx, app, channel, user, 'member', undefined);
  return channelOfRow(findChannel(tx, app, channel)!);
}

export function leaveChannel(tx: Tx, args: { app: string; user: string; channel: string }): null {
  const { app, user, channel } = args;
  const { member } = enter(tx, app, channel, user, 'leave the channel');
  const who = needUser(tx, app, user, 'leave the channel');
  removeMember(tx, app, channel, user);
  append(tx, app, channelStream(channel), () => ({
    kind: 'leave',
    at_ms: tx.now,
    user: { ...who, joined_at: member!.joined_at, role: member!.role },
  }));
  append(tx, app, userStream(user), () => ({ kind: 'channel_left', at_ms: tx.now, channel_id: channel }));
  return null;
}

export const getChannel = (tx: Tx, args: { app: string; user?: string; channel: string }): Channel =>
  channelOfRow(glimpse(tx, args.app, args.channel, args.user, 'get the channel'));

export function openChannel(tx: Tx, args: { app: string; user: string; channel: string; epoch: string }) {
  const { row, member } = enter(tx, args.app, args.channel, args.user, 'open the channel');
  const head = headOfChannel(row, member!, headOf(tx, args.app, channelStream(row.channel_id)), tx.now); // the position first (I11)
  const rows = membersOf(tx, args.app, args.channel);
  return {
    head,
    epoch: args.epoch,
    members: rows.map((m) => userOf(m, m)),
    read: Object.fromEntries(rows.map((m) => [m.user_id, readOf(m)])),
    delivered: Object.fromEntries(rows.map((m) => [m.user_id, deliveredOf(m)])),
  };
}

export const memberUsers = (tx: Tx, app: string, channel: string): BaseUser[] => membersOf(tx, app, channel).map((m) => userOf(m, m));

export function listMembers(tx: Tx, args: { app: string; user?: string; channel: string }): BaseUser[] {
  enter(tx, args.app, args.channel, args.user, 'list the members');
  return memberUsers(tx, args.app, args.channel);
}

export function listManagers(tx: Tx, args: { app: string; user?: string; channel: string }): BaseUser[] {
  allow(tx, args, 'managers', 'list the managers');
  return membersOf(tx, args.app, args.channel)
    .filter((m) => isManager(m.role))
    .map((m) => userOf(m, m));
}

/** Whether the user may write there now; what `typing` asks. */
export function mayWrite(tx: Tx, args: { app: string; user: string; channel: string }): boolean {
  try {
    enterToWrite(tx, args, 'edit', 'write');
    return true;
  } catch (error) {
    if (isEarshotError(error)) return false;
    throw error;
  }
}

export const channelHeads = (tx: Tx, args: { app: string; user: string }): ChannelHead[] =>
  channelsOf(tx, args.app, args.user).map((row) => headOfChannel(row, row, row.head, tx.now));
