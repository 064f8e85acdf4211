import type { PastCall } from '../../core/history/api.ts';
import { locale } from '../internal/locale.ts';

const DAY_MS = 86_400_000;

/** One line: a call, or calls of one person that were missed one after the other on one day. */
export interface Entry {
  /** The latest of its calls. */
  readonly call: PastCall;
  readonly calls: readonly PastCall[];
}

export interface Day {
  readonly key: number;
  readonly title: string;
  readonly entries: readonly Entry[];
}

const midnight = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);

/** When the words for days are others. */
export const nextMidnight = (nowMs: number): number => new Date(nowMs).setHours(24, 0, 0, 0);

/** "Today", "Yesterday", "Mon 2 June", with the year if it is another one. */
function dayText(atMs: number, nowMs: number): string {
  const days = Math.round((midnight(nowMs) - midnight(atMs)) / DAY_MS);
  const own = locale();
  if (days === 0 || days === 1) {
    const word = new Intl.RelativeTimeFormat(own, { numeric: 'auto' }).format(-days, 'day');
    return word.charAt(0).toLocaleUpperCase(own) + word.slice(1);
  }
  const other = new Date(atMs).getFullYear() !== new Date(nowMs).getFullYear();
  return new Intl.DateTimeFormat(own, { weekday: 'short', day: 'numeric', month: 'long', ...(other && { year: 'numeric' as const }) }).format(atMs);
}

/** Writes times of day: "10:20". */
export function timeWriter(): (atMs: number) => string {
  const format = new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit' });
  return (atMs) => format.format(atMs);
}

/** Calls, latest first, by the day of the reader's own time zone. */
export function daysOf(calls: readonly PastCall[], nowMs: number): Day[] {
  const days: { key: number; title: string; entries: { call: PastCall; calls: PastCall[] }[] }[] = [];
  for (const call of calls) {
    const key = midnight(call.startedAtMs);
    let day = days.at(-1);
    if (day?.key !== key) {
      day = { key, title: dayText(call.startedAtMs, nowMs), entries: [] };
      days.push(day);
    }
    const last = day.entries.at(-1);
    if (last && call.missed && last.call.missed && last.call.peer.user_id === call.peer.user_id) last.calls.push(call);
    else day.entries.push({ call, calls: [call] });
  }
  return days;
}
