import type { Emitter } from '../base/index.ts';
import type { EarshotError, EndReason, MediaKind, Party } from '../protocol/index.ts';

/** A call that is over. Times are epoch ms of our clock. */
export interface PastCall {
  /** The id of the call. */
  readonly id: string;
  readonly direction: 'outgoing' | 'incoming';
  readonly peer: Party;
  readonly media: readonly MediaKind[];
  readonly startedAtMs: number;
  readonly answeredAtMs: number | undefined;
  readonly endedAtMs: number;
  /** Of talking; 0 when nobody answered. */
  readonly durationMs: number;
  readonly endReason: EndReason;
  /** It rang for us, and none of our devices took it or turned it away. */
  readonly missed: boolean;
  /** False: missed, and not shown to this user yet. */
  readonly seen: boolean;
}

export interface HistoryEvents {
  /** Calls came or went, or `total` or `unseen` changed (RB-hist-07). */
  change: [];
  /** What `getCache` gives has changed (RB-hist-09). */
  cache: [];
  /** An operation failed; it rejects with the same error (RB-hist-08). */
  error: [error: EarshotError];
}

/**
 * The calls of a user on all of his devices. The server keeps them; what was fetched is held here and follows what any device does.
 * A call that ends is added by itself.
 */
export interface CallHistory extends Pick<Emitter<HistoryEvents>, 'on' | 'once' | 'listenerCount'> {
  /** What is held here, latest first (RB-hist-01). The same array until it changes. */
  get(): readonly PastCall[];
  /** How many the server has; undefined until it has said. */
  readonly total: number | undefined;
  /** Missed calls not shown yet; undefined until the server has said. */
  readonly unseen: number | undefined;
  /** Loads `amount` (default 50) after the `offset` latest (default 0), and resolves with them (RB-hist-02). Rejects with `request:invalid`. */
  fetch(amount?: number, offset?: number): Promise<readonly PastCall[]>;
  /** For all devices of this user, and for nobody else (RB-hist-03). Rejects with `history:not-found`. */
  remove(id: string): Promise<void>;
  /** RB-hist-04. */
  clear(): Promise<void>;
  /** The user has been shown what is held here: nothing of it counts as unseen any more. */
  see(): Promise<void>;
  /** What is held here, as a string to keep (RB-hist-05). Names of people are in it. */
  getCache(): string;
  /** Puts what `getCache` gave in place of what is held here (RB-hist-06). Throws `request:invalid` when it is anything else. */
  setCache(data: string): void;
  dispose(): void;
}
