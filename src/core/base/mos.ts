/** What was measured of one direction of a call. */
export interface LineQuality {
  /** To the far side and back. */
  roundTripMs: number;
  /** Interarrival jitter (RFC 3550, 6.4.1). */
  jitterMs: number;
  /** Packets that did not arrive, 0…100. */
  lossPercent: number;
}

/** Frame, look-ahead and play-out of a voice codec such as Opus. */
const CODEC_MS = 40;
/** R0 − Is of G.107 with all of its defaults. */
const R_BEST = 93.2;
/** How well a codec hides loss: G.711 with concealment, G.113 appendix I; Opus does no worse. */
const LOSS_ROBUSTNESS = 25.1;

/**
 * Rating factor R of the E-model (ITU-T G.107), 0…93.2, simplified: defaults for all that a page cannot measure, delay by the two-piece
 * line of Cole and Rosenbluth ("Voice over IP performance monitoring", 2001), random loss by G.107 (7-29) with Ie = 0. A jitter buffer is taken to
 * hold twice the jitter.
 */
export function ratingOf({ roundTripMs, jitterMs, lossPercent }: LineQuality): number {
  const delayMs = roundTripMs / 2 + 2 * jitterMs + CODEC_MS;
  const delay = 0.024 * delayMs + 0.11 * Math.max(0, delayMs - 177.3);
  const loss = (95 * lossPercent) / (lossPercent + LOSS_ROBUSTNESS);
  return Math.min(R_BEST, Math.max(0, R_BEST - delay - loss));
}

/** Mean opinion score of a line, 1 (bad) to 4.5 (excellent): G.107 annex B over {@link ratingOf}. */
export function mosOf(line: LineQuality): number {
  const r = ratingOf(line);
  return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
}
