import { asEarshotError, type CatalogueEntry, type EarshotError, extendCatalogue, isEarshotError, type MediaErrorCode } from '../protocol/index.ts';
import type { MediaEngine } from './api.ts';
import { loadLater } from './load-later.ts';

export type Kind = 'microphone' | 'camera' | 'screen';

const MEDIA_ERRORS: Record<MediaErrorCode, CatalogueEntry> = {
  'media:insecure': { reason: 'the page is not a secure context' },
  'media:policy': { reason: 'a permissions policy forbids it' },
  'media:iframe': { reason: 'the frame lacks the allow attribute' },
  'media:denied': { reason: 'the permission was denied' },
  'media:system-denied': { reason: 'the system denies the browser access' },
  'media:in-use': { reason: 'another program is using the device', retryable: true },
  'media:in-use-by-call': { reason: 'a call is using it' },
  'media:not-found': { reason: 'no such device is present' },
  'media:overconstrained': { reason: 'no device meets the constraints' },
  'media:unsupported': { reason: 'this browser cannot do it' },
  'media:failed': { reason: 'the device failed', retryable: true },
};
extendCatalogue(MEDIA_ERRORS);

/** Why a device did not open; `media:failed` where what tells the reasons apart does not load. */
export const mediaError = async (engine: MediaEngine, error: unknown, kinds: readonly Kind[]): Promise<EarshotError> =>
  isEarshotError(error)
    ? error
    : loadLater().then(
        ({ explain }) => explain(engine, error, kinds),
        () => asEarshotError(error, 'media:failed', `open the ${kinds.join(' and ')}`),
      );
