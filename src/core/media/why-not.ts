import { type CatalogueEntry, EarshotError, type EarshotErrorCode, extendCatalogue, type MediaErrorCode } from '../protocol/index.ts';
import type { MediaEngine } from './api.ts';
import type { EarlyCode, Kind } from './early-errors.ts';
import { forbidden, mayLackAllow } from './page-policy.ts';

const REASONS: Record<Exclude<MediaErrorCode, EarlyCode>, CatalogueEntry> = {
  'media:insecure': { reason: 'the page is not a secure context' },
  'media:policy': { reason: 'a permissions policy forbids it' },
  'media:iframe': { reason: 'the frame lacks the allow attribute' },
  'media:denied': { reason: 'the permission was denied' },
  'media:system-denied': { reason: 'the system denies the browser access' },
  'media:in-use': { reason: 'another program is using the device', retryable: true },
  'media:overconstrained': { reason: 'no device meets the constraints' },
};
extendCatalogue(REASONS);

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
export async function explain(engine: MediaEngine, error: unknown, kinds: readonly Kind[]): Promise<EarshotError> {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  const fail = (code: EarshotErrorCode, reason?: string, retryable?: boolean, of: readonly Kind[] = kinds) =>
    new EarshotError(code, of[0] === 'screen' ? 'share the screen' : `open the ${of.join(' and ')}`, reason, { cause: error, retryable });

  const rule = kinds.map((kind) => forbidden(engine, kind)).find(Boolean);
  if (rule) return fail(FORBIDDEN[rule]);
  const code = BY_NAME[name];
  if (code === 'media:not-found') return fail(code, undefined, undefined, await missing(engine, kinds));
  if (name !== 'NotAllowedError' && name !== 'PermissionDeniedError') return fail(code ?? 'media:failed');
  if (/system/i.test((error as Error).message)) return fail('media:system-denied');
  if (kinds[0] === 'screen') return fail('media:denied', 'nothing was chosen', true);
  const states = await Promise.all(kinds.map((kind) => engine.permission(kind as 'microphone' | 'camera')));
  if (states.includes('denied')) return fail(mayLackAllow(engine) ? 'media:iframe' : 'media:denied');
  if (states.includes('prompt')) return fail('media:denied', 'the question was closed without an answer', true);
  // the page may, and yet the browser may not
  return fail(states.includes('unknown') ? 'media:denied' : 'media:system-denied');
}

/** Which of them the machine has none of; all, where that cannot be told. */
async function missing(engine: MediaEngine, kinds: readonly Kind[]): Promise<readonly Kind[]> {
  const found = await engine.enumerateDevices().catch(() => []);
  const lacking = kinds.filter((kind) => !found.some((device) => device.kind === (kind === 'camera' ? 'videoinput' : 'audioinput')));
  return lacking.length > 0 ? lacking : kinds;
}

/** Why a speaker was not used. */
export function explainSpeaker(cause: unknown, operation: string): EarshotError {
  const name = (cause as { name?: unknown } | undefined)?.name;
  if (name === 'NotFoundError') return new EarshotError('media:not-found', operation, undefined, { cause });
  if (name === 'NotAllowedError') return new EarshotError('media:denied', operation, 'it was not allowed', { cause, retryable: true });
  return new EarshotError('media:failed', operation, undefined, { cause });
}
