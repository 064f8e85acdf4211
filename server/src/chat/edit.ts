import { EarshotError, type Message } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';
import { checkLength, membersAmong } from './drafts.ts';
import { announceUpdate, messageOf } from './message-rows.ts';
import { checkMeta } from './meta.ts';
import { reportWords } from './reports.ts';
import { enter, isManager } from './rows.ts';
import { changeSearchable } from './search.ts';
import { extraOf, extraToStore, findMessage, needMessage, type StoredMessage } from './stored-message.ts';
import { checkWords } from './words.ts';
import { enterToWrite } from './write.ts';

interface OfMessage {
  app: string;
  /** Undefined: the app itself. */
  user?: string;
  channel: string;
  message: number;
}

/** A message of one's own; the app may change any. */
function own(tx: Tx, { app, user, channel, message }: OfMessage, operation: string): StoredMessage {
  const row = needMessage(tx, app, channel, message, operation);
  if (user !== undefined && row.user_id !== user) throw new EarshotError('auth:forbidden', operation, 'another user sent it');
  return row;
}

export interface EditMessage extends OfMessage {
  content: string;
  mentions?: string[];
}

/** Whether the text may be another one now: of a message that I sent, within the window; managers, too, have only their own. */
export function checkEdit(tx: Tx, args: EditMessage & { windowMs: number }): { row: StoredMessage & { content: string }; manager: boolean } {
  const operation = 'edit the message';
  const { user } = args;
  const { member } = enterToWrite(tx, args, 'edit', operation);
  const row = own(tx, args, operation);
  if (row.type !== 'text' || row.content === null) throw new EarshotError('request:invalid', operation, 'only texts can be edited');
  if (user !== undefined && tx.now - row.created_at > args.windowMs)
    throw new EarshotError('auth:forbidden', operation, 'the time to edit it is over');
  checkLength(tx, args.content, operation);
  return { row: { ...row, content: row.content }, manager: !member || isManager(member.role) };
}

/** As `checkEdit` lets it. What it said before is kept as a version. */
export function editMessage(tx: Tx, args: EditMessage & { windowMs: number }): Message {
  const { app, user, channel } = args;
  const { row, manager } = checkEdit(tx, args);
  const { content, filter, report } = checkWords(tx, app, channel, args.content);
  const { previews: _previews, filter: _filter, mentions: mentioned = [], ...kept } = extraOf(row);
  const mentions = args.mentions ? membersAmong(tx, app, channel, args.mentions) : mentioned;
  const viewer = { ...(user !== undefined && { user }), manager };
  if (content === row.content && JSON.stringify(mentions) === JSON.stringify(mentioned)) return messageOf(tx, app, row, viewer);

  if (content !== row.content) keepVersion(tx, app, row, row.content);
  tx.sql.run(
    'update messages set content = ?, extra = ?, edited_at = ?, updated_at = ? where app_id = ? and channel_id = ? and message_id = ?',
    content,
    extraToStore({ ...kept, ...(mentions.length > 0 && { mentions }), ...(filter && { filter }) }),
    tx.now,
    tx.now,
    app,
    channel,
    row.message_id,
  );
  const now = findMessage(tx, app, channel, row.message_id)!;
  changeSearchable(tx, app, now);
  if (report) reportWords(tx, app, now, report);
  announceUpdate(tx, app, now);
  return messageOf(tx, app, now, viewer);
}

/** Its time is when it was written; two within a millisecond keep their order. */
function keepVersion(tx: Tx, app: string, row: StoredMessage, content: string): void {
  const { last } = tx.sql.get<{ last: number | null }>(
    'select max(at) as last from message_versions where app_id = ? and channel_id = ? and message_id = ?',
    app,
    row.channel_id,
    row.message_id,
  )!;
  tx.sql.run(
    'insert into message_versions (app_id, channel_id, message_id, at, content) values (?, ?, ?, ?, ?)',
    app,
    row.channel_id,
    row.message_id,
    Math.max(row.edited_at ?? row.created_at, (last ?? -1) + 1),
    content,
  );
}

/** Earlier texts, oldest first; for its writer and managers. */
export function listVersions(tx: Tx, args: OfMessage): { content: string; at_ms: number }[] {
  const operation = 'list the versions';
  const { app, user, channel, message } = args;
  const { member } = enter(tx, app, channel, user, operation);
  const row = needMessage(tx, app, channel, message, operation);
  if (member && row.user_id !== user && !isManager(member.role)) throw new EarshotError('auth:forbidden', operation);
  return tx.sql.all<{ content: string; at_ms: number }>(
    'select content, at as at_ms from message_versions where app_id = ? and channel_id = ? and message_id = ? order by at',
    app,
    channel,
    message,
  );
}

/** GC-099, GC-100: pairs of a message that I sent. */
export function changeMeta(tx: Tx, args: OfMessage & { set?: Record<string, string>; remove?: string[] }): Message {
  const operation = 'change the meta of the message';
  const { app, user, channel } = args;
  const { member } = enter(tx, app, channel, user, operation);
  const row = own(tx, args, operation);
  const viewer = { ...(user !== undefined && { user }), manager: !member || isManager(member.role) };
  if (args.set) checkMeta(args.set, operation);
  const meta = new Map(Object.entries(row.meta === null ? {} : (JSON.parse(row.meta) as Record<string, string>)));
  for (const [key, value] of Object.entries(args.set ?? {})) meta.set(key, value);
  for (const key of args.remove ?? []) meta.delete(key);
  const next = Object.fromEntries(meta);
  checkMeta(next, operation);
  const text = meta.size === 0 ? null : JSON.stringify(next);
  if (text === row.meta) return messageOf(tx, app, row, viewer);
  tx.sql.run(
    'update messages set meta = ?, updated_at = ? where app_id = ? and channel_id = ? and message_id = ?',
    text,
    tx.now,
    app,
    channel,
    row.message_id,
  );
  const now = findMessage(tx, app, channel, row.message_id)!;
  announceUpdate(tx, app, now);
  return messageOf(tx, app, now, viewer);
}
