/** Runs contestants in turn, so that a drift of the machine meets all of them alike. */
import type { RunOptions } from './table.ts';

/** A cell that takes longer is given up, unless `--full`. */
export const CELL_MS = 20_000;
export const TOO_LONG = '> 20 s';

/** One that takes part in a round. */
export interface Contestant<S> {
  name: string;
  /** Measures once. */
  sample(round: number): Promise<S>;
}

/** What one contestant came to. */
export interface Outcome<S> {
  name: string;
  samples: S[];
  /** In place of figures: it took too long, or failed and how. */
  out?: string;
}

/** Rejects with {@link TOO_LONG} when the work takes longer than a cell may. */
export async function inTime<T>(work: Promise<T>, { full }: Pick<RunOptions, 'full'>): Promise<T> {
  if (full) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(TOO_LONG)), CELL_MS);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Each contestant once a round, and each round begins with the next one, so that none always follows the same. One that fails or takes too long drops
 * out with the reason; the others go on.
 */
export async function alternate<S>(
  contestants: readonly Contestant<S>[],
  { rounds, warmUp }: { rounds: number; warmUp: number },
  options: RunOptions,
): Promise<Outcome<S>[]> {
  const outcomes = contestants.map(({ name }): Outcome<S> => ({ name, samples: [] }));
  const startedMs = performance.now();
  const spent = contestants.map(() => 0);
  for (let round = 0 - warmUp; round < rounds; round++) {
    options.noise.sample();
    for (let turn = 0; turn < contestants.length; turn++) {
      const at = (turn + round + warmUp) % contestants.length;
      const outcome = outcomes[at]!;
      // what was measured in the time of a cell is enough
      if (outcome.out || (!options.full && spent[at]! > CELL_MS && outcome.samples.length >= 3)) continue;
      const start = performance.now();
      try {
        const sample = await inTime(contestants[at]!.sample(round), options);
        if (round >= 0) outcome.samples.push(sample);
      } catch (error) {
        outcome.out = error instanceof Error ? error.message.split('\n')[0]! : String(error);
        options.say(`  ${outcome.name} is out in round ${round}: ${outcome.out}`);
      }
      spent[at]! += performance.now() - start;
    }
  }
  options.say(`  ${rounds} rounds of ${contestants.length} in ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
  return outcomes;
}
