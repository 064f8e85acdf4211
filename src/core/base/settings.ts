/**
 * Every duration and bound of the client core, in one place (PROTOCOL "Numbers"). A part takes what it needs from
 * here and from the injected clock; the server's `welcome` overrides what it governs.
 */
export interface Settings {
  /** How long a request may wait for its reply. */
  requestTimeoutMs: number;
  /** How long the socket may take to open and be welcomed. */
  connectTimeoutMs: number;
  /** Silence after a ping before the socket counts as dead. */
  pongTimeoutMs: number;
  /** The same when the page has just come back (online, visible, pageshow). */
  probeTimeoutMs: number;
  /** Back-off: full jitter over `min(max, base · 2^n)`. */
  backoffBaseMs: number;
  backoffMaxMs: number;
  /** A socket that lived this long earns an immediate first retry and a fresh back-off. */
  stableAfterMs: number;
  /** Refresh the session token this long before it expires. */
  tokenMarginMs: number;
  /** Outbox entries older than this are shown as failed. */
  outboxLifetimeMs: number;
  /** Messages a history page asks for. */
  historyPage: number;
  /** Rows the message window holds before it trims the far side. */
  windowRows: number;
  /** Typing is re-announced at most this often. */
  typingIntervalMs: number;
  /** An open channel asks this often who is online; whoever writes, types or reads counts at once. */
  onlineIntervalMs: number;
  /** Calls at once before an incoming one is busy (DESIGN 7.11). */
  maxCalls: number;
  /** Media gone this long before the call shows `reconnecting`. */
  mediaLostMs: number;
  /** ICE `disconnected` this long before an ICE restart. */
  iceRestartAfterMs: number;
  /** Interval of `call.beat`. */
  beatIntervalMs: number;
  /** Interval of level readings. */
  levelIntervalMs: number;
  /** Interval of quality samples. */
  qualityIntervalMs: number;
  /** Events the flight recorder keeps before the oldest fall out; 0 switches it off. */
  flightEvents: number;
  /** A diagnosis gives each of its steps this long. */
  doctorStepMs: number;
  /** How long it waits for the answer to the browser's question. */
  doctorAskMs: number;
  /** How long it listens for a voice at most. */
  doctorListenMs: number;
  /** How long it measures its loopback call. */
  doctorLoopbackMs: number;
  /** A round trip to the server from here on counts as slow. */
  doctorSlowMs: number;
  /** Mean opinion score (1…4.5) under which a line is poor. */
  doctorPoorMos: number;
}

/** The defaults. */
export const defaultSettings: Readonly<Settings> = {
  requestTimeoutMs: 15_000,
  connectTimeoutMs: 10_000,
  pongTimeoutMs: 10_000,
  probeTimeoutMs: 3_000,
  backoffBaseMs: 500,
  backoffMaxMs: 30_000,
  stableAfterMs: 30_000,
  tokenMarginMs: 60_000,
  outboxLifetimeMs: 24 * 3_600_000,
  historyPage: 50,
  windowRows: 400,
  typingIntervalMs: 2_000,
  onlineIntervalMs: 30_000,
  maxCalls: 2,
  mediaLostMs: 1_500,
  iceRestartAfterMs: 2_000,
  beatIntervalMs: 10_000,
  levelIntervalMs: 50,
  qualityIntervalMs: 3_000,
  flightEvents: 1_000,
  doctorStepMs: 8_000,
  doctorAskMs: 60_000,
  doctorListenMs: 4_000,
  doctorLoopbackMs: 5_000,
  doctorSlowMs: 1_000,
  doctorPoorMos: 3.6,
};
