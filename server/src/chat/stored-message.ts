import { EarshotError, type Message } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';

export interface StoredMessage {
  message_id: number;
  channel_id: string;
  n: number;
  user_id: string;
  client_id: string;
  hash: string;
  type: Message['type'];
  content: string | null;
  file_id: string | null;
  meta: string | null;
  created_at: number;
  updated_at: number;
  deleted: number;
  thread_id: number | null;
  edited_at: number | null;
  pinned_at: number | null;
  pinned_by: string | null;
  reply_to: number | null;
  /** JSON of {@link Extra}. */
  extra: string | null;
}

export type Quote = NonNullable<Message['reply_to']>;

/** What few messages have, in one column. */
export interface Extra extends Pick<Message, 'mentions' | 'forwarded' | 'custom_type' | 'data' | 'voice' | 'previews' | 'call' | 'filter'> {
  /** As the quoted message was when it was quoted; which one, and whether it is gone, is read anew. */
  quote?: Omit<Quote, 'message_id' | 'deleted'>;
}

export const extraOf = (row: StoredMessage): Extra => (row.extra === null ? {} : (JSON.parse(row.extra) as Extra));

/** Null when there is nothing to keep. */
export function extraToStore(extra: Extra): string | null {
  const text = JSON.stringify(extra);
  return text === '{}' ? null : text;
}

export const findMessage = (tx: Tx, app: string, channel: string, message: number): StoredMessage | undefined =>
  tx.sql.get<StoredMessage>('select * from messages where app_id = ? and channel_id = ? and message_id = ?', app, channel, message);

/** A message that is there, and not deleted. */
export function needMessage(tx: Tx, app: string, channel: string, message: number, operation: string): StoredMessage {
  const row = findMessage(tx, app, channel, message);
  if (!row || row.deleted === 1) throw new EarshotError('message:not-found', operation);
  return row;
}

/** Where a message stands. */
export type Place = Pick<StoredMessage, 'channel_id' | 'message_id'>;

/** A place as a key. */
export const placeOf = ({ channel_id, message_id }: Place): string => `${message_id} ${channel_id}`;

/** Places for `json_each`: `value ->> 0` is the channel, `value ->> 1` the message. */
export const placesOf = (places: readonly Place[]): string => JSON.stringify(places.map(({ channel_id, message_id }) => [channel_id, message_id]));
