/** What `npm test` can run. A lane writes one JSON line a test to the file named by `EARSHOT_RESULTS`. */
import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './find-chromium.mjs';
import { findWebKit } from './find-webkit.ts';

/** One test that ran. */
export interface TestResult {
  file?: string;
  title: string;
  passed: boolean;
  skipped?: boolean;
  error?: string;
}

/** One named part of the tests. */
export interface Lane {
  name: string;
  /** In a few words, for the list of lanes. */
  about: string;
  /** Why it cannot run on this machine; undefined when it can. */
  missing?: () => string | undefined;
  /** Needs `dist/` and `server/dist/`. */
  built?: boolean;
  /** Waits more than it works: it runs beside the others, and is over before those that use the machine whole. */
  waits?: boolean;
  /** Two pages at a time in calls: nothing runs beside it. */
  alone?: boolean;
  /** Killed after this long. */
  capMs: number;
  command: (results: string) => { args: string[]; env?: Record<string, string> };
}

const MINUTE = 60_000;
const CODE_CACHE = fileURLToPath(new URL('../node_modules/.cache/earshot-code', import.meta.url));

/** A lane of node:test files; `atOnce` of them at a time. */
const nodeTests = (patterns: string[], atOnce: number) => (results: string) => ({
  args: [
    '--test',
    '--test-timeout=180000',
    `--test-concurrency=${atOnce}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./scripts/node-test-reporter.mjs',
    `--test-reporter-destination=${results}`,
    ...globSync(patterns).sort(),
  ],
});

const noChromium = (): string | undefined => (findChromium() ? undefined : 'no Chromium');
const noFirefox = (): string | undefined =>
  ['/usr/bin/firefox-esr', '/usr/bin/firefox'].some((path) => existsSync(path)) || process.env.FIREFOX ? undefined : 'no Firefox';
const noWebKit = (): string | undefined => {
  const { driver, browser, screen } = findWebKit();
  return driver && browser && screen ? undefined : 'no WebKitWebDriver, MiniBrowser or Xvfb';
};
const noCoturn = (): string | undefined =>
  ['turnserver', 'openssl'].every((program) => (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program))))
    ? (noChromium() ?? noFirefox())
    : 'no coturn or no openssl';

/** In the order they run. */
export const LANES: Lane[] = [
  {
    name: 'check',
    about: 'lint, format, types, layers, manifest, generated files',
    capMs: 8 * MINUTE,
    command: () => ({ args: ['scripts/check.ts'] }),
  },
  {
    name: 'unit',
    about: 'core, faces and server in Node',
    capMs: 14 * MINUTE,
    command: nodeTests(
      ['src/core/**/*.test.ts', 'src/compat/**/*.test.ts', 'server/src/**/*.test.ts', 'test/node/**/*.test.ts', 'bench/frame/*.test.ts'],
      2,
    ),
  },
  {
    name: 'elements',
    about: 'elements and core in Chromium',
    missing: noChromium,
    capMs: 6 * MINUTE,
    command: (results) => ({
      args: ['node_modules/@web/test-runner/dist/bin.js', '--concurrency', '2'],
      env: { WTR_RESULTS: results },
    }),
  },
  {
    name: 'browser',
    about: 'two browser contexts against the real server',
    missing: noChromium,
    built: true,
    alone: true,
    capMs: 20 * MINUTE,
    command: nodeTests(['test/browser/**/*.test.ts'], 2),
  },
  {
    name: 'coturn',
    about: 'the diagnosis of a call against real relays, good and broken',
    missing: noCoturn,
    waits: true,
    capMs: 8 * MINUTE,
    command: nodeTests(['test/coturn/**/*.test.ts'], 1),
  },
  { name: 'sizes', about: 'byte budgets of the real bundles', built: true, capMs: 3 * MINUTE, command: nodeTests(['test/sizes.test.ts'], 1) },
  {
    name: 'package',
    about: 'packed, installed in an empty folder, makes a call',
    missing: noChromium,
    built: true,
    capMs: 5 * MINUTE,
    command: nodeTests(['test/package/**/*.test.ts'], 1),
  },
  {
    name: 'mutations',
    about: 'broken copies of our own code turn the tests red',
    capMs: 8 * MINUTE,
    command: nodeTests(['test/mutations/**/*.test.ts'], 1),
  },
  {
    name: 'firefox',
    about: 'a call between two Firefox windows',
    missing: noFirefox,
    built: true,
    waits: true,
    capMs: 4 * MINUTE,
    command: nodeTests(['test/firefox/**/*.test.ts'], 1),
  },
  {
    name: 'webkit',
    about: 'chat in WebKitGTK, and what it says of calls',
    missing: noWebKit,
    built: true,
    waits: true,
    capMs: 4 * MINUTE,
    command: nodeTests(['test/webkit/**/*.test.ts'], 1),
  },
];

/** What a run of one lane came to. */
export interface LaneOutcome {
  tests: TestResult[];
  /** Why the lane counts as failed although its tests may have passed. */
  trouble?: string;
}

/** Runs one lane; what it prints goes to `print` when it is over, or at once where there is none. */
export async function runLane(lane: Lane, print?: (text: string) => void): Promise<LaneOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-lane-'));
  const results = join(folder, 'results');
  const { args, env } = lane.command(results);
  const child = spawn(process.execPath, args, {
    stdio: print ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    detached: true, // a group of its own, so that what a hung test started goes with it
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: CODE_CACHE, // every test file is a process that loads much of the same
      ...env,
      EARSHOT_RESULTS: results,
      FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
    },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const stop = (): void => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // it has gone already
    }
  };
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, lane.capMs);
  process.once('SIGINT', stop);
  const code = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
    child.on('exit', (code) => setTimeout(resolve, 1_000, code)); // what it started may hold its output open
  });
  print?.(printed);
  process.off('SIGINT', stop);
  clearTimeout(timer);
  const text = existsSync(results) ? readFileSync(results, 'utf8').trim() : '';
  rmSync(folder, { recursive: true, force: true });
  const tests = parse(text);
  const failed = tests.some((test) => !test.passed);
  if (late) return { tests, trouble: `stopped after ${lane.capMs / MINUTE} minutes` };
  if (code !== 0 && !failed) return { tests, trouble: `ended with exit code ${code}` };
  if (tests.every((test) => test.skipped)) return { tests, trouble: 'ran no test' };
  return { tests };
}

/** A JSON array, or one JSON value a line; a last line that was cut off by a kill is dropped. */
function parse(text: string): TestResult[] {
  if (!text) return [];
  if (text.startsWith('[')) return JSON.parse(text) as TestResult[];
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as TestResult];
    } catch {
      return [];
    }
  });
}
