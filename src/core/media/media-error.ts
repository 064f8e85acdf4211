import { asEarshotError, type CatalogueEntry, type EarshotError, extendCatalogue, isEarshotError } from '../protocol/index.ts';
import type { MediaEngine } from './api.ts';
import type { EarlyCode, Kind } from './early-errors.ts';

const EARLY_ERRORS: Record<EarlyCode, CatalogueEntry> = {
  'media:in-use-by-call': { reason: 'a call is using it' },
  'media:not-found': { reason: 'no such device is present' },
  'media:unsupported': { reason: 'this browser cannot do it' },
  'media:failed': { reason: 'the device failed', retryable: true },
};
extendCatalogue(EARLY_ERRORS);

type WhyNot = typeof import('./why-not.ts');
type Explain = (whyNot: WhyNot) => EarshotError | Promise<EarshotError>;

/** `media:failed` where what tells the reasons apart does not load. */
const why = async (error: unknown, operation: string, explain: Explain): Promise<EarshotError> =>
  isEarshotError(error) ? error : import('./why-not.ts').then(explain, () => asEarshotError(error, 'media:failed', operation));

/** Why a device did not open. */
export const mediaError = (engine: MediaEngine, error: unknown, kinds: readonly Kind[]): Promise<EarshotError> =>
  why(error, `open the ${kinds.join(' and ')}`, (whyNot) => whyNot.explain(engine, error, kinds));

/** Why a speaker was not used. */
export const speakerError = (error: unknown, operation: string): Promise<EarshotError> =>
  why(error, operation, (whyNot) => whyNot.explainSpeaker(error, operation));
