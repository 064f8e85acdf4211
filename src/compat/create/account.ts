import type { Config } from './config.ts';
import { type BasicError, CREATE_CODES, refuse } from './errors.ts';
import type { Events } from './events.ts';

/** Who signs in: a password, an HMAC token, or a session token of this server as the bearer token. */
export interface Credentials {
  /** With or without a domain. */
  username: string;
  password?: string;
  authname?: string;
  hmacToken?: string;
  bearerAccessToken?: string;
}

/** RB-api-11 */
export interface UserInfo {
  /** `user@domain`; not for display. */
  username: string | undefined;
  token: string | undefined;
}

export interface Identity {
  appId: string;
  /** As the server knows him. */
  userId: string;
  domain: string;
}

const OPERATION = 'set the credentials';

/** Who uses the SDK. */
export class Account {
  readonly #config: Config;
  readonly #events: Events;
  /** Whether there is a subscription, under way or established. */
  readonly #subscribed: () => boolean;
  #credentials: Credentials | undefined;
  #identity: Identity | undefined;
  /** Of the session that the credentials gave. */
  #token: string | undefined;
  /** Another bearer token, in mid-session. */
  onRenewed: () => void = () => {};

  constructor(config: Config, events: Events, subscribed: () => boolean) {
    this.#config = config;
    this.#events = events;
    this.#subscribed = subscribed;
  }

  get credentials(): Credentials | undefined {
    return this.#credentials;
  }

  get identity(): Identity | undefined {
    return this.#identity;
  }

  get info(): UserInfo {
    return { username: this.#identity && this.address(this.#identity.userId), token: this.#token };
  }

  /** RB-api-12 to 17: `auth:change` or `auth:error` follows. */
  set(credentials: Credentials): void {
    try {
      const identity = this.#check(credentials);
      const renewed = this.#subscribed();
      this.#credentials = { ...credentials };
      this.#identity = identity;
      this.#token = credentials.bearerAccessToken;
      if (renewed) this.onRenewed();
    } catch (error) {
      this.#later(() => this.#events.tell('auth:error', { error: error as BasicError }));
      return;
    }
    this.#later(() => this.#events.tell('auth:change', {}));
  }

  /** Whose client the page has already. */
  adopt(appId: string, userId: string): void {
    this.#identity = { appId, userId, domain: appId };
  }

  /** The session token that the credentials gave. */
  signedIn(token: string): void {
    this.#token = token;
  }

  /** `user@domain`; one who has a domain in his id keeps it. */
  address(userId: string): string {
    return userId.includes('@') || !this.#identity ? userId : `${userId}@${this.#identity.domain}`;
  }

  /** Whom an address means here. Unless `normalize`, it is taken as it is written. */
  userId(address: string, normalize: boolean): string {
    if (!normalize) return address;
    const bare = address
      .trim()
      .replace(/^sips?:/i, '')
      .replace(/[;?].*$/s, '');
    const at = bare.lastIndexOf('@');
    if (at < 0 || !this.#identity) return bare;
    const domain = bare.slice(at + 1).toLowerCase();
    const user = bare.slice(0, at);
    // in an app whose ids are whole addresses, so is this one
    return domain === this.#identity.domain.toLowerCase() && !this.#identity.userId.includes('@') ? user : `${user}@${domain}`;
  }

  #check(credentials: Credentials): Identity {
    const { username, password, hmacToken, bearerAccessToken } = credentials ?? {};
    const bad = (reason: string) => refuse(CREATE_CODES.INVALID_CREDENTIALS, OPERATION, reason);
    if (typeof username !== 'string' || username === '') throw bad('`username` must be a non-empty string');
    const given = [password, hmacToken, bearerAccessToken].filter((secret) => typeof secret === 'string' && secret !== '');
    if (given.length !== 1) throw bad('one of `password`, `hmacToken` and `bearerAccessToken` is needed');
    const identity = this.#identify(username, bearerAccessToken);
    if (!identity) throw bad('the token belongs to another user');
    const mine = this.#identity;
    const renews = bearerAccessToken !== undefined && mine?.userId === identity.userId && mine.appId === identity.appId;
    if (this.#subscribed() && !renews) throw refuse(CREATE_CODES.AUTH_INVALID_STATE, OPERATION, 'there is an active subscription; unsubscribe first');
    return identity;
  }

  /** What a bearer token says of its user goes; undefined when that is another one. */
  #identify(username: string, token: string | undefined): Identity | undefined {
    const at = username.lastIndexOf('@');
    const [user, ofName] = at < 0 ? [username, undefined] : [username.slice(0, at), username.slice(at + 1)];
    const claims = token === undefined ? undefined : claimsOf(token);
    const appId = claims?.aud ?? this.#config.values.authentication.appId ?? ofName ?? 'default';
    const domain = ofName ?? appId;
    if (!claims) return { appId, userId: user, domain };
    if (claims.sub !== username && claims.sub !== user) return undefined;
    return { appId, userId: claims.sub, domain };
  }

  #later(tell: () => void): void {
    queueMicrotask(tell);
  }
}

/** What a session token says of itself; the server alone decides whether it is true. */
function claimsOf(token: string): { aud: string; sub: string } | undefined {
  try {
    const body = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
    const { aud, sub } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    return typeof aud === 'string' && typeof sub === 'string' ? { aud, sub } : undefined;
  } catch {
    return undefined;
  }
}
