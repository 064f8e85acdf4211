import { EarshotError } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';
import { enter, isManager } from './rows.ts';

/** Who writes, reacts or changes something of his own. */
export interface Writer {
  app: string;
  /** Undefined: the app itself. */
  user?: string;
  channel: string;
  /** The app's own server acts for the user: it is bound by nothing that managers set. */
  byApp?: boolean;
}

/** What is done: `send` waits for slow mode, and `react` is free where only managers write. */
export type Act = 'send' | 'edit' | 'react';

/**
 * The one place that decides whether somebody may write in a channel now. Managers write in a frozen channel, so that they can say why
 * it is; they are bound by no mute, slow mode or `write` either. Throws `channel:banned`, `channel:frozen`, `channel:read-only`,
 * `channel:muted`, `channel:slow`, and what `enter` throws.
 */
export function enterToWrite(tx: Tx, { app, user, channel, byApp = false }: Writer, act: Act, operation: string): ReturnType<typeof enter> {
  const entered = enter(tx, app, channel, user, operation);
  const { row, member } = entered;
  if (!member || byApp || isManager(member.role)) return entered;
  if (row.frozen === 1) throw new EarshotError('channel:frozen', operation);
  if (row.write === 'managers' && act !== 'react') throw new EarshotError('channel:read-only', operation);
  if (member.muted_until !== null && member.muted_until > tx.now) throw new EarshotError('channel:muted', operation);
  const waitMs = act === 'send' && row.slow_ms > 0 && member.last_sent_at !== null ? member.last_sent_at + row.slow_ms - tx.now : 0;
  if (waitMs > 0) throw new EarshotError('channel:slow', operation, undefined, { retryAfterMs: waitMs });
  return entered;
}
