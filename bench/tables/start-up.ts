/** Start-up: from `npm start` to a server that is well, and from an address to a page that is painted. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from '../call/build.ts';
import { openBrowser } from '../call/pair.ts';
import { alternate } from '../frame/alternate.ts';
import { quantile } from '../frame/stats.ts';
import type { RunOptions, Table } from '../frame/table.ts';
import { dataFolder } from '../server/kinds.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ROUNDS = 5;
const SLOWER = 4;

interface Started {
  address: string;
  ms: number;
  stop(): Promise<void>;
}

/** What `npm start` runs, with a folder of its own. */
async function startDemo(): Promise<Started> {
  const folder = dataFolder();
  const demo = await start('scripts/start.mjs', folder.path);
  return {
    ...demo,
    async stop() {
      await demo.stop();
      folder.remove();
    },
  };
}

/** A script that starts our server, until it is well. */
export async function start(script: string, data: string, env: Record<string, string> = {}): Promise<Started> {
  const startMs = performance.now();
  const child = spawn(process.execPath, [script, '--port', '0', '--data', data], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = () => void child.kill('SIGTERM');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  let printed = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout!.on('data', (chunk: Buffer) => {
      printed += chunk;
      const port = /https?:\/\/(?:127\.0\.0\.1|localhost):(\d+)/.exec(printed)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    });
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}: ${printed}`)));
  });
  while (!(await fetch(`${address}/healthz`)).ok); // it answers 503 until it is well
  return {
    address,
    ms: performance.now() - startMs,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await gone;
      }
    },
  };
}

interface PageSample {
  scriptMs: number;
  firstPaintMs: number;
  /** Each tag's first element that takes room: when it was painted. */
  tags: Record<string, number>;
  shift: number;
}

declare global {
  interface Window {
    startUp: { tags: Record<string, number>; shift: number };
  }
}

/** In the page, before anything of it. */
function watch(): void {
  const seen: Record<string, number> = {};
  window.startUp = { tags: seen, shift: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
      if (!entry.hadRecentInput) window.startUp.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  const look = () => {
    const found: string[] = [];
    for (const element of document.querySelectorAll('*')) {
      const tag = element.localName;
      if (!tag.includes('-') || tag in seen || found.includes(tag) || !element.shadowRoot?.firstElementChild) continue;
      if (element.getBoundingClientRect().height > 0) found.push(tag);
    }
    if (found.length)
      setTimeout(() => {
        for (const tag of found) seen[tag] = performance.now();
      });
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function load(address: string): Promise<PageSample> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await cdp.send('Performance.enable');
    await page.addInitScript(watch);
    await page.goto(`${address}/?user=alice`);
    await page.waitForLoadState('networkidle');
    await page.locator('chat-channel [part=row]').first().waitFor();
    const { metrics } = (await cdp.send('Performance.getMetrics')) as { metrics: { name: string; value: number }[] };
    const { tags, shift } = await page.evaluate(() => window.startUp);
    const firstPaintMs = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN);
    return { scriptMs: (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN) * 1_000, firstPaintMs, tags, shift };
  } finally {
    await browser.close();
  }
}

async function run(options: RunOptions) {
  build(options);
  const rounds = options.rounds ?? ROUNDS;
  const [started] = await alternate(
    [
      {
        name: 'npm start',
        async sample() {
          const demo = await startDemo();
          await demo.stop();
          return demo.ms;
        },
      },
    ],
    { rounds, warmUp: 1 },
    options,
  );
  const demo = await startDemo();
  try {
    const [loaded] = await alternate([{ name: 'demo', sample: () => load(demo.address) }], { rounds, warmUp: 1 }, options);
    const { samples, out } = loaded!;
    const tags = [...new Set(samples.flatMap((sample) => Object.keys(sample.tags)))];
    const ms = (values: readonly number[]) => ({ unit: 'ms', samples: values });
    const worst = quantile(
      samples.map(({ shift }) => shift),
      1,
    );
    return {
      sections: [
        { title: 'Server', columns: ['', 'time'], rows: [['`npm start`, built before, to `/healthz`', started!.out ?? ms(started!.samples)]] },
        {
          title: `Demo page, CPU ${SLOWER} times slower`,
          columns: ['', 'from the start of the navigation'],
          rows: out
            ? [['the page', out]]
            : [
                ['first contentful paint', ms(samples.map(({ firstPaintMs }) => firstPaintMs))],
                ...tags.map((tag) => [`\`<${tag}>\` painted`, ms(samples.flatMap((sample) => sample.tags[tag] ?? []))] as const),
                ['script, all of it', ms(samples.map(({ scriptMs }) => scriptMs))],
                ['layout shift', { unit: '', samples: samples.map(({ shift }) => shift) }],
              ],
          notes: [`Layout shifts: ${worst === 0 ? 'none in any round' : `up to ${worst.toFixed(4)}; 0 is asked`}.`],
        },
      ],
      raw: { started: started!.samples, pages: samples },
      configuration: {
        'npm start': 'scripts/start.mjs with a new data folder',
        demo: `a fresh browser each time, 1280 × 900, CPU throttled ${SLOWER} times`,
      },
    };
  } finally {
    await demo.stop();
  }
}

export const startUp: Table = {
  name: 'start-up',
  title: 'Start-up',
  method:
    'The server: from the start of the process that `npm start` runs, with nothing left to build and a new data folder, until `/healthz` says it is well. The page: the demo in a fresh browser, ' +
    'from the start of the navigation until the first element of each tag that takes room was painted with its shadow root; script time is all that the page spent until its messages showed; ' +
    'layout shift is the sum that the browser reports without input.',
  run,
};
