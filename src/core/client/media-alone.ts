import { defaultSettings, systemClock } from '../base/index.ts';
import type { Media } from '../media/api.ts';
import { createMedia } from '../media/media.ts';
import type { ClientApi, ClientOptions } from './api.ts';
import { MEDIA } from './media-of.ts';
import { defaultStorage } from './storage.ts';

/** Devices, capture and playback of a page that has no client (yet). Whoever asks disposes of it. */
export function mediaAlone(options: Pick<ClientOptions, 'clock' | 'settings' | 'storage' | 'mediaEngine'> = {}): Media {
  const { clock = systemClock, settings, storage = defaultStorage(), mediaEngine } = options;
  return createMedia({ clock, settings: { ...defaultSettings, ...settings }, storage, mediaEngine });
}

/** Makes media that a page had before it had a client the media of that client, which does not dispose of them. */
export function lendMedia(client: ClientApi, media: Media): void {
  client.service(MEDIA, () => lent(media));
}

function lent(media: Media): Media {
  return new Proxy(media, {
    get(target, key) {
      if (key === 'dispose') return () => {};
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  });
}
