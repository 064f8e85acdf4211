import { EarshotError, type Message } from '../../../src/core/protocol/index.ts';
import type { Value } from '../db/sql.ts';
import type { Tx } from '../db/tx.ts';
import { factsOf } from './message-facts.ts';
import { messageFrom, type Viewer, viewerIn } from './message-rows.ts';
import { findMember, isManager } from './rows.ts';
import type { StoredMessage } from './stored-message.ts';

const DEFAULT_LIMIT = 30;
/** Beyond that many hits they are not counted. */
const COUNT_MAX = 1_000;

/** Scripts that write without spaces: each character is a word of its own, and a word of several is a phrase. */
const SPACELESS = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/gu;
const apart = (text: string): string => text.replace(SPACELESS, ' $& ');

const idOf = (tx: Tx, app: string, channel: string, message: number): number | undefined =>
  tx.sql.get<{ id: number }>('select id from searchable where app_id = ? and channel_id = ? and message_id = ?', app, channel, message)?.id;

/**
 * Words go into the index in batches, as each commit that touches it costs as much as the rest of a message: with every so manyth message, and
 * before a search. What waits has an id above all that the index has, so that nothing is lost by a crash and nothing has to be remembered.
 */
const BATCH = 64;

/** Gives a new message its place among what is found. */
export function makeSearchable(tx: Tx, app: string, row: StoredMessage): void {
  const { id } = tx.sql.get<{ id: number }>(
    'insert into searchable (app_id, channel_id, message_id) values (?, ?, ?) returning id',
    app,
    row.channel_id,
    row.message_id,
  )!;
  if (id % BATCH === 0) indexWaiting(tx);
}

const lastIndexed = (tx: Tx): number => tx.sql.get<{ rowid: number }>('select rowid from words order by rowid desc limit 1')?.rowid ?? 0;

function indexWaiting(tx: Tx): void {
  const waiting = tx.sql.all<{ id: number; content: string | null }>(
    'select s.id, m.content from searchable s join messages m using (app_id, channel_id, message_id) where s.id > ? order by s.id',
    lastIndexed(tx),
  );
  for (const { id, content } of waiting) putWords(tx, id, content);
}

/** Its words are others now. It keeps its place among what is found. */
export function changeSearchable(tx: Tx, app: string, row: StoredMessage): void {
  const id = idOf(tx, app, row.channel_id, row.message_id);
  if (id === undefined) makeSearchable(tx, app, row);
  else if (id <= lastIndexed(tx)) {
    tx.sql.run('delete from words where rowid = ?', id);
    putWords(tx, id, row.content);
  }
}

const putWords = (tx: Tx, id: number, content: string | null): void =>
  void tx.sql.run('insert into words (rowid, content) values (?, ?)', id, apart(content ?? ''));

export function forgetSearchable(tx: Tx, app: string, channel: string, message: number): void {
  const id = idOf(tx, app, channel, message);
  if (id === undefined) return;
  tx.sql.run('delete from words where rowid = ?', id);
  tx.sql.run('delete from searchable where id = ?', id);
}

/** All words of the query, each as a beginning; undefined when it holds none. */
function matchOf(query: string): string | undefined {
  const words = query.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return words.length === 0 ? undefined : words.map((word) => `"${apart(word).trim()}"*`).join(' ');
}

export interface SearchMessages {
  app: string;
  /** Undefined: the app itself, which finds in all channels. */
  user?: string;
  query: string;
  channel?: string;
  by?: string;
  limit?: number;
  next?: string;
}

/** Words of the text, in one channel or in all of mine, threads included; newest first. `total` is left out beyond a thousand. */
export function searchMessages(tx: Tx, args: SearchMessages): { messages: Message[]; total?: number; next?: string } {
  const operation = 'search the messages';
  const { app, user, channel, limit = DEFAULT_LIMIT } = args;
  if (channel !== undefined) viewerIn(tx, app, channel, user, operation);
  const match = matchOf(args.query);
  if (match === undefined) return { messages: [], total: 0 };
  indexWaiting(tx);
  const where = ['words match ?', 's.app_id = ?', 'm.deleted = 0'];
  const values: Value[] = [match, app];
  const only = (condition: string, value: Value | undefined): void => {
    if (value === undefined) return;
    where.push(condition);
    values.push(value);
  };
  only('s.channel_id = ?', channel);
  only('m.user_id = ?', args.by);
  only('exists (select 1 from members x where x.app_id = s.app_id and x.channel_id = s.channel_id and x.user_id = ? and x.joined = 1)', user);
  only('not exists (select 1 from call_blocks b where b.app_id = s.app_id and b.user_id = ? and b.blocked = m.user_id)', user);
  const from = `from words join searchable s on s.id = words.rowid
    join messages m on m.app_id = s.app_id and m.channel_id = s.channel_id and m.message_id = s.message_id where ${where.join(' and ')}`;
  const before = args.next === undefined ? Number.MAX_SAFE_INTEGER : decodeNext(args.next, operation);
  const rows = tx.sql.all<StoredMessage & { id: number }>(
    `select m.*, s.id ${from} and words.rowid < ? order by words.rowid desc limit ?`,
    ...values,
    before,
    limit + 1,
  );
  const { total } = tx.sql.get<{ total: number }>(`select count(*) as total from (select 1 ${from} limit ${COUNT_MAX + 1})`, ...values)!;
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const facts = factsOf(tx, app, page, { reader: user });
  const viewers = new Map([...new Set(page.map(({ channel_id }) => channel_id))].map((id) => [id, viewerOf(tx, app, id, user)]));
  return {
    messages: page.map((row, at) => messageFrom(row, facts[at]!, viewers.get(row.channel_id))),
    ...(total <= COUNT_MAX && { total }),
    ...(last && { next: String(last.id) }),
  };
}

function viewerOf(tx: Tx, app: string, channel: string, user: string | undefined): Viewer {
  if (user === undefined) return { manager: true };
  return { user, manager: isManager(findMember(tx, app, channel, user)!.role) };
}

function decodeNext(next: string, operation: string): number {
  if (!/^\d{1,15}$/.test(next)) throw new EarshotError('request:invalid', operation, '"next" is not one that the server gave');
  return Number(next);
}
