import type { FlightEvent } from './api.ts';
import type { SessionStore } from './ports.ts';
import type { Redactor, RedactorState } from './redactor.ts';

/** What may lie in the store: a page has 5 MB of it, and needs them for itself. */
export const MOST_BYTES = 200_000;

interface Kept extends RedactorState {
  version: 1;
  dropped: number;
  events: FlightEvent[];
}

/** Writes the ring for the page that comes next in this tab; the oldest events stay behind when it is too long. */
export function keepOver(
  store: SessionStore | undefined,
  key: string,
  ring: { events: readonly FlightEvent[]; dropped: number },
  redactor: Redactor,
): void {
  let { events, dropped } = ring;
  const state = redactor.save();
  for (;;) {
    const text = JSON.stringify({ version: 1, ...state, dropped, events } satisfies Omit<Kept, 'events'> & { events: readonly FlightEvent[] });
    // all of it is ASCII: a character is a byte
    if (text.length <= MOST_BYTES) {
      try {
        store?.setItem(key, text);
      } catch {
        // full, or not allowed: the recording ends with this page
      }
      return;
    }
    if (!events.length) return;
    const half = Math.ceil(events.length / 2);
    events = events.slice(half);
    dropped += half;
  }
}

/** What the page before left; undefined when there was none. Goes through the redactor once more: a store can be written by others. */
export function takeUp(store: SessionStore | undefined, key: string, redactor: Redactor): { events: FlightEvent[]; dropped: number } | undefined {
  try {
    const kept = JSON.parse(store?.getItem(key) ?? 'null') as Kept | null;
    if (kept?.version !== 1) return undefined;
    redactor.restore(kept);
    const events = kept.events.map(({ atMs, area, name, detail }) => redactor.event(atMs, area, name, detail, true));
    return { events, dropped: Number(kept.dropped) || 0 };
  } catch {
    return undefined; // not ours
  }
}
