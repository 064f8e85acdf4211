import type { Media } from '../media/api.ts';
import { createMedia } from '../media/media.ts';
import type { ClientApi } from './api.ts';

export const MEDIA = Symbol.for('earshot/media');

/** Devices, capture and playback of a client, made on first use. */
export const mediaOf = (client: ClientApi): Media => client.service(MEDIA, createMedia);
