import type { Media } from '../../core/media/api.ts';

/** Plays what `connect` leads into `out`, through the chosen speaker. Returns the undo. */
export function playThrough(media: Media, connect: (context: AudioContext, out: AudioNode) => void): () => void {
  const context = media.engine.createAudioContext();
  const out = context.createMediaStreamDestination();
  connect(context, out);
  const stop = media.render(out.stream, media.engine.createAudioElement?.() ?? document.createElement('audio'));
  context.resume().catch(() => {}); // closed before it ran
  return () => {
    stop();
    if (context.state !== 'closed') context.close().catch(() => {});
  };
}
