import type { Clock } from '../../../src/core/base/index.ts';
import type { IceServer } from '../../../src/core/protocol/index.ts';
import type { AppRow, ServerSettings } from '../api.ts';
import type { Links } from '../auth/links.ts';
import type { Database } from '../db/database.ts';
import type { Logger } from '../deps.ts';
import type { Peer } from './signals.ts';

/** What calls need of the rest of the server. */
export interface CallHubPorts {
  db: Database;
  clock: Clock;
  log: Logger;
  settings: ServerSettings;
  links: Links;
  app(appId: string): AppRow | undefined;
  sessions(appId: string, userId: string): ReadonlySet<Peer>;
  /** Whom a call to this user or group may ring. */
  users(appId: string, to: string): readonly string[];
  /** Has a socket, or lost one so short a time ago that it may come back. */
  reachable(appId: string, userId: string): boolean;
  /** Whether a push may make a device of this user ring. */
  pushes(appId: string, userId: string): boolean;
  iceServers(appId: string, userId: string): IceServer[];
}
