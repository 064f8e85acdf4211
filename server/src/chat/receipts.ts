import { channelStream, type Receipt, userStream } from '../../../src/core/protocol/index.ts';
import { append, headOf, type Tx } from '../db/tx.ts';
import { deliveredOf, enter, findMember, readOf } from './rows.ts';

export interface MoveOptions {
  kinds?: readonly ('read' | 'delivered')[];
  /** By a message of his own: whoever hears that knows it, and nobody is told once more. */
  byMessage?: boolean;
}

/** Moves a member's markers on, never back; tells what moved. Reading is receiving: where both move, one word says so. */
export function moveMarkers(
  tx: Tx,
  app: string,
  channel: string,
  user: string,
  to: Receipt,
  { kinds = ['read', 'delivered'], byMessage = false }: MoveOptions = {},
): void {
  const moved = kinds.filter(
    (kind) =>
      tx.sql.run(
        `update members set ${kind}_offset = ?, ${kind}_n = max(${kind}_n, ?), ${kind}_at = ?
         where app_id = ? and channel_id = ? and user_id = ? and joined = 1 and ${kind}_offset < ?`,
        to.offset,
        to.n,
        to.at_ms,
        app,
        channel,
        user,
        to.offset,
      ) > 0,
  );
  const [kind] = moved;
  if (kind) tx.effects.push({ type: 'receipt', app, channel, user, kind, receipt: to, ...(byMessage && { known: true }) });
}

/** He has just written what is last in the channel: whoever hears that knows that he has read so far. */
export function sentBy(tx: Tx, app: string, channel: string, user: string, to: Receipt): void {
  const { offset, n, at_ms } = to;
  tx.sql.run(
    `update members set last_sent_at = ?1, read_offset = ?2, read_n = max(read_n, ?3), read_at = ?4, delivered_offset = ?2,
       delivered_n = max(delivered_n, ?3), delivered_at = ?4 where app_id = ?5 and channel_id = ?6 and user_id = ?7`,
    tx.now,
    offset,
    n,
    at_ms,
    app,
    channel,
    user,
  );
  tx.effects.push({ type: 'receipt', app, channel, user, kind: 'read', receipt: to, known: true });
}

/**
 * The reader has applied everything up to `offset`: more than the head is cut to the head, less than before changes nothing.
 * His other devices hear of `read` through his own stream.
 */
export function mark(tx: Tx, args: { app: string; user: string; channel: string; offset: number; kind: 'read' | 'delivered' }): Receipt {
  const { app, user, channel, kind } = args;
  const { member } = enter(tx, app, channel, user, kind === 'read' ? 'mark as read' : 'mark as delivered');
  const of = kind === 'read' ? readOf : deliveredOf;
  const offset = Math.min(args.offset, headOf(tx, app, channelStream(channel)));
  if (offset <= of(member!).offset) return of(member!);
  const n = tx.sql.get<{ n: number }>(
    'select n from messages where app_id = ? and channel_id = ? and message_id <= ? order by message_id desc limit 1',
    app,
    channel,
    offset,
  )?.n;
  moveMarkers(tx, app, channel, user, { offset, n: n ?? 0, at_ms: tx.now }, kind === 'read' ? {} : { kinds: ['delivered'] });
  const receipt = of(findMember(tx, app, channel, user)!);
  if (kind === 'read') append(tx, app, userStream(user), () => ({ kind: 'read', at_ms: tx.now, channel_id: channel, read: receipt }));
  return receipt;
}
