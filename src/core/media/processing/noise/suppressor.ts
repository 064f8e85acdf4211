import type { MediaEngine } from '../../api.ts';
import type { AssetOptions } from '../api.ts';
import { assetUrl } from '../assets.ts';
import { runWorklet } from '../audio-graph.ts';
import type { Running } from '../processor.ts';

/** RNNoise as the worklet of @sapphi-red/web-noise-suppressor, whose names these are. */
export function suppressNoise(
  track: MediaStreamTrack,
  engine: MediaEngine,
  signal: AbortSignal,
  operation: string,
  { assetsUrl }: AssetOptions,
): Promise<Running> {
  return runWorklet(track, engine, signal, operation, {
    name: 'noise suppression',
    moduleUrl: assetUrl('rnnoise-worklet.js', assetsUrl),
    nodeName: '@sapphi-red/web-noise-suppressor/rnnoise',
    node: { processorOptions: { maxChannels: 2 } },
    wasm: { url: assetUrl('rnnoise.wasm', assetsUrl), option: 'wasmBinary' },
    onNode: (node) => () => node.port.postMessage('destroy'),
  });
}
