import { asEarshotError, EarshotError, type WireError } from '../protocol/index.ts';
import type { VoicemailParts } from './api.ts';

/** What the server says of sound. */
export interface WirePlayable {
  url: string;
  type: string;
  duration_ms: number;
}

/** Asks over REST; rejects with what the server said, or `connection:unreachable`. */
export async function ask<T>(parts: VoicemailParts, operation: string, path: string, init: RequestInit = {}): Promise<T> {
  const response = await parts.client.fetch(`/v1/voicemail${path}`, init).catch((error: unknown) => {
    throw asEarshotError(error, 'connection:unreachable', operation);
  });
  const body = (await response.json().catch(() => undefined)) as unknown;
  if (response.ok) return body as T;
  const wire = body as Partial<WireError> | undefined;
  if (typeof wire?.error === 'string' && typeof wire.message === 'string')
    throw EarshotError.fromWire(wire as WireError, operation, { status: response.status });
  throw new EarshotError('server:internal', operation, `the server answered ${response.status}`, { status: response.status });
}

/** A request with a JSON body. */
export const json = (method: string, body: object): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** A request with sound. */
export const sound = (blob: Blob): RequestInit => ({
  method: 'PUT',
  headers: { 'content-type': blob.type.split(';', 1)[0] || 'audio/webm' },
  body: blob,
});
