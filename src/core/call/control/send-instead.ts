import type { LegMedia } from '../leg-media.ts';

/** Sends a track in the place of the microphone, muted or not, on hold or not, until undone; the last one that was begun is sent. */
export function sendInstead(media: LegMedia, track: MediaStreamTrack): () => Promise<void> {
  media.instead.push(track);
  const sent = media.rewire();
  return async () => {
    const at = media.instead.indexOf(track);
    if (at >= 0) media.instead.splice(at, 1);
    await sent;
    await media.rewire();
  };
}
