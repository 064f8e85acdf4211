import { uuid } from '../base/index.ts';
import type { DetachedMedia, MicrophoneOptions, TrackProcessor } from './api.ts';
import { newStream } from './stream.ts';

type Kind = 'audio' | 'video';

/** Two holds as one, where a call takes only one: the sound of the first, the picture of the second. Disposing of it disposes of both. */
export const combine = (audio: DetachedMedia, video: DetachedMedia): DetachedMedia => new Combined(audio, video);

class Combined implements DetachedMedia {
  readonly id = uuid();
  readonly type = 'audio-video';
  readonly stream: MediaStream;
  readonly #parts: Record<Kind, DetachedMedia>;

  constructor(audio: DetachedMedia, video: DetachedMedia) {
    this.#parts = { audio, video };
    this.stream = newStream([audio.audioTrack, video.videoTrack].filter((track) => track !== undefined));
    for (const part of [audio, video])
      part.onReplaced((next, previous) => {
        if (!this.stream.getTracks().includes(previous)) return;
        this.stream.removeTrack(previous);
        this.stream.addTrack(next);
      });
  }

  get audioTrack(): MediaStreamTrack | undefined {
    return this.#parts.audio.audioTrack;
  }

  get videoTrack(): MediaStreamTrack | undefined {
    return this.#parts.video.videoTrack;
  }

  get inUse(): boolean {
    return this.#parts.audio.inUse || this.#parts.video.inUse;
  }

  onReplaced(listener: (next: MediaStreamTrack, previous: MediaStreamTrack) => void | Promise<void>): () => void {
    const undos = [this.#parts.audio.onReplaced(listener), this.#parts.video.onReplaced(listener)];
    return () => {
      for (const undo of undos) undo();
    };
  }

  switchDevice(kind: Kind, deviceId: string | undefined): Promise<void> {
    return this.#parts[kind].switchDevice(kind, deviceId);
  }

  reopen(kind: Kind): Promise<void> {
    return this.#parts[kind].reopen(kind);
  }

  configure(options: MicrophoneOptions): Promise<void> {
    return this.#parts.audio.configure(options);
  }

  setProcessor(kind: Kind, processor: TrackProcessor | undefined): Promise<void> {
    return this.#parts[kind].setProcessor(kind, processor);
  }

  share(kinds: readonly Kind[] = ['audio', 'video']): DetachedMedia {
    const { audio, video } = this.#parts;
    if (!kinds.includes('video')) return audio.share(['audio']);
    if (!kinds.includes('audio')) return video.share(['video']);
    return new Combined(audio.share(['audio']), video.share(['video']));
  }

  dispose(kind?: Kind): void {
    for (const one of ['audio', 'video'] as const) if (!kind || kind === one) this.#parts[one].dispose(one);
  }
}
