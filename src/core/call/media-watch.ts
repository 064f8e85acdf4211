import type { Clock, Settings, Timer } from '../base/index.ts';

/** How often, within `mediaLostMs`, the counters are looked at. */
const LOOKS = 3;

/** The counters of one moment. */
interface Sample {
  received: number;
  lost: number;
  roundTripMs: number;
  jitterMs: number;
}

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
  #measured: { atMs: number; sample: Sample } | undefined;
  #stopped = false;

  constructor(parts: MediaWatchParts) {
    this.#parts = parts;
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
    this.#measured = undefined;
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
    const sample = read(await peer.getStats());
    if (this.#stopped || peer !== this.#parts.peer()) return;
    const now = this.#parts.clock.now();
    if (sample.received > this.#received) {
      this.#lastMs = now;
      this.#parts.flowing(true);
    } else if (this.#lastMs !== undefined && !this.flows) {
      this.#parts.flowing(false);
    }
    this.#received = sample.received;
    this.#measure(now, sample);
  }

  #measure(now: number, sample: Sample): void {
    const last = this.#measured;
    if (!last) {
      this.#measured = { atMs: now, sample };
    } else if (now - last.atMs >= this.#parts.settings.qualityIntervalMs) {
      this.#measured = { atMs: now, sample };
      this.#parts.quality(score(last.sample, sample));
    }
  }
}

function read(stats: RTCStatsReport): Sample {
  const sample: Sample = { received: 0, lost: 0, roundTripMs: 0, jitterMs: 0 };
  stats.forEach((entry: { type: string } & Record<string, unknown>) => {
    if (entry.type === 'inbound-rtp') {
      sample.received += number(entry.packetsReceived);
      sample.lost += number(entry.packetsLost);
      sample.jitterMs = Math.max(sample.jitterMs, number(entry.jitter) * 1000);
    } else if (entry.type === 'candidate-pair' && entry.nominated === true) {
      sample.roundTripMs = Math.max(sample.roundTripMs, number(entry.currentRoundTripTime) * 1000);
    }
  });
  return sample;
}

const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

/** 0 (gone) … 4 (good), by the worst of loss, round trip and jitter. */
function score(before: Sample, after: Sample): number {
  const received = after.received - before.received;
  if (received <= 0) return 0;
  const lost = Math.max(0, after.lost - before.lost);
  const loss = lost / (received + lost);
  const grade = (value: number, bounds: readonly [number, number, number]) => 4 - bounds.filter((bound) => value > bound).length;
  return Math.min(grade(loss, [0.01, 0.04, 0.1]), grade(after.roundTripMs, [200, 400, 800]), grade(after.jitterMs, [30, 60, 120]));
}
