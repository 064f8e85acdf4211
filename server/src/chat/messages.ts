import { type Ack, channelStream, EarshotError, type Message } from '../../../src/core/protocol/index.ts';
import { append, type Tx } from '../db/tx.ts';
import { checkDraft, compose, type Draft, fingerprint } from './drafts.ts';
import { type Facts, factsOf } from './message-facts.ts';
import { messageFrom, messageOf, viewerIn } from './message-rows.ts';
import { sentBy } from './receipts.ts';
import { reportWords } from './reports.ts';
import { isManager } from './rows.ts';
import { makeSearchable } from './search.ts';
import { type Extra, extraToStore, findMessage, type StoredMessage } from './stored-message.ts';
import { checkRoot, growThread } from './threads.ts';
import { needUser } from './users.ts';
import { enterToWrite } from './write.ts';

export interface SendMessage {
  app: string;
  user: string;
  draft: Draft;
  /** When it was written; now unless said. */
  at?: number;
  /** The app's own server sends for the user. */
  byApp?: boolean;
  /** What it is to say in place of what was sent: the app's server said so. */
  content?: string;
}

/**
 * Stores a message. (sender, client_id) is unique for ever (I4): a repeat gets the first one's ack, even if the sender could not
 * write there any more; another body under the same id is `message:conflict`.
 */
export function sendMessage(tx: Tx, args: SendMessage): Ack {
  const operation = 'send the message';
  const { app, user, draft, byApp = false } = args;
  const channel = draft.channel_id;
  const hash = fingerprint(draft);
  const earlier = earlierAck(tx, args, hash, operation);
  if (earlier) return earlier;
  checkDraft(tx, draft, operation);
  const { row, member } = enterToWrite(tx, { app, user, channel, byApp }, 'send', operation);
  if (draft.thread_id !== undefined) checkRoot(tx, app, channel, draft.thread_id, operation);
  const { type, content, fileId, extra, report } = compose(
    tx,
    app,
    user,
    args.content === undefined ? draft : { ...draft, content: args.content },
    operation,
  );
  const { stored, facts } = insertMessage(tx, app, {
    channel,
    user,
    clientId: draft.client_id,
    hash,
    type,
    content,
    fileId,
    meta: draft.meta ? JSON.stringify(draft.meta) : null,
    extra,
    replyTo: draft.reply_to ?? null,
    threadId: draft.thread_id ?? null,
    at: args.at ?? tx.now,
    n: row.n + 1,
  });
  if (report) reportWords(tx, app, stored, report);
  if (draft.thread_id === undefined)
    sentBy(tx, app, channel, user, { offset: stored.message_id, n: stored.n, at_ms: stored.created_at }); // GC-091
  else {
    tx.sql.run('update members set last_sent_at = ? where app_id = ? and channel_id = ? and user_id = ?', tx.now, app, channel, user);
    growThread(tx, app, channel, draft.thread_id, stored);
  }
  return ack(draft.client_id, messageFrom(stored, facts, { user, manager: isManager(member!.role) }));
}

/** What came of this message before: its ack, a refusal by the app's server, or nothing. */
export function earlierAck(tx: Tx, { app, user, draft }: SendMessage, hash: string, operation: string): Ack | undefined {
  const key = [app, user, draft.client_id] as const;
  const stored = tx.sql.get<StoredMessage>('select * from messages where app_id = ? and user_id = ? and client_id = ?', ...key);
  const refused = stored
    ? undefined
    : tx.sql.get<{ hash: string; reason: string }>('select hash, reason from rejections where app_id = ? and user_id = ? and client_id = ?', ...key);
  const hashBefore = stored?.hash ?? refused?.hash;
  if (hashBefore !== undefined && hashBefore !== hash) throw new EarshotError('message:conflict', operation);
  if (refused) throw new EarshotError('message:rejected', operation, refused.reason);
  return stored && ack(draft.client_id, messageOf(tx, app, stored, { user, manager: false }));
}

const ack = (clientId: string, message: Message): Ack => ({
  t: 'ack',
  client_id: clientId,
  stream: channelStream(message.channel_id),
  offset: message.message_id,
  message,
});

export interface NewMessage {
  channel: string;
  user: string;
  clientId: string;
  hash: string;
  type: Message['type'];
  content: string | null;
  fileId: string | null;
  meta: string | null;
  extra: Extra;
  replyTo: number | null;
  threadId: number | null;
  at: number;
  /** The next ordinal of the channel; a reply in a thread keeps to the last one, as it does not raise it. */
  n: number;
}

/** Writes a message and its entry, whoever may have sent it. The facts are those that its author reads. */
export function insertMessage(tx: Tx, app: string, one: NewMessage): { stored: StoredMessage; facts: Facts } {
  const author = needUser(tx, app, one.user, 'send the message');
  const inThread = one.threadId !== null;
  let stored: StoredMessage | undefined;
  let facts: Facts | undefined;
  append(tx, app, channelStream(one.channel), (offset) => {
    stored = tx.sql.get<StoredMessage>(
      `insert into messages (app_id, channel_id, message_id, n, user_id, client_id, hash, type, content, file_id, meta, created_at, updated_at,
         thread_id, reply_to, extra) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning *`,
      app,
      one.channel,
      offset,
      inThread ? Math.max(1, one.n - 1) : one.n,
      one.user,
      one.clientId,
      one.hash,
      one.type,
      one.content,
      one.fileId,
      one.meta,
      one.at,
      one.at,
      one.threadId,
      one.replyTo,
      extraToStore(one.extra),
    )!;
    [facts] = factsOf(tx, app, [stored], { reader: one.user, author });
    return { kind: 'message', at_ms: one.at, message: messageFrom(stored, facts!) };
  });
  tx.sql.run(
    `update channels set n = n + ?, total_message_count = total_message_count + 1, total_file_count = total_file_count + ?
     where app_id = ? and channel_id = ?`,
    Number(!inThread),
    Number(one.type === 'file'),
    app,
    one.channel,
  );
  if (one.type === 'text') makeSearchable(tx, app, stored!);
  return { stored: stored!, facts: facts! };
}

/** One message, for who asks. */
export function getMessage(tx: Tx, args: { app: string; user?: string; channel: string; message: number }): Message {
  const operation = 'get the message';
  const viewer = viewerIn(tx, args.app, args.channel, args.user, operation);
  const row = findMessage(tx, args.app, args.channel, args.message);
  if (!row || row.deleted === 1) throw new EarshotError('message:not-found', operation);
  return messageOf(tx, args.app, row, viewer);
}

/** For the demo and tests: messages with chosen times, in one transaction. */
export function seedMessages(
  tx: Tx,
  args: { app: string; channel: string; messages: { client_id: string; user_id: string; content: string; at_ms: number; file_id?: string }[] },
): null {
  for (const { client_id, user_id, content, at_ms, file_id } of args.messages) {
    const body = file_id === undefined ? ({ type: 'text', content } as const) : ({ type: 'file', file_id } as const);
    sendMessage(tx, { app: args.app, user: user_id, at: at_ms, byApp: true, draft: { client_id, channel_id: args.channel, ...body } });
  }
  return null;
}
