import { existsSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild from 'rollup-plugin-esbuild';
import minifyCssTemplates from './scripts/minify-css.mjs';
import minifyHtmlTemplates from './scripts/minify-html.mjs';
import shareDecorators from './scripts/share-decorators.mjs';
import stylesFirst from './scripts/styles-first.mjs';

const toEs2022 = { target: 'es2022', tsconfig: 'tsconfig.json' };
const compile = esbuild(toEs2022);
/** Private names start at `#a` in every class, so that they repeat and compress; terser alone gives each of a bundle a name of its own. */
const compileShort = esbuild({ ...toEs2022, minifyIdentifiers: true });
const resolve = nodeResolve({ browser: true, extensions: ['.ts', '.mjs', '.js'] });
/** Property names stay as they are: they are the interface of the elements and of the wire. */
const minify = terser({ module: true, ecma: 2020, compress: { passes: 2 }, format: { comments: false } });

const external = (id) => /^(lit|@lit\/|tus-js-client)/.test(id);
const found = async (pattern) => (await Array.fromAsync(glob(pattern))).sort();

/** The processors' files lie in `dist/assets`, for npm modules and for the bundle alike; chunks of the bundle are two folders nearer. */
const assetUrls = {
  name: 'asset-urls',
  transform: (code, id) => (id.endsWith('/processing/assets.ts') ? { code: code.replaceAll('../../../assets/', '../assets/'), map: null } : null),
};

/** Lit's `css` for browsers of today: `src/bundle/css-tag.ts`. */
const modernCss = {
  name: 'modern-css',
  resolveId: (source, importer) =>
    source === './css-tag.js' && /@lit\/reactive-element/.test(importer ?? '')
      ? fileURLToPath(new URL('src/bundle/css-tag.ts', import.meta.url))
      : null,
};

/** What ships inside the bundle: everything but the lazy parts hangs on this entry. */
export const browserEntry = 'src/browser.ts';

/** Plugins of the browser bundle; the size test builds other entries with the very same ones. */
export const browserPlugins = [
  assetUrls,
  modernCss,
  resolve,
  commonjs(),
  minifyCssTemplates(),
  compileShort,
  minifyHtmlTemplates(),
  shareDecorators(),
  stylesFirst(),
  minify,
];

/**
 * The engine of a call stays one chunk, whoever else uses a part of it: cut in five it is five requests, and compresses worse. What the
 * page has loaded before stays where it is.
 */
export function engineChunk(id, { getModuleInfo, getModuleIds }) {
  const closure = (starts) => {
    const all = new Set(starts);
    for (const one of all) for (const next of getModuleInfo(one)?.importedIds ?? []) all.add(next);
    return all;
  };
  const ids = [...getModuleIds()];
  const engine = closure(ids.filter((one) => /src\/core\/call\/call-manager\.ts$/.test(one)));
  if (!engine.has(id)) return undefined;
  const first = closure(ids.filter((one) => getModuleInfo(one)?.isEntry));
  return first.has(id) ? undefined : 'call-manager';
}

/** For npm: one module a file, so that what elements share is shared; dependencies stay imports. */
const modules = {
  input: [
    'src/index.ts',
    'src/all.ts',
    'src/processing.ts',
    ...(await found('src/compat/*-client.ts')),
    'src/compat/create/create.ts',
    ...(await found('src/elements/*/define.ts')),
    ...(await found('src/elements/*/*.ts')).filter((file) => /\/([^/]+)\/\1\.ts$/.test(file)),
  ].filter((file) => existsSync(file)),
  external,
  plugins: [resolve, compile, minifyCssTemplates()],
  output: { dir: 'dist', format: 'es', preserveModules: true, preserveModulesRoot: 'src', sourcemap: true },
};

/** For a page without a build: `earshot.js` and what it loads on intent. */
const bundle = {
  input: { earshot: browserEntry, 'earshot.faces': 'src/faces.ts', 'earshot.processing': 'src/processing.ts' },
  plugins: browserPlugins,
  output: {
    dir: 'dist',
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    manualChunks: engineChunk,
    onlyExplicitManualChunks: true,
    sourcemap: true,
  },
};

/** For a classic script tag: a stub that loads the bundle beside it. */
const stub = {
  input: { 'earshot.global': 'src/global.ts' },
  external: ['./earshot.js', './earshot.faces.js'],
  plugins: [resolve, compile, terser({ ecma: 2020, compress: { passes: 2 }, format: { comments: false } })],
  output: { dir: 'dist', format: 'iife', entryFileNames: '[name].js', sourcemap: true },
};

/** One classic script, so that a page's own worker can take it in by `importScripts`. */
const worker = {
  input: { 'earshot-sw': 'src/worker/earshot-sw.ts' },
  plugins: [resolve, compile, terser({ ecma: 2020, compress: { passes: 2 }, format: { comments: false } })],
  output: { dir: 'dist', format: 'iife', entryFileNames: '[name].js', sourcemap: true },
};

export default [modules, bundle, stub, worker];
