import type { Clock } from '../../../../core/base/clock.ts';
import type { ClientApi } from '../../../../core/client/api.ts';
import { mediaOf } from '../../../../core/client/media-of.ts';
import type { DetachedMedia } from '../../../../core/media/api.ts';

/** MP4 plays in every engine; WebM is for those that record nothing else. */
const TYPES = ['audio/mp4;codecs=mp4a.40.2', 'audio/mp4', 'audio/webm;codecs=opus', 'audio/webm', 'audio/ogg;codecs=opus'];
const BITS_PER_SECOND = 48_000;
/** Peaks of a waveform, and the highest. */
const PEAKS = 64;
const HIGHEST = 31;
/** Shorter ones are slips of the finger. */
const SHORTEST_MS = 500;
/** As long as a voice message may be. */
export const LONGEST_MS = 15 * 60_000;

export interface VoiceNote {
  readonly file: File;
  readonly durationMs: number;
  readonly waveform: readonly number[];
}

/** `count` peaks over equal stretches of a list of levels (0…1), as 0…31. */
export function peaksOf(levels: readonly number[], count = PEAKS): number[] {
  const length = Math.min(count, Math.max(1, levels.length));
  return Array.from({ length }, (_, i) => {
    const from = Math.floor((i * levels.length) / length);
    const to = Math.max(from + 1, Math.floor(((i + 1) * levels.length) / length));
    return Math.round(Math.min(1, Math.max(0, ...levels.slice(from, to))) * HIGHEST);
  });
}

/** One voice message while it is recorded: the microphone is open from `start` to `stop` or `cancel`. */
export class VoiceRecording {
  /** 0…1, of now. */
  level = 0;
  readonly #media: DetachedMedia;
  readonly #recorder: MediaRecorder;
  readonly #clock: Clock;
  readonly #pieces: Blob[] = [];
  readonly #levels: number[] = [];
  readonly #stopLevel: () => void;
  #sinceMs: number | undefined;
  #beforeMs = 0;

  /** Asks for the microphone in use; rejects with a `media:*` error, or where the browser records nothing. */
  static async start(client: ClientApi, changed: () => void): Promise<VoiceRecording> {
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const media = await mediaOf(client).open({ audio: true });
    try {
      return new VoiceRecording(
        client,
        media,
        new MediaRecorder(media.stream, { ...(mimeType && { mimeType }), audioBitsPerSecond: BITS_PER_SECOND }),
        changed,
      );
    } catch (error) {
      media.dispose();
      throw error;
    }
  }

  private constructor(client: ClientApi, media: DetachedMedia, recorder: MediaRecorder, changed: () => void) {
    this.#media = media;
    this.#recorder = recorder;
    this.#clock = client.clock;
    recorder.addEventListener('dataavailable', ({ data }) => {
      if (data.size) this.#pieces.push(data);
    });
    recorder.start();
    this.#sinceMs = this.#clock.now();
    this.#stopLevel = mediaOf(client).onLevel(media.audioTrack!, (level) => {
      this.level = level;
      if (!this.paused) this.#levels.push(level);
      changed();
    });
  }

  get paused(): boolean {
    return this.#sinceMs === undefined;
  }

  /** What is recorded by now, pauses left out. */
  get durationMs(): number {
    return this.#beforeMs + (this.#sinceMs === undefined ? 0 : this.#clock.now() - this.#sinceMs);
  }

  pause(): void {
    if (this.#recorder.state !== 'recording') return;
    this.#recorder.pause();
    this.#halt();
  }

  resume(): void {
    if (this.#recorder.state !== 'paused') return;
    this.#recorder.resume();
    this.#sinceMs = this.#clock.now();
  }

  /** Ends it and lets go of the microphone. Undefined: it was too short to be meant, or nothing was heard of it. */
  async stop(): Promise<VoiceNote | undefined> {
    this.#halt();
    const { durationMs } = this;
    const stopped = new Promise((resolve) => this.#recorder.addEventListener('stop', resolve, { once: true }));
    if (this.#recorder.state !== 'inactive') {
      this.#recorder.stop();
      await stopped;
    }
    this.#release();
    const type = this.#recorder.mimeType.split(';')[0] || this.#pieces[0]?.type.split(';')[0] || 'audio/webm';
    if (durationMs < SHORTEST_MS || !this.#pieces.length) return undefined;
    const ending = type === 'audio/mp4' ? 'm4a' : type.slice(type.indexOf('/') + 1);
    return { file: new File(this.#pieces, `voice-message.${ending}`, { type }), durationMs: Math.round(durationMs), waveform: peaksOf(this.#levels) };
  }

  /** Forgets it. */
  cancel(): void {
    this.#halt();
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    this.#release();
  }

  #halt(): void {
    this.#beforeMs = this.durationMs;
    this.#sinceMs = undefined;
  }

  #release(): void {
    this.#stopLevel();
    this.#media.dispose();
  }
}
