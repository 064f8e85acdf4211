import { EarshotError } from '../../../protocol/index.ts';
import type { AssetOptions, Background } from '../api.ts';
import { assetUrl, loadOnce } from '../assets.ts';
import { wasmError } from '../errors.ts';
import type { Running } from '../processor.ts';
import { runByCanvas } from './canvas.ts';
import type { Backdrop, Job } from './job.ts';
import { load } from './load.ts';
import { canStream, runByStreams } from './streams.ts';

/** Loads model and program and puts them to work, by streams of frames where the browser has them and by a captured canvas elsewhere. */
export async function runBackground(
  track: MediaStreamTrack,
  signal: AbortSignal,
  operation: string,
  background: Background | { radiusPx: number },
  { assetsUrl }: AssetOptions,
): Promise<Running> {
  if (!canStream() && !canCapture()) throw new EarshotError('media:unsupported', operation, 'pictures cannot be changed here');
  const [wasm, model, backdrop] = await Promise.all([
    loadOnce(assetUrl('segmentation.wasm', assetsUrl), operation, (response) => compile(response, operation)),
    loadOnce(assetUrl('segmentation.tflite', assetsUrl), operation, (response) => response.arrayBuffer()),
    backdropOf(background),
  ]);
  signal.throwIfAborted();
  const job: Job = { wasm, model, backdrop };
  const script = assetUrl('background.js', assetsUrl);
  return canStream() ? runByStreams(track, job, script, signal, operation) : runByCanvas(track, job, await load(script, operation), signal);
}

const canCapture = (): boolean => typeof HTMLCanvasElement === 'function' && 'captureStream' in HTMLCanvasElement.prototype;

async function backdropOf(background: Background | { radiusPx: number }): Promise<Backdrop> {
  return 'image' in background ? { image: await createImageBitmap(background.image) } : background;
}

async function compile(response: Response, operation: string): Promise<WebAssembly.Module> {
  const bytes = await response.arrayBuffer();
  try {
    return await WebAssembly.compile(bytes);
  } catch (error) {
    throw wasmError(error, operation);
  }
}
