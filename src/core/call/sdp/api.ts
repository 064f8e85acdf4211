/** Where an SDP handler stands (RB-ct-27). */
export interface SdpHandlerInfo {
  callId: string;
  type: RTCSdpType;
  /** What comes next: the browser takes it (`set`), or the far side gets it (`send`). */
  step: 'set' | 'send';
  /** Which end made it. */
  endpoint: 'local' | 'remote';
}

/**
 * Rewrites a session description: gets what the handlers before it made of it, where it stands, and what the browser (or the far side) had written.
 * Called for every offer and answer: before our own is set, before it is sent, and before the far side's is set. One that throws, or returns nothing,
 * ends what was begun with `call:bad-sdp`.
 */
export type SdpHandler = (newSdp: string, info: SdpHandlerInfo, originalSdp: string) => string;

/** By name, in any case, and by all of these parameters if given (RB-sdp-02). */
export interface CodecSelector {
  name: string;
  fmtpParams?: readonly string[];
}

/** With the server that it was found by, where the browser says so. */
export interface CollectedCandidate extends RTCIceCandidate {
  readonly url?: string | null;
}

/** How far the collection of candidates is (RB-ct-22). */
export interface IceCollectionInfo {
  callId: string;
  /** The operation that waits. */
  callOperation: string;
  /** `Scheduled`: the first time, and when a `wait` is over (RB-ct-23). */
  reason: 'NewCandidate' | 'IceGatheringStateChanged' | 'Scheduled';
  /** All so far. */
  iceCandidates: CollectedCandidate[];
  /** Ms since it began. */
  iceCollectionDuration: number;
  iceGatheringState: RTCIceGatheringState;
  rtcPeerConnectionConfig: RTCConfiguration;
  /** The local description as SDP. */
  rtcLocalSessionDescription: string;
}

/** `Wait` without `wait` (ms) waits for news (RB-ct-26). */
export interface IceCollectionResult {
  type: 'StartCall' | 'Error' | 'Wait';
  error?: Error | string;
  wait?: number;
}

export interface IceTimeouts {
  iceCollectionIdealTimeout: number;
  iceCollectionMaxTimeout: number;
}

/** Says whether an offer or answer may leave with the candidates there are. What is no {@link IceCollectionResult} ends the call (RB-ct-24). */
export type IceCollectionCheck = (info: IceCollectionInfo, timeouts: IceTimeouts) => IceCollectionResult;

/** How the calls of a client reach the other side; a change is for calls to come. */
export interface CallConfig {
  /** Rewrite what is said of media, one after the other (RB-cfg-38). */
  sdpHandlers?: readonly SdpHandler[];
  /** Each kind of media gets a path of its own (RB-cfg-42). Default false. */
  removeBundling?: boolean;
  /**
   * Default true: candidates follow their description as they are found. False: descriptions wait until `iceCollectionCheck` says that there are enough; those that come later still follow.
   * The callee rings meanwhile.
   */
  trickle?: boolean;
  /** Given, `trickle` is false. Default: RB-ct-25, by the settings `iceCollectionIdealMs` and `iceCollectionMaxMs`. */
  iceCollectionCheck?: IceCollectionCheck;
  /** What every peer connection has, own ICE servers for one (RB-cfg-33). */
  defaultPeerConfig?: RTCConfiguration;
  /** Use the ICE servers that the server hands out, beside one's own (RB-cfg-37). Default true. */
  serverTurnCredentials?: boolean;
  /** Hear (and see) what a callee's app sends before it answers; such a call is in `early_media` meanwhile (RB-cfg-39). Default false. */
  earlyMedia?: boolean;
  /** Media by relays alone, never from peer to peer (RB-cfg-41). Default false. */
  mediaBrokerOnly?: boolean;
}
