import { EarshotError } from '../../protocol/index.ts';
import type { MediaEngine } from '../api.ts';
import type { AudioWorkletOptions } from './api.ts';
import { loadOnce } from './assets.ts';
import { loadError, wasmError } from './errors.ts';
import { type Running, unlessAborted } from './processor.ts';
import { type SharedContext, shareContext } from './shared-context.ts';

/**
 * Leads a track through a worklet. Resolves once sound flows, which takes a gesture where the browser holds audio contexts back: until
 * then whoever asked still has the raw track.
 */
export async function runWorklet(
  track: MediaStreamTrack,
  engine: MediaEngine,
  signal: AbortSignal,
  operation: string,
  options: AudioWorkletOptions,
): Promise<Running> {
  if (typeof AudioWorkletNode !== 'function') throw new EarshotError('media:unsupported', operation, 'there are no audio worklets here');
  const wasm = options.wasm && (await loadOnce(options.wasm.url, operation, (response) => readWasm(response, operation)));
  signal.throwIfAborted();
  const shared = shareContext(engine);
  try {
    await shared.addModule(options.moduleUrl).catch((error: unknown) => {
      throw loadError(options.moduleUrl, operation, error);
    });
    signal.throwIfAborted();
    await unlessAborted(shared.context.resume(), signal);
    const node = new AudioWorkletNode(shared.context, options.nodeName, {
      ...options.node,
      processorOptions: { ...(options.node?.processorOptions as object | undefined), ...(wasm && { [options.wasm!.option]: wasm }) },
    });
    return connect(track, node, shared, options.onNode);
  } catch (error) {
    shared.release();
    throw error;
  }
}

function connect(track: MediaStreamTrack, node: AudioWorkletNode, shared: SharedContext, onNode: AudioWorkletOptions['onNode']): Running {
  const { context } = shared;
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const destination = context.createMediaStreamDestination();
  destination.channelCount = track.getSettings().channelCount ?? 1;
  source.connect(node).connect(destination);
  const leave = onNode?.(node);
  const onError = node.onprocessorerror; // Chromium tells the handler alone, no listeners
  node.onprocessorerror = (event) => {
    // a worklet that threw gives silence for ever: better the raw sound
    source.disconnect();
    source.connect(destination);
    onError?.call(node, event);
  };
  const output = destination.stream.getAudioTracks()[0] as MediaStreamTrack;
  let ended = false;
  return {
    track: output,
    end() {
      if (ended) return;
      ended = true;
      leave?.();
      source.disconnect();
      node.disconnect();
      output.stop();
      shared.release();
    },
  };
}

/** Compiled here to hear why it cannot be: inside of a worklet the same failure is only silence. */
async function readWasm(response: Response, operation: string): Promise<ArrayBuffer> {
  const bytes = await response.arrayBuffer();
  try {
    await WebAssembly.compile(bytes);
  } catch (error) {
    throw wasmError(error, operation);
  }
  return bytes;
}
