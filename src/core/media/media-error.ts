import { EarshotError, type EarshotErrorCode } from '../protocol/index.ts';
import type { MediaEngine } from './api.ts';

type Kind = 'microphone' | 'camera';

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
