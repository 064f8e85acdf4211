import type { BaseUser, FileData, Message } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';
import { blockedAmong } from './blocks.ts';
import { type Reactions, reactionsOfAll } from './reaction-rows.ts';
import { type Extra, extraOf, type Place, placeOf, placesOf, type StoredMessage } from './stored-message.ts';
import { ghostOf, usersAmong } from './users.ts';

/** What a message says that stands in other rows than its own. */
export interface Facts {
  user: BaseUser;
  extra: Extra;
  file?: FileData;
  thread?: Message['thread'];
  reactions: Reactions;
  /** What it quotes can still be read. */
  quoteStands: boolean;
  /** Its reader does not want to hear of who wrote it, or of whom it quotes. */
  authorBlocked: boolean;
  quotedBlocked: boolean;
}

export interface Asked {
  /** Who is to read them: his own reactions and blocks count. Undefined: nobody in particular. */
  reader?: string;
  /** Who wrote them this moment: nobody can have reacted or answered. */
  author?: BaseUser;
}

/** The facts of these messages, in their order. As many statements for a page as for one. */
export function factsOf(tx: Tx, app: string, rows: readonly StoredMessage[], { reader, author }: Asked = {}): Facts[] {
  const there = rows.filter((row) => row.deleted === 0);
  const extras = new Map(there.map((row) => [row, extraOf(row)]));
  const users = author ? new Map([[author.user_id, author]]) : usersAmong(tx, app, unique(rows.map((row) => row.user_id)));
  const files = filesAmong(tx, app, unique(there.flatMap((row) => row.file_id ?? [])));
  const quoted = standing(
    tx,
    app,
    there.flatMap(({ channel_id, reply_to }) => (reply_to === null ? [] : { channel_id, message_id: reply_to })),
  );
  const threads = author
    ? undefined
    : threadsAmong(
        tx,
        app,
        there.filter((row) => row.thread_id === null),
      );
  const reactions = author ? undefined : reactionsOfAll(tx, app, there, reader);
  const others =
    reader === undefined ? [] : [...there.map((row) => row.user_id), ...[...extras.values()].flatMap(({ quote }) => quote?.user_id ?? [])];
  const blocked = reader === undefined ? undefined : blockedAmong(tx, app, reader, unique(others.filter((user) => user !== reader)));
  return rows.map((row) => {
    const extra = extras.get(row) ?? {};
    const place = placeOf(row);
    return {
      user: users.get(row.user_id) ?? ghostOf(row.user_id),
      extra,
      file: row.file_id === null ? undefined : files.get(row.file_id),
      thread: threads?.get(place),
      reactions: reactions?.get(place) ?? [],
      quoteStands: row.reply_to !== null && quoted.has(placeOf({ channel_id: row.channel_id, message_id: row.reply_to })),
      authorBlocked: blocked?.has(row.user_id) ?? false,
      quotedBlocked: extra.quote !== undefined && (blocked?.has(extra.quote.user_id) ?? false),
    };
  });
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

interface StoredFile {
  file_id: string;
  type: string;
  name: string;
  size: number;
  width: number | null;
  height: number | null;
}

function filesAmong(tx: Tx, app: string, ids: readonly string[]): Map<string, FileData> {
  if (ids.length === 0) return new Map();
  const rows = tx.sql.all<StoredFile>(
    `select f.file_id, f.type, f.name, f.size, f.width, f.height from json_each(?) e cross join files f on f.app_id = ? and f.file_id = e.value`,
    JSON.stringify(ids),
    app,
  );
  return new Map(
    rows.map(({ width, height, ...rest }) => [
      rest.file_id,
      { ...rest, url: '', ...(width !== null && { width }), ...(height !== null && { height }) },
    ]),
  );
}

/** Those of them that are there and not deleted. */
function standing(tx: Tx, app: string, places: readonly Place[]): Set<string> {
  if (places.length === 0) return new Set();
  const rows = tx.sql.all<Place>(
    `select m.channel_id, m.message_id from json_each(?) e
       cross join messages m on m.app_id = ? and m.channel_id = e.value ->> 0 and m.message_id = e.value ->> 1 and m.deleted = 0`,
    placesOf(places),
    app,
  );
  return new Set(rows.map(placeOf));
}

function threadsAmong(tx: Tx, app: string, rows: readonly StoredMessage[]): Map<string, NonNullable<Message['thread']>> {
  if (rows.length === 0) return new Map();
  const threads = tx.sql.all<{ channel_id: string; message_id: number; count: number; last_at: number; user_ids: string }>(
    `select t.channel_id, t.message_id, t.count, t.last_at, t.user_ids from json_each(?) e
       cross join threads t on t.app_id = ? and t.channel_id = e.value ->> 0 and t.message_id = e.value ->> 1`,
    placesOf(rows),
    app,
  );
  return new Map(threads.map(({ count, last_at, user_ids, ...at }) => [placeOf(at), { count, last_at, user_ids: JSON.parse(user_ids) as string[] }]));
}
