import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Clock } from '../../../src/core/base/index.ts';

/** A token of ours is good for so long; push services take at most 24 hours (RFC 8292). */
const LIFETIME_MS = 12 * 3_600_000;
/** A new one is made when so much is left. */
const MARGIN_MS = 3_600_000;
/** Push services there are few of; more are forgotten. */
const KEPT = 100;

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A new key pair of a server, as it is stored: a private JWK, in JSON. */
export function newServerKey(): string {
  return JSON.stringify(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }));
}

/** Says to push services who sends (RFC 8292). The private key is in here and in the database, and nowhere else. */
export class Vapid {
  readonly #clock: Clock;
  readonly #contact: string | undefined;
  readonly #tokens = new Map<string, { token: string; untilMs: number }>();
  readonly #key: KeyObject;
  /** The point that pages subscribe with (`applicationServerKey`), base64url. */
  readonly publicKey: string;

  /** `contact`: a `mailto:` or `https:` address of whoever runs the server; some push services want one. */
  constructor(clock: Clock, stored: string, contact?: string) {
    this.#clock = clock;
    this.#contact = contact;
    const jwk = JSON.parse(stored) as { x: string; y: string };
    this.#key = createPrivateKey({ key: jwk, format: 'jwk' });
    this.publicKey = Buffer.concat([Buffer.from([4]), Buffer.from(jwk.x, 'base64url'), Buffer.from(jwk.y, 'base64url')]).toString('base64url');
  }

  /** The `authorization` header for a push service. */
  header(endpoint: string): string {
    return `vapid t=${this.#token(new URL(endpoint).origin)}, k=${this.publicKey}`;
  }

  #token(audience: string): string {
    const now = this.#clock.now();
    const known = this.#tokens.get(audience);
    if (known && known.untilMs - MARGIN_MS > now) return known.token;
    const untilMs = now + LIFETIME_MS;
    const claims = { aud: audience, exp: Math.floor(untilMs / 1_000), ...(this.#contact !== undefined && { sub: this.#contact }) };
    const text = `${encoded({ typ: 'JWT', alg: 'ES256' })}.${encoded(claims)}`;
    const token = `${text}.${sign('sha256', Buffer.from(text), { key: this.#key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
    this.#tokens.delete(audience);
    this.#tokens.set(audience, { token, untilMs });
    if (this.#tokens.size > KEPT) this.#tokens.delete(this.#tokens.keys().next().value!);
    return token;
  }
}
