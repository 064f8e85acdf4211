import { createHmac } from 'node:crypto';

/** The header that proves who asks. */
export const SIGNATURE_HEADER = 'earshot-signature';

/**
 * `t=<epoch seconds>,v1=<hex>`: HMAC-SHA256 of `<t>.<body>` by each secret that is valid, the newest first. The time is of this attempt, so that a
 * receiver may refuse what is old.
 */
export function signatureOf(secrets: readonly string[], nowMs: number, body: string): string {
  const t = Math.floor(nowMs / 1_000);
  return [`t=${t}`, ...secrets.map((secret) => `v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`)].join(',');
}
