import type { Clock, Timer } from '../base/index.ts';
import type { Negotiator } from './negotiator.ts';

export interface PathKeeperParts {
  clock: Clock;
  /** How long `disconnected` may last before ICE restarts, in milliseconds. */
  iceRestartAfterMs: number;
  /** A path that has failed is left to the far side for so long, too, instead of being restarted at once. */
  patient?: boolean;
}

/** Has ICE restarted when the path of a connection is lost, again and again until there is one. Comes once a call is answered. */
export class PathKeeper {
  readonly #negotiator: Negotiator;
  readonly #parts: PathKeeperParts;
  readonly #leave: () => void;
  #timer: Timer;
  #attempt = 0;

  constructor(negotiator: Negotiator, parts: PathKeeperParts) {
    this.#negotiator = negotiator;
    this.#parts = parts;
    this.#leave = negotiator.on('media-state', (state) => this.#heard(state));
    this.#heard(negotiator.peer.iceConnectionState);
  }

  stop(): void {
    this.#leave();
    this.#parts.clock.clearTimeout(this.#timer);
  }

  #heard(state: RTCIceConnectionState): void {
    const { clock, iceRestartAfterMs, patient } = this.#parts;
    clock.clearTimeout(this.#timer);
    if (isUp(state)) this.#attempt = 0;
    else if (state === 'failed' || state === 'disconnected') {
      if (state === 'failed' && !patient) this.#negotiator.restartIce();
      this.#watch(iceRestartAfterMs);
    }
  }

  /** Each wait is twice the last, up to eight times the first. */
  #watch(afterMs: number): void {
    const { clock, iceRestartAfterMs } = this.#parts;
    clock.clearTimeout(this.#timer);
    this.#timer = clock.setTimeout(() => {
      if (isUp(this.#negotiator.peer.iceConnectionState)) return;
      this.#negotiator.restartIce();
      this.#watch(iceRestartAfterMs * 2 ** Math.min(3, ++this.#attempt));
    }, afterMs);
  }
}

const isUp = (state: RTCIceConnectionState): boolean => state === 'connected' || state === 'completed';
