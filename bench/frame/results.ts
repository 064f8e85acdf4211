/** What a run leaves behind: every sample with the versions it was taken with, and the tables in the documentation. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { findChromium } from '../../scripts/find-chromium.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BENCH = fileURLToPath(new URL('..', import.meta.url));

const printed = (program: string, ...args: string[]): string | undefined => {
  const { stdout, status } = spawnSync(program, args, { encoding: 'utf8', cwd: ROOT });
  return status === 0 ? stdout.trim().split('\n')[0] : undefined;
};

/** Of everything that takes part. */
export function versions(): Record<string, string> {
  const { dependencies = {} } = JSON.parse(readFileSync(`${BENCH}package.json`, 'utf8')) as { dependencies?: Record<string, string> };
  const chromium = findChromium();
  const changed = spawnSync('git', ['status', '--porcelain', 'src', 'server'], { encoding: 'utf8', cwd: ROOT }).stdout;
  return {
    earshot: `${printed('git', 'rev-parse', '--short', 'HEAD') ?? 'unknown'}${changed ? ' and changes' : ''}`,
    node: process.version,
    chromium: (chromium && printed(chromium, '--version')) ?? 'none',
    kamailio: printed('kamailio', '-v') ?? 'none',
    ...dependencies,
  };
}

/** Cores, memory and kernel of this machine. */
export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, ${process.platform} ${release()}`;

/** Writes one table's JSON into `bench/results/` and answers with its name. */
export function keep(name: string, date: string, result: object): string {
  mkdirSync(`${BENCH}results`, { recursive: true });
  const file = `results/${date}-${name}.json`;
  writeFileSync(`${BENCH}${file}`, `${JSON.stringify(result)}\n`);
  return file;
}

/** A document with this table between its marks: in the place of the one before, or at the end. */
export function placed(document: string, name: string, text: string): string {
  const [from, to] = [`<!-- table: ${name} -->`, `<!-- end: ${name} -->`];
  const block = `${from}\n${text}\n${to}`;
  const [start, end] = [document.indexOf(from), document.indexOf(to)];
  return start >= 0 && end > start ? document.slice(0, start) + block + document.slice(end + to.length) : `${document.trimEnd()}\n\n${block}\n`;
}

/** Puts a table between its marks in `docs/PERFORMANCE.md`. */
export function publish(name: string, text: string): void {
  const path = `${ROOT}docs/PERFORMANCE.md`;
  writeFileSync(path, placed(existsSync(path) ? readFileSync(path, 'utf8') : '', name, text));
}
