import { asEarshotError } from '../protocol/index.ts';
import type { TrackProcessor } from './api.ts';
import { deviceIdOf } from './constraints.ts';
import type { DevicePool, Source, SourceUser } from './device-pool.ts';
import type * as changes from './feed-change.ts';
import { loadLater } from './load-later.ts';

/** A hold that sends a clone of what a feed gives. */
export interface FeedHolder {
  cloneOf(feed: Feed): MediaStreamTrack;
  /** Another track takes the place of the one before. */
  takeOver(feed: Feed): void;
  /** The clone must close at once; another one will come. */
  closeClone(feed: Feed): void;
  feedEnded(feed: Feed): void;
  feedMuted(feed: Feed): void;
}

/** What a feed is made of, for what changes it. */
export interface FeedParts {
  readonly feed: Feed;
  readonly pool: DevicePool;
  readonly holders: Set<FeedHolder>;
  source: Source;
  processor: TrackProcessor | undefined;
  /** What the holders clone: the raw track, or what the processor made of it. */
  out: MediaStreamTrack;
  lost: boolean;
}

/** One of what `feed-change.ts` does. */
export type FeedChange = (all: typeof changes, parts: FeedParts) => Promise<void>;

/**
 * What one `open` got of one kind, for its hold and all that are shared from it: a device, and perhaps an effect on it. Holders send
 * clones, so that each mutes for itself. Changes, whose code comes with the first, run one after the other; until one has succeeded, what was
 * in use before stays so.
 */
export class Feed implements SourceUser {
  readonly kind: 'audio' | 'video';
  readonly from: 'microphone' | 'camera' | 'screen';
  /** Only this device was wanted: another is taken only when it is gone. */
  fixed = false;
  /** Told when the device ends, falls silent or is heard again. */
  onSource: ((feed: Feed) => void) | undefined;
  readonly #parts: FeedParts;
  #last: Promise<unknown> = Promise.resolve();

  constructor(pool: DevicePool, source: Source, from?: 'screen') {
    this.kind = source.ask.kind;
    this.from = from ?? (this.kind === 'audio' ? 'microphone' : 'camera');
    this.#parts = { feed: this, pool, holders: new Set(), source, processor: undefined, out: source.track, lost: false };
    source.arrive(this);
  }

  get track(): MediaStreamTrack {
    return this.#parts.out;
  }

  /** What the device gives, before any effect. */
  get raw(): MediaStreamTrack {
    return this.#parts.source.track;
  }

  /** Which device was asked for; undefined is the system's default. */
  get asked(): string | undefined {
    return deviceIdOf(this.#parts.source.ask);
  }

  /** An effect could not go on, and the track ended with it: nobody may bring back the bare device unasked. */
  get lost(): boolean {
    return this.#parts.lost;
  }

  get sourceMuted(): boolean {
    return this.raw.muted;
  }

  /** It gives nothing, and may be brought back. */
  get ill(): boolean {
    return !this.lost && (this.raw.readyState === 'ended' || this.raw.muted);
  }

  join(holder: FeedHolder): void {
    this.#parts.holders.add(holder);
  }

  /** The last one out closes it. */
  leave(holder: FeedHolder): void {
    const parts = this.#parts;
    if (!parts.holders.delete(holder) || parts.holders.size > 0) return;
    parts.processor?.stop();
    parts.processor = undefined;
    parts.source.leave(this);
  }

  /** Changes it, once the changes before are done and the code for it is there. */
  change(change: FeedChange): Promise<void> {
    const load = loadLater().catch((error: unknown) => {
      throw asEarshotError(error, 'media:failed', 'change the media');
    });
    const run = this.#last.then(async () => change((await load).feedChanges, this.#parts));
    this.#last = run.catch(() => {});
    return run;
  }

  onClosing(): void {
    for (const holder of this.#parts.holders) holder.closeClone(this);
  }

  onReopened(): void {
    this.change((changes, parts) => changes.goOn(parts)).catch(() => {}); // holders of a lost effect are told that it ended
  }

  onEnded(source: Source): void {
    if (source === this.#parts.source) this.#tell((holder) => holder.feedEnded(this));
  }

  onMuted(source: Source): void {
    if (source === this.#parts.source) this.#tell((holder) => holder.feedMuted(this));
  }

  #tell(news: (holder: FeedHolder) => void): void {
    for (const holder of [...this.#parts.holders]) news(holder);
    this.onSource?.(this);
  }
}
