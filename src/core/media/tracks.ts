import { EarshotError } from '../protocol/index.ts';
import type { MediaEvents, TrackInfo, TrackSource } from './api.ts';
import { listen, undoAll } from './listen.ts';

/** A call that sends or plays a track. */
export interface Use {
  callId: string;
  remote: boolean;
  mediaId: string;
}

interface Entry {
  track: MediaStreamTrack;
  readonly source: TrackSource;
  readonly mediaId: string;
  muted: boolean;
  sourceMuted: boolean;
  /** Who keeps it silent beside `muted`. */
  silences: number;
  readonly uses: Set<Use>;
  /** Its id, and those of the tracks it took the place of: who knew one of them still finds it. */
  readonly ids: string[];
  /** Stops listening to a track that no hold speaks for. */
  readonly off: () => void;
}

type Emit = <K extends 'muted' | 'unmuted' | 'source-muted' | 'source-unmuted' | 'track-ended'>(type: K, ...args: MediaEvents[K]) => void;

/** All tracks that are held or used by a call: what is known of them, and who silences them. */
export class Tracks {
  readonly #emit: Emit;
  readonly #entries = new Map<string, Entry>();

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  get all(): readonly TrackInfo[] {
    return [...new Set(this.#entries.values())].map(infoOf);
  }

  info(trackId: string): TrackInfo | undefined {
    const entry = this.#entries.get(trackId);
    return entry && infoOf(entry);
  }

  inUse(track: MediaStreamTrack): boolean {
    return (this.#entries.get(track.id)?.uses.size ?? 0) > 0;
  }

  /** A track of a hold. */
  add(track: MediaStreamTrack, known: { source: TrackSource; mediaId: string; sourceMuted: boolean }): void {
    this.#entries.set(track.id, this.#entry(track, known));
  }

  /** Its silence and its calls go over to the next one, which is enabled or not already. */
  replace(previous: MediaStreamTrack, next: MediaStreamTrack, sourceMuted: boolean): void {
    const entry = this.#entries.get(previous.id);
    if (!entry) return;
    entry.track = next;
    entry.ids.push(next.id);
    this.#entries.set(next.id, entry);
    this.#setSourceMuted(entry, sourceMuted);
  }

  remove(track: MediaStreamTrack): void {
    const entry = this.#entries.get(track.id);
    if (!entry) return;
    entry.off();
    for (const id of entry.ids) this.#entries.delete(id);
  }

  sourceMuted(track: MediaStreamTrack, muted: boolean): void {
    const entry = this.#entries.get(track.id);
    if (entry) this.#setSourceMuted(entry, muted);
  }

  ended(track: MediaStreamTrack): void {
    const entry = this.#entries.get(track.id);
    if (!entry) return;
    const calls: (string | undefined)[] = callsOf(entry);
    for (const callId of calls.length > 0 ? calls : [undefined]) this.#emit('track-ended', track.id, callId);
  }

  /** All of them, or, when one is unknown, none. */
  setMuted(trackIds: readonly string[], muted: boolean): void {
    const entries = trackIds.map((id) => {
      const entry = this.#entries.get(id);
      if (!entry) throw new EarshotError('media:not-found', muted ? 'mute the tracks' : 'unmute the tracks', `there is no track ${id}`);
      return entry;
    });
    const changed = [...new Set(entries)].filter((entry) => entry.muted !== muted);
    for (const entry of changed) {
      entry.muted = muted;
      gate(entry);
    }
    const ids = changed.map(({ track }) => track.id);
    if (ids.length > 0) this.#emit(muted ? 'muted' : 'unmuted', ids);
  }

  silence(track: MediaStreamTrack): () => void {
    const entry = this.#entries.get(track.id);
    if (!entry) throw new EarshotError('media:not-found', 'silence the track', `there is no track ${track.id}`);
    let silent = true;
    entry.silences++;
    gate(entry);
    return () => {
      if (!silent) return;
      silent = false;
      entry.silences--;
      gate(entry);
    };
  }

  used(track: MediaStreamTrack, by: Use): () => void {
    const entry = this.#entries.get(track.id) ?? this.#outsider(track, by);
    const use = { ...by };
    entry.uses.add(use);
    return () => {
      if (entry.uses.delete(use) && entry.uses.size === 0 && (entry.source === 'remote' || entry.source === 'app')) this.remove(entry.track);
    };
  }

  dispose(): void {
    for (const entry of new Set(this.#entries.values())) entry.off();
    this.#entries.clear();
  }

  /** A track of the far side or of the app: it is known as long as a call uses it. */
  #outsider(track: MediaStreamTrack, { remote, mediaId }: Use): Entry {
    const offs = [
      listen(track, ['mute', 'unmute'], () => this.sourceMuted(track, track.muted)),
      listen(track, ['ended'], () => remote || this.ended(track)),
    ];
    const off = () => undoAll(offs);
    const entry = this.#entry(track, { source: remote ? 'remote' : 'app', mediaId, sourceMuted: track.muted }, off);
    this.#entries.set(track.id, entry);
    return entry;
  }

  #entry(track: MediaStreamTrack, known: Pick<Entry, 'source' | 'mediaId' | 'sourceMuted'>, off: () => void = () => {}): Entry {
    return { ...known, track, muted: !track.enabled, silences: 0, uses: new Set(), ids: [track.id], off };
  }

  #setSourceMuted(entry: Entry, muted: boolean): void {
    if (entry.sourceMuted === muted) return;
    entry.sourceMuted = muted;
    this.#emit(muted ? 'source-muted' : 'source-unmuted', entry.track.id);
  }
}

/** Disabled, a track goes on with silence or black: the other side knows that the path lives. */
function gate(entry: Entry): void {
  entry.track.enabled = !entry.muted && entry.silences === 0;
}

const callsOf = ({ uses }: Entry): string[] => [...new Set([...uses].map(({ callId }) => callId))];

function infoOf(entry: Entry): TrackInfo {
  const { track, source, mediaId, muted, sourceMuted } = entry;
  const { id, kind, label, readyState: state } = track;
  return { id, kind: kind as 'audio' | 'video', source, label, mediaId, muted, sourceMuted, state, callIds: callsOf(entry), track };
}
