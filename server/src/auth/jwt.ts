import { createHmac, timingSafeEqual } from 'node:crypto';

export interface Claims {
  /** App id. */
  aud: string;
  /** User id. */
  sub: string;
  /** Seconds since the epoch, with a fraction: revocation is exact to the millisecond. */
  iat: number;
  exp: number;
  jti: string;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const mac = (input: string, secret: string): Buffer => createHmac('sha256', Buffer.from(secret, 'base64url')).update(input).digest();

/** RFC 7519 with HS256 alone. */
export function signJwt(claims: Claims, kid: string, secret: string): string {
  const input = `${encode({ alg: 'HS256', typ: 'JWT', kid })}.${encode(claims)}`;
  return `${input}.${mac(input, secret).toString('base64url')}`;
}

/** The parts of a token before anything is believed: `secretOf` picks the key, the signature decides. */
export function verifyJwt(token: string, secretOf: (aud: string, kid: string) => string | undefined): Claims | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  const [head, body, signature] = parts as [string, string, string];
  const header = decode(head);
  const claims = decode(body);
  // one algorithm, fixed: a header that names another is refused before any key is touched
  if (!header || !claims || header['alg'] !== 'HS256' || typeof header['kid'] !== 'string') return undefined;
  const { aud, sub, iat, exp, jti } = claims;
  if (typeof aud !== 'string' || typeof sub !== 'string' || typeof jti !== 'string') return undefined;
  if (typeof iat !== 'number' || typeof exp !== 'number') return undefined;
  const secret = secretOf(aud, header['kid']);
  if (secret === undefined) return undefined;
  const expected = mac(`${head}.${body}`, secret);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return { aud, sub, iat, exp, jti };
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
