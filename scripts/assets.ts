/**
 * The files that processors load when they start: worklets, workers, WebAssembly and models, each whole in itself. They come out of npm
 * packages at build time; a page asks nobody but its own server for them.
 */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const NOISE = 'node_modules/@sapphi-red/web-noise-suppressor/dist';
const SEGMENTATION = 'node_modules/@twilio/video-processors/dist/build';

/** Copied as they are. */
const COPIES: Record<string, string> = {
  'rnnoise.wasm': `${NOISE}/rnnoise_simd.wasm`,
  'segmentation.wasm': `${SEGMENTATION}/tflite-simd-1-0-0.wasm`,
  'segmentation.tflite': `${SEGMENTATION}/selfie_segmentation_landscape.tflite`,
};

/** Minified, each into one file without imports. */
const SCRIPTS: Record<string, string> = {
  'rnnoise-worklet': 'src/core/media/processing/noise/worklet.ts',
  background: 'src/core/media/processing/background/worker.ts',
};

/** Writes them all into a folder. */
export async function buildAssets(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [name, from] of Object.entries(COPIES)) cpSync(from, join(folder, name));
  await build({
    entryPoints: SCRIPTS,
    outdir: folder,
    bundle: true,
    ignoreAnnotations: true, // what only acts is part of a worklet too
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none', // THIRD-PARTY.md has the notices
    external: ['fs', 'path'], // asked for in Node alone
    logLevel: 'error',
  });
}
