import type { Clock, Settings } from '../base/index.ts';
import type { CallManager } from '../call/api.ts';
import type { Connection } from '../connection/api.ts';

/** What the recorder needs of a client. Its `ClientParts` fit. */
export interface FlightParts {
  client: { readonly appId: string; readonly userId: string; readonly calls: CallManager };
  connection: Connection;
  clock: Clock;
  settings: Settings;
}

/** The part of `sessionStorage` that is used. */
export interface SessionStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}
