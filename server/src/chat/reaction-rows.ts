import type { Message } from '../../../src/core/protocol/index.ts';
import type { Value } from '../db/sql.ts';
import type { Tx } from '../db/tx.ts';
import { type Place, placeOf, placesOf } from './stored-message.ts';

export type Reactions = NonNullable<Message['reactions']>;

interface Counted extends Place {
  emoji: string;
  count: number;
  user_ids: string;
  mine: number;
}

/** The counts of each message by its place, in the order in which the emoji came; `mine` for who asks. */
export function reactionsOfAll(tx: Tx, app: string, messages: readonly Place[], asker: string | undefined): Map<string, Reactions> {
  const found = new Map<string, Reactions>();
  if (messages.length === 0) return found;
  const rows = tx.sql.all<Counted>(
    `select c.channel_id, c.message_id, c.emoji, c.count, c.user_ids, r.user_id is not null as mine from json_each(?) e
       cross join reaction_counts c on c.app_id = ? and c.channel_id = e.value ->> 0 and c.message_id = e.value ->> 1
       left join reactions r on r.app_id = c.app_id and r.channel_id = c.channel_id and r.message_id = c.message_id and r.emoji = c.emoji
         and r.user_id = ?
     order by c.first_at, c.emoji`,
    placesOf(messages),
    app,
    asker ?? null,
  );
  for (const { emoji, count, user_ids, mine, ...at } of rows) {
    const place = placeOf(at);
    const known = found.get(place) ?? [];
    known.push({ emoji, count, user_ids: JSON.parse(user_ids) as string[], ...(mine === 1 && { mine: true }) });
    found.set(place, known);
  }
  return found;
}

/** Of one message; nobody in particular asks. */
export const reactionsOf = (tx: Tx, app: string, at: Place): Reactions => reactionsOfAll(tx, app, [at], undefined).get(placeOf(at)) ?? [];

/** `key`: app, channel, message, emoji, user. */
export const has = (tx: Tx, key: Value[]): boolean =>
  tx.sql.get('select 1 from reactions where app_id = ? and channel_id = ? and message_id = ? and emoji = ? and user_id = ?', ...key) !== undefined;
