import type { Tx } from '../db/tx.ts';

/** How many events one step looks at. */
const EVENTS = 500;

/** Each event is met in one of these, though it may be given up or sent again meanwhile. */
const PASSES = [
  { table: 'webhook_dead', key: ['webhook_id', 'seq'] },
  { table: 'webhook_queue', key: ['webhook_id', 'line', 'seq'] },
  { table: 'webhook_dead', key: ['webhook_id', 'seq'] },
] as const;

/** Where the blanking of events stands. */
export interface Blanking {
  pass: number;
  /** The key of the last event that was looked at; undefined at the begin of a pass. */
  after?: (string | number)[];
}

interface Row {
  webhook_id: string;
  line: string;
  seq: number;
  body: string;
}

/**
 * One bounded piece of taking a user out of the events that wait for an app's server, and of those that were given up: they keep their line, their
 * number and their type, and lose his words, his name and his picture. Answers with where the next begins, undefined when all is done.
 */
export function blankEvents(tx: Tx, { app, user, at }: { app: string; user: string; at: Blanking }): Blanking | undefined {
  const { table, key } = PASSES[at.pass]!;
  const columns = key.join(', ');
  const rows = tx.sql.all<Row>(
    `select webhook_id, line, seq, body from ${table} where app_id = ? ${at.after ? `and (${columns}) > (${key.map(() => '?').join(', ')})` : ''}
     order by ${columns} limit ${EVENTS}`,
    app,
    ...(at.after ?? []),
  );
  const named = JSON.stringify(user);
  for (const { webhook_id, line, seq, body } of rows) {
    if (!body.includes(named)) continue;
    const blank = JSON.stringify(without(JSON.parse(body), user));
    tx.sql.run(`update ${table} set body = ? where app_id = ? and webhook_id = ? and line = ? and seq = ?`, blank, app, webhook_id, line, seq);
  }
  const last = rows.at(-1);
  if (rows.length === EVENTS) return { pass: at.pass, after: key.map((column) => last![column]) };
  return at.pass + 1 < PASSES.length ? { pass: at.pass + 1 } : undefined;
}

/** What a message of his keeps: its place. */
const MESSAGE = ['type', 'message_id', 'channel_id', 'client_id', 'n', 'created_at', 'updated_at', 'user', 'thread_id'];
/** What goes with him: a profile's, a quote's, and that of an act of moderation. */
const HIS = ['profile_url', 'meta', 'excerpt', 'detail'];

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

/** An event, or a part of it, without him. */
function without(value: unknown, user: string): unknown {
  if (Array.isArray(value)) return value.map((one) => without(one, user));
  if (typeof value !== 'object' || value === null) return value;
  const one = value as Fields;
  const is = (other: unknown): boolean => other === user || fieldsOf(other).user_id === user;
  const isHis = is(one.user) || is(one.by) || is(one.reporting_user) || is(fieldsOf(one.message).user) || is(one.user_id);
  const gone = (name: string): boolean =>
    'message_id' in one && 'n' in one && is(one.user) ? !MESSAGE.includes(name) : isHis && (name === 'reason' || HIS.includes(name));
  const kept = Object.entries(one).flatMap(([name, part]): [string, unknown][] => {
    if (gone(name)) return [];
    if (name === 'name' && one.user_id === user) return [[name, user]];
    if (name === 'ban' && isHis) return [[name, { ...fieldsOf(part), reason: undefined }]];
    return [[name, without(part, user)]];
  });
  return Object.fromEntries(kept);
}
