/**
 * Measures us beside our peers and beside the floor: `npm run bench`, or here `node bench/run.ts [--only call-setup,size] [--rounds 20] [--full] [--publish]`.
 * Prints each table when it is done and keeps its samples in `bench/results/`; `--publish` puts it into `docs/PERFORMANCE.md` as well.
 */
import { parseArgs } from 'node:util';
import { markdown } from './frame/markdown.ts';
import { Noise } from './frame/noise.ts';
import { keep, machine, publish, versions } from './frame/results.ts';
import { TABLES } from './tables/index.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    rounds: { type: 'string' },
    full: { type: 'boolean', default: false },
    publish: { type: 'boolean', default: false },
  },
});
const names = values.only?.flatMap((list) => list.split(',')) ?? TABLES.map(({ name }) => name);
const stranger = names.find((name) => !TABLES.some((table) => table.name === name));
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
if (stranger || (rounds !== undefined && !(rounds >= 1))) {
  console.error(stranger ? `no such table: ${stranger}; there are ${TABLES.map(({ name }) => name).join(', ')}` : '--rounds wants a number');
  process.exit(2);
}

process.once('SIGTERM', () => process.exit(143)); // what was started ends with this process
const date = new Date().toISOString().slice(0, 10);
const [seen, here] = [versions(), machine()];
console.log(
  `${here}; ${Object.entries(seen)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}\n`,
);
let failed = false;
for (const table of TABLES.filter(({ name }) => names.includes(name))) {
  console.error(`${table.name}…`);
  const noise = new Noise();
  noise.sample();
  const startedMs = performance.now();
  try {
    const result = await table.run({ full: values.full, rounds, noise, say: (line) => console.error(line) });
    noise.sample();
    const took = `${date}, ${((performance.now() - startedMs) / 1000).toFixed(0)} s. ${noise.text}`;
    const text = `${markdown(table, result)}\n\n${took}`;
    console.log(`${text}\n`);
    keep(table.name, date, { table: table.name, date, machine: here, versions: seen, noise: noise.samples, ...result });
    if (values.publish) publish(table.name, text);
  } catch (error) {
    failed = true;
    console.error(`${table.name} failed:`, error);
  }
}
process.exitCode = failed ? 1 : 0;
