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

/** One link of the chain. A new object after every change; the STUN and TURN links run side by side. */
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
  /**
   * Figures by name with their unit in it. `level`: level and peak (0…1), renewed while it listens. `socket`: connectMs, roundTripMs. `token`:
   * expiresInMs. STUN and TURN: gatherMs, and errorCode of a refusal. `loopback`: relayed (1 or 0), packets, lossPercent, jitterMs,
   * roundTripMs, bitrateKbps, availableKbps (the browser's estimate, where it has one), mos (1…4.5).
   */
  readonly figures: Readonly<Record<string, number>>;
}

/** Why a call has no sound: `area:slug`, closed list. With `ok:` calls work from here, and some other network may be worse off. */
export type DoctorCause =
  | 'ok:all-good'
  | 'ok:no-relay'
  /** The relay answers over UDP alone: people behind a strict firewall do not reach it. */
  | 'ok:relay-only-udp'
  /** The relay works, but not over TLS, although that is set up. */
  | 'ok:relay-without-tls'
  | 'browser:no-webrtc'
  | 'page:insecure'
  | 'page:policy'
  | 'page:iframe'
  /** The page's own content security policy forbids it to connect to the server. */
  | 'page:csp'
  /** The page has no session token to show. */
  | 'page:no-token'
  | 'permission:denied'
  /** The browser's question was closed, or nobody answered it: it may be asked again. */
  | 'permission:dismissed'
  | 'permission:system-denied'
  | 'device:none'
  | 'device:in-use'
  | 'device:failed'
  /** It sends nothing at all: switched off at the device, or muted by the system. */
  | 'device:silent'
  /** It sends a little: nobody spoke, or it is far away. */
  | 'device:quiet'
  | 'server:unreachable'
  | 'server:socket-blocked'
  /** The server does not take calls from pages of this address. */
  | 'server:origin-refused'
  /** The server hung up: banned, another version, too many connections. */
  | 'server:refused'
  | 'server:token-refused'
  | 'server:token-expired'
  /** The token works, but the page could not get the next one. */
  | 'server:token-not-renewed'
  | 'server:slow'
  /** The relay answers over TCP, not over UDP. */
  | 'network:udp-blocked'
  | 'network:turn-unreachable'
  | 'network:turn-refused'
  /** The relay answers over TLS alone. */
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
  checks: Check[];
}

/** What to try, and who listens. */
export interface DiagnoseOptions {
  /** Asks for the microphone and listens to it; default true. Without it `permission`, `devices` and `level` only look. */
  microphone?: boolean;
  /** How long to listen for a voice at most; default `DoctorSettings.doctorListenMs`. Hearing one ends it. */
  listenMs?: number;
  /** How long the loopback call is measured; default `DoctorSettings.doctorLoopbackMs`. */
  loopbackMs?: number;
  /** Told of every change of a check, with all of them in order. */
  onCheck?: (check: Check, checks: readonly Check[]) => void;
  /** Ends it: what was opened is closed, and the promise rejects with `request:aborted`. */
  signal?: AbortSignal;
}
