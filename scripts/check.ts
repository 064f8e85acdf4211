/** `npm run check`: everything that can be said about the code without running it. `npm run check -- types` runs one part. */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const node = (...args: string[]): string[] => [process.execPath, ...args];
const PARTS: Record<string, { title: string; command: string[] }> = {
  lint: { title: 'lint and format are clean', command: ['node_modules/.bin/biome', 'check', '--error-on-warnings', '.'] },
  types: { title: 'types hold', command: node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.json') },
  'core-types': {
    title: 'core, faces and server run unbuilt (erasable syntax)',
    command: node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.core.json'),
  },
  // its peers are installed by `npm run bench` alone; the rest of it is part of `types`
  ...(existsSync('bench/node_modules') && {
    'bench-types': {
      title: 'types hold in the benchmarks, peers included',
      command: node('node_modules/typescript/bin/tsc', '-p', 'bench/tsconfig.json'),
    },
  }),
  layers: {
    title: 'imports lean one way, without cycles',
    command: node(
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      'dependency-cruiser.config.mjs',
      '--output-type',
      'err-long',
      'src',
      'server/src',
      'test',
      'scripts',
    ),
  },
  generated: { title: 'generated files are fresh', command: node('scripts/generate-validators.ts', '--check') },
  manifest: { title: 'documented parts, slots and events are those of the templates', command: node('scripts/manifest.ts', '--check') },
  ssr: { title: 'every module imports in bare Node', command: node('scripts/ssr.ts') },
  words: { title: 'no unfinished business, registry hosts or machine paths', command: node('scripts/words.ts') },
};

/** Runs one part; its output is shown only when it fails. */
function run(name: string): Promise<boolean> {
  const { title, command } = PARTS[name]!;
  const [program, ...args] = command as [string, ...string[]];
  const startedMs = Date.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => {
      output += error.message;
    });
    child.on('close', (code) => {
      const passed = code === 0;
      console.log(`${passed ? '✔' : '✖'} ${name}: ${title} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)`);
      if (!passed) console.log(output.trimEnd().replaceAll(/^/gm, '    '));
      if (process.env.EARSHOT_RESULTS)
        appendFileSync(
          process.env.EARSHOT_RESULTS,
          `${JSON.stringify({ file: 'scripts/check.ts', title, passed, error: passed ? undefined : output.slice(0, 500) })}\n`,
        );
      resolve(passed);
    });
  });
}

const named = process.argv.slice(2);
const stranger = named.find((name) => !PARTS[name]);
if (stranger) {
  console.error(`no such check: ${stranger}; there are ${Object.keys(PARTS).join(', ')}`);
  process.exit(2);
}
const queue = named.length ? named : Object.keys(PARTS);
const outcomes: boolean[] = [];
const worker = async (): Promise<void> => {
  for (let name = queue.shift(); name; name = queue.shift()) outcomes.push(await run(name));
};
await Promise.all([worker(), worker()]);
process.exitCode = outcomes.every(Boolean) ? 0 : 1;
