import type { Media, TrackInfo } from '../../core/media/api.ts';
import { BasicError, basicError, CREATE_CODES, refuse } from './errors.ts';

const OPERATION = 'render the tracks';

/** One track in one container. */
interface Shown {
  readonly selector: string;
  readonly container: Element;
  readonly element: HTMLMediaElement;
  readonly stream: MediaStream;
  /** The track, and what it took the place of. */
  readonly ids: Set<string>;
  /** Stops the playing. */
  stop: () => void;
  /** Stops following a local track that is replaced. */
  readonly unfollow: () => void;
}

/** Tracks in containers that the page names by selector: the one place of this package that reaches into a page. */
export class Rendering {
  readonly #media: Media;
  readonly #shown = new Set<Shown>();

  constructor(media: Media) {
    this.#media = media;
  }

  /** All of the tracks, or none; a track that is there already stays in its element. Resolves when each has its speaker. */
  async render(trackIds: readonly string[], selector: string, speakerId?: string): Promise<void> {
    const container = containerOf(selector);
    const tracks = trackIds.map((id) => {
      const info = this.#media.track(id);
      if (!info) throw refuse(CREATE_CODES.INVALID_TRACK_ID, OPERATION, `there is no track ${id}`);
      return info;
    });
    const fresh: Shown[] = [];
    const shown = tracks.map((info) => {
      const there = this.#find(info.id, selector, container);
      if (there) return there;
      const made = this.#show(info, selector, container);
      fresh.push(made);
      return made;
    });
    const played = await Promise.allSettled(shown.map((one) => this.#play(one, speakerId)));
    const failed = played.find((outcome) => outcome.status === 'rejected');
    if (!failed) return;
    for (const one of fresh) this.#remove(one);
    throw basicError(failed.reason, CREATE_CODES.INVALID_PARAM);
  }

  /** What is not there is gone already. */
  remove(trackIds: readonly string[], selector: string): void {
    const container = query(selector);
    for (const id of trackIds) {
      const shown = this.#find(id, selector, container);
      if (shown) this.#remove(shown);
    }
  }

  containersOf(trackId: string): string[] {
    return [...this.#shown].filter(({ ids }) => ids.has(trackId)).map(({ selector }) => selector);
  }

  clear(): void {
    for (const shown of [...this.#shown]) this.#remove(shown);
  }

  #find(trackId: string, selector: string, container: Element | null): Shown | undefined {
    return [...this.#shown].find((shown) => shown.ids.has(trackId) && (shown.container === container || shown.selector === selector));
  }

  #show({ id, kind, mediaId, track }: TrackInfo, selector: string, container: Element): Shown {
    const stream = new MediaStream([track]);
    const ids = new Set([id]);
    const element = document.createElement(kind);
    element.autoplay = true;
    if (element instanceof HTMLVideoElement) {
      element.playsInline = true;
      element.muted = true; // sound has an element of its own, and a silent picture may play without a gesture
    }
    const unfollow = this.#media.get(mediaId)?.onReplaced((next, previous) => {
      if (!ids.has(previous.id)) return;
      ids.add(next.id);
      stream.removeTrack(previous);
      stream.addTrack(next);
    });
    const shown: Shown = { selector, container, element, stream, ids, stop: () => {}, unfollow: unfollow ?? (() => {}) };
    this.#shown.add(shown);
    container.append(element);
    return shown;
  }

  /** Nothing is heard from the wrong speaker first. */
  async #play(shown: Shown, speakerId: string | undefined): Promise<void> {
    const { element, stream } = shown;
    const options = element instanceof HTMLAudioElement && speakerId !== undefined ? { speakerId } : {};
    if (options.speakerId !== undefined) await element.setSinkId?.(options.speakerId);
    if (this.#shown.has(shown)) shown.stop = this.#media.render(stream, element, options); // else it was removed meanwhile
  }

  #remove(shown: Shown): void {
    this.#shown.delete(shown);
    shown.unfollow();
    shown.stop();
    shown.element.remove();
  }
}

function query(selector: string): Element | null {
  try {
    return globalThis.document?.querySelector(selector) ?? null;
  } catch (cause) {
    throw new BasicError(CREATE_CODES.INVALID_PARAM, `unable to find ${selector}; it is no selector`, cause);
  }
}

function containerOf(selector: string): Element {
  const container = query(selector);
  if (!container) throw refuse(CREATE_CODES.INVALID_PARAM, OPERATION, `nothing on the page matches ${selector}`);
  return container;
}
