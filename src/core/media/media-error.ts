import { asEarshotError, type CatalogueEntry, type EarshotError, extendCatalogue, isEarshotError, type MediaErrorCode } from '../protocol/index.ts';
import type { MediaEngine } from './api.ts';
import { loadLater } from './load-later.ts';

export type Kind = 'microphone' | 'camera' | 'screen';

/** The other reasons come with what tells them apart, in `why-not.ts`. */
const MEDIA_ERRORS = {
  'media:in-use-by-call': { reason: 'a call is using it' },
  'media:not-found': { reason: 'no such device is present' },
  'media:unsupported': { reason: 'this browser cannot do it' },
  'media:failed': { reason: 'the device failed', retryable: true },
} satisfies Partial<Record<MediaErrorCode, CatalogueEntry>>;
extendCatalogue(MEDIA_ERRORS);

/** The codes that are raised before anything was refused. */
export type EarlyCode = keyof typeof MEDIA_ERRORS;

/** Why a device did not open; `media:failed` where what tells the reasons apart does not load. */
export const mediaError = async (engine: MediaEngine, error: unknown, kinds: readonly Kind[]): Promise<EarshotError> =>
  isEarshotError(error)
    ? error
    : loadLater().then(
        ({ explain }) => explain(engine, error, kinds),
        () => asEarshotError(error, 'media:failed', `open the ${kinds.join(' and ')}`),
      );
