import { channelStream, EarshotError, type FileData, type Message } from '../../../src/core/protocol/index.ts';
import { append, type Tx } from '../db/tx.ts';
import { hideMessage, hideQuote, isBlocked } from './blocks.ts';
import { reactionsOf } from './reaction-rows.ts';
import { enter, isManager } from './rows.ts';
import { findUser, ghostOf } from './users.ts';

export interface StoredMessage {
  message_id: number;
  channel_id: string;
  n: number;
  user_id: string;
  client_id: string;
  hash: string;
  type: Message['type'];
  content: string | null;
  file_id: string | null;
  meta: string | null;
  created_at: number;
  updated_at: number;
  deleted: number;
  thread_id: number | null;
  edited_at: number | null;
  pinned_at: number | null;
  pinned_by: string | null;
  reply_to: number | null;
  /** JSON of {@link Extra}. */
  extra: string | null;
}

type Quote = NonNullable<Message['reply_to']>;

/** What few messages have, in one column. */
export interface Extra extends Pick<Message, 'mentions' | 'forwarded' | 'custom_type' | 'data' | 'voice' | 'previews' | 'call' | 'filter'> {
  /** As the quoted message was when it was quoted; which one, and whether it is gone, is read anew. */
  quote?: Omit<Quote, 'message_id' | 'deleted'>;
}

/** Who looks. The app itself has no `user`, and sees what managers see. */
export interface Viewer {
  user?: string;
  manager: boolean;
}

/** Enters, and says as whom. */
export function viewerIn(tx: Tx, app: string, channel: string, user: string | undefined, operation: string): Viewer {
  const { member } = enter(tx, app, channel, user, operation);
  return { ...(user !== undefined && { user }), manager: !member || isManager(member.role) };
}

export const extraOf = (row: StoredMessage): Extra => (row.extra === null ? {} : (JSON.parse(row.extra) as Extra));

/** Null when there is nothing to keep. */
export function extraToStore(extra: Extra): string | null {
  const text = JSON.stringify(extra);
  return text === '{}' ? null : text;
}

export const findMessage = (tx: Tx, app: string, channel: string, message: number): StoredMessage | undefined =>
  tx.sql.get<StoredMessage>('select * from messages where app_id = ? and channel_id = ? and message_id = ?', app, channel, message);

/** A message that is there, and not deleted. */
export function needMessage(tx: Tx, app: string, channel: string, message: number, operation: string): StoredMessage {
  const row = findMessage(tx, app, channel, message);
  if (!row || row.deleted === 1) throw new EarshotError('message:not-found', operation);
  return row;
}

/**
 * GC-018. The file's `url` is empty here: it is signed when it goes out. `viewer` is who asked; without one it is what a stream
 * carries: the same for all, so nothing of it is his own.
 */
export function messageOf(tx: Tx, app: string, row: StoredMessage, viewer?: Viewer): Message {
  const user = findUser(tx, app, row.user_id);
  const plain: Message = {
    type: row.type,
    message_id: row.message_id,
    channel_id: row.channel_id,
    client_id: row.client_id,
    n: row.n,
    created_at: row.created_at,
    updated_at: row.updated_at,
    user: user ?? ghostOf(row.user_id),
    ...(row.thread_id !== null && { thread_id: row.thread_id }),
  };
  if (row.deleted === 1) return plain;
  const file = row.file_id === null ? undefined : fileData(tx, app, row.file_id);
  const { quote, filter, ...extra } = extraOf(row);
  const thread = row.thread_id === null ? threadOf(tx, app, row) : undefined;
  const reactions = reactionsOf(tx, app, row.channel_id, row.message_id, viewer?.user);
  const whole: Message = {
    ...plain,
    ...(row.content !== null && { content: row.content }),
    ...(file && { file }),
    ...(row.meta !== null && { meta: JSON.parse(row.meta) as Record<string, string> }),
    ...(row.edited_at !== null && { edited_at: row.edited_at }),
    ...(quote && row.reply_to !== null && { reply_to: quoteOf(tx, app, row.channel_id, row.reply_to, quote) }),
    ...(thread && { thread }),
    ...(reactions.length > 0 && { reactions }),
    ...(row.pinned_at !== null && row.pinned_by !== null && { pinned: { at_ms: row.pinned_at, user_id: row.pinned_by } }),
    ...extra,
    ...(filter && { filter: filterFor(filter, row, viewer) }),
  };
  const reader = viewer?.user;
  if (reader === undefined) return whole; // a stream hides at each of its readers
  if (isBlocked(tx, app, reader, row.user_id)) return hideMessage(whole);
  return whole.reply_to && isBlocked(tx, app, reader, whole.reply_to.user_id) ? hideQuote(whole) : whole;
}

function quoteOf(tx: Tx, app: string, channel: string, message_id: number, quote: NonNullable<Extra['quote']>): Quote {
  const original = findMessage(tx, app, channel, message_id);
  if (original?.deleted === 0) return { message_id, ...quote };
  const { excerpt: _, ...rest } = quote;
  return { message_id, ...rest, deleted: true };
}

/** GC-020: what stood there before is for the writer and managers alone. */
function filterFor(filter: NonNullable<Message['filter']>, row: StoredMessage, viewer: Viewer | undefined): NonNullable<Message['filter']> {
  const whole = viewer !== undefined && (viewer.manager || viewer.user === row.user_id);
  return whole ? filter : { type: filter.type };
}

function threadOf(tx: Tx, app: string, row: StoredMessage): Message['thread'] {
  const thread = tx.sql.get<{ count: number; last_at: number; user_ids: string }>(
    'select count, last_at, user_ids from threads where app_id = ? and channel_id = ? and message_id = ?',
    app,
    row.channel_id,
    row.message_id,
  );
  return thread && { ...thread, user_ids: JSON.parse(thread.user_ids) as string[] };
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

/** The newest of a channel's own history. */
export function lastMessage(tx: Tx, app: string, channel: string, viewer?: Viewer): Message | undefined {
  const row = tx.sql.get<StoredMessage>(
    'select * from messages where app_id = ? and channel_id = ? and deleted = 0 and thread_id is null order by message_id desc limit 1',
    app,
    channel,
  );
  return row && messageOf(tx, app, row, viewer);
}

/** Tells the members how a message is now. The place of the entry is kept: what is deleted later is blanked there, too. */
export function announceUpdate(tx: Tx, app: string, row: StoredMessage): void {
  const { channel_id, message_id } = row;
  const offset = append(tx, app, channelStream(channel_id), () => ({ kind: 'message_update', at_ms: tx.now, message: messageOf(tx, app, row) }));
  tx.sql.run('insert into message_updates (app_id, channel_id, message_id, offset) values (?, ?, ?, ?)', app, channel_id, message_id, offset);
}
