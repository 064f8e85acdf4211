import { newStream } from '../../media/index.ts';

/** What one party of a conference has: the sound it sends, what we say to it, and what it is sent instead of that. */
interface Party {
  readonly out: MediaStreamAudioDestinationNode;
  theirs: readonly MediaStreamTrack[];
  ours: MediaStreamTrack | undefined;
  /** Not on hold. */
  heard: boolean;
}

interface Input {
  readonly source: MediaStreamAudioSourceNode;
  readonly into: Set<MediaStreamAudioDestinationNode>;
}

/** One mix a party: our microphone and everybody else's sound, never its own (mix-minus), so that nobody hears himself. */
export class ConferenceMix {
  readonly #context: AudioContext;
  readonly #parties = new Map<object, Party>();
  readonly #inputs = new Map<MediaStreamTrack, Input>();

  constructor(context: AudioContext) {
    this.#context = context;
    context.addEventListener('statechange', this.#keepRunning); // a telephone call interrupts contexts on some systems
    this.#keepRunning();
  }

  /** What this party is to be sent; silence until it is {@link set}. */
  add(party: object): MediaStreamTrack {
    const out = this.#context.createMediaStreamDestination();
    this.#parties.set(party, { out, theirs: [], ours: undefined, heard: false });
    return out.stream.getAudioTracks()[0] as MediaStreamTrack;
  }

  /** What comes from it and goes to it now. What stays as it was plays on without a gap. */
  set(party: object, ours: MediaStreamTrack | undefined, theirs: readonly MediaStreamTrack[], heard: boolean): void {
    const known = this.#parties.get(party);
    if (!known) return;
    Object.assign(known, { ours, theirs, heard });
    this.#connect();
  }

  remove(party: object): void {
    const known = this.#parties.get(party);
    this.#parties.delete(party);
    this.#connect();
    for (const track of known?.out.stream.getTracks() ?? []) track.stop();
  }

  close(): void {
    this.#context.removeEventListener('statechange', this.#keepRunning);
    for (const party of [...this.#parties.keys()]) this.remove(party);
    void this.#context.close().catch(() => {});
  }

  #connect(): void {
    const wanted = new Map<MediaStreamTrack, Set<MediaStreamAudioDestinationNode>>();
    const want = (track: MediaStreamTrack | undefined, out: MediaStreamAudioDestinationNode) => {
      if (track?.readyState !== 'live') return;
      wanted.set(track, (wanted.get(track) ?? new Set()).add(out));
    };
    // whoever is on hold hears nothing, and his music is not for the others
    const parties = [...this.#parties.values()].filter(({ heard }) => heard);
    for (const to of parties) {
      want(to.ours, to.out);
      for (const from of parties) if (from !== to) for (const track of from.theirs) want(track, to.out);
    }
    for (const [track, { source, into }] of this.#inputs) {
      for (const out of into) {
        if (wanted.get(track)?.has(out)) continue;
        source.disconnect(out);
        into.delete(out);
      }
      if (into.size === 0) this.#inputs.delete(track);
    }
    for (const [track, outs] of wanted) {
      const input = this.#inputs.get(track) ?? { source: this.#context.createMediaStreamSource(newStream([track])), into: new Set() };
      this.#inputs.set(track, input);
      for (const out of outs) {
        if (input.into.has(out)) continue;
        input.source.connect(out);
        input.into.add(out);
      }
    }
  }

  readonly #keepRunning = (): void => {
    if (this.#context.state !== 'running' && this.#context.state !== 'closed') void this.#context.resume().catch(() => {});
  };
}
