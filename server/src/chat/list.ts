import { channelStream, EarshotError, type Message } from '../../../src/core/protocol/index.ts';
import type { Value } from '../db/sql.ts';
import { headOf, type Tx } from '../db/tx.ts';
import { messagesOf, viewerIn } from './message-rows.ts';
import { findMessage, type StoredMessage } from './stored-message.ts';

export interface ListMessages {
  app: string;
  user?: string;
  channel: string;
  epoch: string;
  limit?: number;
  mode?: 'prev' | 'next' | 'around';
  type?: 'text' | 'file';
  content?: string;
  base?: number;
  /** In place of a base: the first message from that moment on. */
  at?: number;
  /** The thread of that message; the channel's own history unless said. */
  thread?: number;
}

interface Found {
  rows: StoredMessage[];
  /** There is none beyond them. */
  end: boolean;
}

/**
 * A33, A34: `prev` (default) gives older ones, newest first; `next` newer ones, oldest first; the base is excluded. `around` gives half of
 * the page before the base and half from it on, oldest first. A moment stands for the first message from it on, which `next` then begins with.
 */
export function listMessages(tx: Tx, args: ListMessages) {
  const { app, channel, mode = 'prev', limit = 30 } = args;
  const operation = 'list the messages';
  const viewer = viewerIn(tx, app, channel, args.user, operation);
  if (args.thread !== undefined && !findMessage(tx, app, channel, args.thread)) throw new EarshotError('message:not-found', operation);
  const asOf = headOf(tx, app, channelStream(channel)); // the position first (I11)
  const page = (rows: StoredMessage[]): Message[] => messagesOf(tx, app, rows, viewer);
  const base = args.at === undefined ? args.base : firstFrom(tx, args, args.at, asOf + 1);
  const position = { as_of: asOf, epoch: args.epoch };

  if (mode === 'around') {
    const from = base ?? asOf + 1;
    const before = find(tx, args, '<', from, Math.floor(limit / 2));
    const after = find(tx, args, '>', from - 1, limit - Math.floor(limit / 2));
    return { messages: page([...before.rows.reverse(), ...after.rows]), ...position, end: after.end, start: before.end };
  }
  if (mode === 'next') {
    const { rows, end } = find(tx, args, '>', args.at === undefined ? (base ?? 0) : base! - 1, limit);
    return { messages: page(rows), ...position, end };
  }
  const { rows, end } = find(tx, args, '<', base ?? asOf + 1, limit);
  return { messages: page(rows), ...position, end };
}

/** What all queries of one list have in common. */
function filterOf(args: ListMessages): { where: string; values: Value[] } {
  const where = ['app_id = ?', 'channel_id = ?', 'deleted = 0'];
  const values: Value[] = [args.app, args.channel];
  if (args.thread === undefined) where.push('thread_id is null');
  else {
    where.push('thread_id = ?');
    values.push(args.thread);
  }
  if (args.type) {
    where.push('type = ?');
    values.push(args.type);
  }
  if (args.content !== undefined) {
    where.push('instr(lower(content), lower(?)) > 0');
    values.push(args.content);
    if (args.user !== undefined) {
      where.push('not exists (select 1 from call_blocks b where b.app_id = messages.app_id and b.user_id = ? and b.blocked = messages.user_id)');
      values.push(args.user);
    }
  }
  return { where: where.join(' and '), values };
}

/** `<`: newest first; `>`: oldest first. */
function find(tx: Tx, args: ListMessages, side: '<' | '>', from: number, limit: number): Found {
  const { where, values } = filterOf(args);
  const index = args.thread === undefined ? '' : 'indexed by messages_by_thread'; // few replies among many messages
  const rows = tx.sql.all<StoredMessage>(
    `select * from messages ${index} where ${where} and message_id ${side} ? order by message_id ${side === '<' ? 'desc' : 'asc'} limit ?`,
    ...values,
    from,
    limit + 1,
  );
  return { rows: rows.slice(0, limit), end: rows.length <= limit };
}

function firstFrom(tx: Tx, args: ListMessages, atMs: number, none: number): number {
  const { where, values } = filterOf(args);
  const row = tx.sql.get<{ message_id: number }>(
    `select message_id from messages where ${where} and created_at >= ? order by created_at, message_id limit 1`,
    ...values,
    atMs,
  );
  return row?.message_id ?? none;
}
