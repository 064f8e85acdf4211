import type { MediaState } from '../api.ts';
import type { ReportEvent } from './api.ts';
import type { ReportEventType } from './report-names.ts';

export interface PeerRecorderParts {
  now(): number;
  begin(type: ReportEventType, parent?: ReportEvent, data?: Record<string, unknown>): ReportEvent;
  /** What a step belongs to that begins now. */
  parent(): ReportEvent | undefined;
  /** The machine's network changed; returns the undo. */
  network(listener: () => void): () => void;
}

/** Longer ago than this, a change of network was not why ICE restarts. */
const NETWORK_MS = 5_000;

/** The steps of negotiation, as the peer connection of a call tells them. */
export class PeerRecorder {
  readonly #parts: PeerRecorderParts;
  readonly #stopNetwork: () => void;
  #peer: RTCPeerConnection | undefined;
  #listening: AbortController | undefined;
  #signaling: RTCSignalingState = 'stable';
  #draft: ReportEvent | undefined;
  #local: ReportEvent | undefined;
  #remote: ReportEvent | undefined;
  #collection: ReportEvent | undefined;
  #slow: ReportEvent | undefined;
  #ufrag: string | undefined;
  #networkAt: number | undefined;
  #trouble: MediaState | undefined;
  #up = false;
  /** ICE begins anew, by itself. */
  restart: ReportEvent | undefined;

  constructor(parts: PeerRecorderParts) {
    this.#parts = parts;
    this.#stopNetwork = parts.network(() => {
      this.#networkAt = parts.now();
    });
  }

  /** The peer connection of now; another one has steps of its own. */
  follow(peer: RTCPeerConnection): void {
    if (peer === this.#peer) return;
    this.#listening?.abort();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const first = this.#peer === undefined;
    this.#peer = peer;
    this.#signaling = peer.signalingState;
    this.#ufrag = undefined;
    this.#local = this.#remote = this.#collection = undefined;
    const parent = this.#parts.parent();
    if (first && parent?.type === 'MAKE') this.#draft = this.#parts.begin('CREATE_OFFER', parent);
    if (typeof peer.addEventListener !== 'function') return; // not a browser's
    peer.addEventListener('signalingstatechange', () => this.#onSignaling(peer), { signal });
    peer.addEventListener('icegatheringstatechange', () => this.#onGathering(peer), { signal });
    peer.addEventListener('icecandidate', ({ candidate }) => this.#onCandidate(candidate), { signal });
  }

  /** Answering began: the description of it is being made. */
  answering(answer: ReportEvent): void {
    this.#draft = this.#parts.begin('CREATE_ANSWER', answer);
  }

  /** The first description goes to the server. */
  drafted(): void {
    this.#close(this.#draft);
    this.#draft = undefined;
    if (this.#local?.end === undefined && this.#parts.parent()?.type === 'ANSWER') this.local();
  }

  /** Our description is about to be set. */
  local(): void {
    if (!this.#local || this.#local.end !== undefined) this.#local = this.#parts.begin('PROCESS_MEDIA_LOCAL', this.#parts.parent());
  }

  /** Their description has come. */
  described(): void {
    if (!this.#remote || this.#remote.end !== undefined) this.#remote = this.#parts.begin('PROCESS_MEDIA_REMOTE', this.#parts.parent());
  }

  /** The call was answered before an offer had come (RB-cs-17). */
  slowStart(event: ReportEvent): void {
    this.#slow = event;
  }

  mediaState(state: MediaState): void {
    if (state === 'connected' || state === 'completed') {
      this.#up = true;
      this.#trouble = undefined;
      this.#close(this.restart);
      this.restart = undefined;
    } else if (this.#up) this.#trouble = state;
  }

  stop(): void {
    this.#listening?.abort();
    this.#stopNetwork();
  }

  #close(event: ReportEvent | undefined): void {
    if (event && event.end === undefined) event.end = this.#parts.now();
  }

  #onSignaling(peer: RTCPeerConnection): void {
    const [before, now] = [this.#signaling, peer.signalingState];
    this.#signaling = now;
    const theirs = now === 'have-remote-offer' || (before === 'have-local-offer' && now === 'stable');
    if (theirs) {
      this.described();
      this.#close(this.#remote);
    } else {
      this.#onRestart(peer);
      this.local();
    }
    if (now !== 'stable') return;
    this.#close(this.#slow);
    this.#slow = undefined;
    if (peer.iceGatheringState === 'complete') this.#close(this.#local);
    this.#onAgreed(peer);
  }

  /** On a path that never broke, nothing else tells that the new one is there. */
  #onAgreed({ iceConnectionState, iceGatheringState, signalingState }: RTCPeerConnection): void {
    const up = iceConnectionState === 'connected' || iceConnectionState === 'completed';
    if (up && iceGatheringState === 'complete' && signalingState === 'stable') this.mediaState(iceConnectionState);
  }

  /** Other ICE credentials on the same peer connection, and nobody asked for it: the engine mends the path by itself. */
  #onRestart(peer: RTCPeerConnection): void {
    const ufrag = /^a=ice-ufrag:(.*)$/m.exec(peer.localDescription?.sdp ?? '')?.[1]?.trim();
    if (ufrag === undefined || ufrag === this.#ufrag) return;
    const before = this.#ufrag;
    this.#ufrag = ufrag;
    if (before === undefined || this.restart || this.#parts.parent()?.type === 'MEDIA_RESTART') return;
    const network = this.#networkAt !== undefined && this.#parts.now() - this.#networkAt < NETWORK_MS;
    const cause = this.#signaling === 'stable' ? 'remote' : network ? 'network' : (this.#trouble ?? 'unknown');
    this.restart = this.#parts.begin('MEDIA_RESTART', undefined, { automatic: true, cause });
  }

  #onGathering(peer: RTCPeerConnection): void {
    if (peer.iceGatheringState === 'gathering') {
      this.local();
      this.#collection = this.#parts.begin('ICE_COLLECTION', this.#local);
    } else if (peer.iceGatheringState === 'complete') {
      this.#close(this.#collection);
      this.#close(this.#local);
      this.#onAgreed(peer);
    }
  }

  #onCandidate(candidate: RTCIceCandidate | null): void {
    if (candidate?.type !== 'relay') return;
    const { address, port, protocol } = candidate;
    this.#close(this.#parts.begin('RELAY_CANDIDATE_COLLECTED', this.#collection ?? this.#local, { address, port, protocol }));
  }
}
