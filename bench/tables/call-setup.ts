/** Call set-up: from the caller's click to sound at both ends. */
import { EARSHOT, type Entrant, FLOOR, type House, PEERS } from '../call/houses.ts';
import { Pages } from '../call/pages.ts';
import { openBrowser, Pair, type Sample } from '../call/pair.ts';
import { SlowLine } from '../call/slow-line.ts';
import { alternate, type Contestant, type Outcome } from '../frame/alternate.ts';
import { median } from '../frame/stats.ts';
import type { Cell, RunOptions, Section, Table } from '../frame/table.ts';

/** The floor is one only when it is clearly below the leanest peer. */
const FLOOR_LIMIT = 0.85;
const LINE = { delayMs: 80, loss: 0.01, seed: 20 };

interface Variant {
  title: string;
  micHeld: boolean;
  kind: 'warm' | 'first' | 'bad-line';
  rounds: number;
}

const VARIANTS: readonly Variant[] = [
  { title: 'Warm call, microphone opened per call', micHeld: false, kind: 'warm', rounds: 20 },
  { title: 'Warm call, microphone held open', micHeld: true, kind: 'warm', rounds: 20 },
  { title: 'First call of a fresh browser, microphone opened by the call', micHeld: false, kind: 'first', rounds: 9 },
  { title: 'First call of a fresh browser, microphone held open', micHeld: true, kind: 'first', rounds: 9 },
  {
    title: 'Warm call, microphone opened per call, 80 ms each way and 1 % loss on the signalling path',
    micHeld: false,
    kind: 'bad-line',
    rounds: 12,
  },
];

const COLUMNS: readonly [key: Exclude<keyof Sample, 'clickMs'>, title: string][] = [
  ['incoming', 'rings at the callee'],
  ['ringing', 'the caller is told'],
  ['connected', 'connected'],
  ['calleeHears', 'callee hears'],
  ['callerHears', 'caller hears'],
  ['answerToConnected', 'answer to connected'],
];

const known = (outcome: Outcome<Sample>, key: keyof Sample) => outcome.samples.map((sample) => sample[key]).filter((value) => !Number.isNaN(value));

function sectionOf({ title, kind }: Variant, outcomes: readonly Outcome<Sample>[]): Section {
  const floor = outcomes.find(({ name }) => name === FLOOR.name);
  const ratio = (outcome: Outcome<Sample>, key: keyof Sample): string =>
    floor?.samples.length && outcome.samples.length ? (median(known(outcome, key)) / median(known(floor, key))).toFixed(2) : '–';
  const rows = outcomes.map((outcome): Cell[] => [
    outcome.name,
    ...COLUMNS.map(([key]): Cell => (outcome.samples.length ? { unit: 'ms', samples: known(outcome, key) } : (outcome.out ?? '–'))),
    ratio(outcome, 'connected'),
    ratio(outcome, 'calleeHears'),
    String(outcome.samples.length),
  ]);
  const notes = outcomes
    .filter(({ out, samples }) => out && samples.length)
    .map(({ name, out, samples }) => `${name} went out after ${samples.length} rounds: ${out}`);
  const peer = outcomes.find(({ name }) => name === 'PeerJS');
  if (floor?.samples.length && peer?.samples.length) {
    const part = median(known(floor, 'connected')) / median(known(peer, 'connected'));
    const holds = part <= FLOOR_LIMIT;
    notes.push(
      `Check of the floor: ${part.toFixed(2)} of PeerJS to connected; at most ${FLOOR_LIMIT} is asked: ${holds ? 'it counts' : 'it does not count in this run'}${kind === 'warm' ? '' : ' (asked of warm calls; here for information)'}.`,
    );
  }
  return { title, columns: ['', ...COLUMNS.map(([, name]) => name), 'connected ÷ floor', 'callee hears ÷ floor', 'n'], rows, notes };
}

/** Contestants of a variant, and how to let them go. */
async function enter(variant: Variant, entrants: ReadonlyMap<Entrant, House>, pages: Pages) {
  const undo: (() => Promise<void>)[] = [];
  const contestants: Contestant<Sample>[] = [];
  const close = async () => {
    for (const step of undo) await step();
  };
  if (variant.kind === 'first') {
    for (const [entrant, house] of entrants) {
      const sample = async () => {
        const fresh = await openBrowser();
        try {
          return await (await Pair.open(fresh, pages, entrant, house, variant)).round();
        } finally {
          await fresh.close();
        }
      };
      contestants.push({ name: entrant.name, sample });
    }
    return { contestants, close };
  }
  const browser = await openBrowser();
  undo.push(() => browser.close()); // before the lines it speaks over
  try {
    for (const [entrant, house] of entrants) {
      let port = house.port;
      if (variant.kind === 'bad-line') {
        const line = await SlowLine.to(port, LINE);
        undo.push(() => line.close());
        port = line.port;
      }
      const pair = await Pair.open(browser, pages, entrant, house, { ...variant, port });
      contestants.push({ name: entrant.name, sample: () => pair.round() });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { contestants, close };
}

async function run(options: RunOptions) {
  const all = [FLOOR, EARSHOT, ...PEERS];
  const absent = all.flatMap((entrant) => (entrant.missing?.() ? [`${entrant.name} was not run: ${entrant.missing()}`] : []));
  const present = all.filter((entrant) => !entrant.missing?.());
  const pages = await Pages.serve([...new Set(present.map(({ script }) => script))]);
  const houses = new Map<Entrant, House>();
  const sections: Section[] = [];
  const raw: Record<string, Outcome<Sample>[]> = {};
  try {
    for (const entrant of present) houses.set(entrant, await entrant.open(pages.origin));
    for (const variant of VARIANTS) {
      options.say(`  ${variant.title}`);
      const { contestants, close } = await enter(variant, houses, pages);
      try {
        const rounds = options.rounds
          ? Math.min(options.rounds, variant.kind === 'warm' ? Number.POSITIVE_INFINITY : variant.rounds)
          : variant.rounds;
        const outcomes = await alternate(contestants, { rounds, warmUp: variant.kind === 'first' ? 1 : 2 }, options);
        raw[variant.title] = outcomes;
        const section = sectionOf(variant, outcomes);
        sections.push({ ...section, notes: [...(section.notes ?? []), ...absent] });
      } finally {
        await close();
      }
    }
  } finally {
    for (const house of houses.values()) await house.close();
    await pages.close();
  }
  return { sections, raw, configuration: Object.fromEntries(all.map(({ name, configuration }) => [name, configuration])) };
}

export const callSetup: Table = {
  name: 'call-setup',
  title: 'Call set-up',
  method:
    'Two contexts of one headless Chromium with its fake microphone, everything on loopback, host candidates only. The clock starts at the caller’s click; every callee answers ' +
    'on its incoming event. All contestants run in turn within each round, and each round begins with the next one. Cells are the median (quarters) / p95 in milliseconds from the ' +
    'click; “answer to connected” is at the callee’s end. First sound is the first RTP packet that a receiver has a source for. PeerJS does not tell the caller that it rings. ' +
    'A first call is that of a browser just started, its pages loaded, its socket open and both at rest for half a second. The bad line is a proxy of ours before each signalling server: a lost ' +
    'segment comes a round trip and 200 ms late, with all that follows it; media does not pass it.',
  run,
};
