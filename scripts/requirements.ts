/**
 * `test/requirements.tsv` says which rows of the source SDKs are done: row id, API, file, test (part of its title). A row is proven by a passing
 * test whose title carries its id, as in `rejects a call to oneself [GV-41]`; at most three ids a title.
 */
import { readFileSync } from 'node:fs';
import type { TestResult } from './lanes.ts';

/** One line of the table. */
export interface Requirement {
  row: string;
  api: string;
  file: string;
  test: string;
}

/** `GV-41`, or with an area as in `RB-media-13`. */
const ROW = /[A-Z]{2}-(?:[a-z][a-z0-9]*-)?\d{2,3}/;
const BRACKETS = new RegExp(`\\[((?:${ROW.source}(?:,\\s*|\\s+)?)+)\\]`, 'g');

/** Row ids in square brackets at any place of a title. */
export function rowIds(title: string): string[] {
  return [...title.matchAll(BRACKETS)].flatMap((match) => match[1]!.match(new RegExp(ROW, 'g')) ?? []);
}

/** The table; throws on a malformed line. */
export function readRequirements(path = 'test/requirements.tsv'): Requirement[] {
  const [head, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  if (head !== 'row\tapi\tfile\ttest') throw new Error(`${path} must start with row, api, file, test`);
  return lines.map((line, i) => {
    const cells = line.split('\t');
    const [row, api, file, test] = cells;
    if (cells.length !== 4 || !row || !api || !file || !test) throw new Error(`${path}:${i + 2} is not four cells`);
    return { row, api, file, test };
  });
}

/** Compares the table with what ran. With lanes missing, a row whose file did not run is left open rather than failed. */
export function checkRequirements(ran: TestResult[], lanesMissing: boolean): { tests: TestResult[]; summary: string } {
  const table = readRequirements();
  const tests: TestResult[] = [];
  const listed = new Map<string, Requirement>();
  for (const requirement of table) {
    const { row, file, test } = requirement;
    if (listed.has(row)) tests.push({ file, title: `row ${row} is listed twice`, passed: false });
    listed.set(row, requirement);
    const proofs = ran.filter((result) => result.file === file && result.title.includes(test) && rowIds(result.title).includes(row));
    const fileRan = ran.some((result) => result.file === file);
    if (lanesMissing && !fileRan) continue;
    const passed = proofs.length > 0 && proofs.every((result) => result.passed && !result.skipped);
    tests.push({
      file,
      title: `row ${row} is proven`,
      passed,
      error: passed ? undefined : proofs.length ? 'its test does not pass' : 'no test of that title ran',
    });
  }
  for (const { title, file } of ran) {
    const ids = rowIds(title);
    for (const id of ids) if (!listed.has(id)) tests.push({ file, title: `row ${id} of "${title}" is not in test/requirements.tsv`, passed: false });
    if (ids.length > 3) tests.push({ file, title: `"${title}" claims more than three rows`, passed: false });
  }
  const failed = tests.filter((test) => !test.passed).length;
  return { tests, summary: `${tests.length - failed} rows proven, ${failed} failed` };
}
