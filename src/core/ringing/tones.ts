import type { RingSound } from './api.ts';

/** Tones sounding together, and the silence after them. */
interface Note {
  hertz: readonly number[];
  ms: number;
  gapMs: number;
  /** Dies away like a bell instead of ending at once. */
  bell?: boolean;
}

export interface Tone {
  notes: readonly Note[];
  /** How often the notes come; 0: until it is stopped. */
  times: number;
}

/** Of one burst; without it, its beginning and its end click. */
const RAMP_MS = 8;
/** A bell loses 60 dB in this many of its lengths. */
const BELL = Math.log(1_000);

/** Ringback and busy as in most of Europe (ITU-T E.180, 425 Hz); the ringtone and the others are ours. */
export const TONES: Readonly<Record<RingSound, Tone>> = {
  ringtone: {
    notes: [
      { hertz: [659.3, 1318.5], ms: 420, gapMs: 0, bell: true },
      { hertz: [880, 1760], ms: 420, gapMs: 0, bell: true },
      { hertz: [1108.7, 2217.5], ms: 900, gapMs: 1_260, bell: true },
    ],
    times: 0,
  },
  waiting: {
    notes: [
      { hertz: [440], ms: 200, gapMs: 200 },
      { hertz: [440], ms: 200, gapMs: 3_400 },
    ],
    times: 0,
  },
  ringback: { notes: [{ hertz: [425], ms: 1_000, gapMs: 4_000 }], times: 0 },
  busy: { notes: [{ hertz: [425], ms: 500, gapMs: 500 }], times: 4 },
  end: { notes: [{ hertz: [425], ms: 200, gapMs: 200 }], times: 2 },
};

/** The samples (−1…1) of one round of a tone that goes on, or of all of one that ends. */
export function synthesise({ notes, times }: Tone, sampleRate: number): Float32Array<ArrayBuffer> {
  const at = (ms: number) => Math.round((ms / 1_000) * sampleRate);
  const round = new Float32Array(notes.reduce((sum, { ms, gapMs }) => sum + at(ms) + at(gapMs), 0));
  const ramp = at(RAMP_MS);
  let offset = 0;
  for (const { hertz, ms, gapMs, bell } of notes) {
    const length = at(ms);
    for (let i = 0; i < length; i++) {
      const loud = Math.min(1, i / ramp, (length - i) / ramp) * (bell ? Math.exp((-BELL * i) / length) : 1);
      const sum = hertz.reduce((total, frequency) => total + Math.sin((2 * Math.PI * frequency * i) / sampleRate), 0);
      round[offset + i] = (loud * sum) / hertz.length;
    }
    offset += length + at(gapMs);
  }
  const whole = new Float32Array(round.length * Math.max(1, times));
  for (let n = 0; n * round.length < whole.length; n++) whole.set(round, n * round.length);
  return whole;
}
