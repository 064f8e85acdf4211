import type { Clock } from '../base/index.ts';
import { EarshotError } from '../protocol/index.ts';

/** WebM with Opus where the browser writes it, MP4 with AAC else: between them, every browser has one. */
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4;codecs=mp4a.40.2', 'audio/mp4'];

/** What this browser records, with its codec; undefined where it cannot. */
export const recordingType = (): string | undefined =>
  typeof MediaRecorder === 'function' ? TYPES.find((type) => MediaRecorder.isTypeSupported(type)) : undefined;

export interface SoundRecorderParts {
  stream: MediaStream;
  clock: Clock;
  bitsPerSecond: number;
  /** A piece this often; undefined: one at the end. */
  sliceMs?: number;
  piece(piece: Blob): void;
  /** It ended by itself. */
  failed(error: EarshotError): void;
}

/** One run of the browser's recorder. */
export class SoundRecorder {
  /** Without the codec, as the server wants it. */
  readonly type: 'audio/webm' | 'audio/mp4';
  readonly #parts: SoundRecorderParts;
  readonly #recorder: MediaRecorder;
  readonly #ended: Promise<void>;
  #runningSinceMs: number | undefined;
  #beforeMs = 0;
  #stopping = false;

  /** Begins at once. Throws `recording:unsupported`. */
  constructor(parts: SoundRecorderParts) {
    const mimeType = recordingType();
    if (!mimeType) throw new EarshotError('recording:unsupported', 'record');
    this.type = mimeType.startsWith('audio/webm') ? 'audio/webm' : 'audio/mp4';
    this.#parts = parts;
    try {
      this.#recorder = new MediaRecorder(parts.stream, { mimeType, audioBitsPerSecond: parts.bitsPerSecond });
      this.#recorder.addEventListener('dataavailable', ({ data }) => {
        if (data.size > 0) parts.piece(data);
      });
      this.#ended = new Promise((resolve) => {
        this.#recorder.addEventListener('stop', () => {
          this.#halt();
          resolve();
          if (!this.#stopping) parts.failed(new EarshotError('recording:unsupported', 'go on recording', 'the browser ended it'));
        });
      });
      this.#recorder.start(parts.sliceMs);
    } catch (error) {
      throw new EarshotError('recording:unsupported', 'record', undefined, { cause: error });
    }
    this.#runningSinceMs = parts.clock.now();
  }

  /** What is recorded by now, pauses left out. */
  get durationMs(): number {
    return this.#beforeMs + (this.#runningSinceMs === undefined ? 0 : this.#parts.clock.now() - this.#runningSinceMs);
  }

  pause(): void {
    if (this.#recorder.state !== 'recording') return;
    this.#recorder.requestData(); // what is said before a pause does not wait for its end
    this.#recorder.pause();
    this.#halt();
  }

  resume(): void {
    if (this.#recorder.state !== 'paused') return;
    this.#recorder.resume();
    this.#runningSinceMs = this.#parts.clock.now();
  }

  /** Resolves when the last piece was given. Idempotent. */
  stop(): Promise<void> {
    this.#stopping = true;
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    return this.#ended;
  }

  #halt(): void {
    this.#beforeMs = this.durationMs;
    this.#runningSinceMs = undefined;
  }
}
