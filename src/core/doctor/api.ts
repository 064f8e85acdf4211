import type { EarshotErrorCode } from '../protocol/index.ts';

/** The links of the chain, in the order in which they are tried. */
export type CheckId =
  | 'browser'
  | 'secure-context'
  | 'policy'
  | 'permission'
  | 'devices'
  | 'level'
  | 'socket'
  | 'token'
  | 'stun'
  | 'turn-udp'
  | 'turn-tcp'
  | 'turn-tls'
  | 'loopback';

/** `skipped`: nothing to try (no such server configured), or an earlier link broke. */
export type CheckState = 'waiting' | 'running' | 'passed' | 'warned' | 'failed' | 'skipped';

/** One link of the chain. */
export interface Check {
  readonly id: CheckId;
  readonly state: CheckState;
  /** What was found, in one English sentence. */
  readonly finding: string;
  /** A cause of the closed list, when it warned or failed. */
  readonly cause: DoctorCause | undefined;
  /** Catalogue code of the error behind it, if there is one. */
  readonly error: EarshotErrorCode | undefined;
  readonly durationMs: number | undefined;
  /** Figures by name with their unit in it: roundTripMs, lossPercent, jitterMs, bitrateKbps, mos. */
  readonly figures: Readonly<Record<string, number>>;
}

/** Why a call has no sound: `area:slug`, closed list. */
export type DoctorCause =
  | 'ok:all-good'
  | 'ok:no-relay'
  | 'browser:no-webrtc'
  | 'page:insecure'
  | 'page:policy'
  | 'page:iframe'
  | 'permission:denied'
  | 'permission:system-denied'
  | 'device:none'
  | 'device:in-use'
  | 'device:failed'
  | 'device:silent'
  | 'server:unreachable'
  | 'server:socket-blocked'
  | 'server:token-refused'
  | 'server:slow'
  | 'network:udp-blocked'
  | 'network:turn-unreachable'
  | 'network:turn-refused'
  | 'network:relay-only-tls'
  | 'network:poor'
  | 'network:no-media';

/** The end of a diagnosis. */
export interface Diagnosis {
  readonly cause: DoctorCause;
  /** One plain English sentence: what is wrong, or that all is well. Elements have their own words by `cause`. */
  readonly sentence: string;
  /** What to do in this browser on this system; empty when all is well. */
  readonly remedy: string;
  readonly checks: readonly Check[];
  /** Can be shared: no token, no address of the user, no device label. */
  toJSON(): DiagnosisReport;
}

/** What may be sent to support. */
export interface DiagnosisReport {
  version: 1;
  atMs: number;
  cause: DoctorCause;
  sentence: string;
  remedy: string;
  browser: string;
  system: string;
  checks: Omit<Check, never>[];
}

/** What to try, and who listens. */
export interface DiagnoseOptions {
  /** Asks for the microphone and listens to it; default true. Without it `permission`, `devices` and `level` only look. */
  microphone?: boolean;
  /** How long to listen for a voice; default `Settings.doctorListenMs`. */
  onCheck?: (check: Check, checks: readonly Check[]) => void;
  signal?: AbortSignal;
}
