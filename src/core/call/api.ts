import type { Emitter } from '../base/index.ts';
import type { AudioOptions, DetachedMedia, SpeechEvent, VideoOptions } from '../media/api.ts';
import type { CallDetail, EarshotError, EndReason, MediaKind, Party } from '../protocol/index.ts';
import type {
  Bandwidth,
  CallActions,
  Conference,
  ControlEvents,
  CustomParameter,
  MediaPriority,
  Operation,
  QualityReport,
  QualityWarning,
  RecordingState,
} from './control/api.ts';
import type { CallConfig, SdpHandler } from './sdp/api.ts';

/** NOTES 4.1; `on_hold` is derived from the two flags. */
export type CallState = 'initiating' | 'initiated' | 'ringing' | 'early_media' | 'connected' | 'on_hold' | 'ended';
/** Mirror of `iceConnectionState` (NOTES 4.3). */
export type MediaState = 'new' | 'checking' | 'connected' | 'completed' | 'disconnected' | 'failed' | 'closed';

export interface MakeOptions {
  /** Of the call; one is made up unless given. */
  id?: string;
  /** Default true. */
  audio?: boolean | AudioOptions;
  /** Default: a picture when what is given in `media`, or offered by a preview (`Media.offer`), has one. */
  video?: boolean | VideoOptions;
  /**
   * Media opened before: the call takes a share of it instead of opening anew, muted or not as it is then, and does not dispose of it. Default: what a
   * preview offers.
   */
  media?: DetachedMedia;
  /** The callee's name until the server tells it. */
  name?: string;
  /** How the callee sees us, for this call alone (RB-call-10). */
  displayName?: string;
  parameters?: readonly CustomParameter[];
  bandwidth?: Bandwidth;
  priority?: MediaPriority;
}

/** As in {@link MakeOptions}; a picture is sent only in a call that has one. */
export interface AnswerOptions {
  audio?: boolean | AudioOptions;
  video?: boolean | VideoOptions;
  media?: DetachedMedia;
  parameters?: readonly CustomParameter[];
  bandwidth?: Bandwidth;
  priority?: MediaPriority;
}

export interface CallEvents extends ControlEvents {
  /** After every change of state. */
  state: [state: CallState, previous: CallState];
  /** Anything a view shows changed: flags, names, reconnecting, quality, claim. Also after `state`. */
  change: [];
  'media-state': [state: MediaState];
  /** Remote tracks came or went; read `remoteStream`. */
  tracks: [];
  error: [error: EarshotError];
}

/** One call. Views read it and send it intents; it never throws from a listener. */
export interface Call extends CallActions, Pick<Emitter<CallEvents>, 'on' | 'once' | 'listenerCount'> {
  /** Equal on both ends. */
  readonly id: string;
  readonly direction: 'outgoing' | 'incoming';
  readonly peer: Party;
  readonly state: CallState;
  readonly endReason: EndReason | undefined;
  /** What failed, when `endReason` is `failed` or nothing was placed. */
  readonly error: EarshotError | undefined;
  /** The browser is asking for the microphone. */
  readonly requestingMedia: boolean;
  /** Connected, but media is gone for longer than `mediaLostMs`, or the leg is in grace. */
  readonly reconnecting: boolean;
  readonly mediaState: MediaState;
  readonly muted: boolean;
  readonly localHold: boolean;
  readonly remoteHold: boolean;
  readonly remoteMuted: boolean;
  /** Epoch ms of our clock. */
  readonly connectedAtMs: number | undefined;
  readonly endedAtMs: number | undefined;
  /** Since when it is on hold. */
  readonly heldAtMs: number | undefined;
  readonly durationMs: number;
  /** The browser plays no sound before a gesture on the page: the next one, or `unlockSound` from one, lets this and all other calls be heard. */
  readonly soundBlocked: boolean;
  /** What it was begun with: an incoming one with `video` wants to be answered with a picture. */
  readonly media: readonly MediaKind[];
  /** What we send as a picture is a screen; the far side is told (`CallInfo` kind `media`). */
  readonly sharing: boolean;
  /** What the far side sends as a picture is a screen: show all of it, uncut. Sent beside a face, it is the first one in `remoteStream`. */
  readonly remoteSharing: boolean;
  /** 0 (gone) … 4 (good); undefined until measured. */
  readonly quality: number | undefined;
  readonly localStream: MediaStream | undefined;
  readonly remoteStream: MediaStream | undefined;
  readonly peerConnection: RTCPeerConnection | undefined;
  /** What few calls have: forwarded, transferred, display name, the caller's parameters… */
  readonly detail: CallDetail;
  readonly operations: readonly Operation[];
  /** The parameters we set (RB-ct-10). */
  readonly parameters: readonly CustomParameter[];
  readonly bandwidth: Bandwidth;
  readonly recording: RecordingState;
  readonly remoteRecording: RecordingState;
  /** The last one (YS-03). */
  readonly qualityReport: QualityReport | undefined;
  readonly warnings: readonly QualityWarning[];
  readonly conference: Conference | undefined;
  /** Someone (a call button) shows this incoming call; `<incoming-call>` then keeps quiet. */
  readonly claimed: boolean;
  /** Returns the undo. */
  claim(): () => void;
  /** Ringing or initiated, incoming. Rejects with `media:*` (the call keeps ringing), `call:taken`, `call:ended`. */
  answer(options?: AnswerOptions): Promise<void>;
  reject(): Promise<void>;
  /** Cancel before, hang up after the answer; idempotent. */
  end(): Promise<void>;
  setMuted(muted: boolean): void;
  /** Level 0…1 of one side while listened to. */
  onLevel(side: 'local' | 'remote', listener: (level: number) => void): () => void;
  /** Speech on our microphone while listened to, muted or not; see `Media.onSpeech`. */
  onSpeech(listener: (event: SpeechEvent) => void): () => void;
  /** From a user gesture: plays what the browser held back, on the whole page. */
  unlockSound(): Promise<void>;
}

export interface CallManagerEvents {
  /** A call rings here. Exactly once per call. */
  incoming: [call: Call];
  /** `make` was called. */
  outgoing: [call: Call];
  /** Any change of any call, its coming and going included. */
  change: [call: Call];
  ended: [call: Call];
  error: [error: EarshotError];
}

/** All calls of a client. Light: what handles calls, and the engine (negotiation, media), are imported on the first intent or incoming call. */
export interface CallManager extends Pick<Emitter<CallManagerEvents>, 'on' | 'once' | 'listenerCount'> {
  /** As the client was given it; what is changed here is for calls to come. */
  readonly config: CallConfig;
  /**
   * What the far side hears instead of silence while we hold: the address of a sound, played over and over, or a track of the app's own,
   * which goes on when the call is over. For holds to come; a mute does not concern it.
   */
  holdMusic?: string | MediaStreamTrack | undefined;
  /** Not ended. */
  readonly calls: readonly Call[];
  get(id: string): Call | undefined;
  /**
   * Places a call. Resolves as soon as the Call exists, in `initiating`; what goes wrong later ends it: `endReason` and `error` say why.
   * Rejects with `client:disposed`, `call:self`, `call:limit`, or `call:media-failed` when what handles calls cannot be loaded.
   */
  make(to: string, options?: MakeOptions): Promise<Call>;
  /**
   * Loads the engine and warms what may be warmed without asking: call it on hover or focus. With `codeOnly` it loads the code, reads the
   * list of devices where the microphone may be opened already, and does nothing more: what a page does when it has nothing else to do.
   */
  prepare(options?: { codeOnly?: boolean }): Promise<void>;
  /**
   * Takes a call over that another device of this user is in, by the code of its `handOff`; it is over there as `answered_elsewhere`. A page
   * that is opened by the link does so by itself, as soon as its user is connected; when that fails, `error` says why. Rejects with
   * `call:not-found` when the code is wrong, used or expired, `call:ended`, or `request:rate-limited` after many wrong ones.
   */
  takeOver(code: string): Promise<Call>;
  /** In place of those there were; for calls to come (RB-call-63). */
  setSdpHandlers(handlers: readonly SdpHandler[]): void;
  /** Whether the other has a live device now. */
  isOnline(userId: string): Promise<boolean>;
  dispose(): void;
}
