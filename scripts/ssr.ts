/**
 * Imports every module of the client and the server in bare Node, where there is no DOM: a page's server may do the same. Executables,
 * workers, worklets and the classic stub are not modules anybody imports.
 */
import { globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const sources = globSync(['src/**/*.ts', 'server/src/**/*.ts']).filter(
  (file) => !/\.test\.ts$|\/testing\.ts$|\/(cli|worker|worklet|start)\.ts$|^src\/global\.ts$|^src\/worker\/earshot-sw\.ts$/.test(file),
);
mkdirSync('.cache', { recursive: true });
const outdir = mkdtempSync('.cache/ssr-');
try {
  const { metafile } = await build({
    entryPoints: sources,
    outdir,
    outbase: '.',
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node24',
    metafile: true,
    logLevel: 'error',
  });
  let failed = 0;
  const before = new Set(Object.getOwnPropertyNames(globalThis));
  for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (!entryPoint) continue;
    try {
      await import(pathToFileURL(resolve(file)).href);
    } catch (error) {
      failed++;
      console.error(`${entryPoint} cannot be imported in Node: ${(error as Error).message}`);
    }
  }
  // Lit itself brings a registry for servers.
  const left = Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name) && !/^(lit|reactive|_\$Lit|customElements$)/i.test(name));
  if (left.length) {
    failed++;
    console.error(`importing leaves globals behind: ${left.join(', ')}`);
  }
  process.exitCode = failed ? 1 : 0;
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
