import type { Timer } from '../../base/index.ts';
import { EarshotError } from '../../protocol/index.ts';
import { CallMix, defaultRecordingSettings, PieceUpload, SoundRecorder } from '../../recording/index.ts';
import type { CallParts } from '../ports.ts';
import type { Control } from './control.ts';

/** Two voices in good quality, in half of what the browser would take. */
const BITS_PER_SECOND = 64_000;

/** The server's word that it takes a recording. */
export interface Opened {
  id: string;
  mostBytes: number;
}

const UPLOADS = Symbol.for('earshot/recordings');

/** The uploads of a client that outlive their calls, so that its end is theirs. */
class Uploads {
  readonly #all = new Set<PieceUpload>();

  add(upload: PieceUpload): () => void {
    this.#all.add(upload);
    return () => void this.#all.delete(upload);
  }

  dispose(): void {
    for (const upload of this.#all) upload.hurry();
  }
}

/** A recording under way: what is mixed, what has been recorded, and what has gone up. */
export class RunningRecording {
  readonly id: string;
  readonly #control: Control;
  readonly #mix: CallMix;
  readonly #recorder: SoundRecorder;
  readonly #upload: PieceUpload;
  readonly #leave: () => void;
  readonly #touchMs: number;
  #timer: Timer;

  /** Begins at once. Throws `recording:unsupported`. */
  constructor(control: Control, { id, mostBytes }: Opened, context: AudioContext, failed: (error: EarshotError) => void) {
    const { clock, connection, client } = control.parts;
    const settings = { ...defaultRecordingSettings, ...control.parts.settings };
    this.id = id;
    this.#control = control;
    this.#touchMs = settings.recordingTouchMs;
    this.#mix = new CallMix(context);
    this.look();
    this.#upload = new PieceUpload(id, {
      fetch: (path, init) => client.fetch(path, init),
      clock,
      settings,
      onOnline: (listener) => connection.on('welcome', listener),
      failed,
    });
    this.#leave = uploadsOf(client).add(this.#upload); // first: a client that is gone records nothing
    let given = 0;
    this.#recorder = new SoundRecorder({
      stream: this.#mix.stream,
      clock,
      bitsPerSecond: BITS_PER_SECOND,
      sliceMs: settings.recordingSliceMs,
      piece: (piece) => {
        const full = given > mostBytes;
        given += piece.size;
        if (full) return;
        if (given <= mostBytes) this.#upload.add(piece, this.#recorder.durationMs);
        else failed(new EarshotError('file:too-large', 'go on recording', 'a recording may be no longer')); // what there is, is whole
      },
      failed,
    });
  }

  /** Records what is sent and played now: tracks may have been replaced, or the call may be on hold. */
  look(): void {
    const { call } = this.#control;
    this.#mix.hear('local', call.localStream?.getAudioTracks()[0]);
    this.#mix.hear('remote', call.remoteStream?.getAudioTracks()[0]);
    this.#mix.setSilent(call.localHold || call.remoteHold);
  }

  pause(): void {
    this.#recorder.pause();
    this.#touch();
  }

  resume(): void {
    this.#control.parts.clock.clearTimeout(this.#timer);
    this.#recorder.resume();
  }

  /** Resolves when all of it is stored; `withdrawn`: what is not yet, never is. */
  async end(withdrawn: boolean): Promise<void> {
    this.#control.parts.clock.clearTimeout(this.#timer);
    if (withdrawn) this.#upload.abort();
    try {
      await this.#recorder.stop();
      this.#mix.close();
      await this.#upload.complete(this.#recorder.durationMs);
    } finally {
      this.#leave();
    }
  }

  #touch(): void {
    this.#timer = this.#control.parts.clock.setTimeout(() => {
      this.#upload.touch();
      this.#touch();
    }, this.#touchMs);
  }
}

const uploadsOf = (client: CallParts['client']): Uploads => client.service(UPLOADS, () => new Uploads());
