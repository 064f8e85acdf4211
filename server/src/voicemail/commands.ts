import { type CallDetail, EarshotError, type EndReason, type Party, userStream } from '../../../src/core/protocol/index.ts';
import { findUser } from '../chat/users.ts';
import { append, type Tx } from '../db/tx.ts';
import { announceEvent } from '../webhooks/queue.ts';

/** How long after his call a caller may leave a message. */
const OFFER_MS = 3_600_000;

export interface Greeting {
  id: string;
  type: string;
  duration_ms: number;
}

/** A mailbox in numbers. */
export interface Counters {
  enabled: boolean;
  total: number;
  unheard: number;
}

export interface Mailbox extends Counters {
  greeting?: Greeting;
}

export interface VoiceMessage {
  message_id: string;
  from: Party;
  call_id: string;
  type: string;
  size: number;
  duration_ms: number;
  heard: boolean;
  created_at: number;
}

interface EndedCall {
  call_id: string;
  callee: string;
  end_reason: EndReason | null;
  detail: string | null;
}

interface StoredMailbox {
  enabled: number;
  greeting_id: string | null;
  greeting_type: string | null;
  greeting_ms: number | null;
}

interface StoredMessage {
  message_id: string;
  user_id: string;
  from_id: string;
  call_id: string;
  type: string;
  size: number;
  duration_ms: number;
  heard: number;
  created_at: number;
}

interface Owner {
  app: string;
  user: string;
}

const MESSAGE = 'message_id, user_id, from_id, call_id, type, size, duration_ms, heard, created_at';

const fail = (code: ConstructorParameters<typeof EarshotError>[0], operation: string, reason?: string): never => {
  throw new EarshotError(code, operation, reason);
};

const boxOf = (tx: Tx, { app, user }: Owner): StoredMailbox | undefined =>
  tx.sql.get<StoredMailbox>('select enabled, greeting_id, greeting_type, greeting_ms from mailboxes where app_id = ? and user_id = ?', app, user);

function countersOf(tx: Tx, owner: Owner): Counters {
  const { total, unheard } = tx.sql.get<{ total: number; unheard: number }>(
    'select count(*) as total, count(*) filter (where heard = 0) as unheard from voicemails where app_id = ? and user_id = ?',
    owner.app,
    owner.user,
  )!;
  return { enabled: boxOf(tx, owner)?.enabled === 1, total, unheard };
}

function party(tx: Tx, app: string, id: string): Party {
  const user = findUser(tx, app, id);
  return { user_id: id, name: user?.name ?? id, ...(user?.profile_url !== undefined && { profile_url: user.profile_url }) };
}

const messageOf = (tx: Tx, app: string, { user_id: _, from_id, heard, ...rest }: StoredMessage): VoiceMessage => ({
  ...rest,
  from: party(tx, app, from_id),
  heard: heard === 1,
});

/** All devices of the owner hear how the mailbox stands, also those that come back later. */
function announce(tx: Tx, owner: Owner): void {
  append(tx, owner.app, userStream(owner.user), () => ({ kind: 'voicemail', at_ms: tx.now, mailbox: countersOf(tx, owner) }));
}

const isFull = (tx: Tx, owner: Owner): boolean => countersOf(tx, owner).total >= tx.limits.voicemailMessages;

/** Whether a call that ends so is followed by a message: nobody answered, and the callee takes messages. */
const takesMessage = (tx: Tx, app: string, callee: string, reason: EndReason): boolean =>
  (reason === 'unanswered' || reason === 'unreachable') && boxOf(tx, { app, user: callee })?.enabled === 1 && !isFull(tx, { app, user: callee });

/** The row of a call that is over and rings nowhere, with the offer where its caller may leave a message. Called before anybody is told. */
export function offerMessage<R extends EndedCall>(tx: Tx, app: string, row: R): R {
  const known = JSON.parse(row.detail ?? '{}') as CallDetail;
  if (!row.end_reason || known.transferred_by !== undefined || !takesMessage(tx, app, row.callee, row.end_reason)) return row;
  const detail = JSON.stringify({ ...known, voicemail: true } satisfies CallDetail);
  tx.sql.run('update calls set detail = ? where app_id = ? and call_id = ?', detail, app, row.call_id);
  return { ...row, detail };
}

export function getMailbox(tx: Tx, owner: Owner): Mailbox {
  const box = boxOf(tx, owner);
  const greeting = box?.greeting_id ? { id: box.greeting_id, type: box.greeting_type ?? 'audio/webm', duration_ms: box.greeting_ms ?? 0 } : undefined;
  return { ...countersOf(tx, owner), ...(greeting && { greeting }) };
}

export function enableMailbox(tx: Tx, args: Owner & { enabled: boolean }): Mailbox {
  tx.sql.run(
    `insert into mailboxes (app_id, user_id, enabled, greeting_id, greeting_type, greeting_ms) values (?1, ?2, ?3, null, null, null)
     on conflict do update set enabled = ?3`,
    args.app,
    args.user,
    Number(args.enabled),
  );
  announce(tx, args);
  return getMailbox(tx, args);
}

/** Another greeting, or none; tells which one went. */
export function setGreeting(tx: Tx, args: Owner & { greeting?: Greeting }): { mailbox: Mailbox; before?: string } {
  const { app, user, greeting } = args;
  const before = boxOf(tx, args)?.greeting_id ?? undefined;
  tx.sql.run(
    `insert into mailboxes (app_id, user_id, enabled, greeting_id, greeting_type, greeting_ms) values (?1, ?2, 0, ?3, ?4, ?5)
     on conflict do update set greeting_id = ?3, greeting_type = ?4, greeting_ms = ?5`,
    app,
    user,
    greeting?.id ?? null,
    greeting?.type ?? null,
    greeting?.duration_ms ?? null,
  );
  return { mailbox: getMailbox(tx, args), ...(before !== undefined && before !== greeting?.id && { before }) };
}

export interface Offer {
  to: Party;
  greeting?: Greeting;
}

/** What awaits the caller of this call, who alone may leave a message after it. */
export function getOffer(tx: Tx, args: { app: string; user: string; call: string }): Offer {
  const owner = offeredBy(tx, args, 'leave a message');
  const { greeting } = getMailbox(tx, { app: args.app, user: owner });
  return { to: party(tx, args.app, owner), ...(greeting && { greeting }) };
}

function offeredBy(tx: Tx, args: { app: string; user: string; call: string }, operation: string): string {
  const call = tx.sql.get<{ caller: string; callee: string; detail: string | null; ended_at: number | null }>(
    'select caller, callee, detail, ended_at from calls where app_id = ? and call_id = ?',
    args.app,
    args.call,
  );
  if (call?.caller !== args.user) return fail('call:not-found', operation);
  const owner = { app: args.app, user: call.callee };
  const { voicemail } = JSON.parse(call.detail ?? '{}') as CallDetail;
  if (!voicemail || boxOf(tx, owner)?.enabled !== 1) return fail('voicemail:disabled', operation);
  if (tx.now > (call.ended_at ?? 0) + OFFER_MS) return fail('voicemail:disabled', operation, 'the call was too long ago');
  return call.callee;
}

export interface Leave {
  app: string;
  user: string;
  call: string;
  message: string;
}

/** Before the sound is stored: whether it may be. True when this very message is there already. */
export function mayLeave(tx: Tx, args: Leave): boolean {
  const operation = 'leave a message';
  const known = tx.sql.get<{ message_id: string; from_id: string; call_id: string }>(
    'select message_id, from_id, call_id from voicemails where app_id = ? and (call_id = ? or message_id = ?)',
    args.app,
    args.call,
    args.message,
  );
  if (known?.message_id === args.message && known.from_id === args.user && known.call_id === args.call) return true;
  const owner = offeredBy(tx, args, operation);
  if (known) return fail('request:invalid', operation, 'one was left after this call already');
  if (isFull(tx, { app: args.app, user: owner })) return fail('voicemail:disabled', operation, 'the mailbox is full');
  return false;
}

/** Asked again because the answer was lost, nothing happens. */
export function leaveMessage(tx: Tx, args: Leave & { type: string; size: number; durationMs: number }): null {
  if (mayLeave(tx, args)) return null;
  const { app, user, call, message } = args;
  const owner = offeredBy(tx, args, 'leave a message');
  tx.sql.run(
    `insert into voicemails (app_id, ${MESSAGE}) values (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)`,
    app,
    message,
    owner,
    user,
    call,
    args.type,
    args.size,
    args.durationMs,
    tx.now,
  );
  announce(tx, { app, user: owner });
  announceEvent(tx, app, {
    type: 'voicemail.left',
    line: userStream(owner),
    data: () => JSON.stringify({ user_id: owner, from: party(tx, app, user), message_id: message, call_id: call, duration_ms: args.durationMs }),
    user: owner,
  });
  return null;
}

/** Newest first. */
export function listVoicemails(tx: Tx, args: Owner & { limit: number; before?: string }): VoiceMessage[] {
  const { app, user, before } = args;
  const after = before === undefined ? undefined : own(tx, { app, user, message: before }, 'list messages');
  const rows = tx.sql.all<StoredMessage>(
    `select ${MESSAGE} from voicemails where app_id = ?1 and user_id = ?2 and (?3 is null or (created_at, message_id) < (?3, ?4))
     order by created_at desc, message_id desc limit ?5`,
    app,
    user,
    after?.created_at ?? null,
    after?.message_id ?? null,
    args.limit,
  );
  return rows.map((row) => messageOf(tx, app, row));
}

function own(tx: Tx, args: Owner & { message: string }, operation: string): StoredMessage {
  const row = tx.sql.get<StoredMessage>(
    `select ${MESSAGE} from voicemails where app_id = ? and user_id = ? and message_id = ?`,
    args.app,
    args.user,
    args.message,
  );
  return row ?? fail('voicemail:not-found', operation);
}

export function markVoicemail(tx: Tx, args: Owner & { message: string; heard: boolean }): VoiceMessage {
  const row = own(tx, args, 'mark the message');
  if ((row.heard === 1) === args.heard) return messageOf(tx, args.app, row);
  tx.sql.run('update voicemails set heard = ? where app_id = ? and message_id = ?', Number(args.heard), args.app, args.message);
  announce(tx, args);
  return messageOf(tx, args.app, { ...row, heard: Number(args.heard) });
}

export function deleteVoicemail(tx: Tx, args: Owner & { message: string }): null {
  own(tx, args, 'delete the message');
  tx.sql.run('delete from voicemails where app_id = ? and message_id = ?', args.app, args.message);
  announce(tx, args);
  return null;
}
