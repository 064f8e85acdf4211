import { newStream } from '../media/index.ts';

type Side = 'local' | 'remote';

/** Which channel a side is on. */
const CHANNEL = { local: 0, remote: 1 } as const;

interface Heard {
  track: MediaStreamTrack;
  source: MediaStreamAudioSourceNode;
}

/**
 * Both sides of a call as one stereo track: who records is on the left, the other on the right. One file, yet who said what can still be
 * told apart, by ear and by a transcriber; whoever wants mono adds the channels, which cannot be undone the other way. Sound alone: a
 * picture that comes or goes changes nothing.
 */
export class CallMix {
  readonly stream: MediaStream;
  readonly #context: AudioContext;
  readonly #heard = new Map<Side, Heard>();
  readonly #merger: ChannelMergerNode;
  readonly #gate: GainNode;

  /** `channels`: 1 for a mix of one side, such as a voice message. */
  constructor(context: AudioContext, channels: 1 | 2 = 2) {
    this.#context = context;
    this.#merger = context.createChannelMerger(channels);
    this.#gate = context.createGain();
    const destination = context.createMediaStreamDestination();
    destination.channelCount = channels;
    this.#merger.connect(this.#gate).connect(destination);
    this.stream = destination.stream;
    context.addEventListener('statechange', this.#keepRunning); // a telephone call interrupts contexts on some systems
    this.#keepRunning();
  }

  /** What one side sends now; the same track again changes nothing. */
  hear(side: Side, track: MediaStreamTrack | undefined): void {
    const known = this.#heard.get(side);
    if (known?.track === track) return;
    known?.source.disconnect();
    this.#heard.delete(side);
    if (track?.readyState !== 'live') return;
    const source = this.#context.createMediaStreamSource(newStream([track]));
    source.connect(this.#merger, 0, CHANNEL[side]);
    this.#heard.set(side, { track, source });
  }

  /** While the call is on hold, nothing of it is recorded, whatever the tracks carry. */
  setSilent(silent: boolean): void {
    this.#gate.gain.value = silent ? 0 : 1;
  }

  close(): void {
    this.#context.removeEventListener('statechange', this.#keepRunning);
    for (const { source } of this.#heard.values()) source.disconnect();
    this.#heard.clear();
    for (const track of this.stream.getTracks()) track.stop();
    void this.#context.close().catch(() => {});
  }

  readonly #keepRunning = (): void => {
    if (this.#context.state !== 'running' && this.#context.state !== 'closed') void this.#context.resume().catch(() => {});
  };
}
