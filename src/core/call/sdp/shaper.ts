import type { Unsubscribe } from '../../base/index.ts';
import { CONTROL_ERRORS, EarshotError, extendCatalogue, isEarshotError, type SignalData } from '../../protocol/index.ts';
import type { CallObject } from '../call.ts';
import type { MediaLimits, MediaPriority } from '../control/api.ts';
import type { CallParts } from '../ports.ts';
import type { CallConfig, SdpHandler } from './api.ts';
import { limitBandwidth } from './bandwidth.ts';
import { removeBundling } from './bundling.ts';
import { defaultIceCheck } from './ice-check.ts';
import { IceCollector } from './ice-collector.ts';
import { iceServersOf, peerConfigOf } from './peer-config.ts';
import { defaultCollectionSettings } from './settings.ts';

extendCatalogue(CONTROL_ERRORS);

interface Description {
  type: RTCSdpType;
  sdp?: string;
}

/** What a call's descriptions go through where the app wants more than the default: handlers, limits, and waiting for candidates. */
export class Shaper {
  readonly #call: CallObject;
  readonly #parts: CallParts;
  readonly #config: CallConfig;
  #priority: MediaPriority = {};
  /** The connection that it is set on. */
  #urged: RTCPeerConnection | undefined;
  #following: Unsubscribe | undefined;
  #peer: RTCPeerConnection | undefined;
  #collector: IceCollector | undefined;
  /** A description of ours is under way: what follows it waits. */
  #working = false;
  #held: SignalData[] = [];
  /** An offer in mid-call came to nothing. The browser does not ask again by itself while it is due, so that the next operation asks. */
  #owed: Unsubscribe | undefined;
  #refused: EarshotError | undefined;
  /** A description of ours has left. Until then the call begins, also where the other side has answered what has not come yet. */
  #begun: boolean;
  /** Candidates that our last description says itself: they do not follow it. */
  #inside: ReadonlySet<string> = new Set();

  constructor(call: CallObject, parts: CallParts) {
    this.#call = call;
    this.#parts = parts;
    this.#config = { ...parts.callConfig };
    this.#begun = call.live; // taken back by a reloaded page, or bounded in mid-call
  }

  /** Descriptions cannot be drafted ahead: an invite goes without its offer, which follows when it may. */
  get later(): boolean {
    const { sdpHandlers, removeBundling } = this.#config;
    return Boolean(sdpHandlers?.length || removeBundling || this.#collects || this.#limited);
  }

  /** Takes effect with the next description that we send; the priority at once. */
  async limit({ bandwidth, priority }: MediaLimits): Promise<void> {
    this.#begun ||= this.#call.live; // by descriptions that needed nothing of this
    if (bandwidth) this.#call.update({ bandwidth });
    this.#priority = { ...this.#priority, ...priority };
    if (!priority) return;
    // descriptions that are drafted ahead pass none of this: it is set once there is a path, and on each new connection
    this.#following ??= this.#call.on('change', () => void this.#urge());
    this.#urged = undefined;
    await this.#urge();
  }

  async #urge(): Promise<void> {
    const { peerConnection: peer, mediaState } = this.#call;
    if (!peer || peer === this.#urged || !/connected|completed/.test(mediaState)) return;
    this.#urged = peer;
    await this.#prioritise(peer);
  }

  // ---- for the leg

  peerConfig(base: RTCConfiguration): RTCConfiguration {
    return peerConfigOf(this.#config, base);
  }

  /** Passes on what goes to the far side, what follows a description never before it. */
  send(data: SignalData, pass: (data: SignalData) => void): void {
    if (this.#working && data.candidates) {
      this.#held.push(data);
      return;
    }
    const { candidates } = data;
    const left = candidates?.filter(({ candidate }) => !this.#inside.has(candidate));
    if (left?.length !== 0) pass(left ? { ...data, candidates: left } : data);
    if (!data.description) return;
    this.#working = false;
    for (const held of this.#held.splice(0)) this.send(held, pass);
  }

  close(): void {
    this.#following?.();
    this.#collector?.close();
    this.#settleUp();
  }

  // ---- for the negotiator

  servers(given: readonly RTCIceServer[]): RTCIceServer[] {
    return iceServersOf(this.#config, given);
  }

  /** Makes and sets the offer or answer that is due; resolves with what the far side gets, when it may. Undefined: nothing to do here. */
  async local(peer: RTCPeerConnection): Promise<Description | undefined> {
    this.#attend(peer);
    if (!this.later) {
      if (Object.keys(this.#priority).length === 0) return undefined;
      await peer.setLocalDescription();
      await this.#prioritise(peer);
      return plain(peer.localDescription);
    }
    const answering = peer.signalingState === 'have-remote-offer';
    const refused = this.#refused;
    this.#refused = undefined;
    if (refused && !answering) throw refused;
    this.#working = true;
    try {
      const draft = plain(answering ? await peer.createAnswer() : await peer.createOffer());
      const shaped = this.#run(draft, 'set', 'local');
      this.#collector?.begin();
      await peer.setLocalDescription(shaped).catch((error: unknown) => {
        throw shaped.sdp === draft.sdp ? error : this.#bad('the browser does not take what the handlers made of it', error);
      });
      await this.#prioritise(peer);
      await this.#collector?.enough();
      this.#inside = new Set(this.#collector?.collected);
      const sent = this.#run(plain(peer.localDescription), 'send', 'local');
      this.#settleUp();
      this.#begun = true;
      return sent;
    } catch (error) {
      this.#working = false;
      this.#held = [];
      await this.#failed(error, peer, answering);
      throw error;
    }
  }

  /** The far side's, as the browser is to take it. */
  async remote(peer: RTCPeerConnection, description: Description): Promise<Description> {
    try {
      return this.#run(description, 'set', 'remote');
    } catch (error) {
      await this.#failed(error, peer, description.type === 'offer');
      throw error;
    }
  }

  // ---- inside

  get #collects(): boolean {
    return this.#config.trickle === false || this.#config.iceCollectionCheck !== undefined;
  }

  get #limited(): boolean {
    return Object.values(this.#call.bandwidth).some((limit) => limit !== undefined);
  }

  #attend(peer: RTCPeerConnection): void {
    if (peer === this.#peer) return;
    this.#collector?.close();
    this.#peer = peer;
    this.#held = [];
    if (!this.#collects) return;
    const { clock, settings } = this.#parts;
    const { iceCollectionIdealMs, iceCollectionMaxMs } = { ...defaultCollectionSettings, ...settings };
    this.#collector = new IceCollector({
      peer,
      clock,
      check: this.#config.iceCollectionCheck ?? defaultIceCheck,
      timeouts: { iceCollectionIdealTimeout: iceCollectionIdealMs, iceCollectionMaxTimeout: iceCollectionMaxMs },
      callId: () => this.#call.id,
      operation: () => this.#operation,
    });
  }

  get #operation(): string {
    const { operations, direction } = this.#call;
    return operations[0]?.type ?? (this.#begun ? 'restartMedia' : direction === 'outgoing' ? 'make' : 'answer');
  }

  #run(description: Description, step: 'set' | 'send', endpoint: 'local' | 'remote'): Description {
    const { type, sdp: original } = description;
    if (!original) return description;
    const info = { callId: this.#call.id, type, step, endpoint };
    let sdp = original;
    for (const handler of this.#handlers(step, endpoint)) {
      let next: unknown;
      try {
        next = handler(sdp, { ...info }, original);
      } catch (error) {
        throw this.#bad('an SDP handler failed', error);
      }
      if (typeof next !== 'string' || !next) throw this.#bad();
      sdp = next;
    }
    return { type, sdp };
  }

  /** What is written for the far side alone is not set here: a browser that takes the lines as its own would limit what it sends. */
  #handlers(step: 'set' | 'send', endpoint: 'local' | 'remote'): SdpHandler[] {
    const crossing = step === 'send' || endpoint === 'remote';
    const own: SdpHandler[] = [];
    if (this.#config.removeBundling && crossing) own.push(removeBundling);
    if (this.#limited && step === 'send') own.push((sdp) => limitBandwidth(sdp, this.#call.bandwidth));
    return [...own, ...(this.#config.sdpHandlers ?? [])];
  }

  #bad(why?: string, cause?: unknown): EarshotError {
    return new EarshotError('call:bad-sdp', this.#operation, why, { callId: this.#call.id, cause });
  }

  /** A call that cannot begin, or cannot answer, is over; an offer in mid-call is taken back. */
  async #failed(error: unknown, peer: RTCPeerConnection, answering: boolean): Promise<void> {
    if (this.#call.ended || !isEarshotError(error)) return;
    if (!this.#begun || answering || error.code === 'call:no-candidates') {
      this.#call.fail(error);
      return;
    }
    this.#owed ??= this.#call.on('operation', ({ isLocal, transition }) => {
      if (!isLocal || transition !== 'UPDATE') return;
      this.#settleUp();
      this.#call.driver?.negotiator?.renegotiate();
    });
    if (peer.signalingState !== 'have-local-offer') return;
    this.#refused = error; // the browser asks again at once for what is taken back
    await peer.setLocalDescription({ type: 'rollback' }).catch(() => {});
  }

  #settleUp(): void {
    this.#refused = undefined;
    this.#owed?.();
    this.#owed = undefined;
  }

  /** RFC 8837 by `networkPriority`; what a browser does not know, it leaves out. */
  async #prioritise(peer: RTCPeerConnection): Promise<void> {
    for (const { sender, receiver } of peer.getTransceivers()) {
      const { kind } = receiver.track;
      const wanted = this.#priority[kind === 'video' ? (this.#call.sharing ? 'screen' : 'video') : 'audio'];
      const parameters = wanted && sender.getParameters?.();
      if (!parameters?.encodings?.length) continue;
      for (const encoding of parameters.encodings) Object.assign(encoding, { priority: wanted, networkPriority: wanted });
      await sender
        .setParameters(parameters)
        .catch((error: unknown) => this.#parts.log('warn', 'call', 'unable to set the priority of what is sent', error));
    }
  }
}

const plain = (description: Description | null): Description => ({ type: description?.type ?? 'offer', sdp: description?.sdp ?? '' });
