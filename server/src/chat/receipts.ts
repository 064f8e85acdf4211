import { channelStream, type Receipt, userStream } from '../../../src/core/protocol/index.ts';
import { append, headOf, type Tx } from '../db/tx.ts';
import { deliveredOf, enter, findMember, readOf } from './rows.ts';

/** Moves a member's markers on, never back; tells which moved. Reading is receiving. */
export function moveMarkers(
  tx: Tx,
  app: string,
  channel: string,
  user: string,
  to: Receipt,
  kinds: ('read' | 'delivered')[] = ['read', 'delivered'],
): void {
  for (const kind of kinds) {
    const moved = tx.sql.run(
      `update members set ${kind}_offset = ?, ${kind}_n = max(${kind}_n, ?), ${kind}_at = ?
       where app_id = ? and channel_id = ? and user_id = ? and joined = 1 and ${kind}_offset < ?`,
      to.offset,
      to.n,
      to.at_ms,
      app,
      channel,
      user,
      to.offset,
    );
    if (moved > 0) tx.effects.push({ type: 'receipt', app, channel, user, kind, receipt: to });
  }
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
  moveMarkers(tx, app, channel, user, { offset, n: n ?? 0, at_ms: tx.now }, kind === 'read' ? ['read', 'delivered'] : ['delivered']);
  const receipt = of(findMember(tx, app, channel, user)!);
  if (kind === 'read') append(tx, app, userStream(user), () => ({ kind: 'read', at_ms: tx.now, channel_id: channel, read: receipt }));
  return receipt;
}
