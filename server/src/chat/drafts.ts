import { createHash } from 'node:crypto';
import { EarshotError, type Message, type Send } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';
import { mayReadFile } from './files.ts';
import { checkMeta } from './meta.ts';
import { enter, findMember } from './rows.ts';
import { type Extra, extraOf, findMessage, needMessage, type StoredMessage } from './stored-message.ts';
import { findUser } from './users.ts';
import { checkWords } from './words.ts';

/** What a sender wants to say. */
export type Draft = Omit<Send, 't'>;

/** Bytes of `data`, as JSON. */
const DATA_MAX = 4_096;
/** Characters of a quoted message. */
const EXCERPT_MAX = 300;

/** What of a message makes it the same message: a repeat under one client id must match it. */
export function fingerprint(draft: Draft): string {
  const meta = Object.entries(draft.meta ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const { reply_to, thread_id, mentions, forward, custom_type, data, voice } = draft;
  const more = [reply_to, thread_id, mentions, forward && [forward.channel_id, forward.message_id], custom_type, data, voice];
  // without any of them it is as it was before there were any: what was sent then is still the same message
  const parts = [
    draft.channel_id,
    draft.type,
    draft.content ?? null,
    draft.file_id ?? null,
    meta,
    ...(more.some((one) => one !== undefined) ? more : []),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** What can be said of a draft by itself. */
export function checkDraft(tx: Tx, draft: Omit<Draft, 'client_id'>, operation: string): void {
  const bad = (reason: string) => new EarshotError('request:invalid', operation, reason);
  if (draft.meta) checkMeta(draft.meta, operation);
  if (draft.data && Buffer.byteLength(JSON.stringify(draft.data)) > DATA_MAX) throw bad(`"data" is longer than ${DATA_MAX} bytes`);
  if (draft.forward) {
    if (draft.content !== undefined || draft.file_id !== undefined || draft.voice)
      throw bad('what is forwarded has no "content", "file_id" or "voice" of its own');
    return;
  }
  if (draft.type === 'file') {
    if (draft.file_id === undefined) throw bad('a file message needs "file_id"');
    if (draft.content !== undefined) throw bad('a file message has no "content"');
    return;
  }
  if (draft.file_id !== undefined || draft.voice) throw bad('a text message has no "file_id" and no "voice"');
  checkLength(tx, draft.content, operation);
}

export function checkLength(tx: Tx, content: string | undefined, operation: string): asserts content is string {
  if (content === undefined || content.length === 0) throw new EarshotError('request:invalid', operation, 'a text message needs "content"');
  if (content.length > tx.limits.messageLength) throw new EarshotError('request:too-large', operation, 'the text is too long');
}

/** Who is mentioned: members, each once, and `*`; others are dropped. */
export const membersAmong = (tx: Tx, app: string, channel: string, mentions: readonly string[]): string[] =>
  [...new Set(mentions)].filter((user) => user === '*' || findMember(tx, app, channel, user) !== undefined);

/** What a draft becomes in its channel: the words that may be shown, the file, and what goes with them. */
export interface Composed {
  type: 'text' | 'file';
  content: string | null;
  fileId: string | null;
  extra: Extra;
  /** Kinds of words in it that are to be reported. */
  report?: string[];
}

/** The sender is in the channel; whether he may write there has been asked. */
export function compose(tx: Tx, app: string, user: string, draft: Draft, operation: string): Composed {
  const { channel_id: channel, custom_type, data, voice } = draft;
  const forwarded = draft.forward ? forwardedOf(tx, app, user, draft.forward, operation) : undefined;
  const content = forwarded ? forwarded.content : (draft.content ?? null);
  const fileId = forwarded ? forwarded.fileId : (draft.file_id ?? null);
  if (fileId !== null && !forwarded && !mayReadFile(tx, { app, user, file: fileId })) throw new EarshotError('file:not-found', operation);
  const checked = content === null ? undefined : checkWords(tx, app, channel, content);
  const mentions = draft.mentions && membersAmong(tx, app, channel, draft.mentions);
  const quote = draft.reply_to === undefined ? undefined : quoteFor(tx, app, channel, draft.reply_to, operation);
  return {
    type: forwarded ? forwarded.type : draft.type,
    content: checked?.content ?? null,
    fileId,
    extra: {
      ...forwarded?.extra,
      ...(quote && { quote }),
      ...(mentions && mentions.length > 0 && { mentions }),
      ...(custom_type !== undefined && { custom_type }),
      ...(data && { data }),
      ...(voice && { voice }),
      ...(checked?.filter && { filter: checked.filter }),
    },
    ...(checked?.report && { report: checked.report }),
  };
}

/** The copy of a message that the sender may read; a copy of a copy names who wrote it first. */
function forwardedOf(tx: Tx, app: string, user: string, from: NonNullable<Draft['forward']>, operation: string): Composed {
  enter(tx, app, from.channel_id, user, operation);
  const row = needMessage(tx, app, from.channel_id, from.message_id, operation);
  const { forwarded, custom_type, data, voice } = extraOf(row);
  const writer = { user_id: row.user_id, name: nameOf(tx, app, row.user_id), at_ms: row.created_at };
  return {
    type: row.type === 'file' ? 'file' : 'text',
    content: row.content,
    fileId: row.file_id,
    extra: { forwarded: forwarded ?? writer, ...(custom_type !== undefined && { custom_type }), ...(data && { data }), ...(voice && { voice }) },
  };
}

/** As the message is now. One that was deleted while the reply waited to be sent can be quoted, but not read. */
function quoteFor(tx: Tx, app: string, channel: string, message: number, operation: string): NonNullable<Extra['quote']> {
  const row = findMessage(tx, app, channel, message);
  if (!row) throw new EarshotError('message:not-found', operation, 'there is no such message to reply to');
  const text = row.deleted === 1 ? undefined : excerptOf(tx, app, row);
  return { user_id: row.user_id, name: nameOf(tx, app, row.user_id), type: row.type, ...(text && { excerpt: text }) };
}

function excerptOf(tx: Tx, app: string, row: StoredMessage): string | undefined {
  const file =
    row.file_id === null ? undefined : tx.sql.get<{ name: string }>('select name from files where app_id = ? and file_id = ?', app, row.file_id);
  const text = row.content ?? file?.name;
  // never half of a pair: what cannot be shown is not kept
  return text?.slice(0, EXCERPT_MAX).replace(/[\uD800-\uDBFF]$/, '');
}

const nameOf = (tx: Tx, app: string, user: string): Message['user']['name'] => findUser(tx, app, user)?.name ?? user;
