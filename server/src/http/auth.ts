import type { FastifyRequest } from 'fastify';
import { EarshotError, isEarshotError } from '../../../src/core/protocol/index.ts';
import type { Actor, ServerCore } from '../api.ts';
import { addressKey, RateLimiter } from './rate-limit.ts';

type UserActor = Extract<Actor, { kind: 'user' }>;
type AppActor = Extract<Actor, { kind: 'app' }>;

const header = (request: FastifyRequest, ...names: string[]): string | undefined => {
  for (const name of names) {
    const value = request.headers[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
};

/** Says who asks: an app's own server by its key, or a user by a session token. Guesses are counted by address. */
export class Authenticator {
  readonly #core: ServerCore;
  readonly #failures: RateLimiter;
  readonly #requests: RateLimiter;

  constructor(core: ServerCore) {
    this.#core = core;
    this.#failures = new RateLimiter(core.clock, core.settings.rates.login);
    this.#requests = new RateLimiter(core.clock, core.settings.rates.request);
  }

  /** The app whose key came in `APP_ID` and `APP_API_KEY` (or their hyphenated spellings). Throws `auth:app-unknown`. */
  async app(request: FastifyRequest, operation: string): Promise<AppActor> {
    const appId = header(request, 'app_id', 'app-id');
    const apiKey = header(request, 'app_api_key', 'app-api-key');
    if (!appId || !apiKey) throw new EarshotError('auth:app-unknown', operation, 'the headers APP_ID and APP_API_KEY are needed');
    const key = addressKey(request.ip);
    this.#failures.check(key, operation);
    const app = await this.#core.apps.authenticate(appId, apiKey);
    if (app) return { kind: 'app', appId: app.app_id };
    this.#failures.take(key, operation);
    throw new EarshotError('auth:app-unknown', operation);
  }

  /** The user of `Authorization: Bearer <session token>`. Throws `auth:*`. */
  async user(request: FastifyRequest, operation: string): Promise<UserActor> {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!token) throw new EarshotError('auth:unauthorized', operation, 'the header "Authorization: Bearer <session token>" is needed');
    const key = addressKey(request.ip);
    this.#failures.check(key, operation);
    const { appId, userId } = await this.#core.tokens.verify(token).catch((error: unknown) => {
      // an expired token is a late page, not a guess
      if (isEarshotError(error) && error.code !== 'auth:token-expired') this.#failures.take(key, operation);
      if (isEarshotError(error, 'user:not-found')) throw new EarshotError('auth:token-invalid', operation, 'its user is gone');
      throw error;
    });
    const claimed = header(request, 'app_id', 'app-id');
    if (claimed !== undefined && claimed !== appId) throw new EarshotError('auth:token-invalid', operation, 'the token belongs to another app');
    this.#requests.take(`${appId}\n${userId}`, operation);
    return { kind: 'user', appId, userId };
  }

  /** Something else that a page shows, as a password: `check` says whether it is right. Throws `auth:credentials`. */
  async credentials(request: FastifyRequest, operation: string, check: () => Promise<boolean>): Promise<void> {
    const key = addressKey(request.ip);
    this.#failures.check(key, operation);
    if (await check()) return;
    this.#failures.take(key, operation);
    throw new EarshotError('auth:credentials', operation);
  }

  /** Either of the two; a token wins where both came. */
  actor(request: FastifyRequest, operation: string): Promise<Actor> {
    return request.headers.authorization === undefined && header(request, 'app_api_key', 'app-api-key')
      ? this.app(request, operation)
      : this.user(request, operation);
  }
}
