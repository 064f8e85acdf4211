import { defaultSettings, systemClock } from '../base/index.ts';
import type { Media } from '../media/api.ts';
import { createMedia } from '../media/media.ts';
import type { ClientOptions } from './api.ts';
import { defaultStorage } from './storage.ts';

/** Devices, capture and playback of a page that has no client (yet). Whoever asks disposes of it. */
export function mediaAlone(options: Pick<ClientOptions, 'clock' | 'settings' | 'storage' | 'mediaEngine'> = {}): Media {
  const { clock = systemClock, settings, storage = defaultStorage(), mediaEngine } = options;
  return createMedia({ clock, settings: { ...defaultSettings, ...settings }, storage, mediaEngine });
}
