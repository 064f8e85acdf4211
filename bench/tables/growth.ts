/** Growth: the same work at 1×, 10× and 100×, and the exponent with which its cost grows, so that a quadratic shows. */
import { build } from '../call/build.ts';
import { Pages } from '../call/pages.ts';
import { LIMIT, section } from '../frame/series.ts';
import type { RunOptions, Section, Table } from '../frame/table.ts';
import type { Kind } from '../server/house.ts';
import { FLOOR as BARE, EARSHOT } from '../server/kinds.ts';
import { calls, starts, writing } from './growth-pages.ts';
import { ENTRANTS, FLOOR, type Sample, Seat } from './list.ts';
import { type Metric, type ServerSample, sampleServer } from './server.ts';

const ROUNDS = 2;
const MESSAGES = [1_000, 10_000, 100_000] as const;
const MEMBERS = [100, 1_000, 10_000] as const;
const SENT = [200, 2_000, 20_000] as const;
/** Ours and the window, in turn at each size. */
async function lists(options: RunOptions, rounds: number): Promise<Section[]> {
  const entrants = ENTRANTS.filter(({ name }) => name === FLOOR || name === 'Earshot');
  const pages = await Pages.serve(entrants.map(({ script }) => script));
  const asked = [
    ['paint', 'ms'],
    ['heap', 'MB'],
    ['rows', ''],
    ['append', 'ms'],
    ['fling', 'ms'],
  ] as const;
  const series = entrants.flatMap(({ name }) =>
    asked.map(([key, unit]) => ({ key, of: name, name: `${name}: ${key}`, work: MESSAGES, unit, costs: MESSAGES.map((): number[] => []) })),
  );
  try {
    for (let round = 0; round < rounds; round++)
      for (const [at, count] of MESSAGES.entries())
        for (const entrant of entrants) {
          options.noise.sample();
          const seat = new Seat(entrant, pages, options);
          try {
            const sample: Sample = await seat.list(count);
            for (const one of series) if (one.of === entrant.name && sample[one.key] !== undefined) one.costs[at]!.push(sample[one.key]!);
          } finally {
            await seat.close();
          }
        }
  } finally {
    await pages.close();
  }
  return [section('Messages in a list', MESSAGES, series)];
}

async function servers(options: RunOptions, rounds: number): Promise<Section[]> {
  const kinds: readonly Kind[] = [BARE, EARSHOT];
  const members = kinds.flatMap(({ name }) =>
    (['storm', 'fanOut', 'resume'] as const).map((key) => ({
      key,
      of: name,
      name: `${name}: ${{ storm: 'all connect', fanOut: 'one message to all', resume: 'all back after a restart' }[key]}`,
      work: MEMBERS,
      unit: 'ms',
      costs: MEMBERS.map((): number[] => []),
    })),
  );
  const sent = kinds.map(({ name }) => ({
    of: name,
    name: `${name}: messages one to one`,
    work: SENT,
    unit: 'ms',
    costs: SENT.map((): number[] => []),
  }));
  const measure = async (kind: Kind, count: number, messages: number): Promise<ServerSample> => {
    options.noise.sample();
    return sampleServer(kind, count, options, new Map<Metric, string>(), messages);
  };
  for (let round = 0; round < rounds; round++) {
    for (const [at, count] of MEMBERS.entries())
      for (const kind of kinds) {
        const sample = await measure(kind, count, SENT[0]);
        for (const one of members) if (one.of === kind.name) one.costs[at]!.push(...(sample[one.key] ?? []));
      }
    for (const [at, count] of SENT.entries())
      for (const kind of kinds) {
        const { rate } = await measure(kind, 2, count);
        for (const one of sent) if (one.of === kind.name && rate) one.costs[at]!.push((count * 1_000) / rate[0]!);
      }
  }
  return [
    section(
      'Members of a channel',
      MEMBERS,
      members.filter(({ costs }) => costs.some(({ length }) => length)),
    ),
    section('Durable messages, 50 on their way', SENT, sent),
  ];
}

async function run(options: RunOptions) {
  build(options);
  const rounds = options.rounds ?? ROUNDS;
  const sections: Section[] = [];
  for (const part of [calls, lists, writing, servers, starts]) {
    options.say(`  ${part.name}`);
    sections.push(...(await part(options, rounds)));
  }
  return { sections, raw: sections.map(({ title, rows }) => ({ title, rows })), configuration: { all: 'as in the tables above' } };
}

export const growth: Table = {
  name: 'growth',
  title: 'Growth',
  method:
    'The measures of the tables above at 1×, 10× and 100× the work, for us and the floor (writing and starts: us alone); the exponent is fitted by least squares over the logarithms of the medians: 0 is flat, 1 linear, 2 ' +
    `quadratic; one above ${LIMIT} is marked. An append of ours and of the window costs the copy of the array that all of them get.`,
  run,
};
