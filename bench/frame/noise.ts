/** How much this machine disturbs what it measures: the same small work, timed again and again beside the samples. */
import { availableParallelism, loadavg } from 'node:os';
import { median, quantile } from './stats.ts';

/** Nothing but arithmetic, about this long on a quiet machine. */
const WORK_MS = 10;
/** Above this ratio of p95 to the least, figures are those of a busy machine. */
const BUSY = 1.3;

function work(turns: number): number {
  const start = performance.now();
  let x = 1;
  for (let i = 0; i < turns; i++) x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0;
  const took = performance.now() - start;
  return x === 0.5 ? 0 : took; // x is used, so the loop stays
}

/** The calibrated loop of one run. */
export class Noise {
  readonly #turns: number;
  readonly #samples: number[] = [];
  readonly #load: number;

  constructor() {
    work(1e7); // let it be compiled
    const perTurn = Math.min(...Array.from({ length: 7 }, () => work(1e7))) / 1e7;
    this.#turns = Math.round(WORK_MS / perTurn);
    this.#load = loadavg()[0]!;
  }

  /** Once, now. */
  sample(): void {
    this.#samples.push(work(this.#turns));
  }

  get samples(): readonly number[] {
    return this.#samples;
  }

  /** The median and the p95 of the loop over the shortest it took, and whether that, or more waiting than there are cores, counts as busy. */
  get verdict(): { median: number; p95: number; busy: boolean } {
    const least = Math.min(...this.#samples);
    const [middle, high] = [median(this.#samples) / least, quantile(this.#samples, 0.95) / least];
    return { median: middle, p95: high, busy: high > BUSY || this.#load > availableParallelism() };
  }

  /** In a sentence. */
  get text(): string {
    const { median: middle, p95, busy } = this.verdict;
    const load = `load ${this.#load.toFixed(1)} before and ${loadavg()[0]!.toFixed(1)} after on ${availableParallelism()} cores`;
    return (
      `Machine noise: a loop of fixed work took ${middle.toFixed(2)} times its shortest time in the median and ${p95.toFixed(2)} times in the p95 ` +
      `(${this.#samples.length} samples; ${load})${busy ? ': a busy machine, read ratios only' : ''}.`
    );
  }
}
