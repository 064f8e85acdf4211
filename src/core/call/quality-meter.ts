/** What a peer connection has counted, at one moment. */
interface Sample {
  received: number;
  lost: number;
  roundTripMs: number;
  jitterMs: number;
}

/** Rates a line by what its peer connection has counted. */
export class QualityMeter {
  readonly #intervalMs: number;
  #last: { atMs: number; sample: Sample } | undefined;

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  /** 0 (gone) … 4 (good) once the interval is over since the last rating, else undefined. */
  rate(stats: RTCStatsReport, nowMs: number): number | undefined {
    const last = this.#last;
    if (last && nowMs - last.atMs < this.#intervalMs) return undefined;
    this.#last = { atMs: nowMs, sample: read(stats) };
    return last && score(last.sample, this.#last.sample);
  }

  /** Another peer connection counts from the start. */
  reset(): void {
    this.#last = undefined;
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
