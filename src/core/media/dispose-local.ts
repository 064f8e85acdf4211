import { EarshotError } from '../protocol/index.ts';
import type { Media } from './api.ts';

/** Disposes of local media, by its id or that of one of its tracks, unless a call uses it (RB-media-08). */
export function disposeLocal(media: Media, mediaOrTrackId: string): void {
  const found = media.get(mediaOrTrackId) ?? media.get(media.track(mediaOrTrackId)?.mediaId ?? '');
  if (!found) throw new EarshotError('media:not-found', 'dispose of the media', 'there is no local media or track of this id');
  if (found.inUse) throw new EarshotError('media:in-use-by-call', 'dispose of the media');
  found.dispose();
}
