import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AppRow } from '../api.ts';
import type { Database } from '../db/database.ts';
import { Passwords } from './passwords.ts';

/** By which users sign in without a token of their app's server: passwords, and HMAC tokens. There are none until the app sets them. */
export class Logins {
  readonly #db: Database;
  readonly #app: (appId: string) => AppRow | undefined;
  readonly #passwords: Passwords;

  /** `passwordCost`: see `ServerSettings`. */
  constructor(options: { db: Database; app(appId: string): AppRow | undefined; passwordCost: number }) {
    this.#db = options.db;
    this.#app = options.app;
    this.#passwords = new Passwords(options.passwordCost);
  }

  /** Makes the user when the app has `auto_create_users`, else rejects with `user:not-found`. `authname` is the user id unless given. */
  async setPassword(appId: string, userId: string, password: string, authname = userId): Promise<void> {
    const create = this.#app(appId)?.auto_create_users ?? false;
    await this.#db.run('password.set', { app: appId, user: userId, create, authname, hash: await this.#passwords.hash(password) });
  }

  async deletePassword(appId: string, userId: string): Promise<void> {
    await this.#db.run('password.delete', { app: appId, user: userId });
  }

  /** Takes as long for a user who has none. Rejects with `server:busy` when too many are being checked. */
  async hasPassword(appId: string, userId: string, password: string, authname = userId): Promise<boolean> {
    const stored = await this.#db.run('password.get', { app: appId, user: userId });
    return this.#passwords.verify(password, stored?.authname === authname ? stored.hash : undefined);
  }

  /** A new one, which voids the old one. `organizationId` is the app id unless given. */
  async newHmacKey(appId: string, organizationId = appId): Promise<{ hmac_key: string; organization_id: string }> {
    const key = randomBytes(32).toString('base64url');
    await this.#db.run('hmac.set', { app: appId, organization: organizationId, key });
    return { hmac_key: key, organization_id: organizationId };
  }

  async deleteHmacKey(appId: string): Promise<void> {
    await this.#db.run('hmac.delete', { app: appId });
  }

  /**
   * Whether the app's server vouches for this user: the token is the HMAC-SHA1 (RFC 2104), in hex or base64, of
   * `{"authenticationTokenRequest":{"subscriberId":…,"organizationId":…}}` under the characters of its key (RB-api-13).
   */
  async hasHmacToken(appId: string, userId: string, token: string): Promise<boolean> {
    const stored = await this.#db.run('hmac.get', { app: appId });
    const { key, organization } = stored ?? { key: randomBytes(32).toString('base64url'), organization: appId };
    const request = { authenticationTokenRequest: { subscriberId: userId, organizationId: organization } };
    const expected = createHmac('sha1', key).update(JSON.stringify(request)).digest();
    const given = Buffer.from(token, /^[0-9a-f]{40}$/i.test(token) ? 'hex' : 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected) && stored !== undefined;
  }
}
