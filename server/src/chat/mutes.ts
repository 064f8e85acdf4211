import { channelStream, type Notify, type Result, userStream } from '../../../src/core/protocol/index.ts';
import { append, type Tx } from '../db/tx.ts';
import { audit } from './audit.ts';
import { allowTo } from './roles.ts';
import { channelOfRow, enter, notifyOf } from './rows.ts';
import { findUser, needUser } from './users.ts';

export interface MuteUser {
  app: string;
  user?: string;
  channel: string;
  target: string;
  /** Zero lifts it. */
  seconds: number;
  reason?: string;
}

/** A member who reads, and does not write, for so long. */
export function muteUser(tx: Tx, args: MuteUser): Result<'channel.mute'> {
  const { app, channel, target, seconds } = args;
  const operation = seconds > 0 ? 'mute the user' : 'lift the mute';
  const { row, theirs } = allowTo(tx, args, 'mute', target, operation);
  const until = seconds > 0 ? tx.now + seconds * 1_000 : undefined;
  if (until === undefined && (theirs!.muted_until ?? 0) <= tx.now) return {};
  tx.sql.run('update members set muted_until = ? where app_id = ? and channel_id = ? and user_id = ?', until ?? null, app, channel, target);
  const by = args.user === undefined ? undefined : findUser(tx, app, args.user);
  append(tx, app, channelStream(channel), () => ({
    kind: 'channel_update',
    at_ms: tx.now,
    channel: channelOfRow(row),
    what: until === undefined ? 'unmute' : 'mute',
    user: { ...needUser(tx, app, target, operation), joined_at: theirs!.joined_at, role: theirs!.role },
    ...(by && { by }),
    ...(until !== undefined && { muted_until: until }),
  }));
  const detail = { ...(until !== undefined && { muted_until: until }), ...(args.reason !== undefined && { reason: args.reason }) };
  audit(tx, { app, channel, by: args.user, action: until === undefined ? 'unmute' : 'mute', user: target, detail });
  return until === undefined ? {} : { muted_until: until };
}

/** How loud a channel is for one member; his other devices hear of it. Only `none` has an end. */
export function setNotify(tx: Tx, args: { app: string; user: string; channel: string; mode: Notify['mode']; seconds?: number }): Notify {
  const { app, user, channel, mode, seconds } = args;
  enter(tx, app, channel, user, 'set how loud the channel is');
  const until = mode === 'none' && seconds !== undefined ? tx.now + seconds * 1_000 : null;
  tx.sql.run('update members set notify = ?, notify_until = ? where app_id = ? and channel_id = ? and user_id = ?', mode, until, app, channel, user);
  const notify = notifyOf({ notify: mode, notify_until: until }, tx.now);
  append(tx, app, userStream(user), () => ({ kind: 'notify', at_ms: tx.now, channel_id: channel, notify }));
  return notify;
}
