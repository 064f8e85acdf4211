import { type Channel, channelStream, EarshotError, type Params, userStream } from '../../../src/core/protocol/index.ts';
import { append, headOf, type Tx } from '../db/tx.ts';
import { audit } from './audit.ts';
import { removeMember } from './bans.ts';
import { addMember, memberUsers } from './channels.ts';
import { changeMeta, type MetaChange } from './meta.ts';
import { allow, allowTo } from './roles.ts';
import { channelOfRow, findChannel, findMember, isBanned } from './rows.ts';
import { findUser, needUser } from './users.ts';

interface Asking {
  app: string;
  /** Undefined: the app itself. */
  user?: string;
  channel: string;
}

type What = 'update' | 'freeze' | 'unfreeze';

/** Tells the members how the channel is now, and writes down who changed it. */
function told(tx: Tx, { app, user, channel }: Asking, what: What, detail?: Record<string, unknown>): Channel {
  tx.sql.run('update channels set updated_at = ? where app_id = ? and channel_id = ?', tx.now, app, channel);
  const now = channelOfRow(findChannel(tx, app, channel)!);
  const by = user === undefined ? undefined : findUser(tx, app, user);
  append(tx, app, channelStream(channel), () => ({ kind: 'channel_update', at_ms: tx.now, channel: now, what, ...(by && { by }) }));
  audit(tx, { app, channel, by: user, action: what, detail });
  return now;
}

/** GC-070, and what of a channel only we have. */
export function updateChannel(tx: Tx, args: Asking & { change: Omit<Params<'channel.update'>, 'channel_id'> }): Channel {
  const operation = 'change the channel';
  const { row } = allow(tx, args, 'update', operation);
  const { change } = args;
  if (row.type === 'open' && change.visibility === 'private')
    throw new EarshotError('request:invalid', operation, 'an open channel is always listed');
  const next = { ...row, ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) };
  tx.sql.run(
    `update channels set name = ?, profile_url = ?, visibility = ?, slow_ms = ?, write = ?, retention_ms = ? where app_id = ? and channel_id = ?`,
    next.name,
    next.profile_url,
    next.visibility,
    next.slow_ms,
    next.write,
    next.retention_ms,
    args.app,
    args.channel,
  );
  return told(tx, args, 'update', { ...change });
}

/** GC-076, 077. Freezing what is frozen changes nothing. */
export function freezeChannel(tx: Tx, args: Asking & { freeze: boolean }): Channel {
  const { row } = allow(tx, args, 'freeze', args.freeze ? 'freeze the channel' : 'lift the freeze');
  if ((row.frozen === 1) === args.freeze) return channelOfRow(row);
  tx.sql.run('update channels set frozen = ? where app_id = ? and channel_id = ?', Number(args.freeze), args.app, args.channel);
  return told(tx, args, args.freeze ? 'freeze' : 'unfreeze');
}

/** GC-078 to 080. */
export function changeChannelMeta(tx: Tx, args: Asking & MetaChange): Channel {
  const operation = 'change what is kept with the channel';
  const { row } = allow(tx, args, 'meta', operation);
  const meta = changeMeta(row.meta, args, operation);
  tx.sql.run('update channels set meta = ? where app_id = ? and channel_id = ?', meta, args.app, args.channel);
  return told(tx, args, 'update', { meta: [...Object.keys(args.set ?? {}), ...(args.remove ?? [])] });
}

/** Tables whose rows go with their channel. */
const OF_CHANNEL = [
  'searchable',
  'messages',
  'message_versions',
  'message_updates',
  'reactions',
  'reaction_counts',
  'threads',
  'scheduled',
  'members',
  'bans',
] as const;

/**
 * Takes everything that is in the channel away (GC-071); its id stays taken, so that no other channel comes by its stream and its audit log.
 * The entry is the last of the stream, and all that is left of it.
 */
export function deleteChannel(tx: Tx, args: Asking): null {
  const { app, user, channel } = args;
  const { row } = allow(tx, args, 'delete', 'delete the channel');
  const stream = channelStream(channel);
  const members = memberUsers(tx, app, channel);
  const before = headOf(tx, app, stream);
  append(tx, app, stream, () => ({ kind: 'channel_delete', at_ms: tx.now, channel: channelOfRow(row) }));
  for (const { user_id } of members) append(tx, app, userStream(user_id), () => ({ kind: 'channel_left', at_ms: tx.now, channel_id: channel }));
  tx.sql.run('delete from entries where app_id = ? and stream = ? and offset <= ?', app, stream, before);
  const gone = 'select id from searchable where app_id = ? and channel_id = ?';
  tx.sql.run(`delete from words where rowid in (${gone})`, app, channel);
  for (const table of OF_CHANNEL) tx.sql.run(`delete from ${table} where app_id = ? and channel_id = ?`, app, channel);
  tx.sql.run(
    `update channels set deleted_at = ?, name = '', profile_url = null, meta = null, member_count = 0 where app_id = ? and channel_id = ?`,
    tx.now,
    app,
    channel,
  );
  audit(tx, { app, channel, by: user, action: 'delete', detail: { members: members.length } });
  return null;
}

/** Puts users in, all or none; who is in stays as he is. */
export function addMembers(tx: Tx, args: Asking & { users: string[] }): Channel {
  const operation = 'add the users';
  const { app, channel } = args;
  const { row } = allow(tx, args, 'add', operation);
  const wanted = [...new Set(args.users)].filter((id) => !findMember(tx, app, channel, id));
  for (const id of wanted) {
    needUser(tx, app, id, operation);
    if (isBanned(tx, app, channel, id)) throw new EarshotError('channel:banned', operation, 'one of them is banned from the channel');
  }
  if (row.member_count + wanted.length > tx.limits.membersPerChannel) throw new EarshotError('channel:member-limit', operation);
  const by = args.user === undefined ? undefined : findUser(tx, app, args.user);
  for (const id of wanted) {
    addMember(tx, app, channel, id, 'member', by);
    audit(tx, { app, channel, by: args.user, action: 'add', user: id });
  }
  return channelOfRow(findChannel(tx, app, channel)!);
}

/** Puts a member out; he may come back where anyone may join. */
export function removeFromChannel(tx: Tx, args: Asking & { target: string }): null {
  const operation = 'remove the user';
  const { app, channel, target } = args;
  const { theirs } = allowTo(tx, args, 'remove', target, operation);
  const user = { ...needUser(tx, app, target, operation), joined_at: theirs!.joined_at, role: theirs!.role };
  const by = args.user === undefined ? undefined : findUser(tx, app, args.user);
  removeMember(tx, app, channel, target);
  append(tx, app, channelStream(channel), () => ({ kind: 'leave', at_ms: tx.now, user, ...(by && { by }) }));
  append(tx, app, userStream(target), () => ({ kind: 'channel_left', at_ms: tx.now, channel_id: channel }));
  audit(tx, { app, channel, by: args.user, action: 'remove', user: target });
  return null;
}
