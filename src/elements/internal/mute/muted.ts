import type { ChannelHead } from '../../../core/protocol/index.ts';
import { icon } from '../icon.ts';
import { locale } from '../locale.ts';
import { t } from './words.ts';

/** How loud a channel is for me. Comes unchecked with the channel. */
export type Loudness = ChannelHead['notify'];

/** What one may ask for: to hear all, or nothing, for so long or until told otherwise. */
export type Quiet = { mode: 'all' } | { mode: 'none'; seconds?: number };

const DAY_MS = 86_400_000;

export const bell = /* @__PURE__ */ icon('M6 8.2a4 4 0 0 1 8 0c0 4.4 1.5 4.8 1.5 5.8h-11c0-1 1.5-1.4 1.5-5.8M8.4 16.4a1.8 1.8 0 0 0 3.2 0');
export const bellOff = /* @__PURE__ */ icon(
  'M6 8.2a4 4 0 0 1 6.9-2.8M14 8.6c.2 3.6 1.5 4.4 1.5 5.4H7M4.5 14c0-1 1.3-1.8 1.5-5.4M8.4 16.4a1.8 1.8 0 0 0 3.2 0M3 3l14 14',
);

/** When the quiet ends by itself; undefined: it does not. */
export const quietUntil = (notify: Loudness): number | undefined => (typeof notify?.until === 'number' ? notify.until : undefined);

/** Whether I have asked a channel to be quiet, and it is not over yet. */
export const isMuted = (notify: Loudness, nowMs: number): boolean =>
  notify?.mode === 'none' && (quietUntil(notify) ?? Number.POSITIVE_INFINITY) > nowMs;

/** "Muted until 18:40", with the day where that is not within one; "Muted" where it has no end. */
export function mutedText(notify: Loudness, nowMs: number): string {
  const until = quietUntil(notify);
  if (until === undefined) return t('chat.mute.on');
  const day: Intl.DateTimeFormatOptions = until - nowMs < DAY_MS ? {} : { day: 'numeric', month: 'short' };
  return t('chat.mute.until', { time: new Intl.DateTimeFormat(locale(), { ...day, hour: '2-digit', minute: '2-digit' }).format(until) });
}

/** What is said once it holds. */
export const quietSaid = (quiet: Quiet, nowMs: number): string =>
  quiet.mode === 'all' ? t('chat.mute.over') : mutedText({ mode: 'none', ...(quiet.seconds && { until: nowMs + quiet.seconds * 1000 }) }, nowMs);
