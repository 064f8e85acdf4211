import { EarshotError } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';
import { announceUpdate } from './message-rows.ts';
import { findMessage, needMessage, type StoredMessage } from './stored-message.ts';

/** How many of those who wrote last are named beside the count. */
const NAMED = 5;

/** A thread hangs on a message of the channel's own history: there are no threads in threads. */
export function checkRoot(tx: Tx, app: string, channel: string, root: number, operation: string): void {
  if (needMessage(tx, app, channel, root, operation).thread_id !== null)
    throw new EarshotError('request:invalid', operation, 'a reply has no thread of its own');
}

/** A reply came: the root says how many there are. */
export function growThread(tx: Tx, app: string, channel: string, root: number, reply: StoredMessage): void {
  const before = tx.sql.get<{ user_ids: string }>(
    'select user_ids from threads where app_id = ? and channel_id = ? and message_id = ?',
    app,
    channel,
    root,
  );
  const others = before ? (JSON.parse(before.user_ids) as string[]).filter((user) => user !== reply.user_id) : [];
  const users = JSON.stringify([reply.user_id, ...others].slice(0, NAMED));
  tx.sql.run(
    `insert into threads (app_id, channel_id, message_id, count, last_at, user_ids) values (?, ?, ?, 1, ?, ?)
     on conflict do update set count = count + 1, last_at = excluded.last_at, user_ids = excluded.user_ids`,
    app,
    channel,
    root,
    reply.created_at,
    users,
  );
  tellRoot(tx, app, channel, root);
}

/** A reply is gone. */
export function shrinkThread(tx: Tx, app: string, channel: string, root: number): void {
  const [count, lastAt] = Object.values(
    tx.sql.get<Record<string, number | null>>(
      'select count(*), max(created_at) from messages indexed by messages_by_thread where app_id = ? and channel_id = ? and thread_id = ? and deleted = 0',
      app,
      channel,
      root,
    )!,
  );
  if (!count || lastAt === undefined || lastAt === null) {
    tx.sql.run('delete from threads where app_id = ? and channel_id = ? and message_id = ?', app, channel, root);
  } else {
    const last = tx.sql.all<{ user_id: string }>(
      `select user_id from messages indexed by messages_by_thread where app_id = ? and channel_id = ? and thread_id = ? and deleted = 0
       group by user_id order by max(message_id) desc limit ${NAMED}`,
      app,
      channel,
      root,
    );
    tx.sql.run(
      'update threads set count = ?, last_at = ?, user_ids = ? where app_id = ? and channel_id = ? and message_id = ?',
      count,
      lastAt,
      JSON.stringify(last.map((one) => one.user_id)),
      app,
      channel,
      root,
    );
  }
  tellRoot(tx, app, channel, root);
}

function tellRoot(tx: Tx, app: string, channel: string, root: number): void {
  const row = findMessage(tx, app, channel, root);
  if (row?.deleted === 0) announceUpdate(tx, app, row);
}
