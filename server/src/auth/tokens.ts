import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../src/core/base/index.ts';
import { EarshotError } from '../../../src/core/protocol/index.ts';
import type { Database } from '../db/database.ts';
import type { Apps } from './apps.ts';
import { signJwt, verifyJwt } from './jwt.ts';

export interface VerifiedToken {
  appId: string;
  userId: string;
  /** Epoch ms. */
  expiresAt: number;
}

/** One that is ours and not over; whether it was revoked, and whether its user is still there, the database knows. */
export interface SignedToken extends VerifiedToken {
  /** Epoch ms. */
  issuedAt: number;
}

const OPERATION = 'accept the session token';

/** Session tokens: JWTs signed with a key of the app that is not its API key (DESIGN 7.6). */
export class Tokens {
  readonly #db: Database;
  readonly #apps: Apps;
  readonly #clock: Clock;
  readonly #maxMs: number;
  readonly #onRevoked: (appId: string, userId: string) => void;

  constructor(options: { db: Database; apps: Apps; clock: Clock; maxMs: number; onRevoked(appId: string, userId: string): void }) {
    this.#db = options.db;
    this.#apps = options.apps;
    this.#clock = options.clock;
    this.#maxMs = options.maxMs;
    this.#onRevoked = options.onRevoked;
  }

  async mint(appId: string, userId: string, expiresAt: number): Promise<{ token: string; expires_at: number }> {
    const operation = 'make a token';
    const app = this.#apps.row(appId);
    const key = this.#apps.signingKey(appId);
    if (!app || !key) throw new EarshotError('auth:app-unknown', operation);
    if (app.tokens === 'off') throw new EarshotError('auth:tokens-off', operation);
    const now = this.#clock.now();
    if (!Number.isSafeInteger(expiresAt) || expiresAt <= now) throw new EarshotError('request:invalid', operation, '"expires_at" lies in the past');
    const { minIat } = await this.#db.run('token.prepare', { app: appId, user: userId, create: app.auto_create_users });
    const expires = Math.min(expiresAt, now + this.#maxMs);
    const iat = Math.max(now, minIat) / 1_000; // one made in the very millisecond of a revocation is a new one
    const token = signJwt({ aud: appId, sub: userId, iat, exp: expires / 1_000, jti: randomUUID() }, key.kid, key.secret);
    return { token, expires_at: expires };
  }

  /** What can be said of a token without the database. Throws `auth:token-invalid`, `auth:token-expired`, `auth:tokens-off`. */
  read(token: string): SignedToken {
    const claims = verifyJwt(token, (aud, kid) => this.#apps.secret(aud, kid));
    if (!claims) throw new EarshotError('auth:token-invalid', OPERATION);
    if (this.#apps.row(claims.aud)?.tokens === 'off') throw new EarshotError('auth:tokens-off', OPERATION);
    const expiresAt = Math.round(claims.exp * 1_000);
    if (expiresAt <= this.#clock.now()) throw new EarshotError('auth:token-expired', OPERATION);
    return { appId: claims.aud, userId: claims.sub, expiresAt, issuedAt: Math.round(claims.iat * 1_000) };
  }

  async verify(token: string): Promise<VerifiedToken> {
    const { issuedAt, ...verified } = this.read(token);
    await this.#db.run('token.accept', { app: verified.appId, user: verified.userId, issuedAt });
    return verified;
  }

  async revoke(appId: string, userId: string): Promise<void> {
    await this.#db.run('token.revoke', { app: appId, user: userId });
    this.#onRevoked(appId, userId);
  }
}
