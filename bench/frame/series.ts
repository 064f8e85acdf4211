/** Lines of a growth table: a cost at each size of the work, and the exponent with which it grows. */
import { exponent } from './growth.ts';
import { median } from './stats.ts';
import type { Cell, Section } from './table.ts';

/** Above this a cost grows faster than its work: more than noise. */
export const LIMIT = 1.3;

/** One line of a growth table. */
export interface Series {
  name: string;
  work: readonly number[];
  unit: string;
  /** One list of samples for each size; empty: not measured. */
  costs: number[][];
}

function row({ name, work, unit, costs }: Series): Cell[] {
  const known = costs.flatMap((samples, at) => (samples.length ? [[work[at]!, median(samples)] as const] : []));
  const grows =
    known.length > 1 && known.every(([, cost]) => cost > 0)
      ? exponent(
          known.map(([size]) => size),
          known.map(([, cost]) => cost),
        )
      : undefined;
  return [
    name,
    ...costs.map((samples): Cell => ({ unit, samples })),
    grows === undefined ? '–' : `${grows.toFixed(2)}${grows > LIMIT ? ' (!)' : ''}`,
  ];
}

export const section = (title: string, work: readonly number[], series: readonly Series[]): Section => ({
  title,
  columns: ['', ...work.map((size) => size.toLocaleString('en')), 'exponent'],
  rows: series.map(row),
});
