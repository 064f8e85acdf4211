import type { Media, MediaEngine, TrackProcessor } from '../api.ts';

/** What comes in, changed on its way. */
export interface ProcessedStream {
  /** The processed sound with the picture as it was. */
  readonly stream: MediaStream;
  /** Idempotent; the stream that came in is left alone. */
  end(): void;
}

/**
 * Leads the sound of an incoming stream through a processor. Rejects with a `media:*` error; the stream itself can still be played
 * then. Playback uses it, and pages through {@link processOutput}.
 */
export async function processStream(stream: MediaStream, processor: TrackProcessor, engine: MediaEngine): Promise<ProcessedStream> {
  const [track] = stream.getAudioTracks();
  if (!track) return { stream, end: () => {} };
  // Chromium gives a remote track to Web Audio only while some element plays it (crbug.com/121673).
  const pull = engine.createAudioElement?.();
  if (pull) {
    pull.muted = true;
    pull.srcObject = new MediaStream([track]);
    void pull.play().catch(() => {}); // muted sound needs no gesture; what else fails shows in the processor
  }
  const release = () => {
    if (pull) pull.srcObject = null;
  };
  try {
    const processed = await processor.start(track, engine);
    return {
      stream: new MediaStream([processed, ...stream.getVideoTracks()]),
      end() {
        processor.stop();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/**
 * Plays an incoming stream in an element with an effect on its sound. Until it works, and when it does not (it rejects with a `media:*`
 * error), the element goes on with what it played. Returns the undo, after which the element plays nothing.
 */
export async function processOutput(
  media: Pick<Media, 'engine' | 'render'>,
  stream: MediaStream,
  element: HTMLMediaElement,
  processor: TrackProcessor,
): Promise<() => void> {
  const processed = await processStream(stream, processor, media.engine);
  const silence = media.render(processed.stream, element);
  return () => {
    silence();
    processed.end();
  };
}
