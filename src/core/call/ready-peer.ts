import type { Clock, Timer } from '../base/index.ts';
import type { MediaEngine } from '../media/index.ts';

/** What every peer connection of a call has, and what cannot be changed once it is made. */
export const PEER_CONFIG: RTCConfiguration = { bundlePolicy: 'max-bundle' };

interface Ready {
  peer: RTCPeerConnection;
  /** An offer of sound, made but not set: nothing is gathered and nobody is asked. Undefined when it could not be made. */
  offer: Promise<RTCSessionDescriptionInit | undefined>;
  timer: Timer;
}

/** A peer connection made ahead of the next call: the first of a page takes a tenth of a second, and a certificate and an offer take time each. */
export class ReadyPeer {
  readonly #engine: MediaEngine;
  readonly #clock: Clock;
  readonly #keepMs: number;
  #ready: Ready | undefined;

  /** `keepMs`: how long one waits for a call; an open one keeps the page out of the browser's back-forward cache. */
  constructor(engine: MediaEngine, clock: Clock, keepMs: number) {
    this.#engine = engine;
    this.#clock = clock;
    this.#keepMs = keepMs;
  }

  /** Makes one, or keeps the one there is for longer. */
  prepare(): void {
    if (this.#ready) {
      this.#clock.clearTimeout(this.#ready.timer);
    } else {
      const peer = this.#engine.createPeerConnection(PEER_CONFIG);
      peer.addTransceiver('audio', { direction: 'sendrecv' });
      const offer = peer.createOffer().then(
        ({ type, sdp }) => ({ type, sdp: sdp ?? '' }),
        () => undefined,
      );
      this.#ready = { peer, offer, timer: undefined };
    }
    this.#ready.timer = this.#clock.setTimeout(() => this.dispose(), this.#keepMs);
  }

  /** The one there is, for a call with these kinds. A picture needs an offer of its own: its connection is made anew. */
  take(kinds: readonly string[]): Omit<Ready, 'timer'> | undefined {
    const ready = this.#ready;
    if (!ready || kinds.includes('video')) return undefined;
    this.#clock.clearTimeout(ready.timer);
    this.#ready = undefined;
    return ready;
  }

  dispose(): void {
    if (!this.#ready) return;
    this.#clock.clearTimeout(this.#ready.timer);
    this.#ready.peer.close();
    this.#ready = undefined;
  }
}
