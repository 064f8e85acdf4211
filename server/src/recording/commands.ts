import { EarshotError } from '../../../src/core/protocol/index.ts';
import type { AppRow } from '../api.ts';
import type { Tx } from '../db/tx.ts';

/** `recording`: pieces come; `complete`: ended by whom records; `incomplete`: closed with what there was, because no more came. */
export type RecordingState = 'recording' | 'complete' | 'incomplete';

export interface StoredRecording {
  recording_id: string;
  call_id: string;
  /** Who records. */
  user_id: string;
  /** Who is recorded. */
  peer_id: string;
  state: RecordingState;
  type: string;
  size: number;
  duration_ms: number;
  /** The one who is recorded has agreed. */
  consented: number;
  created_at: number;
  /** When the recorder was last heard of. */
  touched_at: number;
  ended_at: number | null;
}

const COLUMNS = 'recording_id, call_id, user_id, peer_id, state, type, size, duration_ms, consented, created_at, touched_at, ended_at';

const fail = (code: ConstructorParameters<typeof EarshotError>[0], operation: string, reason?: string): never => {
  throw new EarshotError(code, operation, reason);
};

const find = (tx: Tx, app: string, id: string): StoredRecording | undefined =>
  tx.sql.get<StoredRecording>(`select ${COLUMNS} from recordings where app_id = ? and recording_id = ?`, app, id);

/** The other one of a call that goes on, for one who is in it. To anybody else there is no such call. */
function otherOf(tx: Tx, args: { app: string; user: string; call: string }, operation: string): string {
  const call = tx.sql.get<{ caller: string; callee: string; state: string }>(
    'select caller, callee, state from calls where app_id = ? and call_id = ?',
    args.app,
    args.call,
  );
  if (!call || (call.caller !== args.user && call.callee !== args.user)) return fail('call:not-found', operation);
  if (call.state === 'ended') return fail('call:ended', operation);
  if (call.state !== 'active') return fail('call:wrong-state', operation);
  return call.caller === args.user ? call.callee : call.caller;
}

const hasConsent = (tx: Tx, app: string, call: string, user: string): boolean =>
  tx.sql.get('select 1 from recording_consents where app_id = ? and call_id = ? and user_id = ?', app, call, user) !== undefined;

export interface OpenRecording {
  app: string;
  user: string;
  call: string;
  /** Chosen by the recorder, so that asking again after a lost answer is the same recording. */
  recording: string;
  type: string;
  policy: AppRow['recording'];
}

export function openRecording(tx: Tx, args: OpenRecording): StoredRecording {
  const operation = 'record the call';
  const { app, user, call, recording, policy } = args;
  const known = find(tx, app, recording);
  if (known) {
    if (known.user_id !== user || known.call_id !== call) return fail('request:invalid', operation, 'this recording id is taken');
    return known;
  }
  const peer = otherOf(tx, args, operation);
  if (policy === 'off') return fail('auth:forbidden', operation, 'this app records no calls');
  const consented = hasConsent(tx, app, call, peer);
  if (policy === 'consent' && !consented) return fail('recording:consent', operation);
  tx.sql.run(
    `insert into recordings (app_id, ${COLUMNS}) values (?, ?, ?, ?, ?, 'recording', ?, 0, 0, ?, ?, ?, null)`,
    app,
    recording,
    call,
    user,
    peer,
    args.type,
    Number(consented),
    tx.now,
    tx.now,
  );
  return find(tx, app, recording)!;
}

/** The one who is recorded agrees, or no longer does: then what runs with his consent ends, and is told. */
export function consentToRecording(tx: Tx, args: { app: string; user: string; call: string; allowed: boolean }): { ended: string[] } {
  const { app, user, call } = args;
  otherOf(tx, args, 'allow the recording');
  if (args.allowed) {
    tx.sql.run('insert into recording_consents (app_id, call_id, user_id, at) values (?, ?, ?, ?) on conflict do nothing', app, call, user, tx.now);
    return { ended: [] };
  }
  tx.sql.run('delete from recording_consents where app_id = ? and call_id = ? and user_id = ?', app, call, user);
  const ended = tx.sql.all<{ recording_id: string }>(
    `update recordings set state = 'complete', ended_at = ?1 where app_id = ?2 and call_id = ?3 and peer_id = ?4 and consented = 1 and state <> 'complete'
     returning recording_id`,
    tx.now,
    app,
    call,
    user,
  );
  return { ended: ended.map(({ recording_id }) => recording_id) };
}

/** One that this user made himself, and that is not complete: more may come. */
export function growingRecording(tx: Tx, args: { app: string; user: string; recording: string }): StoredRecording {
  const operation = 'append to the recording';
  const row = find(tx, args.app, args.recording);
  if (row?.user_id !== args.user) return fail('recording:not-found', operation);
  if (row.state === 'complete') return fail('request:invalid', operation, 'it is complete');
  tx.sql.run('update recordings set touched_at = ? where app_id = ? and recording_id = ?', tx.now, args.app, args.recording);
  return row;
}

/** What has come in. A recording that was closed for want of pieces goes on. */
export function growRecording(tx: Tx, args: { app: string; recording: string; size: number; durationMs: number; type?: string }): null {
  tx.sql.run(
    `update recordings set size = ?1, duration_ms = max(duration_ms, ?2), type = coalesce(?3, type), touched_at = ?4, state = 'recording', ended_at = null
     where app_id = ?5 and recording_id = ?6 and state <> 'complete'`,
    args.size,
    args.durationMs,
    args.type ?? null,
    tx.now,
    args.app,
    args.recording,
  );
  return null;
}

/** Ends it, for good (`complete`) or until more comes. What holds nothing goes. */
export function closeRecording(
  tx: Tx,
  args: { app: string; recording: string; size: number; durationMs: number; state: 'complete' | 'incomplete' },
): StoredRecording | undefined {
  const { app, recording, size } = args;
  if (size === 0) {
    tx.sql.run('delete from recordings where app_id = ? and recording_id = ?', app, recording);
    return undefined;
  }
  tx.sql.run(
    `update recordings set state = ?1, size = ?2, duration_ms = max(duration_ms, ?3), ended_at = case ?1 when 'complete' then ?4 else touched_at end
     where app_id = ?5 and recording_id = ?6 and state <> 'complete'`,
    args.state,
    size,
    args.durationMs,
    tx.now,
    app,
    recording,
  );
  return find(tx, app, recording);
}

/** Those whose recorder has not been heard of since then. */
export const idleRecordings = (tx: Tx, args: { before: number }): { app: string; recording: string }[] =>
  tx.sql.all("select app_id as app, recording_id as recording from recordings where state = 'recording' and touched_at <= ? limit 500", args.before);

/** After a start: it was we who were away, so that every recorder's time begins anew. */
export function reviveRecordings(tx: Tx): null {
  tx.sql.run("update recordings set touched_at = ? where state = 'recording'", tx.now);
  return null;
}

/** For one who was in the call, or the app itself (`user` undefined). */
export function getRecording(tx: Tx, args: { app: string; user?: string; recording: string }): StoredRecording {
  const row = find(tx, args.app, args.recording);
  if (!row || (args.user !== undefined && args.user !== row.user_id && args.user !== row.peer_id))
    return fail('recording:not-found', 'read the recording');
  return row;
}

export interface ListRecordings {
  app: string;
  user?: string;
  call?: string;
  limit: number;
  /** Older than this one. */
  before?: string;
}

/** Newest first. */
export function listRecordings(tx: Tx, args: ListRecordings): StoredRecording[] {
  const after = args.before === undefined ? undefined : find(tx, args.app, args.before);
  return tx.sql.all<StoredRecording>(
    `select ${COLUMNS} from recordings where app_id = ?1 and (?2 is null or user_id = ?2 or peer_id = ?2) and (?3 is null or call_id = ?3)
     and (?4 is null or (created_at, recording_id) < (?4, ?5)) order by created_at desc, recording_id desc limit ?6`,
    args.app,
    args.user ?? null,
    args.call ?? null,
    after?.created_at ?? null,
    after?.recording_id ?? null,
    args.limit,
  );
}

/** By whom made it, or the app itself. */
export function deleteRecording(tx: Tx, args: { app: string; user?: string; recording: string }): null {
  const operation = 'delete the recording';
  const row = getRecording(tx, args);
  if (args.user !== undefined && args.user !== row.user_id) return fail('auth:forbidden', operation, 'only who recorded may delete it');
  tx.sql.run('delete from recordings where app_id = ? and recording_id = ?', args.app, args.recording);
  return null;
}

/** Who and what an app lets record. */
export function setRecordingPolicy(tx: Tx, args: { app: string; recording: AppRow['recording'] }): null {
  tx.sql.run('update apps set recording = ? where app_id = ?', args.recording, args.app);
  return null;
}

/** Every piece of sound that has a row: of recordings, messages and greetings. */
export const knownAudio = (tx: Tx): { app: string; id: string }[] =>
  tx.sql.all(
    `select app_id as app, recording_id as id from recordings union all select app_id, message_id from voicemails
     union all select app_id, greeting_id from mailboxes where greeting_id is not null`,
  );

/** What a piece of sound is, if there is one of this id. */
export const audioType = (tx: Tx, args: { app: string; id: string }): { type: string } | undefined =>
  tx.sql.get<{ type: string }>(
    `select type from recordings where app_id = ?1 and recording_id = ?2 union all select type from voicemails where app_id = ?1 and message_id = ?2
     union all select greeting_type from mailboxes where app_id = ?1 and greeting_id = ?2 limit 1`,
    args.app,
    args.id,
  );
