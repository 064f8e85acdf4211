import { channelStream } from '../../../src/core/protocol/index.ts';
import { eraseMessage } from '../chat/erase.ts';
import type { StoredMessage } from '../chat/stored-message.ts';
import { findUser, ghostOf } from '../chat/users.ts';
import { append, type Tx } from '../db/tx.ts';
import { removeLater } from './erase-rest.ts';

/** Entries of one step. */
const ENTRIES = 100;

interface Place {
  app: string;
  channel: string;
}

/** Channels that keep nothing for ever. */
export const keptForATime = (tx: Tx): Place[] =>
  tx.sql.all<Place>('select app_id as app, channel_id as channel from channels where retention_ms > 0');

/**
 * Cuts off the beginning of a channel's stream up to the first entry that is younger than the channel keeps them, with the messages in it
 * (DESIGN 7.9): never one in the middle. Pages that show them are told by `message_delete`. True when there may be more.
 */
export function cutOld(tx: Tx, { app, channel }: Place): boolean {
  const keeps = tx.sql.get<{ retention_ms: number }>('select retention_ms from channels where app_id = ? and channel_id = ?', app, channel);
  if (!keeps || keeps.retention_ms === 0) return false;
  const stream = channelStream(channel);
  const entries = tx.sql.all<{ offset: number; at: number }>(
    `select offset, json_extract(body, '$.at_ms') as at from entries where app_id = ? and stream = ? order by offset limit ${ENTRIES}`,
    app,
    stream,
  );
  const young = entries.findIndex(({ at }) => at > tx.now - keeps.retention_ms);
  const cut = entries[(young === -1 ? entries.length : young) - 1]?.offset;
  if (cut === undefined) return false;
  cutMessages(tx, { app, channel }, cut);
  tx.sql.run('delete from entries where app_id = ? and stream = ? and offset <= ?', app, stream, cut);
  tx.sql.run('update streams set floor = ? where app_id = ? and stream = ?', cut, app, stream);
  return young === -1 && entries.length === ENTRIES;
}

function cutMessages(tx: Tx, { app, channel }: Place, cut: number): void {
  const key = [app, channel, cut] as const;
  const rows = tx.sql.all<StoredMessage>(
    'select * from messages where app_id = ? and channel_id = ? and message_id <= ? order by message_id',
    ...key,
  );
  if (rows.length === 0) return;
  for (const row of rows) {
    if (row.deleted === 1) continue;
    eraseMessage(tx, app, row);
    const user = findUser(tx, app, row.user_id) ?? ghostOf(row.user_id);
    append(tx, app, channelStream(channel), () => ({ kind: 'message_delete', at_ms: tx.now, message_id: row.message_id, user }));
  }
  tx.sql.run('delete from messages where app_id = ? and channel_id = ? and message_id <= ?', ...key);
  for (const table of ['message_updates', 'threads'])
    tx.sql.run(`delete from ${table} where app_id = ? and channel_id = ? and message_id <= ?`, ...key);
  removeFiles(tx, app, new Set(rows.flatMap(({ file_id }) => file_id ?? [])));
  // what is gone is unread to nobody
  const n = Math.max(...rows.map((row) => row.n));
  tx.sql.run(
    `update members set read_offset = max(read_offset, ?1), read_n = max(read_n, ?2), delivered_offset = max(delivered_offset, ?1),
       delivered_n = max(delivered_n, ?2) where app_id = ?3 and channel_id = ?4`,
    cut,
    n,
    app,
    channel,
  );
}

/** Those that no message carries any more. */
function removeFiles(tx: Tx, app: string, files: ReadonlySet<string>): void {
  for (const file of files) {
    const gone = tx.sql.all<{ id: string }>(
      `delete from files where app_id = ?1 and file_id = ?2 and not exists (select 1 from messages where app_id = ?1 and file_id = ?2)
       returning file_id as id`,
      app,
      file,
    );
    removeLater(tx, app, 'file', gone);
  }
}
