import type { Tx } from '../db/tx.ts';

/** Where an entry of a channel holds somebody's name and picture. */
export const CHANNEL_PLACES = ['$.user', '$.by', '$.message.user', '$.message.reply_to', '$.message.forwarded'] as const;
/** Where an entry of a user's own stream holds those of others. */
export const USER_PLACES = ['$.call.caller', '$.call.callee', '$.change.added.peer', '$.user', '$.message.user'] as const;

interface Range {
  app: string;
  user: string;
  stream: string;
  /** Excluded. */
  after: number;
  to: number;
}

/** Puts the bare id in place of a user's profile; the entries keep their place. */
export function scrub(tx: Tx, { app, user, stream, after, to }: Range, places: readonly string[]): void {
  for (const place of places) {
    const changed = tx.sql.all<{ offset: number; body: string; file: number }>(
      `update entries set body = json_replace(json_remove(body, ?1 || '.profile_url', ?1 || '.meta'), ?1 || '.name', ?2)
       where app_id = ?3 and stream = ?4 and offset > ?5 and offset <= ?6 and instr(body, ?7) > 0 and json_extract(body, ?1 || '.user_id') = ?2
       returning offset, body, file`,
      place,
      user,
      app,
      stream,
      after,
      to,
      JSON.stringify(user),
    );
    for (const { offset, body, file } of changed) tx.effects.push({ type: 'rewrite', app, stream, offset, body, file: file === 1 });
  }
}

/** The same in what messages keep of those whom they quote or pass on. */
export function scrubQuotes(tx: Tx, { app, user, channel, after, to }: Omit<Range, 'stream'> & { channel: string }): void {
  for (const place of ['$.quote', '$.forwarded']) {
    tx.sql.run(
      `update messages set extra = json_replace(extra, ?1 || '.name', ?2)
       where app_id = ?3 and channel_id = ?4 and message_id > ?5 and message_id <= ?6 and extra is not null
         and json_extract(extra, ?1 || '.user_id') = ?2`,
      place,
      user,
      app,
      channel,
      after,
      to,
    );
  }
}
