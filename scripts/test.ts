/**
 * Runs the lanes (all that this machine can run, or those named), lists those it did not run and why, and ends with
 * `N passed, N failed` on a line of its own. Exit code 1 on any failure, and when a lane ran no test. `--all` makes a lane that cannot run here a failure.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findChromium } from './find-chromium.mjs';
import { LANES, type Lane, runLane, type TestResult } from './lanes.ts';
import { checkRequirements } from './requirements.ts';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const strangers = names.filter((name) => !LANES.some((lane) => lane.name === name));
if (strangers.length || flags.some((flag) => flag !== '--all')) {
  console.error(`usage: npm test -- [--all] [${LANES.map((lane) => lane.name).join('|')}]…`);
  process.exit(2);
}

/** Fetches a Chromium where there is none: by apt as root on Debian, else Playwright's. */
function installChromium(): void {
  if (findChromium()) return;
  console.log('no Chromium found; installing one…');
  const apt = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
  const steps: [string, string[]][] = apt
    ? [
        ['apt-get', ['update']],
        ['apt-get', ['install', '-y', '--no-install-recommends', 'chromium']],
      ]
    : [];
  for (const [command, args] of steps) spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  if (!findChromium()) spawnSync(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium'], { stdio: 'inherit' });
}

const wanted = names.length ? LANES.filter((lane) => names.includes(lane.name)) : LANES;
if (wanted.some((lane) => ['elements', 'browser', 'package'].includes(lane.name))) installChromium();

const all: TestResult[] = [];
const notRun: string[] = [];
const rows = new Map<string, string>();
let troubles = 0;

const runnable = wanted.filter((lane) => {
  const missing = lane.missing?.();
  if (missing) {
    notRun.push(`${lane.name} (${lane.about}): ${missing}`);
    if (flags.includes('--all') || names.length) troubles++;
  }
  return !missing;
});
let building: Promise<boolean> | undefined;
/** Brings `dist/` up to date, once. */
const build = (): Promise<boolean> => {
  building ??= new Promise((resolve) => {
    spawn(process.execPath, ['scripts/build.ts', '--if-stale'], { stdio: 'inherit' }).once('exit', (code) => resolve(code === 0));
  });
  return building;
};

async function run(lane: Lane): Promise<void> {
  const startedMs = Date.now();
  const heading = `\n── ${lane.name}: ${lane.about}`;
  if (lane.built && !(await build())) {
    rows.set(lane.name, 'the build failed');
    troubles++;
    return;
  }
  const print = lane.waits ? (text: string) => console.log(`${heading}\n${text}`) : undefined;
  if (!print) console.log(heading);
  const { tests, trouble } = await runLane(lane, print);
  if (trouble) troubles++;
  all.push(...tests);
  const failed = tests.filter((test) => !test.passed).length;
  const skipped = tests.filter((test) => test.skipped).length;
  const tookS = ((Date.now() - startedMs) / 1000).toFixed(0);
  const counts = `${tests.length - failed - skipped} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
  rows.set(lane.name, `${counts}${trouble ? `, ${trouble}` : ''} in ${tookS} s`);
}

/** One after another. */
const each = async (lanes: readonly Lane[]): Promise<void> => {
  for (const lane of lanes) await run(lane);
};
await Promise.all([each(runnable.filter((lane) => lane.waits)), each(runnable.filter((lane) => !lane.waits && !lane.alone))]);
await each(runnable.filter((lane) => lane.alone));

// Only a run of everything can tell which rows are proven.
if (!names.length) {
  const missingLanes = notRun.length > 0;
  const proven = checkRequirements(all, missingLanes);
  all.push(...proven.tests);
  rows.set('requirements', proven.summary);
}

mkdirSync('test/artifacts', { recursive: true });
writeFileSync('test/artifacts/results.json', JSON.stringify(all, undefined, 1));
const failures = all.filter((test) => !test.passed);
const inOrder = [...LANES.map(({ name }) => name), 'requirements'].filter((name) => rows.has(name));
console.log(`\n${inOrder.map((name) => `${name}: ${rows.get(name)}`).join('\n')}`);
if (notRun.length) console.log(`\nnot run here:\n${notRun.map((line) => `  ${line}`).join('\n')}`);
if (failures.length) {
  console.log('\nfailed:');
  // four lines: the seed and the counterexample of a property are in the second and the third
  const told = (error = '') =>
    error
      .split('\n', 4)
      .map((line) => `\n      ${line.trim().slice(0, 2_000)}`)
      .join('');
  for (const { file, title, error } of failures) console.log(`  ${file ?? ''} ${title}${told(error)}`);
}
const passed = all.filter((test) => test.passed && !test.skipped).length;
console.log(`\n${passed} passed, ${failures.length + troubles} failed`);
process.exit(failures.length + troubles ? 1 : 0);
