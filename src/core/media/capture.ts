import type { AudioOptions, DetachedMedia, MediaEngine, OpenOptions, VideoOptions } from './api.ts';
import { audioAsk, videoAsk } from './constraints.ts';
import { Detached, type DetachedHost } from './detached.ts';
import { DevicePool } from './device-pool.ts';
import { Feed } from './feed.ts';
import type { Tracks } from './tracks.ts';

/** What was chosen and remembered: a wish, so that an unplugged device does not stand in the way. */
export interface Chosen {
  microphoneId: string | undefined;
  cameraId: string | undefined;
}

/** Opens microphones and cameras (`screen.ts`: screens) as detached media, and knows what is open. */
export class Capture implements DetachedHost {
  readonly tracks: Tracks;
  readonly pool: DevicePool;
  readonly #onLocal: () => void;
  readonly #onSource: (feed: Feed) => void;
  readonly #open = new Map<string, Detached>();

  constructor(engine: MediaEngine, tracks: Tracks, onLocal: () => void, onSource: (feed: Feed) => void) {
    this.tracks = tracks;
    this.#onSource = onSource;
    this.pool = new DevicePool(engine);
    this.#onLocal = onLocal;
  }

  get local(): readonly Detached[] {
    return [...this.#open.values()];
  }

  get(mediaId: string): DetachedMedia | undefined {
    return this.#open.get(mediaId);
  }

  async open(options: OpenOptions, chosen: Chosen): Promise<DetachedMedia> {
    const { audio, video } = options.audio || options.video ? options : { audio: true };
    const asks = [audio && audioAsk(audio, chosen.microphoneId), video && videoAsk(video, chosen.cameraId)].filter((ask) => typeof ask === 'object');
    const sources = await this.pool.acquire(asks);
    const feeds = sources.map((source) => new Feed(this.pool, source));
    for (const feed of feeds) {
      feed.fixed = isExact(feed.kind === 'audio' ? audio : video);
      feed.onSource = this.#onSource;
    }
    return new Detached(feeds, this);
  }

  /** The microphones or cameras that are held, each once. */
  feeds(from: Feed['from']): Feed[] {
    return [...new Set([...this.#open.values()].flatMap(({ feeds }) => feeds))].filter((feed) => feed.from === from);
  }

  opened(media: Detached): void {
    this.#open.set(media.id, media);
    this.#onLocal();
  }

  disposed(media: Detached): void {
    this.#open.delete(media.id);
    this.#onLocal();
  }

  /** Closes every device. */
  dispose(): void {
    this.pool.dispose();
    for (const media of this.local) media.dispose();
  }
}

const isExact = (options: boolean | AudioOptions | VideoOptions | undefined): boolean =>
  typeof options === 'object' && typeof options.deviceId === 'object' && 'exact' in options.deviceId;
