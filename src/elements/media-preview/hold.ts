import type { DetachedMedia, Media } from '../../core/media/api.ts';

/** What the preview has open, offered to the next call. */
export class Hold {
  readonly media: DetachedMedia;
  readonly #core: Media;
  readonly #undo: (() => void)[];

  /** `replaced`: another device or effect took the place of the one before. */
  constructor(core: Media, media: DetachedMedia, muted: boolean, replaced: () => void) {
    this.#core = core;
    this.media = media;
    this.mute(muted);
    this.#undo = [core.offer(media), media.onReplaced(replaced)];
  }

  mute(muted: boolean): void {
    const id = this.media.audioTrack?.id;
    if (id !== undefined) this.#core[muted ? 'mute' : 'unmute']([id]);
  }

  /** A device is gone and nothing has taken over. */
  get lost(): boolean {
    return this.media.stream.getTracks().some(({ readyState }) => readyState === 'ended');
  }

  /** The same for a kind that the machine has no other device of: nothing can take over. */
  get lostForGood(): boolean {
    const { cameras, microphones } = this.#core.devices;
    return this.media.stream.getTracks().some(({ kind, readyState }) => readyState === 'ended' && !(kind === 'audio' ? microphones : cameras).length);
  }

  /** Takes the offer back and closes what nobody else holds. */
  release(): void {
    for (const undo of this.#undo) undo();
    this.media.dispose();
  }
}
