/**
 * Every duration and bound of the client core, in one place (PROTOCOL "Numbers"). A part takes what it needs from
 * here and from the injected clock; the server's `welcome` overrides what it governs.
 */
export interface Settings
  extends Partial<DoctorSettings>,
    Partial<SpeechSettings>,
    Partial<DeviceSettings>,
    Partial<CollectionSettings>,
    Partial<RecordingSettings>,
    Partial<QualitySettings>,
    Partial<RingingSettings>,
    Partial<TabSettings>,
    Partial<CacheSettings> {
  /** How long a request may wait for its reply. */
  requestTimeoutMs: number;
  /** How long the socket may take to open and be welcomed. */
  connectTimeoutMs: number;
  /** Interval of pings in place of the one that the server asks for; 0 sends none, and the server takes a silent line for dead. */
  heartbeatMs?: number;
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
  /** A deleted message of mine can be taken back for this long before the server is told. */
  deleteUndoMs: number;
  /** Messages a history page asks for. */
  historyPage: number;
  /** Rows the message window holds before it trims the far side. */
  windowRows: number;
  /** Typing is re-announced at most this often. */
  typingIntervalMs: number;
  /** An open channel asks this often who is online; whoever writes, types or reads counts at once. */
  onlineIntervalMs: number;
  /** Calls at once before an incoming one is busy (DESIGN 7.11); with 0 this client takes no part in calls at all, and other devices ring. */
  maxCalls: number;
  /** Who tells a caller that it rings here: this client by itself (`auto`, the default), or the app by `Call.sendRinging` (RB-cfg-43). */
  ringingFeedback?: 'auto' | 'manual';
  /** A peer connection made ahead of a call waits this long for it. */
  readyPeerMs: number;
  /** Media gone this long before the call shows `reconnecting`. */
  mediaLostMs: number;
  /** ICE `disconnected` this long before an ICE restart. */
  iceRestartAfterMs: number;
  /** Interval of `call.beat`. */
  beatIntervalMs: number;
  /** A connected call is audited at least this often: a beat is sent sooner than the server asks for (RB-cfg-44). */
  auditIntervalMs?: number;
  /** Whoever was called leaves lost media to the caller for so long before restarting ICE; without, as `iceRestartAfterMs` (RB-cfg-45). */
  passiveRestartAfterMs?: number;
  /** With every welcome the server is asked what became of each call, beside what the welcome and the resume of its leg say (RB-cfg-40). */
  resyncOnConnect?: boolean;
  /** Interval of level readings. */
  levelIntervalMs: number;
  /** Interval of quality reports. */
  qualityIntervalMs: number;
  /** A report of every call is kept from its beginning; without, `getReport` tells what it saw since it was first asked, and what the flight recorder knows. */
  callReports?: boolean;
  /** Changes of the device list that come within this time of each other are acted on once. */
  deviceSettleMs: number;
  /** Events the flight recorder keeps before the oldest fall out; 0 switches it off. */
  flightEvents: number;
}

/** Of a diagnosis; their defaults come with it, in `src/core/doctor/settings.ts`. */
export interface DoctorSettings {
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

/** Of listening to voices; their defaults come with it, in `src/core/media/speech.ts`. */
export interface SpeechSettings {
  /** Louder than this (dBFS) for `speechHoldMs` is speech … */
  speechDb: number;
  speechHoldMs: number;
  /** … until it is quieter than this for `quietHoldMs`. */
  quietDb: number;
  quietHoldMs: number;
  /** Quieter than this (dBFS) for `noSoundMs`, a microphone gives no sound: a room at night is louder. */
  silenceDb: number;
  noSoundMs: number;
  /** Speech this long while muted is told, and not again for `mutedSpeechEveryMs`. */
  mutedSpeechMs: number;
  mutedSpeechEveryMs: number;
}

/** Of descriptions that wait for their candidates; their defaults come with it, in `src/core/call/sdp/settings.ts`. */
export interface CollectionSettings {
  /** Until then a relayed candidate of every TURN server is waited for (RB-cfg-34). */
  iceCollectionIdealMs: number;
  /** Until then one of any TURN server is (RB-cfg-35); after it, what there is must do. */
  iceCollectionMaxMs: number;
}

/** Of recordings; their defaults come with them, in `src/core/recording/settings.ts`. */
export interface RecordingSettings {
  /** A piece is sent this often: what a crash of the page loses at most, beside what is on its way. */
  recordingSliceMs: number;
  /** A paused recording says so often that it goes on. */
  recordingTouchMs: number;
  /** Pieces wait this long for a server that does not answer before the recording is given up. */
  recordingPatienceMs: number;
  /** How long one piece may take to go up. */
  recordingPieceMs: number;
  /** Whoever is asked whether the call may be recorded has so long to answer; no answer is none given. */
  recordingConsentMs: number;
}

/** Of calls that ring; their defaults come with it, in `src/core/ringing/settings.ts`. */
export interface RingingSettings {
  /** Sound that has not begun after this long is held back by the browser. */
  soundBlockedMs: number;
  /** The title of the page changes this often. */
  titleTurnMs: number;
  /** A phone shakes this often. */
  vibrateEveryMs: number;
}

/** Of tabs that share a socket; their defaults come with it, in `src/core/tabs/settings.ts`. */
export interface TabSettings {
  /** The page of a call may only be reloading: it gets so long to come back before another tab goes on with the call. */
  tabReturnMs: number;
  /** A tab that holds the socket and says nothing for so long is frozen: another one takes its place. */
  tabAnswerMs: number;
}

/** When a call warns of its quality; the defaults come with its code, in `src/core/call/control/quality.ts`. */
export interface QualitySettings {
  /** A round trip above this, */
  warnRoundTripMs: number;
  /** a jitter above this, */
  warnJitterMs: number;
  /** a loss (0…1) above this, or */
  warnLoss: number;
  /** a mean opinion score (1…4.5) below this is warned of. */
  warnMos: number;
  /** The warning goes when the value is better by this part of the bound (of a score: of its distance from the best). */
  warnMargin: number;
  /** So many reports in a row raise a warning, and so many clear it. */
  warnReports: number;
  /** Quiet for so long while muted, one no longer counts as speaking. */
  mutedSpeechOverMs: number;
}

/** Of devices that fail; their defaults come with what brings them back, in `src/core/media/watchdog.ts`. */
export interface DeviceSettings {
  /** A device that gives nothing for this long, although it is there, is opened anew. */
  deviceSilentMs: number;
  /** Wait before the second attempt at a device that failed; each later one waits twice as long. */
  deviceRetryMs: number;
  /** Attempts at it before the call is told that it is lost. */
  deviceAttempts: number;
}

/** Of what a device remembers of its channels; their defaults come with it, in `src/core/chat/cache.ts`. */
export interface CacheSettings {
  /** A channel is remembered for so long after it was last seen; 0 keeps nothing on the device. */
  cacheLifetimeMs: number;
  /** What changes in a channel is written down at most so often. */
  cacheWriteMs: number;
}

/** The defaults; those of a diagnosis, of speech and of devices come with their code. */
export const defaultSettings: Readonly<Settings> = {
  requestTimeoutMs: 15_000,
  connectTimeoutMs: 10_000,
  pongTimeoutMs: 10_000,
  probeTimeoutMs: 3_000,
  backoffBaseMs: 500,
  backoffMaxMs: 30_000,
  stableAfterMs: 30_000,
  tokenMarginMs: 60_000,
  outboxLifetimeMs: 7 * 24 * 3_600_000,
  deleteUndoMs: 6_000,
  historyPage: 50,
  windowRows: 400,
  typingIntervalMs: 2_000,
  onlineIntervalMs: 30_000,
  maxCalls: 2,
  readyPeerMs: 30_000,
  mediaLostMs: 1_500,
  iceRestartAfterMs: 2_000,
  beatIntervalMs: 10_000,
  levelIntervalMs: 50,
  qualityIntervalMs: 3_000,
  deviceSettleMs: 250,
  flightEvents: 1_000,
};
