import type { Clock, Emitter, Log, Settings } from '../base/index.ts';
import type { CallManager } from '../call/api.ts';
import type { CallConfig } from '../call/sdp/api.ts';
import type { Connection, ConnectionOptions, ConnectionState, SocketLike, TokenProvider } from '../connection/api.ts';
import type { MediaEngine } from '../media/api.ts';
import type { BaseUser, EarshotError } from '../protocol/index.ts';
import type { TabCalls } from '../tabs/api.ts';

export interface ClientOptions extends Pick<ConnectionOptions, 'exclusive' | 'retryAfterMs'> {
  /** Host and port without a scheme: http/ws on loopback, TLS elsewhere. */
  host: string;
  appId: string;
  userId: string;
  /** A session token; or rather `tokenProvider`, which can also refresh it. */
  token?: string;
  tokenProvider?: TokenProvider;
  /** Which device this is, at most 64 characters; default: a random id of this browser profile. */
  device?: string;
  settings?: Partial<Settings>;
  /**
   * `shared` (default): all tabs of this user in a browser have one socket together, show each other's calls, and go on with those of a tab that was
   * closed. `per-tab`: each tab has its own; so also where tabs cannot find each other (no Web Locks or BroadcastChannel, an opaque origin), where
   * `openSocket` is given, or `exclusive` is set.
   */
  tabs?: 'shared' | 'per-tab';
  /** How calls reach the other side. */
  calls?: CallConfig;
  /** Ports, for tests and other places than a page. */
  clock?: Clock;
  log?: Log;
  random?: () => number;
  openSocket?: (url: string) => SocketLike;
  fetch?: typeof globalThis.fetch;
  mediaEngine?: MediaEngine;
  /** Small persistent store (leg tokens, device id, chosen devices); localStorage by default, memory where there is none. */
  storage?: KeyValue;
}

/** The part of `Storage` that is used. */
export interface KeyValue {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface ClientEvents {
  state: [state: ConnectionState, previous: ConnectionState];
  /** My own profile is known or changed. */
  user: [user: BaseUser];
  error: [error: EarshotError];
  /** Calls of other tabs came, changed or went; read `tabCalls`. */
  tabs: [];
}

/**
 * The public door of the core. Connecting is reference-free: `connect()` and `disconnect()` are idempotent and serialised;
 * `dispose()` ends everything and leaves no timer, listener, track or socket.
 */
export interface ClientApi extends Pick<Emitter<ClientEvents>, 'on' | 'once' | 'listenerCount'> {
  readonly host: string;
  readonly appId: string;
  readonly userId: string;
  readonly state: ConnectionState;
  /** Me, once welcomed. */
  readonly user: BaseUser | undefined;
  readonly connection: Connection;
  readonly calls: CallManager;
  /** Calls that other tabs of this browser hold; undefined until there was one in any of those that share their socket with this one. */
  readonly tabCalls: TabCalls | undefined;
  readonly settings: Settings;
  readonly clock: Clock;
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  /** Display names by id, cached; undefined until asked for and known. `whoIs` asks. */
  knownUser(userId: string): BaseUser | undefined;
  whoIs(userId: string): Promise<BaseUser>;
  /** Authorised fetch of a path under `/v1` on the client's host. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** `https://host` (or http on loopback) + path. */
  url(path: string): string;
  /** A service attached to this client, made on first use: how chat and media stay out of bundles that do not use them. */
  service<T extends { dispose(): void }>(key: symbol, make: (parts: ClientParts) => T): T;
  dispose(): Promise<void>;
}

/** What a service gets of its client. */
export interface ClientParts {
  client: ClientApi;
  connection: Connection;
  clock: Clock;
  settings: Settings;
  callConfig: CallConfig;
  log: Log;
  random: () => number;
  storage: KeyValue;
  mediaEngine: MediaEngine | undefined;
  /** For a socket beside the connection's own. */
  openSocket: (url: string) => SocketLike;
  /** The session token in use, for uploads; `fresh` asks the provider for another one. Keep it out of logs. */
  token: (fresh?: boolean) => Promise<string>;
}
