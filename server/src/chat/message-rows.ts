import { channelStream, type Message } from '../../../src/core/protocol/index.ts';
import { append, type Tx } from '../db/tx.ts';
import { hideMessage, hideQuote } from './blocks.ts';
import { type Facts, factsOf } from './message-facts.ts';
import { enter, isManager } from './rows.ts';
import type { Extra, Quote, StoredMessage } from './stored-message.ts';

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

/**
 * GC-018. The file's `url` is empty here: it is signed when it goes out. `viewer` is who asked; without one it is what a stream
 * carries: the same for all, so nothing of it is his own.
 */
export function messageFrom(row: StoredMessage, facts: Facts, viewer?: Viewer): Message {
  const plain: Message = {
    type: row.type,
    message_id: row.message_id,
    channel_id: row.channel_id,
    client_id: row.client_id,
    n: row.n,
    created_at: row.created_at,
    updated_at: row.updated_at,
    user: facts.user,
    ...(row.thread_id !== null && { thread_id: row.thread_id }),
  };
  if (row.deleted === 1) return plain;
  const { file, thread, reactions } = facts;
  const { quote, filter, ...extra } = facts.extra;
  const whole: Message = {
    ...plain,
    ...(row.content !== null && { content: row.content }),
    ...(file && { file }),
    ...(row.meta !== null && { meta: JSON.parse(row.meta) as Record<string, string> }),
    ...(row.edited_at !== null && { edited_at: row.edited_at }),
    ...(quote && row.reply_to !== null && { reply_to: quoteFrom(row.reply_to, quote, facts.quoteStands) }),
    ...(thread && { thread }),
    ...(reactions.length > 0 && { reactions }),
    ...(row.pinned_at !== null && row.pinned_by !== null && { pinned: { at_ms: row.pinned_at, user_id: row.pinned_by } }),
    ...extra,
    ...(filter && { filter: filterFor(filter, row, viewer) }),
  };
  if (viewer?.user === undefined) return whole; // a stream hides at each of its readers
  if (facts.authorBlocked) return hideMessage(whole);
  return facts.quotedBlocked ? hideQuote(whole) : whole;
}

/** As they are now, in their order; `viewer` as {@link messageFrom} has it. */
export function messagesOf(tx: Tx, app: string, rows: readonly StoredMessage[], viewer?: Viewer): Message[] {
  const facts = factsOf(tx, app, rows, { reader: viewer?.user });
  return rows.map((row, at) => messageFrom(row, facts[at]!, viewer));
}

export const messageOf = (tx: Tx, app: string, row: StoredMessage, viewer?: Viewer): Message => messagesOf(tx, app, [row], viewer)[0]!;

function quoteFrom(message_id: number, quote: NonNullable<Extra['quote']>, stands: boolean): Quote {
  if (stands) return { message_id, ...quote };
  const { excerpt: _, ...rest } = quote;
  return { message_id, ...rest, deleted: true };
}

/** GC-020: what stood there before is for the writer and managers alone. */
function filterFor(filter: NonNullable<Message['filter']>, row: StoredMessage, viewer: Viewer | undefined): NonNullable<Message['filter']> {
  const whole = viewer !== undefined && (viewer.manager || viewer.user === row.user_id);
  return whole ? filter : { type: filter.type };
}

/** The newest of each channel's own history, by the channel. */
export function lastMessages(tx: Tx, app: string, channels: readonly string[], viewer?: Viewer): Map<string, Message> {
  const rows = tx.sql.all<StoredMessage>(
    `select m.* from json_each(?) e cross join messages m on m.app_id = ?2 and m.channel_id = e.value and m.message_id =
       (select message_id from messages where app_id = ?2 and channel_id = e.value and deleted = 0 and thread_id is null order by message_id desc limit 1)`,
    JSON.stringify(channels),
    app,
  );
  return new Map(messagesOf(tx, app, rows, viewer).map((message) => [message.channel_id, message]));
}

/** Tells the members how a message is now. The place of the entry is kept: what is deleted later is blanked there, too. */
export function announceUpdate(tx: Tx, app: string, row: StoredMessage): void {
  const { channel_id, message_id } = row;
  const offset = append(tx, app, channelStream(channel_id), () => ({ kind: 'message_update', at_ms: tx.now, message: messageOf(tx, app, row) }));
  tx.sql.run('insert into message_updates (app_id, channel_id, message_id, offset) values (?, ?, ?, ?)', app, channel_id, message_id, offset);
}
