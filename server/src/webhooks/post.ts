import type { Clock } from '../../../src/core/base/index.ts';
import { FetchError, type SafeFetch } from '../net/safe-fetch.ts';
import type { KeptWebhook } from './rows.ts';
import { SIGNATURE_HEADER, signatureOf } from './signature.ts';

/** What an endpoint made of a request. */
export type Outcome = { ok: true; status: number; body: Buffer } | { ok: false; status?: number; error: string };

export interface PostOptions {
  timeoutMs: number;
  /** Of the answer. */
  maxBytes: number;
  signal: AbortSignal;
}

/** Sends one signed request; never throws. Anything but 2xx is a failure, a redirect included: what is signed for one address is not sent to another. */
export async function post(
  { fetch, clock }: { fetch: SafeFetch; clock: Clock },
  hook: KeptWebhook,
  body: string,
  { timeoutMs, maxBytes, signal }: PostOptions,
): Promise<Outcome> {
  const now = clock.now();
  const secrets = [hook.secret, ...(hook.old_secret !== undefined && (hook.old_until ?? 0) > now ? [hook.old_secret] : [])];
  try {
    const { status, body: answer } = await fetch({
      url: hook.url,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Earshot webhook',
        'earshot-webhook-id': hook.webhook_id,
        [SIGNATURE_HEADER]: signatureOf(secrets, now, body),
      },
      body,
      timeoutMs,
      maxBytes,
      signal,
    });
    return status >= 200 && status < 300 ? { ok: true, status, body: answer } : { ok: false, status, error: `it answered ${status}` };
  } catch (error) {
    return { ok: false, error: error instanceof FetchError ? error.message : String(error) };
  }
}
