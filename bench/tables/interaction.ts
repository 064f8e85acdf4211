/** How quickly a channel of 10,000 messages answers keys and clicks while it is busy. */
import type { Page } from 'playwright-core';
import { build } from '../call/build.ts';
import { Pages } from '../call/pages.ts';
import { openBrowser } from '../call/pair.ts';
import { alternate, inTime, type Outcome } from '../frame/alternate.ts';
import type { RunOptions, Section, Table } from '../frame/table.ts';

const COUNT = 10_000;
const PER_SECOND = 50;
const KEYS = 20;
const SENT = 5;
const ROUNDS = 4;

interface Entrant {
  name: string;
  /** From `bench/`. */
  script: string;
  configuration: string;
}

export const ENTRANTS: readonly Entrant[] = [
  { name: 'Earshot', script: 'pages/list-earshot.ts', configuration: 'dist/earshot.js; a channel in memory that takes what is sent at once' },
  {
    name: 'stream-chat-react, virtualized',
    script: 'peers/list-stream.ts',
    configuration: 'VirtualizedMessageList and MessageComposer with their defaults, production React; what is sent is added to the messages at once',
  },
  { name: 'deep-chat', script: 'peers/list-deep-chat.ts', configuration: 'history given, addMessage; its handler answers "ok" at once' },
];

interface Sample {
  keys: number[];
  sends: number[];
  tasks: number;
  taskMs: number;
}

async function measure(page: Page): Promise<Sample> {
  const sample: Sample = { keys: [], sends: [], tasks: 0, taskMs: 0 };
  await page.evaluate((perSecond) => window.list.arrive(perSecond), PER_SECOND);
  await page.evaluate(() => window.list.write());
  const key = async (name: string) => {
    const told = page.evaluate(() => window.list.key());
    await page.evaluate(() => 0); // it listens
    await page.keyboard.press(name);
    return told;
  };
  for (let turn = 0; turn < SENT; turn++) {
    const words = `zq${turn}${'abcdefghijklmnop'.slice(0, KEYS / SENT)}`;
    for (const [at, letter] of [...words].entries()) {
      const ms = await key(letter);
      if (at >= words.length - KEYS / SENT) sample.keys.push(ms);
    }
    const told = page.evaluate((text) => window.list.sent(text), words);
    const { x, y } = await page.evaluate(() => window.list.button());
    await page.mouse.click(x, y);
    sample.sends.push(await told);
    await page.evaluate(() => window.list.write());
  }
  const { tasks, ms } = await page.evaluate(() => window.list.quiet());
  return { ...sample, tasks, taskMs: ms };
}

function sectionOf(outcomes: readonly Outcome<Sample>[]): Section {
  return {
    title: `${COUNT.toLocaleString('en')} messages, and ${PER_SECOND} more a second`,
    columns: ['', 'key to painted character', 'click on Send to painted message', 'long tasks', 'their time', 'n'],
    rows: outcomes.map(({ name, samples, out }) =>
      samples.length
        ? [
            name,
            { unit: 'ms', samples: samples.flatMap(({ keys }) => keys) },
            { unit: 'ms', samples: samples.flatMap(({ sends }) => sends) },
            { unit: '', samples: samples.map(({ tasks }) => tasks) },
            { unit: 'ms', samples: samples.map(({ taskMs }) => taskMs) },
            String(samples.length),
          ]
        : [name, out ?? '–', '–', '–', '–', '0'],
    ),
    notes: outcomes.flatMap(({ name, out, samples }) => (out && samples.length ? [`${name} went out after ${samples.length} rounds: ${out}`] : [])),
  };
}

/** Once, in a fresh browser, with so many messages there before. */
export async function sampleWriting(pages: Pages, script: string, count: number, options: RunOptions): Promise<Sample> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 420, height: 620 } });
    await page.goto(`${pages.address(script)}#write`);
    await page.waitForFunction(() => window.list !== undefined);
    await inTime(
      page.evaluate(async (messages) => {
        await window.list.load(messages);
        await window.list.paint();
      }, count),
      options,
    );
    return await inTime(measure(page), options);
  } finally {
    await browser.close();
  }
}

async function run(options: RunOptions) {
  build(options);
  const pages = await Pages.serve(ENTRANTS.map(({ script }) => script));
  const contestants = ENTRANTS.map(({ name, script }) => ({ name, sample: () => sampleWriting(pages, script, COUNT, options) }));
  try {
    const outcomes = await alternate(contestants, { rounds: options.rounds ?? ROUNDS, warmUp: 0 }, { ...options, full: true });
    return {
      sections: [sectionOf(outcomes)],
      raw: outcomes,
      configuration: Object.fromEntries(ENTRANTS.map(({ name, configuration }) => [name, configuration])),
    };
  } finally {
    await pages.close();
  }
}

export const interaction: Table = {
  name: 'interaction',
  title: 'Interaction',
  method:
    'The conversation of the table above in a box of 400 × 600 px, read at its end, while messages arrive. Real keys and clicks of a browser’s driver; the clock starts with the event’s own ' +
    'time stamp and stops after the frame that shows the character in the text box, or the words as a message in the list. Cells are the median (quarters) / p95. Long tasks are those over 50 ms ' +
    'while one writes and sends, as the browser reports them.',
  run,
};
