import type { EarshotErrorCode } from '../../../src/core/protocol/index.ts';
import type { Effect, Tx } from './tx.ts';

export interface WorkerOptions {
  dataDir: string;
  groupCommitMax: number;
  limits: Tx['limits'];
  maxPages?: number;
  commitGate?: Int32Array;
}

/** Main thread → worker. `close` is the one name that is no command. */
export interface Order {
  id: number;
  name: string;
  args: unknown;
  now: number;
}

export interface WireFailure {
  code: EarshotErrorCode;
  operation: string;
  reason: string;
  retryAfterMs?: number;
}

export type Outcome = { id: number; result: unknown; effects: Effect[] } | { id: number; failure: WireFailure };

/** Worker → main thread. */
export type FromWorker =
  | { type: 'ready' }
  | { type: 'refused'; reason: string }
  | { type: 'outcomes'; outcomes: Outcome[] }
  | { type: 'trouble'; fatal: boolean; reason: string }
  | { type: 'closed' };
