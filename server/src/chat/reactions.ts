import { type BaseUser, channelStream, EarshotError, type Message } from '../../../src/core/protocol/index.ts';
import type { Value } from '../db/sql.ts';
import { append, type Tx } from '../db/tx.ts';
import { messageOf } from './message-rows.ts';
import { has, reactionsOf } from './reaction-rows.ts';
import { enter, isManager } from './rows.ts';
import { needMessage } from './stored-message.ts';
import { needUser, type StoredUser, USER_COLUMNS, userOf } from './users.ts';
import { enterToWrite } from './write.ts';

/** How many different emoji one message can have. */
const EMOJI_MAX = 20;
/** How many of those who reacted are named beside the count. */
const NAMED = 10;
const DEFAULT_LIMIT = 30;

/** Puts an emoji on a message or takes it away; a repeat changes nothing. Its cost does not grow with how many reacted before. */
export function react(tx: Tx, args: { app: string; user: string; channel: string; message: number; emoji: string; on: boolean }): Message {
  const operation = 'react to the message';
  const { app, user, channel, message, emoji, on } = args;
  const { member } = enterToWrite(tx, args, 'react', operation);
  const row = needMessage(tx, app, channel, message, operation);
  if (/[\p{Cc}\p{Cs}]|^\s|\s$/u.test(emoji)) throw new EarshotError('request:invalid', operation, '"emoji" holds what no emoji does');
  const key = [app, channel, message, emoji];
  const viewer = { user, manager: isManager(member!.role) };
  if (on && !has(tx, [...key, user])) add(tx, key, user, operation);
  else if (!on && has(tx, [...key, user])) take(tx, key, user);
  else return messageOf(tx, app, row, viewer);

  tell(tx, { app, channel, message, emoji }, needUser(tx, app, user, operation), on);
  return messageOf(tx, app, row, viewer);
}

interface OfEmoji {
  app: string;
  channel: string;
  message: number;
  emoji: string;
}

function tell(tx: Tx, { app, channel, message, emoji }: OfEmoji, user: BaseUser, on: boolean): void {
  const now = reactionsOf(tx, app, { channel_id: channel, message_id: message }).find((one) => one.emoji === emoji);
  append(tx, app, channelStream(channel), () => ({
    kind: 'reaction',
    at_ms: tx.now,
    message_id: message,
    user,
    emoji,
    on,
    count: now?.count ?? 0,
    user_ids: now?.user_ids ?? [],
  }));
}

/** Takes away what is there, whatever the channel allows. */
export function withdraw(tx: Tx, of: OfEmoji, user: BaseUser): void {
  take(tx, [of.app, of.channel, of.message, of.emoji], user.user_id);
  tell(tx, of, user, false);
}

const OF_MESSAGE = 'app_id = ? and channel_id = ? and message_id = ?';
const OF_EMOJI = `${OF_MESSAGE} and emoji = ?`;

function add(tx: Tx, key: Value[], user: string, operation: string): void {
  const known = tx.sql.get(`select 1 from reaction_counts where ${OF_EMOJI}`, ...key) !== undefined;
  const { n } = tx.sql.get<{ n: number }>(`select count(*) as n from reaction_counts where ${OF_MESSAGE}`, ...key.slice(0, 3))!;
  if (!known && n >= EMOJI_MAX) throw new EarshotError('request:invalid', operation, `a message has at most ${EMOJI_MAX} different emoji`);
  tx.sql.run('insert into reactions (app_id, channel_id, message_id, emoji, user_id, at) values (?, ?, ?, ?, ?, ?)', ...key, user, tx.now);
  tx.sql.run(
    `insert into reaction_counts (app_id, channel_id, message_id, emoji, count, first_at, user_ids) values (?, ?, ?, ?, 1, ?, ?)
     on conflict do update set count = count + 1, user_ids = ?`,
    ...key,
    tx.now,
    JSON.stringify([user]),
    named(tx, key),
  );
}

function take(tx: Tx, key: Value[], user: string): void {
  tx.sql.run(`delete from reactions where ${OF_EMOJI} and user_id = ?`, ...key, user);
  tx.sql.run(`update reaction_counts set count = count - 1, user_ids = ? where ${OF_EMOJI}`, named(tx, key), ...key);
  tx.sql.run(`delete from reaction_counts where ${OF_EMOJI} and count <= 0`, ...key);
}

const named = (tx: Tx, key: Value[]): string =>
  JSON.stringify(
    tx.sql
      .all<{ user_id: string }>(`select user_id from reactions where ${OF_EMOJI} order by at, user_id limit ${NAMED}`, ...key)
      .map((one) => one.user_id),
  );

export function eraseReactions(tx: Tx, app: string, channel: string, message: number): void {
  tx.sql.run(`delete from reactions where ${OF_MESSAGE}`, app, channel, message);
  tx.sql.run(`delete from reaction_counts where ${OF_MESSAGE}`, app, channel, message);
}

export interface ListReactors {
  app: string;
  user?: string;
  channel: string;
  message: number;
  emoji: string;
  limit?: number;
  next?: string;
}

/** Who put that emoji there, first ones first; `next` is there while there are more. */
export function listReactors(tx: Tx, args: ListReactors): { users: BaseUser[]; next?: string } {
  const operation = 'list who reacted';
  const { app, channel, message, emoji, limit = DEFAULT_LIMIT } = args;
  enter(tx, app, channel, args.user, operation);
  needMessage(tx, app, channel, message, operation);
  const after = args.next === undefined ? [-1, ''] : decodeNext(args.next, operation);
  const rows = tx.sql.all<StoredUser & { at: number }>(
    `select ${USER_COLUMNS}, r.at from reactions r join users u on u.app_id = r.app_id and u.user_id = r.user_id
     where r.app_id = ? and r.channel_id = ? and r.message_id = ? and r.emoji = ? and (r.at, r.user_id) > (?, ?) order by r.at, r.user_id limit ?`,
    app,
    channel,
    message,
    emoji,
    ...after,
    limit + 1,
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    users: rows.slice(0, limit).map((row) => userOf(row)),
    ...(last && { next: Buffer.from(JSON.stringify([last.at, last.user_id])).toString('base64url') }),
  };
}

function decodeNext(next: string, operation: string): [number, string] {
  try {
    const value: unknown = JSON.parse(Buffer.from(next, 'base64url').toString());
    if (Array.isArray(value) && Number.isSafeInteger(value[0]) && typeof value[1] === 'string') return [value[0] as number, value[1]];
  } catch {
    // said below
  }
  throw new EarshotError('request:invalid', operation, '"next" is not one that the server gave');
}
