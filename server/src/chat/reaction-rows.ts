import type { Message } from '../../../src/core/protocol/index.ts';
import type { Value } from '../db/sql.ts';
import type { Tx } from '../db/tx.ts';

/** The counts of a message, in the order in which the emoji came; `mine` for who asks. */
export function reactionsOf(tx: Tx, app: string, channel: string, message: number, asker: string | undefined): NonNullable<Message['reactions']> {
  const rows = tx.sql.all<{ emoji: string; count: number; user_ids: string }>(
    'select emoji, count, user_ids from reaction_counts where app_id = ? and channel_id = ? and message_id = ? order by first_at, emoji',
    app,
    channel,
    message,
  );
  return rows.map(({ emoji, count, user_ids }) => ({
    emoji,
    count,
    user_ids: JSON.parse(user_ids) as string[],
    ...(asker !== undefined && has(tx, [app, channel, message, emoji, asker]) && { mine: true }),
  }));
}

/** `key`: app, channel, message, emoji, user. */
export const has = (tx: Tx, key: Value[]): boolean =>
  tx.sql.get('select 1 from reactions where app_id = ? and channel_id = ? and message_id = ? and emoji = ? and user_id = ?', ...key) !== undefined;
