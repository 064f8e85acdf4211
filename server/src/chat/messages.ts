import { createHash } from 'node:crypto';
import { type Ack, channelStream, EarshotError, type Message, type Send } from '../../../src/core/protocol/index.ts';
import type { Value } from '../db/sql.ts';
import { append, headOf, type Tx } from '../db/tx.ts';
import { mayReadFile } from './files.ts';
import { checkMeta } from './meta.ts';
import { moveMarkers } from './receipts.ts';
import { enter, isManager, messageOf, type StoredMessage } from './rows.ts';
import { needUser } from './users.ts';

type Draft = Omit<Send, 't'>;

/** What of a message makes it the same message: a repeat under one client id must match it. */
function fingerprint(draft: Draft): string {
  const meta = Object.entries(draft.meta ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = [draft.channel_id, draft.type, draft.content ?? null, draft.file_id ?? null, meta];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/**
 * Stores a message. (sender, client_id) is unique for ever (I4): a repeat gets the first one's ack, even if the sender could not
 * write there any more; another body under the same id is `message:conflict`.
 */
export function sendMessage(tx: Tx, args: { app: string; user: string; draft: Draft; at?: number }): Ack {
  const operation = 'send the message';
  const { app, user, draft } = args;
  const at = args.at ?? tx.now;
  const hash = fingerprint(draft);
  const earlier = tx.sql.get<StoredMessage>('select * from messages where app_id = ? and user_id = ? and client_id = ?', app, user, draft.client_id);
  if (earlier) {
    if (earlier.hash !== hash) throw new EarshotError('message:conflict', operation);
    return ack(draft.client_id, messageOf(tx, app, earlier));
  }
  checkDraft(tx, draft, operation);
  const { row } = enter(tx, app, draft.channel_id, user, operation);
  if (row.frozen === 1) throw new EarshotError('channel:frozen', operation);
  if (draft.file_id !== undefined && !mayReadFile(tx, { app, user, file: draft.file_id })) throw new EarshotError('file:not-found', operation);
  const sender = needUser(tx, app, user, operation);

  let message: Message | undefined;
  append(tx, app, channelStream(draft.channel_id), (offset) => {
    tx.sql.run(
      `insert into messages (app_id, channel_id, message_id, n, user_id, client_id, hash, type, content, file_id, meta, created_at, updated_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      app,
      draft.channel_id,
      offset,
      row.n + 1,
      user,
      draft.client_id,
      hash,
      draft.type,
      draft.type === 'text' ? draft.content! : null,
      draft.file_id ?? null,
      draft.meta ? JSON.stringify(draft.meta) : null,
      at,
      at,
    );
    const stored = tx.sql.get<StoredMessage>(
      'select * from messages where app_id = ? and channel_id = ? and message_id = ?',
      app,
      draft.channel_id,
      offset,
    )!;
    message = { ...messageOf(tx, app, stored), user: sender };
    return { kind: 'message', at_ms: at, message };
  });
  tx.sql.run(
    `update channels set n = n + 1, total_message_count = total_message_count + 1, total_file_count = total_file_count + ?
     where app_id = ? and channel_id = ?`,
    Number(draft.type === 'file'),
    app,
    draft.channel_id,
  );
  moveMarkers(tx, app, draft.channel_id, user, { offset: message!.message_id, n: message!.n, at_ms: at }); // GC-091
  return ack(draft.client_id, message!);
}

const ack = (clientId: string, message: Message): Ack => ({
  t: 'ack',
  client_id: clientId,
  stream: channelStream(message.channel_id),
  offset: message.message_id,
  message,
});

function checkDraft(tx: Tx, draft: Draft, operation: string): void {
  const bad = (reason: string) => new EarshotError('request:invalid', operation, reason);
  if (draft.meta) checkMeta(draft.meta, operation);
  if (draft.type === 'file') {
    if (draft.file_id === undefined) throw bad('a file message needs "file_id"');
    if (draft.content !== undefined) throw bad('a file message has no "content"');
    return;
  }
  if (draft.file_id !== undefined) throw bad('a text message has no "file_id"');
  if (draft.content === undefined || draft.content.length === 0) throw bad('a text message needs "content"');
  if (draft.content.length > tx.limits.messageLength) throw new EarshotError('request:too-large', operation, 'the text is too long');
}

export interface ListMessages {
  app: string;
  user?: string;
  channel: string;
  epoch: string;
  limit?: number;
  mode?: 'prev' | 'next';
  type?: 'text' | 'file';
  content?: string;
  base?: number;
}

/** A33, A34: `prev` (default) gives older ones, newest first; `next` newer ones, oldest first. The base is excluded. */
export function listMessages(tx: Tx, args: ListMessages) {
  const { app, channel } = args;
  enter(tx, app, channel, args.user, 'list the messages');
  const asOf = headOf(tx, app, channelStream(channel)); // the position first (I11)
  const limit = args.limit ?? 30;
  const forward = args.mode === 'next';
  const where = ['app_id = ?', 'channel_id = ?', 'deleted = 0'];
  const values: Value[] = [app, channel];
  if (args.base !== undefined) {
    where.push(forward ? 'message_id > ?' : 'message_id < ?');
    values.push(args.base);
  }
  if (args.type) {
    where.push('type = ?');
    values.push(args.type);
  }
  if (args.content !== undefined) {
    where.push('instr(lower(content), lower(?)) > 0');
    values.push(args.content);
  }
  const rows = tx.sql.all<StoredMessage>(
    `select * from messages where ${where.join(' and ')} order by message_id ${forward ? 'asc' : 'desc'} limit ?`,
    ...values,
    limit + 1,
  );
  return {
    messages: rows.slice(0, limit).map((row) => messageOf(tx, app, row)),
    as_of: asOf,
    epoch: args.epoch,
    end: rows.length <= limit,
  };
}

/**
 * Deletes one's own message (a manager any). The row and its entry keep their place and the client id, but not their content
 * (DESIGN 7.9).
 */
export function deleteMessage(tx: Tx, args: { app: string; user?: string; channel: string; message: number }): null {
  const operation = 'delete the message';
  const { app, user, channel } = args;
  const { member } = enter(tx, app, channel, user, operation);
  const row = tx.sql.get<StoredMessage>(
    'select * from messages where app_id = ? and channel_id = ? and message_id = ? and deleted = 0',
    app,
    channel,
    args.message,
  );
  if (!row) throw new EarshotError('message:not-found', operation);
  if (user !== undefined && row.user_id !== user && !isManager(member!.role)) throw new EarshotError('auth:forbidden', operation);
  tx.sql.run(
    `update messages set deleted = 1, content = null, file_id = null, meta = null, updated_at = ?
     where app_id = ? and channel_id = ? and message_id = ?`,
    tx.now,
    app,
    channel,
    args.message,
  );
  tx.sql.run(
    `update channels set total_message_count = total_message_count - 1, total_file_count = total_file_count - ?
     where app_id = ? and channel_id = ?`,
    Number(row.type === 'file'),
    app,
    channel,
  );
  const stream = channelStream(channel);
  const blank = { ...row, deleted: 1, content: null, file_id: null, meta: null, updated_at: tx.now };
  const body = JSON.stringify({ kind: 'message', at_ms: row.created_at, message: messageOf(tx, app, blank) });
  tx.sql.run('update entries set body = ?, file = 0 where app_id = ? and stream = ? and offset = ?', body, app, stream, args.message);
  tx.effects.push({ type: 'rewrite', app, stream, offset: args.message, body });
  const by = needUser(tx, app, user ?? row.user_id, operation);
  append(tx, app, stream, () => ({ kind: 'message_delete', at_ms: tx.now, message_id: args.message, user: by }));
  return null;
}

/** For the demo and tests: messages with chosen times, in one transaction. */
export function seedMessages(
  tx: Tx,
  args: { app: string; channel: string; messages: { client_id: string; user_id: string; content: string; at_ms: number; file_id?: string }[] },
): null {
  for (const { client_id, user_id, content, at_ms, file_id } of args.messages) {
    const body = file_id === undefined ? ({ type: 'text', content } as const) : ({ type: 'file', file_id } as const);
    sendMessage(tx, { app: args.app, user: user_id, at: at_ms, draft: { client_id, channel_id: args.channel, ...body } });
  }
  return null;
}
