import { EarshotError, type RelayMessage, userStream } from '../../../src/core/protocol/index.ts';
import { isBlocked } from '../chat/blocks.ts';
import { getUser } from '../chat/users.ts';
import { append, type Tx } from '../db/tx.ts';

/** Characters of `data` as JSON. */
const DATA_LENGTH = 8_192;
/** What is over is known for so long, that a message said twice is no second call. */
const KEEP_MS = 86_400_000;

interface Relay {
  app: string;
  to: string;
  message: RelayMessage;
  reach: 'app' | 'shared_channel';
  /** After so long without an answer a start is void. */
  ringMs: number;
}

interface StoredRelay {
  starter: string;
  answerer: string;
  call_id: string;
  cid: string;
  state: 'started' | 'accepted' | 'over';
  at: number;
  /** The `peer_info` it was accepted with. */
  answer: string | null;
}

/**
 * Passes one message of the workflow start → accept or busy → stop on (SF-16), into the recipient's own stream: in order, once, also over a
 * cut line. True when it went there, also when it is asked again; false for what fits no call on file (SF-21), or lost against a start of the other side.
 */
export function relay(tx: Tx, args: Relay): boolean {
  const { app, to, message, reach } = args;
  const { type, iss, cid, call_id = '' } = message;
  const operation = `relay ${type}`;
  if (to === iss) throw new EarshotError('relay:invalid', operation, 'the recipient is the sender');
  if (message.data !== undefined && JSON.stringify(message.data).length > DATA_LENGTH)
    throw new EarshotError('relay:invalid', operation, `\`data\` is longer than ${DATA_LENGTH} characters`);
  getUser(tx, { app, user: to, by: iss, reach });

  if (type === 'start') return start(tx, args);
  if (type !== 'setup' && type !== 'summary') {
    const row = find(tx, app, iss, to, call_id);
    if (!row || row.cid !== cid) return false;
    // asked again over another line; another device of the same user is too late
    if (type === 'accept' && row.state === 'accepted' && row.answerer === iss) return row.answer === message.peer_info;
    if (!fits(tx, args, row)) return false;
    settle(tx, app, row, type === 'accept' ? 'accepted' : 'over', message.peer_info);
  } else if (isBlocked(tx, app, to, iss)) return false;
  deliver(tx, app, to, message);
  return true;
}

function start(tx: Tx, { app, to, message, ringMs }: Relay): boolean {
  const { iss, cid, call_id = '' } = message;
  tx.sql.run('delete from relays where app_id = ? and at < ?', app, tx.now - KEEP_MS);
  const known = find(tx, app, iss, to, call_id);
  if (known) return known.starter === iss && known.cid === cid && known.state !== 'over';
  // both began: the lower id is the call, on both sides (NOTES A103)
  const theirs = tx.sql.get<StoredRelay>(
    `select * from relays where app_id = ? and starter = ? and answerer = ? and cid = ? and state = 'started' and at > ? order by call_id limit 1`,
    app,
    to,
    iss,
    cid,
    tx.now - ringMs,
  );
  const lost = theirs !== undefined && theirs.call_id < call_id;
  const blocked = isBlocked(tx, app, to, iss);
  if (theirs && !lost && !blocked) settle(tx, app, theirs, 'over');
  tx.sql.run(
    'insert into relays (app_id, starter, answerer, call_id, cid, state, at) values (?, ?, ?, ?, ?, ?, ?)',
    app,
    iss,
    to,
    call_id,
    cid,
    lost || blocked ? 'over' : 'started',
    tx.now,
  );
  // who is blocked is not told so
  if (blocked) deliver(tx, app, iss, { type: 'busy', iss: to, cid, call_id });
  if (lost || blocked) return false;
  deliver(tx, app, to, message);
  return true;
}

function fits(tx: Tx, { message: { type, iss }, ringMs }: Relay, row: StoredRelay): boolean {
  if (type === 'stop') return row.state !== 'over';
  if (row.state !== 'started') return false;
  return type === 'busy' || (row.answerer === iss && tx.now - row.at < ringMs);
}

/** The call of this id between the two, whoever began it. */
const find = (tx: Tx, app: string, one: string, other: string, call: string): StoredRelay | undefined =>
  tx.sql.get<StoredRelay>(
    'select * from relays where app_id = ? and call_id = ? and ((starter = ? and answerer = ?) or (starter = ? and answerer = ?))',
    app,
    call,
    one,
    other,
    other,
    one,
  );

const settle = (tx: Tx, app: string, row: StoredRelay, state: StoredRelay['state'], answer?: string): void =>
  void tx.sql.run(
    'update relays set state = ?, answer = ? where app_id = ? and starter = ? and answerer = ? and call_id = ?',
    state,
    answer ?? null,
    app,
    row.starter,
    row.answerer,
    row.call_id,
  );

const deliver = (tx: Tx, app: string, to: string, message: RelayMessage): void =>
  void append(tx, app, userStream(to), () => ({ kind: 'relay', at_ms: tx.now, message }));
