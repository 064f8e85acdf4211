import { timingSafeEqual } from 'node:crypto';
import { EarshotError, type Message } from '../../../src/core/protocol/index.ts';
import { isBlocked } from '../chat/blocks.ts';
import { findChannel, notifyOf, type StoredMember } from '../chat/rows.ts';
import { findMessage } from '../chat/stored-message.ts';
import { findUser, needUser } from '../chat/users.ts';
import type { Tx } from '../db/tx.ts';
import type { Receiver } from './encrypt.ts';

/** A browser that a user wants to be told by. */
export interface Subscription extends Receiver {
  user: string;
  /** The browser profile, as `hello` names it; null when it is not known. */
  device: string | null;
}

const COLUMNS = 's.endpoint, s.p256dh, s.auth, s.user_id as user, s.device';
const META_KEY = 'vapid_key';

/** The server's own key, made once (`fresh` if there is none), and who can be pushed to. */
export function loadPush(tx: Tx, { fresh }: { fresh: string }): { key: string; users: { app: string; user: string }[] } {
  tx.sql.run('insert into meta (key, value) values (?, ?) on conflict do nothing', META_KEY, fresh);
  return {
    key: tx.sql.get<{ value: string }>('select value from meta where key = ?', META_KEY)!.value,
    users: tx.sql.all<{ app: string; user: string }>('select distinct app_id as app, user_id as user from push_subscriptions'),
  };
}

interface Subscribe extends Subscription {
  app: string;
  language?: string;
  /** How many browsers one user may have; the oldest make way. */
  most: number;
}

/** Idempotent. A browser belongs to the user who subscribed last. */
export function subscribe(tx: Tx, { app, user, endpoint, p256dh, auth, device, language, most }: Subscribe): null {
  needUser(tx, app, user, 'subscribe to push');
  // a browser has one subscription for us: what it had before is void
  if (device !== null) tx.sql.run('delete from push_subscriptions where app_id = ? and user_id = ? and device = ?', app, user, device);
  tx.sql.run(
    `insert into push_subscriptions (app_id, endpoint, user_id, p256dh, auth, language, created_at, device) values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict do update set user_id = excluded.user_id, p256dh = excluded.p256dh, auth = excluded.auth, language = excluded.language,
       created_at = excluded.created_at, device = excluded.device`,
    app,
    endpoint,
    user,
    p256dh,
    auth,
    language ?? null,
    tx.now,
    device,
  );
  tx.sql.run(
    `delete from push_subscriptions where app_id = ?1 and user_id = ?2 and endpoint not in
       (select endpoint from push_subscriptions where app_id = ?1 and user_id = ?2 order by created_at desc, endpoint = ?4 desc limit ?3)`,
    app,
    user,
    most,
    endpoint,
  );
  return null;
}

/** Without `user`: whoever has it. Idempotent. */
export function unsubscribe(tx: Tx, { app, user, endpoint }: { app: string; user?: string; endpoint: string }): null {
  tx.sql.run('delete from push_subscriptions where app_id = ?1 and endpoint = ?2 and (?3 is null or user_id = ?3)', app, endpoint, user ?? null);
  return null;
}

/** A browser proves by its secret that a subscription is its own: it has no session when its push service gives it another one. */
function proven(tx: Tx, { app, endpoint, auth }: { app: string; endpoint: string; auth: string }): Subscription {
  const known = tx.sql.get<Subscription>(`select ${COLUMNS} from push_subscriptions s where app_id = ? and endpoint = ?`, app, endpoint);
  const [a, b] = [Buffer.from(known?.auth ?? ''), Buffer.from(auth)];
  if (!known || a.length !== b.length || !timingSafeEqual(a, b)) throw new EarshotError('auth:credentials', 'change the subscription');
  return known;
}

/** Another endpoint and other keys for the same browser and user. */
export function renew(tx: Tx, { next, ...old }: { app: string; endpoint: string; auth: string; next: Receiver; most: number }): { user: string } {
  const { user, device } = proven(tx, old);
  unsubscribe(tx, old);
  subscribe(tx, { app: old.app, user, device, ...next, most: old.most });
  return { user };
}

/** Idempotent for whoever knows the secret. */
export function drop(tx: Tx, args: { app: string; endpoint: string; auth: string }): null {
  proven(tx, args);
  return unsubscribe(tx, args);
}

/** Its push service does not know it any more. Whose it was, or null. */
export const gone = (tx: Tx, { app, endpoint }: { app: string; endpoint: string }): string | null =>
  tx.sql.get<{ user_id: string }>('delete from push_subscriptions where app_id = ? and endpoint = ? returning user_id', app, endpoint)?.user_id ??
  null;

export interface MessageTarget extends Subscription {
  /** He is named, or answered. */
  mention: boolean;
  unread: number;
}

/** Whom a message is pushed to: members whose notify mode wants it, who have not read it, and do not block its writer. */
export function messageTargets(
  tx: Tx,
  { app, message }: { app: string; message: Message },
): { channel: string; between: boolean; to: MessageTarget[] } {
  const { channel_id, message_id, thread_id, user, mentions = [], reply_to, n } = message;
  const row = findMessage(tx, app, channel_id, message_id)?.deleted === 0 ? findChannel(tx, app, channel_id) : undefined;
  const inThread = thread_id === undefined ? undefined : writersIn(tx, app, channel_id, thread_id);
  const found = tx.sql.all<Subscription & Pick<StoredMember, 'notify' | 'notify_until' | 'read_offset' | 'read_n'>>(
    `select ${COLUMNS}, m.notify, m.notify_until, m.read_offset, m.read_n from members m
     join push_subscriptions s on s.app_id = m.app_id and s.user_id = m.user_id
     where m.app_id = ? and m.channel_id = ? and m.joined = 1 and m.user_id <> ?`,
    app,
    channel_id,
    user.user_id,
  );
  const to = found.flatMap(({ notify, notify_until, read_offset, read_n, ...subscription }): MessageTarget[] => {
    const { user: reader } = subscription;
    const mention = mentions.includes(reader) || mentions.includes('*') || reply_to?.user_id === reader;
    const { mode } = notifyOf({ notify, notify_until }, tx.now);
    const wanted = mode === 'all' ? mention || !inThread || inThread.has(reader) : mode === 'mentions' && mention;
    if (!wanted || (!inThread && read_offset >= message_id) || isBlocked(tx, app, reader, user.user_id)) return [];
    return [{ ...subscription, mention, unread: Math.max(1, n - read_n) }];
  });
  return { channel: row?.name ?? '', between: row?.type === 'group' && row.member_count === 2, to: row ? to : [] };
}

/** Whoever wrote the first message of a thread, or in it. */
function writersIn(tx: Tx, app: string, channel: string, root: number): Set<string> {
  const rows = tx.sql.all<{ user_id: string }>(
    `select user_id from messages where app_id = ?1 and channel_id = ?2 and message_id = ?3
     union select user_id from messages where app_id = ?1 and channel_id = ?2 and thread_id = ?3`,
    app,
    channel,
    root,
  );
  return new Set(rows.map(({ user_id }) => user_id));
}

/** All of a user; none of one who is gone. */
export const subscriptionsOf = (tx: Tx, { app, user }: { app: string; user: string }): Subscription[] =>
  findUser(tx, app, user) ? tx.sql.all<Subscription>(`select ${COLUMNS} from push_subscriptions s where app_id = ? and user_id = ?`, app, user) : [];
