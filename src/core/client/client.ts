import { type Clock, defaultSettings, Emitter, type Settings, silentLog, systemClock } from '../base/index.ts';
import type { CallManager } from '../call/api.ts';
import { createCalls } from '../call/call-door.ts';
import type { Connection, ConnectionState, SocketLike } from '../connection/api.ts';
import { createConnection } from '../connection/index.ts';
import type { Tape } from '../flight/index.ts';
import { type BaseUser, EarshotError } from '../protocol/index.ts';
import type { TabCalls } from '../tabs/api.ts';
import type { ClientApi, ClientEvents, ClientOptions, ClientParts } from './api.ts';
import { tapeOf } from './flight-of.ts';
import { originOf } from './host.ts';
import { defaultStorage, deviceId } from './storage.ts';
import { VERSION } from './version.ts';
import { onWake } from './wake.ts';

/** Names that are remembered before the oldest is let go. */
const KNOWN_USERS = 1_000;

/**
 * One user on one server. Composes the layers; services (`chatOf`, `mediaOf`) attach themselves on first use.
 * @throws EarshotError `client:invalid-config`
 */
export class Client extends Emitter<ClientEvents> implements ClientApi {
  readonly host: string;
  readonly appId: string;
  readonly userId: string;
  readonly connection: Connection;
  readonly calls: CallManager;
  readonly settings: Settings;
  readonly clock: Clock;
  tabCalls: TabCalls | undefined;
  readonly #origin: string;
  readonly #provider: () => Promise<string>;
  readonly #fetch: typeof globalThis.fetch;
  readonly #parts: ClientParts;
  readonly #services = new Map<symbol, { dispose(): void }>();
  readonly #users = new Map<string, BaseUser>();
  readonly #asked = new Map<string, Promise<BaseUser>>();
  readonly #undo: (() => void)[];
  #tape: Tape | undefined;
  #token: string | undefined;
  #refusal: EarshotError | undefined;
  #disposed = false;

  constructor(options: ClientOptions) {
    super();
    const { host, appId, userId, token, tokenProvider } = options;
    this.#origin = originOf(host);
    const missing = !isName(appId) ? 'appId' : !isName(userId) ? 'userId' : !tokenProvider && !isName(token) ? 'token` or `tokenProvider' : undefined;
    if (missing) throw new EarshotError('client:invalid-config', 'make a client', `\`${missing}\` is missing`);
    this.host = host;
    this.appId = appId;
    this.userId = userId;
    this.settings = { ...defaultSettings, ...options.settings };
    this.clock = options.clock ?? systemClock;
    this.#token = token || undefined;
    this.#provider = tokenProvider ?? (async () => token!);
    this.#fetch = options.fetch ?? ((...request) => globalThis.fetch(...request));
    const log = options.log ?? silentLog;
    const random = options.random ?? Math.random;
    const storage = options.storage ?? defaultStorage();
    let first = this.#token; // given beside a provider, it saves the first question
    const openSocket = options.openSocket ?? ((url: string) => new WebSocket(url) as SocketLike);
    const device = options.device ?? deviceId(storage);
    // where it does not load, this tab has a socket of its own
    const sharing =
      options.tabs !== 'per-tab' && !options.exclusive && !options.openSocket && globalThis.navigator?.locks
        ? () => import('../tabs/open-shared.ts').catch(() => undefined)
        : undefined;
    const connection = createConnection({
      url: `${this.#origin.replace(/^http/, 'ws')}/v1/socket`,
      appId,
      device,
      exclusive: options.exclusive,
      retryAfterMs: options.retryAfterMs,
      clientVersion: VERSION,
      tokenProvider: async () => {
        void sharing?.(); // on its way beside the token
        const given = first;
        first = undefined;
        return given ?? this.token(true);
      },
      openSocket: sharing
        ? async (url) =>
            (await sharing())?.openShared({ url, client: this, met: (calls) => this.#meet(calls), device, storage, openSocket }) ?? openSocket(url)
        : openSocket,
      clock: this.clock,
      settings: this.settings,
      log,
      random,
      onWake,
    });
    this.connection = connection;
    this.#parts = {
      client: this,
      connection,
      clock: this.clock,
      settings: this.settings,
      callConfig: { ...options.calls },
      log,
      random,
      storage,
      mediaEngine: options.mediaEngine,
      openSocket,
      token: (fresh) => this.token(fresh),
    };
    this.#undo = [
      connection.on('welcome', ({ user }) => this.#welcomed(user)),
      connection.on('entry', (_stream, _offset, entry) => {
        if (entry.kind === 'user_update') this.#met(entry.user);
      }),
      connection.on('state', (state, previous) => this.emit('state', state, previous)),
      connection.on('error', (error) => this.emit('error', error)),
    ];
    this.calls = createCalls(this.#parts);
    if (this.settings.flightEvents) this.#tape = tapeOf(this);
  }

  get state(): ConnectionState {
    return this.connection.state;
  }

  get user(): BaseUser | undefined {
    return this.#users.get(this.userId);
  }

  /** Resolves once welcomed; retries for as long as the server cannot be reached. Rejects when it refuses. */
  async connect(): Promise<void> {
    if (this.#disposed) throw new EarshotError('client:disposed', 'connect');
    this.#refusal = undefined;
    await this.connection.connect();
    if (this.#refusal) throw this.#refusal;
  }

  async disconnect(): Promise<void> {
    await this.connection.disconnect();
  }

  knownUser(userId: string): BaseUser | undefined {
    return this.#users.get(userId);
  }

  /** Asks once per user; rejects with `user:not-found`, or as any request does. */
  whoIs(userId: string): Promise<BaseUser> {
    const known = this.#users.get(userId);
    if (known) return Promise.resolve(known);
    let asked = this.#asked.get(userId);
    if (!asked) {
      asked = this.connection
        .request('user.get', { user_id: userId }, { retry: true })
        .then(({ user }) => this.#met(user))
        .finally(() => this.#asked.delete(userId));
      this.#asked.set(userId, asked);
    }
    return asked;
  }

  /** The session token in use; `fresh` asks the provider. */
  async token(fresh = false): Promise<string> {
    if (!fresh && this.#token) return this.#token;
    const token = await this.#provider();
    if (!isName(token)) throw new EarshotError('auth:token-invalid', 'get a session token', 'the provider gave none');
    this.#token = token;
    return token;
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const ask = async (fresh: boolean) => {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${await this.token(fresh)}`);
      return this.#fetch(this.url(path), { ...init, headers });
    };
    const response = await ask(false);
    const repeatable = !(init.body instanceof ReadableStream);
    return response.status === 401 && repeatable ? ask(true) : response;
  }

  url(path: string): string {
    return this.#origin + path;
  }

  service<T extends { dispose(): void }>(key: symbol, make: (parts: ClientParts) => T): T {
    let service = this.#services.get(key) as T | undefined;
    if (!service) {
      if (this.#disposed) throw new EarshotError('client:disposed', 'use the client');
      service = make(this.#parts);
      this.#services.set(key, service);
      this.#tape?.attach(key, service);
    }
    return service;
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const service of [...this.#services.values()].reverse()) service.dispose();
    this.#services.clear();
    this.calls.dispose();
    await this.connection.disconnect();
    for (const undo of this.#undo) undo();
  }

  #meet(calls: TabCalls): void {
    this.tabCalls = calls;
    this.emit('tabs');
  }

  #welcomed(user: BaseUser): void {
    if (user.user_id === this.userId) {
      this.#met(user);
      return;
    }
    // somebody else's token: acting under another name than the page shows would be worse than not acting
    this.#refusal = new EarshotError('auth:token-invalid', 'connect', `the token belongs to another user than ${this.userId}`);
    this.emit('error', this.#refusal);
    void this.connection.disconnect();
  }

  #met(user: BaseUser): BaseUser {
    this.#users.delete(user.user_id);
    this.#users.set(user.user_id, user);
    if (this.#users.size > KNOWN_USERS) for (const id of this.#users.keys()) if (id !== this.userId && this.#users.delete(id)) break;
    if (user.user_id === this.userId) this.emit('user', user);
    return user;
  }
}

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';
