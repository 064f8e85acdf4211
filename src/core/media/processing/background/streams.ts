import type { Running } from '../processor.ts';
import { unlessAborted } from '../processor.ts';
import type { FromWorker, Job, ToWorker } from './job.ts';
import { load } from './load.ts';

/** Chromium's way from a track to frames and back; other browsers have it only inside of workers, or not at all. */
interface FrameStreams {
  MediaStreamTrackProcessor?: new (init: { track: MediaStreamTrack; maxBufferSize?: number }) => { readable: ReadableStream<VideoFrame> };
  MediaStreamTrackGenerator?: new (init: { kind: 'video' }) => MediaStreamTrack & { writable: WritableStream<VideoFrame> };
}
const platform = globalThis as FrameStreams;

export const canStream = (): boolean => !!platform.MediaStreamTrackProcessor && !!platform.MediaStreamTrackGenerator;

/** Frame by frame, in step with the camera and also while the page is hidden: streams know no throttled timers. */
export async function runByStreams(track: MediaStreamTrack, job: Job, script: URL, signal: AbortSignal, operation: string): Promise<Running> {
  const worker = await startWorker(script, signal);
  const begin = () => ({
    readable: new platform.MediaStreamTrackProcessor!({ track, maxBufferSize: 1 }).readable,
    output: new platform.MediaStreamTrackGenerator!({ kind: 'video' }),
  });
  if (worker) {
    try {
      const { readable, output } = begin();
      const { writable } = output;
      const ready = heard(worker, 'ready');
      worker.postMessage({ job, readable, writable } satisfies ToWorker, [readable as unknown as Transferable, writable as unknown as Transferable]);
      await unlessAborted(ready, signal);
      return running(track, output, () => worker.postMessage('stop' satisfies ToWorker));
    } catch (error) {
      worker.terminate();
      throw error;
    }
  }
  const { createCompositor, pump } = await load(script, operation);
  const compositor = await createCompositor(job);
  const stopping = new AbortController();
  const { readable, output } = begin();
  void pump(readable, output.writable, compositor, stopping.signal)
    .catch(() => output.stop())
    .finally(() => compositor.dispose());
  return running(track, output, () => stopping.abort());
}

function running(raw: MediaStreamTrack, output: MediaStreamTrack, stop: () => void): Running {
  output.contentHint = raw.contentHint;
  return {
    track: output,
    end() {
      stop();
      output.stop();
    },
  };
}

/** A worker that has said hello; undefined where the page may have none of this origin, by its policy or by Trusted Types. */
async function startWorker(script: URL, signal: AbortSignal): Promise<Worker | undefined> {
  let worker: Worker | undefined;
  try {
    worker = new Worker(script, { type: 'module', name: 'earshot-background' });
    await unlessAborted(heard(worker, 'hello'), signal);
    return worker;
  } catch (error) {
    worker?.terminate();
    if (signal.aborted) throw error;
    return undefined;
  }
}

/** Resolves when the worker says so; rejects when it says why not, or did not even load. */
function heard(worker: Worker, word: FromWorker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data === word) resolve();
      else if (typeof data === 'object') reject(new Error(data.error));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error('the worker did not start'));
    };
  });
}
