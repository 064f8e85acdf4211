/** Whether a stream has a picture to show now: what its sender stopped is muted, not gone. */
export const hasPicture = (stream: MediaStream | undefined): boolean =>
  !!stream?.getVideoTracks().some(({ readyState, muted }) => readyState === 'live' && !muted);

const ON_TRACK = ['mute', 'unmute', 'ended'] as const;
const ON_STREAM = ['addtrack', 'removetrack'] as const;

/** Calls back when one of the streams it watches gains or loses its picture. */
export class PictureWatch {
  readonly #changed: () => void;
  #targets: EventTarget[] = [];

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Watches these, and no others. */
  watch(...streams: (MediaStream | undefined)[]): void {
    const targets = streams.flatMap((stream) => (stream ? [stream, ...stream.getVideoTracks()] : []));
    if (targets.length === this.#targets.length && targets.every((target, i) => target === this.#targets[i])) return;
    this.#each('removeEventListener');
    this.#targets = targets;
    this.#each('addEventListener');
  }

  #each(change: 'addEventListener' | 'removeEventListener'): void {
    for (const target of this.#targets) for (const type of [...ON_TRACK, ...ON_STREAM]) target[change](type, this.#changed);
  }
}
