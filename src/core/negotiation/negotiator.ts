import { type Clock, Emitter, type Log, type Timer } from '../base/index.ts';
import type { SignalData } from '../protocol/index.ts';

/** Candidates that come within this time of each other share a signal; the first goes at once. */
const CANDIDATE_BATCH_MS = 10;
const CANDIDATES_A_SIGNAL = 32;

/** What stands between the peer connection and the far side where the app wants more than the default. */
export interface DescriptionShaper {
  servers(given: readonly RTCIceServer[]): RTCIceServer[];
  /** Makes and sets the offer or answer that is due, and resolves with what is sent of it; undefined leaves that to the negotiator. */
  local(peer: RTCPeerConnection): Promise<RTCSessionDescriptionInit | undefined>;
  remote(peer: RTCPeerConnection, description: RTCSessionDescriptionInit): Promise<RTCSessionDescriptionInit>;
}

export interface NegotiatorParts {
  peer: RTCPeerConnection;
  /** The callee yields when both offer at once. */
  polite: boolean;
  clock: Clock;
  log: Log;
  send(data: SignalData): void;
  shaper?(): DescriptionShaper | undefined;
}

export interface NegotiatorEvents {
  'media-state': [state: RTCIceConnectionState];
  track: [track: MediaStreamTrack];
  /** The peer's description was applied. */
  description: [type: RTCSdpType];
  /** Both sides have the descriptions of now. */
  agreed: [];
  error: [error: unknown];
}

/**
 * Keeps one RTCPeerConnection agreed with its peer: perfect negotiation (W3C webrtc-pc 10.7), trickle both ways, ICE restarts when asked for.
 * All steps run one after the other, so that no two descriptions cross inside one side.
 */
export class Negotiator extends Emitter<NegotiatorEvents> {
  readonly #parts: NegotiatorParts;
  readonly #pc: RTCPeerConnection;
  #chain: Promise<void> = Promise.resolve();
  #closed = false;
  /** The first offer and answer are exchanged: from now on `negotiationneeded` and restarts may offer. */
  #settled = false;
  /** A callee answers only once it is told to (DESIGN 7.13). */
  #mayAnswer = false;
  #ignored = false;
  #waiting: RTCIceCandidateInit[] = [];
  #batch: RTCIceCandidateInit[] = [];
  #batching: Timer;
  #restartWanted = false;
  #paused = false;

  constructor(parts: NegotiatorParts) {
    super();
    this.#parts = parts;
    const pc = parts.peer;
    this.#pc = pc;
    pc.onicecandidate = ({ candidate }) => this.#onCandidate(candidate);
    pc.oniceconnectionstatechange = () => this.#onIceState();
    pc.ontrack = ({ track }) => this.emit('track', track);
    pc.onnegotiationneeded = () => {
      if (this.#settled) this.#queue(() => this.#offer());
    };
  }

  get peer(): RTCPeerConnection {
    return this.#pc;
  }
  /** The first offer, made but not yet set, so that no candidate is gathered before the ICE servers are known. */
  async draftOffer(): Promise<RTCSessionDescriptionInit> {
    return plain(await this.#pc.createOffer());
  }

  /** Sets the drafted offer, which the other side gets (or got) by other means; candidates flow from here. */
  commitOffer(offer: RTCSessionDescriptionInit, iceServers: RTCIceServer[]): Promise<void> {
    return this.#queue(async () => {
      this.#servers(iceServers);
      await this.#pc.setLocalDescription(offer);
    });
  }

  /** Offers anew: the page was reloaded, or there is nothing to answer. */
  start(iceServers: RTCIceServer[]): Promise<void> {
    return this.#queue(async () => {
      this.#servers(iceServers);
      await this.#offer(true);
    });
  }

  /**
   * An offer that waits is answered by a draft, made but not yet set, to ride along in `call.answer`; {@link commitAnswer} sets it.
   * `before` is called when what came before is applied. Undefined when no offer has come.
   */
  async draftAnswer(before: () => void = () => {}): Promise<RTCSessionDescriptionInit | undefined> {
    let draft: RTCSessionDescriptionInit | undefined;
    await this.#queue(async () => {
      before();
      if (this.#pc.signalingState === 'have-remote-offer') draft = plain(await this.#pc.createAnswer());
    });
    return draft;
  }

  commitAnswer(answer: RTCSessionDescriptionInit | undefined, iceServers: RTCIceServer[]): Promise<void> {
    return this.#queue(async () => {
      this.#servers(iceServers);
      this.#mayAnswer = true;
      if (this.#pc.signalingState !== 'have-remote-offer') return;
      if (!answer) return this.#answer();
      try {
        await this.#pc.setLocalDescription(answer);
      } catch {
        return this.#answer(); // another offer came while the answer was under way
      }
      this.#settle();
    });
  }

  receive(data: SignalData): void {
    const { description, candidates } = data;
    if (description) void this.#queue(() => this.#onDescription(description));
    if (candidates) void this.#queue(() => this.#addCandidates(candidates));
  }

  /** Makes a new pair of candidates be found, now. Harmless while the line is down: it waits for {@link resume}. */
  restartIce(): void {
    if (this.#closed) return;
    this.#restartWanted = true;
    if (this.#paused || !this.#settled) return;
    void this.#queue(() => this.#offer());
  }

  /** Offers what is due: an offer before this failed. */
  renegotiate(): void {
    void this.#queue(() => this.#offer());
  }

  /** No line: a restart made now would be stale before it arrived. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    const state = this.#pc.iceConnectionState;
    if (state === 'failed' || state === 'disconnected') this.restartIce();
    else if (this.#restartWanted) this.restartIce();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#parts.clock.clearTimeout(this.#batching);
    const pc = this.#pc;
    pc.onicecandidate = pc.oniceconnectionstatechange = pc.ontrack = pc.onnegotiationneeded = null;
    pc.close();
  }

  async #onDescription(description: { type: RTCSdpType; sdp?: string }): Promise<void> {
    const pc = this.#pc;
    const collision = description.type === 'offer' && pc.signalingState !== 'stable' && pc.signalingState !== 'have-remote-offer';
    this.#ignored = !this.#parts.polite && collision;
    if (this.#ignored) return;
    if (description.type === 'answer' && pc.signalingState !== 'have-local-offer') return; // of an offer that was rolled back
    const shaper = this.#parts.shaper?.();
    const first = !this.#settled && description.type === 'offer';
    const heard = first ? passive(description) : description;
    await pc.setRemoteDescription(shaper ? await shaper.remote(pc, heard) : heard); // a polite side's own offer is rolled back by this
    const waiting = this.#waiting;
    this.#waiting = [];
    await this.#addCandidates(waiting);
    this.emit('description', description.type);
    if (description.type === 'offer') {
      if (this.#mayAnswer) await this.#answer();
    } else {
      this.#settle();
    }
  }

  async #answer(): Promise<void> {
    await this.#describe();
    this.#settle();
  }

  /** Sets what is due, and sends it. */
  async #describe(): Promise<void> {
    const pc = this.#pc;
    const shaped = await this.#parts.shaper?.()?.local(pc);
    if (!shaped) await pc.setLocalDescription();
    if (!this.#closed) this.#parts.send({ description: plain(shaped ?? (pc.localDescription as RTCSessionDescription)) });
  }

  #settle(): void {
    this.#settled = true;
    this.#mayAnswer = true;
    this.emit('agreed');
    if (this.#restartWanted && !this.#paused) this.restartIce();
  }

  async #offer(first = false): Promise<void> {
    if (this.#pc.signalingState !== 'stable') return; // the answer, or the next `negotiationneeded`, comes back here
    if (this.#restartWanted) {
      this.#restartWanted = false;
      this.#pc.restartIce();
    }
    await this.#describe();
    if (first) this.#mayAnswer = true;
  }

  #servers(iceServers: RTCIceServer[]): void {
    if (iceServers.length > 0)
      this.#pc.setConfiguration({ ...this.#pc.getConfiguration(), iceServers: this.#parts.shaper?.()?.servers(iceServers) ?? iceServers });
  }

  async #addCandidates(candidates: readonly RTCIceCandidateInit[]): Promise<void> {
    if (!this.#pc.remoteDescription) {
      this.#waiting.push(...candidates);
      return;
    }
    for (const candidate of candidates) {
      try {
        await this.#pc.addIceCandidate(candidate);
      } catch (error) {
        // of an offer that was ignored, or of a generation of ICE that is over: the next pair of descriptions brings its own
        if (!this.#ignored) this.#parts.log('debug', 'negotiation', 'a candidate was not accepted', error);
      }
    }
  }

  #onCandidate(candidate: RTCIceCandidate | null): void {
    this.#batch.push(candidate ? candidate.toJSON() : { candidate: '', sdpMid: null, sdpMLineIndex: 0 });
    if (this.#batching !== undefined) return;
    this.#flush();
    const again = () => {
      this.#batching = this.#batch.length ? this.#parts.clock.setTimeout(again, CANDIDATE_BATCH_MS) : undefined;
      this.#flush();
    };
    this.#batching = this.#parts.clock.setTimeout(again, CANDIDATE_BATCH_MS);
  }

  #flush(): void {
    while (this.#batch.length) this.#parts.send({ candidates: this.#batch.splice(0, CANDIDATES_A_SIGNAL).map(wire) });
  }

  #onIceState(): void {
    const state = this.#pc.iceConnectionState;
    if (state === 'connected' || state === 'completed') this.#restartWanted = false;
    this.emit('media-state', state);
  }

  /** One step after the other; a failed one is told and does not stop the next. */
  #queue(step: () => Promise<void>): Promise<void> {
    const run = this.#chain.then(() => (this.#closed ? undefined : step()));
    this.#chain = run.catch((error: unknown) => {
      if (!this.#closed) this.emit('error', error);
    });
    return run.catch(() => {});
  }
}

/**
 * The offer as one whose answerer waits to be greeted (RFC 4145 `setup:active`). Several devices may answer it, and the caller's
 * transport keeps a ClientHello that comes before the answer: greeted first by a device that loses, it would never agree with the
 * one that wins. So it is the caller who begins DTLS, once there is an answer.
 */
const passive = <D extends { sdp?: string }>(offer: D): D => ({ ...offer, sdp: offer.sdp?.replaceAll('a=setup:actpass', 'a=setup:active') });

const plain = ({ type, sdp }: RTCSessionDescriptionInit | RTCSessionDescription): { type: RTCSdpType; sdp: string } => ({ type, sdp: sdp ?? '' });

const wire = ({ candidate = '', sdpMid, sdpMLineIndex, usernameFragment }: RTCIceCandidateInit) => ({
  candidate,
  ...(sdpMid != null && { sdpMid }),
  ...(sdpMLineIndex != null && { sdpMLineIndex }),
  ...(usernameFragment != null && { usernameFragment }),
});
