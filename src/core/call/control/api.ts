import type { AudioOptions, DetachedMedia, ScreenOptions, VideoOptions } from '../../media/api.ts';
import type { EarshotError } from '../../protocol/index.ts';
import type { Call, MakeOptions } from '../api.ts';

/** Kilobits per second of what we receive (RB-ct-18); the far side keeps to it. */
export interface Bandwidth {
  call?: number;
  audio?: number;
  video?: number;
}

/** Network priority of what we send (RB-ct-19, RFC 8837); the platform's default is `low`. */
export interface MediaPriority {
  audio?: RTCPriorityType;
  video?: RTCPriorityType;
  screen?: RTCPriorityType;
}

/** A name and a value that travel beside the call, in the role of SIP headers (RB-ct-33). */
export interface CustomParameter {
  name: string;
  value: string;
}

/** What a call gains in mid-call: nothing is the default; one source a kind. */
export interface MediaRequest {
  audio?: boolean | AudioOptions;
  video?: boolean | VideoOptions;
  screen?: boolean | ScreenOptions;
  /** Opened before; the call takes a share and never disposes of it. */
  medias?: readonly DetachedMedia[];
}

export interface MediaLimits {
  bandwidth?: Bandwidth;
  priority?: MediaPriority;
}

/** What an operation of a call is (RB-ce-01). */
export type OperationType =
  | 'make'
  | 'answer'
  | 'reject'
  | 'ignore'
  | 'forward'
  | 'end'
  | 'hold'
  | 'unhold'
  | 'addMedia'
  | 'removeMedia'
  | 'startVideo'
  | 'stopVideo'
  | 'replaceTrack'
  | 'restartMedia'
  | 'playAudioFile'
  | 'sendDTMF'
  | 'sendParameters'
  | 'sendRinging'
  | 'sendEarlyMedia'
  | 'transfer'
  | 'completeTransfer'
  | 'join'
  | 'getStats';

/** `ongoing`: we work; `pending`: the far side does; `resolving`: its answer is being applied (NOTES RB-ce-03). */
export type OperationStatus = 'ongoing' | 'pending' | 'resolving';

export interface Operation {
  readonly id: string;
  readonly type: OperationType;
  readonly status: OperationStatus;
  /** False: the far side began it. */
  readonly isLocal: boolean;
  readonly startedAtMs: number;
}

export interface OperationEvent {
  readonly operation: OperationType;
  readonly operationId: string;
  readonly transition: 'START' | 'UPDATE' | 'RESUME' | 'FINISH';
  readonly isLocal: boolean;
  /** Absent on START. */
  readonly previous?: { operation: OperationType; status: OperationStatus };
  /** On a FINISH that failed. */
  readonly error?: EarshotError;
}

/** Four words and four emoji from both DTLS fingerprints (RFC 8827, 5.6.4): the same on both sides unless somebody sits between. */
export interface Verification {
  readonly words: readonly string[];
  readonly emoji: readonly string[];
}

/** How another device takes this call over. */
export interface HandOff {
  /** To be typed. */
  readonly code: string;
  /** To be opened or scanned; the code stands in its fragment, which no server sees. */
  readonly url: string;
  readonly expiresAtMs: number;
}

export type RecordingState = 'stopped' | 'asking' | 'recording' | 'paused';

/** Three parties and more, mixed here (NOTES 6.5): each hears the others, nobody himself. */
export interface Conference {
  readonly id: string;
  /** The calls that were joined; each goes on as a leg of this. */
  readonly calls: readonly Call[];
  readonly ended: boolean;
  on(type: 'change' | 'ended', listener: () => void): () => void;
  setMuted(muted: boolean): void;
  /** Takes one party out and leaves it on hold with us. */
  split(call: Call): Promise<void>;
  /** Ends it for all. */
  end(): Promise<void>;
}

/**
 * What a call can do beside being made, answered and ended. It loads when the call is answered, or with the first use. Every operation is
 * queued per call, times out when the far side does not answer for `requestTimeoutMs`, and rolls back what it began when it fails. All
 * reject with `call:ended` or `call:wrong-state` when the
 * call is not in a state that allows it, and with `call:operation-conflict` while one that conflicts with it is running (RB-ce-05).
 */
export interface CallActions {
  /** Silence both ways; `localHold`. With music when the app set `CallManager.holdMusic`. While held, media cannot be changed (RB-call-24). */
  hold(): Promise<void>;
  unhold(): Promise<void>;
  addMedia(media: MediaRequest, limits?: MediaLimits): Promise<void>;
  removeMedia(trackIds: readonly string[], limits?: Pick<MediaLimits, 'bandwidth'>): Promise<void>;
  startVideo(video?: VideoOptions, limits?: MediaLimits): Promise<void>;
  stopVideo(): Promise<void>;
  /** From a gesture: the browser's picker opens. It takes the place of the camera, which comes back with `stopScreen` (RB-call-36). */
  shareScreen(screen?: ScreenOptions, limits?: MediaLimits): Promise<void>;
  stopScreen(): Promise<void>;
  /** Another source for one of our tracks, unmuted (RB-call-34); the far side is not told. Resolves with the id of the new track. */
  replaceTrack(trackId: string, media: MediaRequest): Promise<string>;
  /** ICE restart; resolves when media flows again, rejects with `call:media-failed` (RB-call-37). */
  restartMedia(): Promise<void>;
  /** Instead of the microphone, until its end (RB-call-39). */
  playAudioFile(url: string, options?: { onPlaying?: (playing: { durationMs: number }) => void }): Promise<void>;
  /** 0-9, *, #, A-D and comma (a pause of 2 s): inside the audio (RFC 4733), and as `dtmf` at the far side. Defaults 100 and 70 ms. */
  sendDTMF(tones: string, options?: { durationMs?: number; gapMs?: number }): Promise<void>;
  /** They ride on every later operation; none clears them (RB-call-53). */
  setParameters(parameters?: readonly CustomParameter[]): Promise<void>;
  sendParameters(): Promise<void>;
  /** Where `ringingFeedback` is `manual`: tells the caller that it rings here (RB-call-52). */
  sendRinging(): Promise<void>;
  /** Of a callee who has not answered, until somebody does: what is given, or offered by a preview. The caller's app has to want it (`CallConfig.earlyMedia`). */
  sendEarlyMedia(media?: DetachedMedia): Promise<void>;
  /** Ends it here alone; the caller goes on ringing and other devices too (RB-call-18). */
  ignore(): Promise<void>;
  /** Sends an unanswered incoming call on (RB-call-20). */
  forward(to: string): Promise<void>;
  /** Blind: the far side rings there; our end is over when it is answered, and on hold as before when not. Holds by itself. */
  transfer(to: string): Promise<void>;
  /** Holds this call and calls somebody about it. */
  startConsult(to: string, options?: MakeOptions): Promise<Call>;
  /** Connects the far sides of both calls, and ends both here. */
  completeTransfer(other: Call): Promise<void>;
  join(other: Call): Promise<Conference>;
  /**
   * Both sides, the sound alone, uploaded while it runs: ours on the left channel, theirs on the right. Resolves when it runs; goes on
   * when paused. Tells the far side; asks it first with `consent`, or where the app's setting on the server wants it. Ends with the call.
   * Rejects with `recording:consent`, `recording:unsupported`, `auth:forbidden`, `call:operation-timeout` when the far side does not answer
   * for `recordingConsentMs` (60 s), or `request:aborted` when stopped while asking. A far side that agrees no more ends it: an `error` of the call
   * says so, and what was not stored by then never is.
   */
  startRecording(options?: { consent?: boolean }): Promise<void>;
  pauseRecording(): Promise<void>;
  resumeRecording(): Promise<void>;
  /** Resolves with the id of what was stored, once all of it is; empty when it was still asking. After the end of the call too. */
  stopRecording(): Promise<string>;
  /** The answer to a far side that asks to record; `false` while it records takes the consent back, and ends the recording. */
  allowRecording(allowed: boolean): Promise<void>;
  getStats(trackId?: string): Promise<RTCStatsReport>;
  getReport(): Promise<CallReport>;
  verify(): Promise<Verification>;
  handOff(): Promise<HandOff>;
}

export type ActionName = keyof CallActions;

/** A step of a call, with what it took (RB-cs-23). */
export interface ReportEvent {
  type: string;
  id: string;
  /** Epoch ms. */
  start: number;
  end?: number;
  timeline: ReportEvent[];
  data: Record<string, unknown>;
  metrics?: ReportMetric[];
  error?: { code: string; message: string };
}

export interface ReportMetric {
  type: string;
  data: unknown;
  eventIds: string[];
}

export interface CallReport {
  type: 'CALL';
  id: string;
  timeline: ReportEvent[];
  data: Record<string, unknown>;
  metrics: ReportMetric[];
}

/** What one leg tells the other beside descriptions and candidates: in order, once, unread by the server. `kind` says what it is; unknown ones are ignored. */
export interface CallInfo {
  kind: string;
  [member: string]: unknown;
}

/** How good the call is, every `qualityIntervalMs` (YS-28). Absent: not measurable here. */
export interface QualityReport {
  readonly atMs: number;
  /** Mean opinion score 1…4.5, ITU-T G.107. */
  readonly mos: number | undefined;
  readonly jitterMs: number | undefined;
  readonly roundTripMs: number | undefined;
  /** 0…1, of what was sent to us since the last report. */
  readonly loss: number | undefined;
  readonly codec: string | undefined;
  readonly localCandidate: RTCIceCandidateType | undefined;
  readonly remoteCandidate: RTCIceCandidateType | undefined;
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

export type QualityWarning =
  | 'high-round-trip'
  | 'high-jitter'
  | 'high-loss'
  | 'low-mos'
  | 'silent-microphone'
  | 'speaking-while-muted'
  | 'no-incoming-audio';

/** What the far side's recording, parameters, tones… say, and what our operations come to. */
export interface ControlEvents {
  operation: [event: OperationEvent];
  /** A tone of the far side, as it sends it. */
  dtmf: [tone: { tone: string; durationMs: number }];
  /** The far side's custom parameters (RB-ce-17). */
  parameters: [parameters: readonly CustomParameter[]];
  /** Ours or theirs changed; read `recording` and `remoteRecording`. `asking` on their side wants `allowRecording`. */
  recording: [];
  quality: [report: QualityReport];
  /** What `getStats` came to (RB-ce-15). */
  stats: [stats: { trackId?: string; result?: RTCStatsReport; error?: EarshotError }];
  warning: [warning: QualityWarning, raised: boolean];
  /** Another party is at the far end now (transfer): read `peer`. */
  transferred: [];
}
