import type { Ack, BaseUser, Channel, Message } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';
import { checkDraft, fingerprint } from './drafts.ts';
import { checkEdit, type EditMessage } from './edit.ts';
import { messageOf } from './message-rows.ts';
import { earlierAck, type SendMessage } from './messages.ts';
import { channelOfRow } from './rows.ts';
import { findMessage } from './stored-message.ts';
import { checkRoot } from './threads.ts';
import { needUser } from './users.ts';
import { enterToWrite } from './write.ts';

/** What the app's server is told of a message that is to be. */
export interface Proposal {
  channel: Channel;
  user: BaseUser;
  /** Of the file it carries. */
  file?: { file_id: string; name: string; type: string; size: number };
  /** What it passes on. */
  forward?: Message;
}

/** Before the app's server is asked: what came of it earlier, or what it is about. Throws as sending it would: nobody is asked about what cannot be. */
export function prepareMessage(tx: Tx, args: SendMessage): { ack: Ack } | { proposal: Proposal; hash: string } {
  const operation = 'send the message';
  const { app, user, draft } = args;
  const hash = fingerprint(draft);
  const ack = earlierAck(tx, args, hash, operation);
  if (ack) return { ack };
  checkDraft(tx, draft, operation);
  const { row } = enterToWrite(tx, { app, user, channel: draft.channel_id }, 'send', operation);
  if (draft.thread_id !== undefined) checkRoot(tx, app, draft.channel_id, draft.thread_id, operation);
  const file =
    draft.file_id === undefined
      ? undefined
      : tx.sql.get<NonNullable<Proposal['file']>>(
          'select file_id, name, type, size from files where app_id = ? and file_id = ? and user_id = ?',
          app,
          draft.file_id,
          user,
        );
  const from = draft.forward && findMessage(tx, app, draft.forward.channel_id, draft.forward.message_id);
  const forward = from && messageOf(tx, app, from, { user, manager: false });
  return {
    proposal: { channel: channelOfRow(row), user: needUser(tx, app, user, operation), ...(file && { file }), ...(forward && { forward }) },
    hash,
  };
}

/** As {@link prepareMessage}, of an edit. */
export function prepareEdit(tx: Tx, args: EditMessage & { windowMs: number }): { channel_id: string; message: Message } {
  const { row } = checkEdit(tx, args);
  return { channel_id: args.channel, message: messageOf(tx, args.app, row) };
}

/** How long a refusal is remembered. */
const KEPT_MS = 30 * 24 * 3_600_000;

/** The app's server refused it: whoever sends it again hears the same. */
export function refuseMessage(tx: Tx, args: { app: string; user: string; clientId: string; hash: string; reason: string }): null {
  tx.sql.run('delete from rejections where at <= ?', tx.now - KEPT_MS);
  tx.sql.run(
    'insert into rejections (app_id, user_id, client_id, hash, reason, at) values (?, ?, ?, ?, ?, ?) on conflict do nothing',
    args.app,
    args.user,
    args.clientId,
    args.hash,
    args.reason,
    tx.now,
  );
  return null;
}
