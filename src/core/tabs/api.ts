import type { Emitter } from '../base/index.ts';
import type { CallState } from '../call/api.ts';
import type { Party } from '../protocol/index.ts';

/** A call that another tab of this browser holds, as it shows it. A snapshot. */
export interface TabCall {
  readonly id: string;
  readonly direction: 'outgoing' | 'incoming';
  readonly peer: Party;
  readonly state: CallState;
  readonly muted: boolean;
  readonly localHold: boolean;
  readonly remoteHold: boolean;
  readonly reconnecting: boolean;
  /** Epoch ms. */
  readonly connectedAtMs: number | undefined;
  /** Since when it is on hold; epoch ms. */
  readonly heldAtMs: number | undefined;
}

export interface TabCallsEvents {
  /** Read `calls`. */
  change: [];
}

/**
 * The calls that other tabs of this browser hold for the same user: what they are, and a hand on them. What is asked of a tab rejects as it would there, with
 * `call:not-found` when no tab has the call, and with `request:timeout` when its tab does not answer.
 */
export interface TabCalls extends Pick<Emitter<TabCallsEvents>, 'on' | 'once' | 'listenerCount'> {
  readonly calls: readonly TabCall[];
  end(id: string): Promise<void>;
  setMuted(id: string, muted: boolean): Promise<void>;
  hold(id: string): Promise<void>;
  unhold(id: string): Promise<void>;
  /** Brings the call here: its tab lets go of it, and this one goes on with it. Only where tabs share their socket (`ClientOptions.tabs`). */
  bring(id: string): Promise<void>;
  dispose(): void;
}
