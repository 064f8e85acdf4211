import { userStream } from '../../../src/core/protocol/index.ts';
import { headOf, type Tx } from '../db/tx.ts';
import { deleteVoicemail } from '../voicemail/commands.ts';

/** Rows that are his alone: gone without a trace. */
const HIS = [
  'delete from history where app_id = ?1 and user_id = ?2',
  'update history set name = null where app_id = ?1 and peer = ?2',
  'delete from call_blocks where app_id = ?1 and (user_id = ?2 or blocked = ?2)',
  'delete from call_group_members where app_id = ?1 and user_id = ?2',
  'delete from hand_offs where app_id = ?1 and user_id = ?2',
  'delete from relays where app_id = ?1 and (starter = ?2 or answerer = ?2)',
  'delete from recording_consents where app_id = ?1 and user_id = ?2',
  'delete from scheduled where app_id = ?1 and user_id = ?2',
  'delete from guests where app_id = ?1 and user_id = ?2',
  'delete from rejections where app_id = ?1 and user_id = ?2',
  'delete from push_subscriptions where app_id = ?1 and user_id = ?2',
  'delete from reports where app_id = ?1 and reporting_user = ?2',
  // a ban outlives its reason: he is not to come back under the same id
  'update bans set reason = null where app_id = ?1 and user_id = ?2',
  'update reports set message = null, reason = null where app_id = ?1 and user_id = ?2',
  'update audit set detail = null where app_id = ?1 and user_id = ?2',
  "delete from entries where app_id = ?1 and stream = 'u:' || ?2",
];

/** What is neither a message nor in a stream of others: files, sound, calls, settings. */
export function eraseRest(tx: Tx, { app, user }: { app: string; user: string }): void {
  removeLater(tx, app, 'file', tx.sql.all<{ id: string }>('delete from files where app_id = ? and user_id = ? returning file_id as id', app, user));
  removeLater(
    tx,
    app,
    'audio',
    tx.sql.all<{ id: string }>('delete from recordings where app_id = ?1 and (user_id = ?2 or peer_id = ?2) returning recording_id as id', app, user),
  );
  const messages = tx.sql.all<{ id: string; owner: string }>(
    'select message_id as id, user_id as owner from voicemails where app_id = ?1 and (user_id = ?2 or from_id = ?2)',
    app,
    user,
  );
  for (const { id, owner } of messages) deleteVoicemail(tx, { app, user: owner, message: id });
  removeLater(tx, app, 'audio', messages);
  const boxes = tx.sql.all<{ id: string | null }>('delete from mailboxes where app_id = ? and user_id = ? returning greeting_id as id', app, user);
  removeLater(
    tx,
    app,
    'audio',
    boxes.flatMap(({ id }) => (id === null ? [] : [{ id }])),
  );
  const head = headOf(tx, app, userStream(user));
  tx.sql.run('update streams set floor = ? where app_id = ? and stream = ?', head, app, userStream(user));
  for (const statement of HIS) tx.sql.run(statement, app, user);
}

export type RemovalKind = 'file' | 'audio';

/** Bytes on disk whose row is gone. Written down, so that they go even if the server stops before. */
export interface Removal {
  app: string;
  kind: RemovalKind;
  id: string;
}

export function removeLater(tx: Tx, app: string, kind: RemovalKind, rows: readonly { id: string }[]): void {
  for (const { id } of rows) tx.sql.run('insert into removals (app_id, kind, id) values (?, ?, ?) on conflict do nothing', app, kind, id);
}

export const listRemovals = (tx: Tx): Removal[] => tx.sql.all<Removal>('select app_id as app, kind, id from removals limit 500');

/** They are off the disk. */
export function removed(tx: Tx, { removals }: { removals: Removal[] }): null {
  for (const { app, kind, id } of removals) tx.sql.run('delete from removals where app_id = ? and kind = ? and id = ?', app, kind, id);
  return null;
}
