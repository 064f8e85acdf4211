import { channelStream, EarshotError } from '../../../src/core/protocol/index.ts';
import { append, type Tx } from '../db/tx.ts';
import { audit } from './audit.ts';
import { announceUpdate, messageOf } from './message-rows.ts';
import { eraseReactions } from './reactions.ts';
import { enter, isManager } from './rows.ts';
import { forgetSearchable } from './search.ts';
import { needMessage, type StoredMessage } from './stored-message.ts';
import { shrinkThread } from './threads.ts';
import { needUser } from './users.ts';

/** How many of the replies that quote an erased message are announced, the newest; pages say it of all. */
const QUOTES_TOLD = 100;

/** Deletes one's own message (a manager any; the app any). */
export function deleteMessage(tx: Tx, args: { app: string; user?: string; channel: string; message: number }): null {
  const operation = 'delete the message';
  const { app, user, channel } = args;
  const { member } = enter(tx, app, channel, user, operation);
  const row = needMessage(tx, app, channel, args.message, operation);
  if (user !== undefined && row.user_id !== user && !isManager(member!.role)) throw new EarshotError('auth:forbidden', operation);
  eraseMessage(tx, app, row);
  if (user !== row.user_id) audit(tx, { app, channel, by: user, action: 'message_delete', user: row.user_id, message: row.message_id });
  const by = needUser(tx, app, user ?? row.user_id, operation);
  append(tx, app, channelStream(channel), () => ({ kind: 'message_delete', at_ms: tx.now, message_id: row.message_id, user: by }));
  return null;
}

/**
 * Takes the words out of a message, wherever they stand: its row, its versions, every entry that carries it, and the quotes of it. The row and
 * its entries keep their place and the client id (DESIGN 7.9). Tells nobody that it is gone: the caller does.
 */
export function eraseMessage(tx: Tx, app: string, row: StoredMessage): void {
  const { channel_id: channel, message_id: message } = row;
  const key = [app, channel, message] as const;
  tx.sql.run(
    `update messages set deleted = 1, content = null, file_id = null, meta = null, extra = null, edited_at = null, pinned_at = null, pinned_by = null,
       reply_to = null, updated_at = ? where app_id = ? and channel_id = ? and message_id = ?`,
    tx.now,
    ...key,
  );
  tx.sql.run(
    `update channels set total_message_count = total_message_count - 1, total_file_count = total_file_count - ?
     where app_id = ? and channel_id = ?`,
    Number(row.type === 'file'),
    app,
    channel,
  );
  tx.sql.run('delete from message_versions where app_id = ? and channel_id = ? and message_id = ?', ...key);
  eraseReactions(tx, ...key);
  forgetSearchable(tx, ...key);
  blankEntries(tx, app, { ...row, deleted: 1, updated_at: tx.now });
  if (row.thread_id !== null) shrinkThread(tx, app, channel, row.thread_id);
  eraseQuotes(tx, ...key);
}

function blankEntries(tx: Tx, app: string, blank: StoredMessage): void {
  const stream = channelStream(blank.channel_id);
  const message = messageOf(tx, app, blank);
  const rewrite = (kind: 'message' | 'message_update', offset: number, atMs: number): void => {
    const body = JSON.stringify({ kind, at_ms: atMs, message });
    tx.sql.run('update entries set body = ?, file = 0 where app_id = ? and stream = ? and offset = ?', body, app, stream, offset);
    tx.effects.push({ type: 'rewrite', app, stream, offset, body, file: false });
  };
  rewrite('message', blank.message_id, blank.created_at);
  const updates = tx.sql.all<{ offset: number }>(
    'select offset from message_updates where app_id = ? and channel_id = ? and message_id = ?',
    app,
    blank.channel_id,
    blank.message_id,
  );
  for (const { offset } of updates) rewrite('message_update', offset, blank.updated_at);
}

/** Replies keep that they answered something, and lose what it said. */
function eraseQuotes(tx: Tx, app: string, channel: string, message: number): void {
  const quoting = 'app_id = ?1 and channel_id = ?2 and reply_to = ?3';
  const replies = tx.sql.all<StoredMessage>(
    `update messages indexed by messages_by_quote set extra = json_remove(extra, '$.quote.excerpt') where ${quoting} returning *`,
    app,
    channel,
    message,
  );
  if (replies.length === 0) return;
  const stream = channelStream(channel);
  const entries = tx.sql.all<{ offset: number; body: string; file: number }>(
    `update entries set body = json_set(json_remove(body, '$.message.reply_to.excerpt'), '$.message.reply_to.deleted', json('true'))
     where app_id = ?1 and stream = ?4 and offset in (
       select message_id from messages where ${quoting}
       union select u.offset from messages m cross join message_updates u on u.app_id = m.app_id and u.channel_id = m.channel_id and u.message_id = m.message_id
         where m.app_id = ?1 and m.channel_id = ?2 and m.reply_to = ?3)
     returning offset, body, file`,
    app,
    channel,
    message,
    stream,
  );
  for (const { offset, body, file } of entries) tx.effects.push({ type: 'rewrite', app, stream, offset, body, file: file === 1 });
  const told = replies.sort((a, b) => b.message_id - a.message_id).slice(0, QUOTES_TOLD);
  for (const reply of told.reverse()) announceUpdate(tx, app, reply);
}
