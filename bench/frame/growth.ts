/** How a cost grows with the work: the exponent k of cost = c · workᵏ, by least squares over the logarithms. 0: flat; 1: linear; 2: quadratic. */
export function exponent(work: readonly number[], cost: readonly number[]): number {
  const x = work.map(Math.log);
  const y = cost.map(Math.log);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  return x.reduce((sum, value, i) => sum + (value - mx) * (y[i]! - my), 0) / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
}
