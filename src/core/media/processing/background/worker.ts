/**
 * `background.js`: all of the work on frames, in one file without imports. It runs in a worker of its own; a page that is allowed none
 * imports it and does the same work itself.
 */
import { createCompositor } from './compositor.ts';
import type { Compositor, FromWorker, ToWorker } from './job.ts';

export { createCompositor };

/** Draws every frame anew on its way from one stream to the other, until either ends or the signal says so. */
export async function pump(
  readable: ReadableStream<VideoFrame>,
  writable: WritableStream<VideoFrame>,
  compositor: Compositor,
  signal: AbortSignal,
): Promise<void> {
  const redraw = new TransformStream<VideoFrame, VideoFrame>({
    transform(frame, out) {
      try {
        compositor.draw(frame, frame.displayWidth, frame.displayHeight);
        out.enqueue(new VideoFrame(compositor.canvas, { timestamp: frame.timestamp, alpha: 'discard' }));
      } finally {
        frame.close();
      }
    },
  });
  try {
    await readable.pipeThrough(redraw, { signal }).pipeTo(writable, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** What a worker's global has. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
  close(): void;
}

function serve(scope: WorkerScope): void {
  const stopping = new AbortController();
  scope.onmessage = async ({ data }) => {
    if (data === 'stop') return stopping.abort();
    try {
      const compositor = await createCompositor(data.job);
      scope.postMessage('ready');
      await pump(data.readable, data.writable, compositor, stopping.signal);
    } catch (error) {
      scope.postMessage({ error: error instanceof Error ? error.message : String(error) });
    }
    scope.close();
  };
  scope.postMessage('hello');
}

if ('WorkerGlobalScope' in globalThis && !('document' in globalThis)) serve(globalThis as unknown as WorkerScope);
