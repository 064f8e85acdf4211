import { EarshotError } from '../protocol/index.ts';
import type { DetachedMedia, MediaEngine, OpenOptions } from './api.ts';
import { mediaError } from './media-error.ts';

interface Source {
  track: Promise<MediaStreamTrack>;
  /** The same once it is open. */
  opened: MediaStreamTrack | undefined;
  users: number;
}

/** What was chosen and remembered: a wish, so that an unplugged device does not stand in the way. */
export interface Chosen {
  microphoneId: string | undefined;
  cameraId: string | undefined;
}

/**
 * Opens microphones and cameras. Who asks for a device that is open already shares it: each holder gets clones of its tracks, so that
 * muting one does not mute the other, and the device closes with its last holder.
 */
export class Capture {
  readonly #engine: MediaEngine;
  readonly #sources = new Map<string, Source>();
  readonly #open = new Set<DetachedMedia>();

  constructor(engine: MediaEngine) {
    this.#engine = engine;
  }

  async open(options: OpenOptions, chosen: Chosen): Promise<DetachedMedia> {
    const wanted = options.audio || options.video ? options : { audio: true };
    const audio = wanted.audio ? audioConstraints(wanted.audio, chosen.microphoneId) : undefined;
    const video = wanted.video ? videoConstraints(wanted.video, chosen.cameraId) : undefined;
    const keys = [audio && `audio ${JSON.stringify(audio)}`, video && `video ${JSON.stringify(video)}`].filter((key) => key !== undefined);
    const missing = keys.filter((key) => !this.#sources.has(key));
    if (missing.length) {
      // one question for all that is missing
      const stream = this.#engine.getUserMedia({
        ...(missing.some((key) => key.startsWith('audio')) && { audio }),
        ...(missing.some((key) => key.startsWith('video')) && { video }),
      });
      for (const key of missing) this.#add(key, stream);
    }
    const sources = keys.map((key) => this.#sources.get(key) as Source);
    for (const source of sources) source.users++;
    try {
      const tracks = await Promise.all(sources.map((source) => source.track));
      return this.#hold(sources, tracks);
    } catch (error) {
      for (const source of sources) this.#leave(source);
      const kinds = keys.map((key) => (key.startsWith('audio') ? ('microphone' as const) : ('camera' as const)));
      throw error instanceof EarshotError ? error : await mediaError(this.#engine, error, kinds);
    }
  }

  /** Closes every device. */
  dispose(): void {
    for (const media of [...this.#open]) media.dispose();
  }

  #add(key: string, stream: Promise<MediaStream>): void {
    const track = stream.then((s) => {
      const found = key.startsWith('audio') ? s.getAudioTracks()[0] : s.getVideoTracks()[0];
      if (!found) throw new EarshotError('media:not-found', 'open the device');
      source.opened = found;
      if (source.users === 0) found.stop(); // whoever asked has gone meanwhile
      found.addEventListener('ended', () => this.#sources.get(key)?.track === track && this.#sources.delete(key));
      return found;
    });
    const source: Source = { track, opened: undefined, users: 0 };
    track.catch(() => this.#sources.get(key)?.track === track && this.#sources.delete(key));
    this.#sources.set(key, source);
  }

  #hold(sources: Source[], tracks: MediaStreamTrack[]): DetachedMedia {
    const clones = tracks.map((track) => track.clone());
    const stream = newStream(clones);
    let held = true;
    const media: DetachedMedia = {
      stream,
      audioTrack: clones.find((track) => track.kind === 'audio'),
      videoTrack: clones.find((track) => track.kind === 'video'),
      dispose: () => {
        if (!held) return;
        held = false;
        this.#open.delete(media);
        for (const clone of clones) clone.stop();
        for (const source of sources) this.#leave(source);
      },
    };
    this.#open.add(media);
    return media;
  }

  #leave(source: Source): void {
    if (--source.users > 0) return;
    for (const [key, held] of this.#sources) if (held === source) this.#sources.delete(key);
    source.opened?.stop();
  }
}

/** A stream of these tracks; a bare stand-in where the platform has none (Node). */
export function newStream(tracks: readonly MediaStreamTrack[]): MediaStream {
  if (typeof MediaStream === 'function') return new MediaStream([...tracks]);
  const held = [...tracks];
  const of = (kind: string) => held.filter((track) => track.kind === kind);
  return {
    getTracks: () => [...held],
    getAudioTracks: () => of('audio'),
    getVideoTracks: () => of('video'),
    addTrack: (track: MediaStreamTrack) => void held.push(track),
  } as unknown as MediaStream;
}

function audioConstraints(wish: true | { deviceId?: string }, chosen: string | undefined): MediaTrackConstraints {
  return { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...device(wish, chosen) };
}

function videoConstraints(wish: true | { deviceId?: string; width?: number; height?: number }, chosen: string | undefined): MediaTrackConstraints {
  const { width = 1280, height = 720 } = wish === true ? {} : wish;
  return { width: { ideal: width }, height: { ideal: height }, ...device(wish, chosen) };
}

function device(wish: true | { deviceId?: string }, chosen: string | undefined): { deviceId?: ConstrainDOMString } {
  if (wish !== true && wish.deviceId) return { deviceId: { exact: wish.deviceId } };
  return chosen ? { deviceId: { ideal: chosen } } : {};
}
