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

type Explain = (later: Awaited<ReturnType<typeof loadLater>>) => EarshotError | Promise<EarshotError>;

/** `media:failed` where what tells the reasons apart does not load. */
const why = async (error: unknown, operation: string, explain: Explain): Promise<EarshotError> =>
  isEarshotError(error) ? error : loadLater().then(explain, () => asEarshotError(error, 'media:failed', operation));

/** Why a device did not open. */
export const mediaError = (engine: MediaEngine, error: unknown, kinds: readonly Kind[]): Promise<EarshotError> =>
  why(error, `open the ${kinds.join(' and ')}`, (later) => later.explain(engine, error, kinds));

/** Why a speaker was not used. */
export const speakerError = (error: unknown, operation: string): Promise<EarshotError> =>
  why(error, operation, (later) => later.explainSpeaker(error, operation));
