import type { Clock, Settings, Timer } from '../base/index.ts';
import { QualityMeter } from './quality-meter.ts';

/** How often, within `mediaLostMs`, the counters are looked at. */
const LOOKS = 3;

export interface MediaWatchParts {
  clock: Clock;
  settings: Settings;
  peer(): RTCPeerConnection | undefined;
  /** Media came, or has been gone for `mediaLostMs`. */
  flowing(flows: boolean): void;
  quality(score: number): void;
}

/** Watches whether media arrives, and how well, by the counters of the peer connection. */
export class MediaWatch {
  readonly #parts: MediaWatchParts;
  #timer: Timer;
  #received = 0;
  #lastMs: number | undefined;
  readonly #meter: QualityMeter;
  #stopped = false;

  constructor(parts: MediaWatchParts) {
    this.#parts = parts;
    this.#meter = new QualityMeter(parts.settings.qualityIntervalMs);
    this.#next();
  }

  /** Whether packets arrived lately. */
  get flows(): boolean {
    return this.#lastMs !== undefined && this.#parts.clock.now() - this.#lastMs <= this.#parts.settings.mediaLostMs;
  }

  /** A new path or peer connection: nothing counts as lost before something has come. */
  reset(): void {
    this.#lastMs = undefined;
    this.#received = 0;
    this.#meter.reset();
  }

  /** The path is in doubt: from now on media is missed, also if none has come yet. */
  doubt(): void {
    this.#lastMs ??= this.#parts.clock.now();
  }

  stop(): void {
    this.#stopped = true;
    this.#parts.clock.clearTimeout(this.#timer);
  }

  #next(): void {
    const { clock, settings } = this.#parts;
    this.#timer = clock.setTimeout(() => {
      void this.#look()
        .catch(() => {}) // a connection that closes meanwhile has no counters
        .then(() => {
          if (!this.#stopped) this.#next();
        });
    }, settings.mediaLostMs / LOOKS);
  }

  async #look(): Promise<void> {
    const peer = this.#parts.peer();
    if (!peer || peer.signalingState === 'closed') return;
    const stats = await peer.getStats();
    if (this.#stopped || peer !== this.#parts.peer()) return;
    const now = this.#parts.clock.now();
    const received = packetsOf(stats);
    if (received > this.#received) {
      this.#lastMs = now;
      this.#parts.flowing(true);
    } else if (this.#lastMs !== undefined && !this.flows) {
      this.#parts.flowing(false);
    }
    this.#received = received;
    const score = this.#meter.rate(stats, now);
    if (score !== undefined) this.#parts.quality(score);
  }
}

function packetsOf(stats: RTCStatsReport): number {
  let packets = 0;
  stats.forEach((entry: { type: string; packetsReceived?: number }) => {
    if (entry.type === 'inbound-rtp') packets += entry.packetsReceived || 0;
  });
  return packets;
}
