import { type CatalogueEntry, EarshotError, type EarshotErrorCode, extendCatalogue, type MediaErrorCode } from '../protocol/index.ts';
import type { MediaEngine } from './api.ts';

type Kind = 'microphone' | 'camera';

const MEDIA_ERRORS: Record<MediaErrorCode, CatalogueEntry> = {
  'media:insecure': { reason: 'the page is not a secure context' },
  'media:policy': { reason: 'a permissions policy forbids it' },
  'media:iframe': { reason: 'the frame lacks the allow attribute' },
  'media:denied': { reason: 'the permission was denied' },
  'media:system-denied': { reason: 'the system denies the browser access' },
  'media:in-use': { reason: 'another program is using the device', retryable: true },
  'media:not-found': { reason: 'no such device is present' },
  'media:overconstrained': { reason: 'no device meets the constraints' },
  'media:unsupported': { reason: 'this browser cannot do it' },
  'media:failed': { reason: 'the device failed', retryable: true },
};
extendCatalogue(MEDIA_ERRORS);

const BY_NAME: Record<string, EarshotErrorCode> = {
  NotFoundError: 'media:not-found',
  DevicesNotFoundError: 'media:not-found',
  NotReadableError: 'media:in-use',
  TrackStartError: 'media:in-use',
  OverconstrainedError: 'media:overconstrained',
  NotSupportedError: 'media:unsupported',
  SecurityError: 'media:policy',
};

const FORBIDDEN = { insecure: 'media:insecure', policy: 'media:policy', iframe: 'media:iframe' } as const;

/**
 * Tells apart why a device did not open. A prompt that was closed unanswered is `media:denied` with `retryable` set: asking again may
 * succeed, while a stored denial needs the browser's settings.
 */
export async function mediaError(engine: MediaEngine, error: unknown, kinds: readonly Kind[]): Promise<EarshotError> {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  const operation = `open the ${kinds.join(' and ')}`;
  const forbidden = kinds.map((kind) => engine.forbidden?.(kind)).find(Boolean);
  if (forbidden) return new EarshotError(FORBIDDEN[forbidden], operation, undefined, { cause: error });
  if (name !== 'NotAllowedError' && name !== 'PermissionDeniedError')
    return new EarshotError(BY_NAME[name] ?? 'media:failed', operation, undefined, { cause: error });
  if (/system/i.test((error as Error).message)) return new EarshotError('media:system-denied', operation, undefined, { cause: error });
  const states = await Promise.all(kinds.map((kind) => engine.permission(kind)));
  return states.includes('denied') || !states.includes('prompt')
    ? new EarshotError('media:denied', operation, undefined, { cause: error })
    : new EarshotError('media:denied', operation, 'the question was closed without an answer', { cause: error, retryable: true });
}
