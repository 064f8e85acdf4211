/**
 * Builds everything that ships: `dist/` (npm modules with types, the browser bundle, the classic stub) and `server/dist/` (the server
 * with the protocol, the bundle and the demo page inside). `--if-stale` does nothing when no source is newer than the last build.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build as esbuild } from 'esbuild';
import { rollup } from 'rollup';
import configs from '../rollup.config.mjs';
import { buildAssets } from './assets.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
/** Says when, and whether declarations were built too. */
const STAMP = 'dist/.built';
const withTypes = !process.argv.includes('--no-types');

function stale(): boolean {
  if (!existsSync(STAMP) || !existsSync('server/dist/cli.js')) return true;
  if (withTypes && readFileSync(STAMP, 'utf8') !== 'types') return true;
  const built = statSync(STAMP).mtimeMs;
  const sources = globSync([
    'src/**/*.ts',
    'server/src/**/*.ts',
    'server/bin/*',
    'demo/**/*',
    'package.json',
    'server/package.json',
    'rollup.config.mjs',
    'scripts/build.ts',
    'scripts/assets.ts',
  ]);
  return sources.some((file) => !file.endsWith('.test.ts') && statSync(file).mtimeMs > built);
}

/** What rollup says about other people's modules is not news; about ours it is a mistake. */
const quiet = (warning: { code?: string; message: string; ids?: string[] }): void => {
  if (warning.code === 'THIS_IS_UNDEFINED' || warning.ids?.every((id) => id.includes('node_modules'))) return;
  throw new Error(`rollup: ${warning.message}`);
};

async function browser(): Promise<void> {
  rmSync('dist', { recursive: true, force: true });
  for (const { output, ...input } of configs) {
    const bundle = await rollup({ ...input, onwarn: quiet });
    await bundle.write(output);
    await bundle.close();
  }
  await buildAssets('dist/assets');
}

function types(): void {
  const tsc = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
  if (tsc.status !== 0) throw new Error('the declarations do not compile');
  for (const file of globSync('dist/**/*.d.ts')) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll(/((?:from|import\()\s*['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2'));
  }
}

function manifest(): void {
  const { status } = spawnSync(process.execPath, ['scripts/manifest.ts'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the elements and their documentation differ');
}

async function server(): Promise<void> {
  rmSync('server/dist', { recursive: true, force: true });
  const { dependencies } = JSON.parse(readFileSync('server/package.json', 'utf8')) as { dependencies: Record<string, string> };
  await esbuild({
    entryPoints: ['server/src/cli.ts', 'server/src/start.ts', 'server/src/db/worker.ts'],
    outdir: 'server/dist',
    entryNames: '[name]',
    bundle: true,
    // Workers are files of their own beside whatever starts them; chunks lie there too, so that `import.meta.url` finds them.
    splitting: true,
    chunkNames: 'chunk-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node24',
    sourcemap: true,
    legalComments: 'none',
    external: Object.keys(dependencies).flatMap((name) => [name, `${name}/*`]),
  });
  mkdirSync('server/dist/client/chunks', { recursive: true });
  for (const file of globSync(['dist/earshot*.js', 'dist/chunks/*.js'])) cpSync(file, `server/dist/client/${file.slice('dist/'.length)}`);
  cpSync('dist/assets', 'server/dist/client/assets', { recursive: true });
  cpSync('THIRD-PARTY.md', 'server/dist/THIRD-PARTY.md');
  cpSync('demo', 'server/dist/demo', { recursive: true });
  // The server hands these out as they are to who accepts them.
  for (const file of globSync('server/dist/client/**/*.{js,wasm,tflite}')) {
    const bytes = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(bytes));
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

if (process.argv.includes('--if-stale') && !stale()) process.exit(0);
const startedMs = Date.now();
await browser();
await server();
if (withTypes) {
  types();
  manifest();
}
writeFileSync(STAMP, withTypes ? 'types' : '');
console.log(
  `built ${globSync('dist/earshot*.js')
    .map((file) => basename(file))
    .join(', ')} and the server in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`,
);
