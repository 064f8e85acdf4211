/** What is told of samples. Medians, because a machine that others use too has a long tail; never means. */

const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);

/** The value that this part (0…1) of the samples does not exceed, nearest rank; NaN without samples. */
export function quantile(values: readonly number[], part: number): number {
  const order = sorted(values);
  return order[Math.min(order.length - 1, Math.max(0, Math.ceil(part * order.length) - 1))] ?? Number.NaN;
}

/** The middle one; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const order = sorted(values);
  const half = order.length >> 1;
  return order.length % 2 ? order[half]! : (order[half - 1]! + order[half]!) / 2;
}

/** Median with its spread. */
export interface Summary {
  count: number;
  median: number;
  /** A quarter of the samples lies below, a quarter above the other. */
  p25: number;
  p75: number;
  p95: number;
}

export const summarize = (values: readonly number[]): Summary => ({
  count: values.length,
  median: median(values),
  p25: quantile(values, 0.25),
  p75: quantile(values, 0.75),
  p95: quantile(values, 0.95),
});
