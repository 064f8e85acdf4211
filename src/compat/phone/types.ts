import type { Session } from './session.ts';

export type CommunicationType = 'outbound' | 'inbound';
/** Alerting here; ringing there, or not yet; answered and its media on the way; answered and heard. */
export type CallStatusName = 'ringing' | 'calling' | 'connecting' | 'talking';
export type RecordStatus = 'stop' | 'recording' | 'pause';

/** The other party, as it is shown. */
export interface StaticCallStatus {
  name: string;
  /** Address of a picture; empty when there is none. */
  avatar: string;
  /** The server knows none: set by `setStaticStatus`. */
  company: string;
}

/** The call that a consultation is about. Durations in seconds. */
export interface TransferParent {
  callId: string;
  avatar: string;
  name: string;
  number: string;
  callDuration: number;
  holdDuration: number;
}

export interface CallStatus extends StaticCallStatus {
  /** Another one after a transfer at the other end. */
  callId: string;
  /** The other party's user id. */
  number: string;
  communicationType: CommunicationType;
  callStatus: CallStatusName;
  /** Epoch ms of the answer. */
  callStartTime: number | undefined;
  isVideo: boolean;
  /** It rings, here or there. */
  isRing: boolean;
  /** By us. */
  isHold: boolean;
  isMute: boolean;
  isConference: boolean;
  recordStatus: RecordStatus;
  /** A consultation, about `transferParent`. */
  isTransfer: boolean;
  transferParent?: TransferParent;
}

/** Whole seconds so far: of alerting here, of calling, of talking, and of our holding. */
export interface TimerType {
  ringDuration: number;
  callingDuration: number;
  callDuration: number;
  holdDuration: number;
}

export interface CallOptions {
  /** Sends a picture. */
  video?: boolean;
  /** Accepted for those who give it: whatever picture the other side sends is received in any call. */
  offerToReceiveVideo?: boolean;
  /** `Name: value` each; they go as custom parameters. */
  extraHeaders?: string[];
}

/** What a promise of the face resolves with; none rejects. `code` 200 is success; see `result.ts`. */
export interface Result {
  code: number;
  message: string;
  /** Of the call that was placed. */
  callId?: string;
}

/** All values are strings, and empty when not known. Loss is lost / (lost + received), jitter ms, rx and tx bytes, times epoch ms. */
export interface Report {
  callId: string;
  /** Our own user id. */
  extension: string;
  /** State of the media path. */
  iceResult: string;
  /** Ways of the chosen pair: `host`, `srflx`, `prflx` or `relay`. */
  localCandidate: string;
  remoteCandidate: string;
  /** Seconds since the answer. */
  lksDuration: string;
  audioCodec: string;
  audioRx: string;
  audioTx: string;
  audioLoss: string;
  audioJitter: string;
  videoCodec: string;
  videoRx: string;
  videoTx: string;
  videoLoss: string;
  videoJitter: string;
  /** As far as the browser tells. */
  networkType: string;
  deviceType: string;
  startTime: string;
  reportTime: string;
}

interface OfCall {
  callId: string;
}

export interface SessionEvents {
  /** Every 3 s in a call. */
  callReport: [report: OfCall & { callReport: Report }];
  /** What we hear and see of the other side is there, or is another stream. */
  streamAdded: [added: OfCall & { communicationType: CommunicationType; stream: MediaStream }];
  /** An answered call is over; `cause` is the core's end reason. */
  ended: [ended: OfCall & { cause: string }];
  /** Not answered; `code` is the SIP status that stands for the cause. */
  failed: [failed: OfCall & { cause: string; code: number }];
  /** Set-up failed because of something here, as a microphone that was refused; `cause` is the core's code. */
  clientError: [error: OfCall & { cause: string }];
  /** The other end transferred us: somebody else is there now. */
  reinvite: [call: OfCall & { session: Session }];
  /** Answered. */
  accepted: [call: OfCall & { session: Session }];
  /** Answered, and media has its way: talking. */
  confirmed: [call: OfCall & { session: Session }];
  statusChange: [newStatus: CallStatus, oldStatus: CallStatus];
  staticStatusChange: [newStatus: StaticCallStatus, oldStatus: StaticCallStatus];
  /** Every second until the timer stops. */
  updateTimer: [timer: OfCall & { timer: TimerType }];
  /** What a method that returned true came to, when it failed after all; `code` is the core's. */
  warningMessage: [warning: OfCall & { operation: string; code: string; message: string }];
}
