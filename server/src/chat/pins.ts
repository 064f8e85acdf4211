import { EarshotError, type Message } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';
import { announceUpdate, messageOf, messagesOf, viewerIn } from './message-rows.ts';
import { enter, isManager } from './rows.ts';
import { findMessage, needMessage, type StoredMessage } from './stored-message.ts';

/** How many messages of a channel can be pinned at once. */
const PINS_MAX = 50;

/** Pins a message or takes the pin away: managers, and both where two talk. A repeat changes nothing. */
export function pinMessage(tx: Tx, args: { app: string; user: string; channel: string; message: number; on: boolean }): Message {
  const operation = args.on ? 'pin the message' : 'unpin the message';
  const { app, user, channel, message, on } = args;
  const { row: place, member } = enter(tx, app, channel, user, operation);
  const manager = isManager(member!.role);
  if (!manager && place.member_count !== 2) throw new EarshotError('auth:not-manager', operation);
  const row = needMessage(tx, app, channel, message, operation);
  if (on === (row.pinned_at !== null)) return messageOf(tx, app, row, { user, manager });
  if (on && pinned(tx, app, channel).length >= PINS_MAX)
    throw new EarshotError('request:invalid', operation, `a channel has at most ${PINS_MAX} pins`);
  tx.sql.run(
    'update messages set pinned_at = ?, pinned_by = ?, updated_at = ? where app_id = ? and channel_id = ? and message_id = ?',
    on ? tx.now : null,
    on ? user : null,
    tx.now,
    app,
    channel,
    message,
  );
  const now = findMessage(tx, app, channel, message)!;
  announceUpdate(tx, app, now);
  return messageOf(tx, app, now, { user, manager });
}

const pinned = (tx: Tx, app: string, channel: string): StoredMessage[] =>
  tx.sql.all<StoredMessage>(
    'select * from messages where app_id = ? and channel_id = ? and pinned_at is not null order by pinned_at desc, message_id desc',
    app,
    channel,
  );

/** Newest pin first. */
export function listPins(tx: Tx, args: { app: string; user?: string; channel: string }): Message[] {
  const viewer = viewerIn(tx, args.app, args.channel, args.user, 'list the pins');
  return messagesOf(tx, args.app, pinned(tx, args.app, args.channel), viewer);
}
