import { readFileSync, writeFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { chromiumArgs, findChromium } from './scripts/find-chromium.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const executablePath = findChromium();
if (!executablePath) throw new Error('no Chromium found; name one in CHROMIUM, or let `npm test` install it');

/** Core tests that need nothing of Node run in the browser too; those on the fake machine stay where no real one interferes. */
const core = [];
for await (const file of glob('src/core/**/*.test.ts', { cwd: here })) {
  if (!/from '(node:|typebox|.*server-fixture|.*fake-media|.*server\/src)/.test(readFileSync(here + file, 'utf8'))) core.push(file);
}
const elements = [];
for await (const file of glob('src/elements/**/*.test.ts', { cwd: here })) elements.push(file);

/** Writes every test's title and outcome where the starter of `npm test` asks for it. */
const resultsReporter = (path) => ({
  onTestRunFinished({ sessions }) {
    const tests = [];
    const walk = (suite, titles, file) => {
      for (const test of suite?.tests ?? []) {
        tests.push({ file, title: [...titles, test.name].join(' › '), passed: test.passed, skipped: test.skipped, error: test.error?.message });
      }
      for (const inner of suite?.suites ?? []) walk(inner, [...titles, inner.name], file);
    };
    for (const session of sessions) {
      const file = session.testFile.replace(here, '');
      walk(session.testResults, [], file);
      // A file that did not load, timed out or threw outside a test counts as one failure.
      if (session.errors.length) tests.push({ file, title: file, passed: false, skipped: false, error: session.errors[0].message });
    }
    writeFileSync(path, JSON.stringify(tests));
  },
});
const results = process.env.WTR_RESULTS;
/** `wtr path/x.test.ts` runs that file alone. */
const named = process.argv.slice(2).some((argument) => argument.includes('.test.'));

export default {
  rootDir: here,
  groups: named
    ? []
    : [...(elements.length ? [{ name: 'elements', files: elements.sort() }] : []), ...(core.length ? [{ name: 'core', files: core.sort() }] : [])],
  concurrentBrowsers: 1,
  concurrency: 2,
  nodeResolve: { exportConditions: ['browser', 'development'], preferBuiltins: false },
  plugins: [
    // Decorators need the tsconfig.
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: `${here}tsconfig.json` }),
  ],
  browsers: [
    playwrightLauncher({
      product: 'chromium',
      launchOptions: { executablePath, args: chromiumArgs },
      createBrowserContext: ({ browser }) => browser.newContext({ permissions: ['microphone', 'camera'], viewport: { width: 1000, height: 800 } }),
    }),
  ],
  testFramework: { config: { timeout: 20000 } },
  reporters: [defaultReporter({ reportTestProgress: false }), ...(results ? [resultsReporter(results)] : [])],
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  // other lanes run beside this one
  browserStartTimeout: 120_000,
  testsStartTimeout: 120_000,
  testsFinishTimeout: 180_000,
  // A page title keeps axe from complaining about the runner's own page.
  testRunnerHtml: (path) =>
    `<!doctype html><html lang="en"><head><title>Earshot tests</title><meta charset="utf-8"></head><body><script type="module" src="${path}"></script></body></html>`,
};
