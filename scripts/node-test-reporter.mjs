// Writes one JSON line per test of node:test: what `scripts/test.ts` counts, and where row ids are read from.
import { relative } from 'node:path';

export default async function* reporter(source) {
  const titles = [];
  for await (const { type, data } of source) {
    if (type === 'test:start') {
      titles[data.nesting] = data.name;
      titles.length = data.nesting + 1;
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const suite = data.details?.type === 'suite';
    // A suite counts only when it failed by itself, in a hook; else its tests have said so.
    const own = data.details?.error?.failureType !== 'subtestsFailed';
    if (suite && (type === 'test:pass' || !own)) continue;
    const title = [...titles.slice(0, data.nesting), data.name].join(' › ');
    const error = data.details?.error;
    yield `${JSON.stringify({
      // Where `it` was called is our harness; the file that was run is what counts.
      file: data.entryFile || data.file ? relative(process.cwd(), data.entryFile ?? data.file) : undefined,
      title,
      passed: type === 'test:pass',
      skipped: Boolean(data.skip !== undefined || data.todo !== undefined),
      error: error ? String(error.cause?.message ?? error.message) : undefined,
    })}\n`;
  }
}
