import { uuid } from '../base/index.ts';
import { EarshotError } from '../protocol/index.ts';
import type { DetachedMedia, MicrophoneOptions, TrackProcessor } from './api.ts';
import type { Feed, FeedChange, FeedHolder } from './feed.ts';
import { newStream } from './stream.ts';
import type { Tracks } from './tracks.ts';

/** What detached media tells of its life. */
export interface DetachedHost {
  readonly tracks: Tracks;
  opened(media: Detached): void;
  disposed(media: Detached): void;
}

type Listener = Parameters<DetachedMedia['onReplaced']>[0];

/** One hold: a clone of what each of its feeds gives, muted for itself. */
export class Detached implements DetachedMedia, FeedHolder {
  readonly id = uuid();
  readonly type: DetachedMedia['type'];
  readonly stream: MediaStream;
  readonly #host: DetachedHost;
  readonly #clones = new Map<Feed, MediaStreamTrack>();
  /** Tracks that were replaced and go on until whoever sends them has changed over. */
  readonly #leaving = new Set<MediaStreamTrack>();
  readonly #listeners = new Set<Listener>();
  readonly #ended = new WeakSet<MediaStreamTrack>();
  #disposed = false;

  constructor(feeds: readonly Feed[], host: DetachedHost) {
    this.#host = host;
    this.type = feeds.some(({ from }) => from === 'screen') ? 'screen' : feeds.length > 1 ? 'audio-video' : (feeds[0]?.kind ?? 'audio');
    for (const feed of feeds) {
      const clone = feed.track.clone();
      clone.enabled = true;
      this.#clones.set(feed, clone);
      feed.join(this);
      host.tracks.add(clone, { source: feed.from, mediaId: this.id, sourceMuted: feed.sourceMuted });
    }
    this.stream = newStream([...this.#clones.values()]);
    host.opened(this);
  }

  get audioTrack(): MediaStreamTrack | undefined {
    return this.#find('audio')?.[1];
  }

  get videoTrack(): MediaStreamTrack | undefined {
    return this.#find('video')?.[1];
  }

  /** What its clones are of. */
  get feeds(): readonly Feed[] {
    return [...this.#clones.keys()];
  }

  get inUse(): boolean {
    return !this.#disposed && [...this.#clones.values()].some((clone) => this.#host.tracks.inUse(clone));
  }

  onReplaced(listener: Listener): () => void {
    const mine: Listener = (next, previous) => listener(next, previous); // the same function may listen twice
    this.#listeners.add(mine);
    return () => void this.#listeners.delete(mine);
  }

  switchDevice(kind: 'audio' | 'video', deviceId: string | undefined): Promise<void> {
    return this.#change(kind, 'switch the device', (changes, parts) => changes.switchDevice(parts, deviceId));
  }

  reopen(kind: 'audio' | 'video'): Promise<void> {
    return this.#change(kind, 'open the device anew', (changes, parts) => changes.reopen(parts));
  }

  configure(options: MicrophoneOptions): Promise<void> {
    return this.#change('audio', 'change the microphone', (changes, parts) => changes.configure(parts, options));
  }

  setProcessor(kind: 'audio' | 'video', processor: TrackProcessor | undefined): Promise<void> {
    return this.#change(kind, `use ${processor?.name ?? 'no effect'}`, (changes, parts) => changes.setProcessor(parts, processor));
  }

  share(kinds?: readonly ('audio' | 'video')[]): DetachedMedia {
    if (this.#disposed) throw new EarshotError('request:aborted', 'share the media', 'it was disposed');
    return new Detached(
      this.feeds.filter(({ kind }) => kinds?.includes(kind) ?? true),
      this.#host,
    );
  }

  dispose(kind?: 'audio' | 'video'): void {
    if (this.#disposed) return;
    const leaving = [...this.#clones].filter(([feed]) => !kind || feed.kind === kind);
    const whole = leaving.length === this.#clones.size;
    for (const [feed, clone] of leaving) {
      this.#host.tracks.remove(clone);
      clone.stop();
      feed.leave(this);
      if (whole) continue;
      this.#clones.delete(feed);
      this.stream.removeTrack(clone);
    }
    if (!whole) return;
    this.#disposed = true;
    for (const track of this.#leaving) track.stop();
    this.#listeners.clear();
    this.#host.disposed(this);
  }

  lose(kind: 'audio' | 'video'): void {
    const feed = this.#find(kind)?.[0];
    if (!feed) return;
    this.feedEnded(feed);
    feed.leave(this);
  }

  cloneOf(feed: Feed): MediaStreamTrack {
    return this.#clones.get(feed) as MediaStreamTrack;
  }

  takeOver(feed: Feed): void {
    const previous = this.cloneOf(feed);
    const next = feed.track.clone();
    next.enabled = previous.enabled;
    this.#clones.set(feed, next);
    this.stream.removeTrack(previous);
    this.stream.addTrack(next);
    this.#host.tracks.replace(previous, next, feed.sourceMuted);
    this.#leaving.add(previous);
    void Promise.allSettled([...this.#listeners].map(async (listener) => listener(next, previous))).then((outcomes) => {
      previous.stop();
      this.#leaving.delete(previous);
      for (const outcome of outcomes) if (outcome.status === 'rejected') reportError(outcome.reason);
    });
  }

  closeClone(feed: Feed): void {
    this.cloneOf(feed).stop();
  }

  feedEnded(feed: Feed): void {
    const clone = this.cloneOf(feed);
    if (this.#ended.has(clone)) return;
    this.#ended.add(clone);
    if (clone.readyState === 'live') {
      // a processed track would go on with silence; one of the device hears of it a moment later
      clone.stop();
      clone.dispatchEvent(new Event('ended'));
    }
    this.#host.tracks.ended(clone);
  }

  feedMuted(feed: Feed): void {
    this.#host.tracks.sourceMuted(this.cloneOf(feed), feed.sourceMuted);
  }

  #find(kind: 'audio' | 'video'): [Feed, MediaStreamTrack] | undefined {
    return [...this.#clones].find(([feed]) => feed.kind === kind);
  }

  async #change(kind: 'audio' | 'video', operation: string, change: FeedChange): Promise<void> {
    const found = this.#find(kind);
    if (this.#disposed) throw new EarshotError('request:aborted', operation, 'it was disposed');
    if (!found) throw new EarshotError('media:not-found', operation, `the media has no ${kind}`);
    await found[0].change(change);
  }
}
