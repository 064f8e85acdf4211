/** The list of messages: ours, a window made by hand, and the lists of our peers, over the same conversation. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { build } from '../call/build.ts';
import { Pages } from '../call/pages.ts';
import { openBrowser } from '../call/pair.ts';
import { alternate, inTime, type Outcome } from '../frame/alternate.ts';
import { median } from '../frame/stats.ts';
import type { Cell, RunOptions, Section, Table } from '../frame/table.ts';
import { type ListHouse, ListHouses } from '../list/house.ts';
import { LOOKED_AT, WARM_UP } from '../list/talk.ts';

const SIZES = [1_000, 10_000, 100_000] as const;
const APPENDS = 1_000;
const JUMP_SIZE = 1_000;
const JUMPS = [200, 0] as const;
const ROUNDS = 3;
/** A fling that moved less than this too little was not stopped: positions are rounded. */
const STOPPED_PX = 100;

interface Entrant {
  name: string;
  /** From `bench/`. */
  script: string;
  configuration: string;
  /** Its messages are on our server. */
  served?: true;
}

export const FLOOR = 'window made by hand';
export const ENTRANTS: readonly Entrant[] = [
  {
    name: FLOOR,
    script: 'pages/list-window.ts',
    configuration:
      '60 rows first, 30 at a time, at most 120; rows are copies of the markup that `<chat-channel>` paints, filled with words, in a shadow root with its styles; anchored on a row',
  },
  {
    name: 'Earshot',
    script: 'pages/list-earshot.ts',
    configuration: 'dist/earshot.js; a channel whose items are the array, everything lazy loaded before',
  },
  {
    name: 'Earshot, from its server',
    script: 'pages/list-server.ts',
    served: true,
    configuration:
      'dist/earshot.js with a client of ours, over our server with its defaults on the same machine (every message committed to SQLite on disk); three members who have read everything; history comes in pages of 50, at most 400 are held',
  },
  {
    name: '@tanstack/lit-virtual',
    script: 'peers/list-tanstack.ts',
    configuration: 'the rows of the window; estimateSize 72, overscan 10, anchorTo end, followOnAppend; measured in updated()',
  },
  {
    name: 'stream-chat-react, virtualized',
    script: 'peers/list-stream.ts',
    configuration:
      'Chat, Channel, VirtualizedMessageList with its defaults, production React; messages given as a property; stickToBottomScrollBehavior auto',
  },
  { name: 'deep-chat', script: 'peers/list-deep-chat.ts', configuration: 'history given, addMessage; reactions and receipts it does not have' },
  {
    name: '@chatscope/chat-ui-kit-react',
    script: 'peers/list-chatscope.ts',
    configuration: 'MessageList with Message children, keys given, production React; reactions as a footer',
  },
];

type Metric = 'paint' | 'heap' | 'append' | 'late' | 'fling' | 'blank' | 'stopped' | 'rows' | 'elements' | 'jump200' | 'jump0';
export type Sample = Partial<Record<Metric, number>>;

const LIST_METRICS: readonly [key: Metric, title: string, unit: string][] = [
  ['paint', 'paint', 'ms'],
  ['heap', 'heap', 'MB'],
  ['rows', 'rows', ''],
  ['elements', 'elements', ''],
  ['append', `${APPENDS.toLocaleString('en')} appends`, 'ms'],
  ['late', `late, of ${LOOKED_AT}`, ''],
  ['fling', 'fling, p95 frame', 'ms'],
  ['blank', 'blank', 'px'],
];
const JUMP_METRICS: readonly [key: Metric, title: string, unit: string][] = JUMPS.map((top) => [`jump${top}`, `jump at scrollTop ${top}`, 'px']);

/** One list at one size: a browser of its own, a fresh page for each sample; what once took too long is not asked again. */
export class Seat {
  readonly #entrant: Entrant;
  readonly #pages: Pages;
  readonly #options: RunOptions;
  readonly #houses: ListHouses | undefined;
  readonly out = new Map<Metric, string>();
  #browser: Browser | undefined;
  #house: ListHouse | undefined;

  /** `houses`: for an entrant that is served. */
  constructor(entrant: Entrant, pages: Pages, options: RunOptions, houses?: ListHouses) {
    this.#entrant = entrant;
    this.#pages = pages;
    this.#options = options;
    this.#houses = houses;
  }

  async #open(count: number): Promise<{ page: Page; cdp: CDPSession }> {
    this.#browser ??= await openBrowser();
    const page = await this.#browser.newPage();
    if (this.#entrant.served) {
      const house = await this.#houses!.open(count, this.#pages.origin);
      this.#house = house;
      await page.exposeFunction('house', () => house.keys);
    }
    const failures: string[] = [];
    page.on('pageerror', ({ message }) => failures.push(message));
    await page.goto(this.#pages.address(this.#entrant.script));
    await page
      .waitForFunction(() => window.list !== undefined)
      .catch((error: Error) => {
        throw new Error(failures[0] ?? error.message);
      });
    return { page, cdp: await page.context().newCDPSession(page) };
  }

  /** Runs what a cell asks for; a cell that takes too long ends the browser with it. */
  async #cell<T>(metric: Metric, work: () => Promise<T>): Promise<T | undefined> {
    if (this.out.has(metric)) return undefined;
    try {
      return await inTime(work(), this.#options);
    } catch (error) {
      this.out.set(metric, error instanceof Error ? error.message.split('\n')[0]! : String(error));
      throw error;
    }
  }

  async #heap(cdp: CDPSession): Promise<number> {
    await cdp.send('HeapProfiler.collectGarbage');
    return ((await cdp.send('Runtime.getHeapUsage')) as { usedSize: number }).usedSize;
  }

  /** The page of a sample goes, and the server it had. */
  async #leave(page?: Page): Promise<void> {
    await page?.close();
    const house = this.#house;
    this.#house = undefined;
    await house?.close();
  }

  async list(count: number): Promise<Sample> {
    const sample: Sample = {};
    try {
      const { page, cdp } = await this.#open(count);
      const warmUp = page.evaluate(async (count) => {
        await window.list.load(count);
        await window.list.paint();
        await window.list.unload();
      }, WARM_UP);
      await inTime(warmUp, this.#options);
      await page.evaluate((n) => window.list.load(n), count);
      const before = await this.#heap(cdp);
      sample.paint = await this.#cell('paint', () => page.evaluate(() => window.list.paint()));
      sample.heap = ((await this.#heap(cdp)) - before) / 1e6;
      Object.assign(sample, await page.evaluate(() => window.list.look()));
      const fling = await this.#cell('fling', () => page.evaluate(() => window.list.fling()));
      if (fling) {
        sample.fling = fling.frames.toSorted((a, b) => a - b)[Math.ceil(fling.frames.length * 0.95) - 1]!;
        sample.blank = fling.blank;
        sample.stopped = fling.stopped;
      }
      await page.evaluate(() => window.list.unload());
      await page.evaluate((n) => window.list.load(n), count);
      if (!this.out.has('append')) {
        await inTime(
          page.evaluate(() => window.list.paint()),
          this.#options,
        );
        const appended = await this.#cell('append', () => page.evaluate((n) => window.list.append(n), APPENDS));
        sample.append = appended?.ms;
        sample.late = appended?.late;
      }
      await this.#leave(page);
    } catch (error) {
      await this.close();
      if (this.out.has('paint') || sample.paint === undefined) throw error;
    }
    return sample;
  }

  async jumps(): Promise<Sample> {
    const sample: Sample = {};
    const { page } = await this.#open(JUMP_SIZE);
    for (const top of JUMPS) {
      const metric = `jump${top}` as const;
      sample[metric] = await this.#cell(metric, () =>
        page.evaluate(
          async ([count, at]) => {
            await window.list.load(count);
            await window.list.paint();
            await window.list.toStart();
            return window.list.jump(at);
          },
          [JUMP_SIZE, top] as const,
        ),
      );
      await page.evaluate(() => window.list.unload());
    }
    await this.#leave(page);
    return sample;
  }

  async close(): Promise<void> {
    const browser = this.#browser;
    this.#browser = undefined;
    await browser?.close();
    await this.#leave();
  }
}

function sectionOf(title: string, metrics: typeof LIST_METRICS, outcomes: readonly Outcome<Sample>[], seats: ReadonlyMap<string, Seat>): Section {
  const of = ({ samples }: Outcome<Sample>, key: Metric) => samples.flatMap((sample) => (sample[key] === undefined ? [] : [sample[key]]));
  const floor = outcomes.find(({ name }) => name === FLOOR);
  const ratio = (outcome: Outcome<Sample>, key: Metric) =>
    floor && of(outcome, key).length && of(floor, key).length ? (median(of(outcome, key)) / median(of(floor, key))).toFixed(2) : '–';
  const ratios = (['paint', 'append'] as const).filter((key) => metrics.some(([metric]) => metric === key));
  const rows = outcomes.map((outcome): Cell[] => [
    outcome.name,
    ...metrics.map(([key, , unit]): Cell => {
      const samples = of(outcome, key);
      if (samples.some((value) => value === Number.POSITIVE_INFINITY || Number.isNaN(value))) return 'lost';
      return samples.length ? { unit, samples } : (seats.get(outcome.name)?.out.get(key) ?? outcome.out ?? '–');
    }),
    ...ratios.map((key) => ratio(outcome, key)),
  ]);
  const notes = outcomes.flatMap((outcome) => {
    const stopped = of(outcome, 'stopped');
    return median(stopped) > STOPPED_PX
      ? [`${outcome.name} did not move for ${Math.round(median(stopped)).toLocaleString('en')} px of the fling: it stood at the first message it had`]
      : [];
  });
  return { title, columns: ['', ...metrics.map(([, name]) => name), ...ratios.map((key) => `${key} ÷ window`)], rows, notes };
}

async function run(options: RunOptions) {
  build(options);
  const pages = await Pages.serve(ENTRANTS.map(({ script }) => script));
  const houses = new ListHouses();
  const rounds = options.rounds ?? ROUNDS;
  const sections: Section[] = [];
  const raw: Record<string, Outcome<Sample>[]> = {};
  const part = async (title: string, metrics: typeof LIST_METRICS, sample: (seat: Seat) => Promise<Sample>, turns: number) => {
    options.say(`  ${title}`);
    const seats = new Map(ENTRANTS.map((entrant) => [entrant.name, new Seat(entrant, pages, options, houses)]));
    try {
      const contestants = [...seats].map(([name, seat]) => ({ name, sample: () => sample(seat) }));
      const outcomes = await alternate(contestants, { rounds: turns, warmUp: 0 }, { ...options, full: true });
      raw[title] = outcomes;
      sections.push(sectionOf(title, metrics, outcomes, seats));
    } finally {
      for (const seat of seats.values()) await seat.close();
    }
  };
  try {
    for (const count of SIZES) await houses.write(count);
    for (const count of SIZES) await part(`${count.toLocaleString('en')} messages`, LIST_METRICS, (seat) => seat.list(count), rounds);
    await part(`50 older messages arrive before ${JUMP_SIZE.toLocaleString('en')}`, JUMP_METRICS, (seat) => seat.jumps(), Math.min(rounds, 2));
  } finally {
    await pages.close();
    houses.remove();
  }
  return { sections, raw, configuration: Object.fromEntries(ENTRANTS.map(({ name, configuration }) => [name, configuration])) };
}

export const list: Table = {
  name: 'list',
  title: 'Message list',
  method:
    'The same conversation for all, in memory, in a box of 400 × 600 px: three people, and in one message of five a reaction, a picture or a read receipt. Ours is the bundle as ' +
    'it ships. The floor is a window made by hand that paints the exact markup of our rows, with our styles, in a shadow root. Each sample is a fresh page that has shown 200 messages ' +
    'before. Paint: from mounting until the newest message is painted. Heap: what mounting adds, after garbage collection. Appends come one by one, each laid out before the next; late are those, ' +
    `of ${LOOKED_AT} more, whose row was not in sight then, but came with a later frame. ` +
    'Fling: thrown 9,000 px upwards within 1.5 s; the p95 of the time between frames, and the most px of the box that had no row. Jump: px by which the text being read moves. ' +
    'In the row "from its server" the conversation lies in a channel of our server, and the network, the disk and the client are in the figures: paint is from mounting with a client ' +
    'that is connected, the heap has what the client keeps, all of my messages count as read, older pages come while it is thrown, each append is sent by another member as text and waited ' +
    'for in the document, and the jump is that of a page of 50 that comes from the server while the reader stands at that place of 150 messages.',
  run,
};
