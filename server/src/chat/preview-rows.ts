import type { Message } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';
import { announceUpdate } from './message-rows.ts';
import { extraOf, extraToStore, findMessage } from './stored-message.ts';

export type Preview = NonNullable<Message['previews']>[number];

/** What was found behind a link; null: nothing to show. */
export interface KnownPreview {
  url: string;
  preview: Preview | null;
}

/** What is known of these links and not older than `maxAgeMs`. */
export function knownPreviews(tx: Tx, args: { app: string; urls: string[]; maxAgeMs: number }): KnownPreview[] {
  return args.urls.flatMap((url) => {
    const row = tx.sql.get<{ body: string }>(
      'select body from link_previews where app_id = ? and url = ? and fetched_at > ?',
      args.app,
      url,
      tx.now - args.maxAgeMs,
    );
    return row ? [{ url, preview: JSON.parse(row.body) as Preview | null }] : [];
  });
}

export interface PutPreviews {
  app: string;
  channel: string;
  message: number;
  /** The text that they belong to: another one since then has its own. */
  content: string;
  previews: Preview[];
  fetched: KnownPreview[];
  maxAgeMs: number;
}

/** Puts previews on a message that still says what it said, and keeps what was fetched for the next one. */
export function putPreviews(tx: Tx, args: PutPreviews): null {
  const { app, channel, message, previews } = args;
  for (const { url, preview } of args.fetched) {
    tx.sql.run(
      `insert into link_previews (app_id, url, body, fetched_at) values (?, ?, ?, ?)
       on conflict do update set body = excluded.body, fetched_at = excluded.fetched_at`,
      app,
      url,
      JSON.stringify(preview),
      tx.now,
    );
  }
  if (args.fetched.length > 0) tx.sql.run('delete from link_previews where app_id = ? and fetched_at <= ?', app, tx.now - args.maxAgeMs);
  const row = findMessage(tx, app, channel, message);
  if (!row || row.deleted === 1 || row.content !== args.content || previews.length === 0) return null;
  const extra = extraOf(row);
  if (JSON.stringify(extra.previews) === JSON.stringify(previews)) return null;
  tx.sql.run(
    'update messages set extra = ? where app_id = ? and channel_id = ? and message_id = ?',
    extraToStore({ ...extra, previews }),
    app,
    channel,
    message,
  );
  announceUpdate(tx, app, findMessage(tx, app, channel, message)!);
  return null;
}
