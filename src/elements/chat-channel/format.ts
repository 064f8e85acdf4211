import { locale } from '../internal/locale.ts';

const DAY_MS = 86_400_000;
const made = new Map<string, unknown>();
/** The last time told. */
let [spokenMs, spokenIn, spoken] = [0, '', ''];

/** Keeps what costs more to make than to use, by locale and name. */
export function once<T>(name: string, make: (locale: string) => T): T {
  const key = `${locale()} ${name}`;
  if (!made.has(key)) made.set(key, make(locale()));
  return made.get(key) as T;
}

/** "16:24". Kept for the next who asks: a row says it three times. */
export function timeText(atMs: number): string {
  const speech = locale();
  if (atMs !== spokenMs || speech !== spokenIn) {
    spoken = once('time', (l) => new Intl.DateTimeFormat(l, { hour: '2-digit', minute: '2-digit' })).format(atMs);
    [spokenMs, spokenIn] = [atMs, speech];
  }
  return spoken;
}

/** "Today", "Yesterday", "Mon 2 June", with the year if it is another one. */
export function dayText(atMs: number, nowMs: number): string {
  const midnight = (ms: number) => new Date(ms).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(nowMs) - midnight(atMs)) / DAY_MS);
  if (days === 0 || days === 1) {
    const word = once('day', (l) => new Intl.RelativeTimeFormat(l, { numeric: 'auto' })).format(-days, 'day');
    return word.charAt(0).toLocaleUpperCase(locale()) + word.slice(1);
  }
  const year = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear() ? undefined : ('numeric' as const);
  return once(`date${year}`, (l) => new Intl.DateTimeFormat(l, { weekday: 'short', day: 'numeric', month: 'long', year })).format(atMs);
}
