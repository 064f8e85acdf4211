import type { Clock, Timer } from '../base/index.ts';
import type { MediaEngine } from '../media/index.ts';
import { PEER_CONFIG } from './leg.ts';

interface Ready {
  peer: RTCPeerConnection;
  /** An offer of sound, made but not set: nothing is gathered and nobody is asked. Undefined when it could not be made. */
  offer: Promise<RTCSessionDescriptionInit | undefined>;
}

/** Peer connections made ahead of the next call: the first of a page takes a tenth of a second, and a certificate and an offer take time each. */
export class ReadyPeer {
  readonly #engine: MediaEngine;
  readonly #clock: Clock;
  readonly #keepMs: number;
  readonly #stay: () => boolean;
  #ready: Ready | undefined;
  #bare: RTCPeerConnection | undefined;
  #timer: Timer;

  /**
   * `keepMs`: how long they wait for a call; an open one keeps the page out of the browser's back-forward cache. `stay`: something else does so
   * anyway, such as an open preview: as long as that is so they stay, one to call with and one to be called with.
   */
  constructor(engine: MediaEngine, clock: Clock, keepMs: number, stay: () => boolean) {
    this.#engine = engine;
    this.#clock = clock;
    this.#keepMs = keepMs;
    this.#stay = stay;
  }

  /** Makes what there is not, and keeps what there is for longer. */
  prepare(): void {
    this.#ready ??= this.#offering();
    this.rest();
  }

  /** Between calls: while {@link ReadyPeer} stays there is one to call with, and one to be called with. */
  rest(): void {
    if (this.#stay()) {
      this.#ready ??= this.#offering();
      this.#bare ??= this.#make();
    }
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#ready || this.#bare) this.#timer = this.#clock.setTimeout(() => (this.#stay() ? this.rest() : this.dispose()), this.#keepMs);
  }

  /** The one there is, for a call with these kinds. A picture needs an offer of its own: its connection is made anew. */
  take(kinds: readonly string[]): Ready | undefined {
    if (kinds.includes('video')) return undefined;
    const ready = this.#ready;
    this.#ready = undefined;
    if (!this.#bare) this.dispose();
    return ready;
  }

  /** One to be called with, if there is one: nothing is on it yet. */
  takeBare(): RTCPeerConnection | undefined {
    const bare = this.#bare;
    this.#bare = undefined;
    if (!this.#ready) this.dispose();
    return bare;
  }

  dispose(): void {
    this.#clock.clearTimeout(this.#timer);
    this.#ready?.peer.close();
    this.#bare?.close();
    this.#ready = this.#bare = this.#timer = undefined;
  }

  #offering(): Ready {
    const peer = this.#make();
    peer.addTransceiver('audio', { direction: 'sendrecv' });
    const offer = peer.createOffer().then(
      ({ type, sdp }) => ({ type, sdp: sdp ?? '' }),
      () => undefined,
    );
    return { peer, offer };
  }

  #make(): RTCPeerConnection {
    return this.#engine.createPeerConnection(PEER_CONFIG);
  }
}
