import type { Clock } from '../../src/core/base/index.ts';
import type { IceServer } from '../../src/core/protocol/index.ts';
import type { ServerSettings } from './api.ts';
import type { SafeFetch } from './net/safe-fetch.ts';

/** What is used of a pino logger. Lines never carry tokens, message texts or SDP. */
export interface Logger {
  debug(detail: object, message: string): void;
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

/** Hooks for tests only (DESIGN 7.14): nothing on the wire reaches them. */
export interface Faults {
  /** Before a command is handed to the database; waiting here delays it. */
  beforeCommit?(command: string): void | Promise<void>;
  /** Two shared integers: while the first is 1, the database thread waits right before a commit; the second counts how often it got there. */
  commitGate?: Int32Array;
  /** After the commit, before anybody hears of it; waiting here holds back acks and delivery. */
  beforeAck?(): void | Promise<void>;
  /** Before entries are written to one socket; false skips this turn, as if the socket were full. */
  onDeliver?(userId: string, stream: string, offset: number): boolean | undefined;
  /** The database may grow to so many pages: a full disk. */
  maxPages?: number;
}

export interface PushDeps {
  fetch: SafeFetch;
  /** `mailto:` or `https:`, for push services that want to reach whoever runs this server. */
  contact?: string;
  /** Whether what somebody wrote goes into the (encrypted) message, or only that somebody wrote. */
  texts: boolean;
  /** Plain http is taken too: for tests. */
  plain?: boolean;
}

export interface CoreDeps {
  /** A folder (made if missing), or ':memory:'. */
  dataDir: string;
  settings?: Partial<ServerSettings>;
  clock?: Clock;
  log?: Logger;
  /** ICE servers for one leg of one call; short-lived credentials are minted here. */
  iceServers?: (appId: string, userId: string, ttlMs?: number) => IceServer[];
  /** How webhooks are reached, and whether they may be without TLS; the public internet by TLS unless said. */
  webhooks?: { fetch: SafeFetch; plainHttp: boolean };
  /** How pages behind links are fetched for previews; without it there are none. */
  linkPreviews?: SafeFetch;
  /** How pages are pushed to; without it they cannot be. */
  push?: PushDeps;
  faults?: Faults;
  /** Called once when the database can no longer be trusted, as after an I/O error. Nothing is stored from then on, and every socket is told to come back. */
  onFatal?(reason: string): void;
}

const nothing = (): void => {};
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
