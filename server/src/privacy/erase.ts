import { type BaseUser, channelStream, EarshotError, userStream } from '../../../src/core/protocol/index.ts';
import { eraseMessage } from '../chat/erase.ts';
import { withdraw } from '../chat/reactions.ts';
import type { StoredMessage } from '../chat/stored-message.ts';
import { findUser, ghostOf } from '../chat/users.ts';
import { append, headOf, type Tx } from '../db/tx.ts';
import { type Blanking, blankEvents } from '../webhooks/erase.ts';
import { eraseRest } from './erase-rest.ts';
import { CHANNEL_PLACES, scrub, scrubQuotes, USER_PLACES } from './scrub.ts';

/** How much one step takes on: others get their turn between two. */
const MESSAGES = 50;
const ENTRIES = 1_000;

/** Where an erasure stands. Every stage can be done again from its start. */
export type Erasing =
  | { stage: 'messages'; after: string }
  | { stage: 'files' }
  | { stage: 'reactions' }
  | { stage: 'channels'; channel: string; after: number }
  | { stage: 'peers'; peer: string; after: number }
  | { stage: 'webhooks'; at: Blanking }
  | { stage: 'rest' };

export const FIRST: Erasing = { stage: 'messages', after: '' };

interface Who {
  app: string;
  user: string;
}

/**
 * The user is gone for everybody from here on: his profile, his tokens and his seats in channels. What he left behind goes by `eraseStep`.
 * False: he was erased before. Throws `user:not-found`.
 */
export function beginErasure(tx: Tx, { app, user }: Who): boolean {
  const row = tx.sql.get<{ deleted_at: number | null; erased_at: number | null }>(
    'select deleted_at, erased_at from users where app_id = ? and user_id = ?',
    app,
    user,
  );
  if (!row) throw new EarshotError('user:not-found', 'erase the user');
  if (row.deleted_at !== null) return row.erased_at === null;
  const who = findUser(tx, app, user)!;
  tx.sql.run(
    `update users set name = user_id, profile_url = null, meta = null, last_seen_at = null, deleted_at = ?1, min_iat = max(min_iat + 1, ?1 + 1)
     where app_id = ?2 and user_id = ?3`,
    tx.now,
    app,
    user,
  );
  tx.sql.run('delete from passwords where app_id = ? and user_id = ?', app, user);
  for (const seat of seatsOf(tx, { app, user })) leave(tx, app, user, seat);
  append(tx, app, userStream(user), () => ({ kind: 'user_delete', at_ms: tx.now, user: who }));
  return true;
}

interface Seat {
  channel_id: string;
  joined_at: number;
  role: NonNullable<BaseUser['role']>;
}

const seatsOf = (tx: Tx, { app, user }: Who): Seat[] =>
  tx.sql.all<Seat>('select channel_id, joined_at, role from members where app_id = ? and user_id = ? and joined = 1', app, user);

function leave(tx: Tx, app: string, user: string, { channel_id, joined_at, role }: Seat): void {
  tx.sql.run('update members set joined = 0 where app_id = ? and channel_id = ? and user_id = ?', app, channel_id, user);
  tx.sql.run('update channels set member_count = member_count - 1 where app_id = ? and channel_id = ?', app, channel_id);
  append(tx, app, channelStream(channel_id), () => ({ kind: 'leave', at_ms: tx.now, user: { ...ghostOf(user), joined_at, role } }));
}

/** Those whose erasure a stop of the server cut short. */
export const unfinishedErasures = (tx: Tx): Who[] =>
  tx.sql.all<Who>('select app_id as app, user_id as user from users where deleted_at is not null and erased_at is null');

/** One bounded piece of an erasure; answers with where the next begins, null when all is done. */
export function eraseStep(tx: Tx, { app, user, at }: Who & { at: Erasing }): Erasing | null {
  const who = { app, user };
  switch (at.stage) {
    case 'messages':
      return eraseMessages(tx, who, at.after);
    case 'files':
      return eraseCarriers(tx, who) ? at : { stage: 'reactions' };
    case 'reactions':
      return eraseReactions(tx, who) ? at : { stage: 'channels', channel: '', after: 0 };
    case 'channels':
      return scrubChannel(tx, who, at.channel, at.after) ?? { stage: 'peers', peer: '', after: 0 };
    case 'peers':
      return scrubPeer(tx, who, at.peer, at.after) ?? { stage: 'webhooks', at: { pass: 0 } };
    case 'webhooks': {
      const next = blankEvents(tx, { ...who, at: at.at });
      return next ? { stage: 'webhooks', at: next } : { stage: 'rest' };
    }
    case 'rest':
      eraseRest(tx, who);
      tx.sql.run('update users set erased_at = ? where app_id = ? and user_id = ? and deleted_at is not null', tx.now, app, user);
      return null;
  }
}

function erase(tx: Tx, { app, user }: Who, row: StoredMessage): void {
  if (row.deleted === 1) return;
  eraseMessage(tx, app, row);
  append(tx, app, channelStream(row.channel_id), () => ({
    kind: 'message_delete',
    at_ms: tx.now,
    message_id: row.message_id,
    user: ghostOf(user),
  }));
}

function eraseMessages(tx: Tx, who: Who, after: string): Erasing {
  const rows = tx.sql.all<StoredMessage>(
    `select * from messages where app_id = ? and user_id = ? and client_id > ? order by client_id limit ${MESSAGES}`,
    who.app,
    who.user,
    after,
  );
  for (const row of rows) erase(tx, who, row);
  return rows.length < MESSAGES ? { stage: 'files' } : { stage: 'messages', after: rows.at(-1)!.client_id };
}

/** What others forwarded of his files is nothing without them. */
function eraseCarriers(tx: Tx, who: Who): boolean {
  const rows = tx.sql.all<StoredMessage>(
    `select m.* from files f join messages m on m.app_id = f.app_id and m.file_id = f.file_id
     where f.app_id = ? and f.user_id = ? and m.deleted = 0 limit ${MESSAGES}`,
    who.app,
    who.user,
  );
  for (const row of rows) erase(tx, who, row);
  return rows.length > 0;
}

function eraseReactions(tx: Tx, { app, user }: Who): boolean {
  const rows = tx.sql.all<{ channel_id: string; message_id: number; emoji: string }>(
    `select channel_id, message_id, emoji from reactions where app_id = ? and user_id = ? limit ${MESSAGES}`,
    app,
    user,
  );
  for (const { channel_id, message_id, emoji } of rows) withdraw(tx, { app, channel: channel_id, message: message_id, emoji }, ghostOf(user));
  return rows.length > 0;
}

/** His name and picture in what others see of the channels in which he ever was. */
function scrubChannel(tx: Tx, { app, user }: Who, channel: string, after: number): Erasing | undefined {
  const next = (from: string) =>
    tx.sql.get<{ channel_id: string }>(
      'select channel_id from members where app_id = ? and user_id = ? and channel_id > ? order by channel_id limit 1',
      app,
      user,
      from,
    )?.channel_id;
  const here = channel === '' ? next('') : channel;
  if (here === undefined) return undefined;
  const to = after + ENTRIES;
  scrub(tx, { app, user, stream: channelStream(here), after, to }, CHANNEL_PLACES);
  scrubQuotes(tx, { app, user, channel: here, after, to });
  if (to < headOf(tx, app, channelStream(here))) return { stage: 'channels', channel: here, after: to };
  const following = next(here);
  return following === undefined ? undefined : { stage: 'channels', channel: following, after: 0 };
}

/** The same in the streams of those with whom he had calls. */
function scrubPeer(tx: Tx, { app, user }: Who, peer: string, after: number): Erasing | undefined {
  const next = (from: string) =>
    tx.sql.get<{ user_id: string }>(
      'select user_id from history where app_id = ? and peer = ? and user_id > ? order by user_id limit 1',
      app,
      user,
      from,
    )?.user_id;
  const here = peer === '' ? next('') : peer;
  if (here === undefined) return undefined;
  const to = after + ENTRIES;
  scrub(tx, { app, user, stream: userStream(here), after, to }, USER_PLACES);
  if (to < headOf(tx, app, userStream(here))) return { stage: 'peers', peer: here, after: to };
  const following = next(here);
  return following === undefined ? undefined : { stage: 'peers', peer: following, after: 0 };
}
