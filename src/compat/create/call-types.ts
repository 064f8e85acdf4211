import type { MediaState } from '../../core/call/api.ts';
import type { Bandwidth, CustomParameter } from '../../core/call/control/api.ts';
import type { AudioOptions, ScreenOptions, VideoOptions } from '../../core/media/api.ts';
import type { CreateCallState, CreateOperationStatus, Transition } from './call-words.ts';
import type { BasicError } from './errors.ts';
import type { DetachedMedia, TrackObject } from './types.ts';

export type { CustomParameter } from '../../core/call/control/api.ts';

/** Like `sip:user@domain` (RB-ct-01). */
export type SIP_URI = string;

/** Kilobits per second of what is received (RB-ct-18). */
export type BandwidthControls = Bandwidth;

/** RB-ct-19; the platform's default is 'low'. */
export interface DSCPControls {
  audioNetworkPriority?: RTCPriorityType;
  videoNetworkPriority?: RTCPriorityType;
  screenNetworkPriority?: RTCPriorityType;
}

/** Whether the caller can do at least one stream of each (RB-ct-17). */
export interface MediaOffered {
  audio: boolean;
  video: boolean;
}

/** What a call is to send; one source of a kind, asked for or detached. All false by default. */
export interface CallMedia {
  audio?: boolean;
  audioOptions?: AudioOptions;
  video?: boolean;
  videoOptions?: VideoOptions;
  screen?: boolean;
  screenOptions?: ScreenOptions;
  medias?: readonly DetachedMedia[];
}

export interface AnswerOptions {
  bandwidth?: BandwidthControls;
  customParameters?: readonly CustomParameter[];
  dscpControls?: DSCPControls;
}

export interface MakeOptions extends AnswerOptions {
  /** How the callee is to see the caller. */
  displayName?: string;
}

export interface CallOperation {
  id: string;
  type: string;
  status: CreateOperationStatus;
}

/** A call as it is now (RB-ct-03 to 12): ask anew after an event. */
export interface CallObject {
  id: string;
  from: string;
  to: string;
  direction: 'outgoing' | 'incoming';
  state: CreateCallState;
  mediaConnectionState: MediaState;
  localHold: boolean;
  remoteHold: boolean;
  /** Ids of tracks; none on hold. */
  localTracks: string[];
  remoteTracks: string[];
  /** Null for the caller. */
  mediaOffered: MediaOffered | null;
  remoteParticipant: { displayNumber?: string; displayName?: string };
  bandwidth: BandwidthControls;
  customParameters: readonly CustomParameter[];
  /** Epoch ms. */
  startTime: number;
  endTime?: number;
  currentOperations: CallOperation[];
}

export interface CallEvents {
  /** An outgoing call was placed, or could not be. */
  'call:start': [params: { callId: string; error?: BasicError }];
  /** Incoming, still Initiating: it can be answered after the next `call:stateChange`. */
  'call:receive': [params: { callId: string; error?: BasicError }];
  /** Two calls are one of three. */
  'call:join': [params: { callId: string; error?: BasicError }];
  'call:operation': [
    params: {
      callId: string;
      operation: string;
      operationId: string;
      transition: 'START' | 'UPDATE' | 'RESUME' | 'FINISH';
      isLocal: boolean;
      /** Absent on START. */
      previous?: { operation: string; status: CreateOperationStatus | 'NOT_STARTED' };
      error?: BasicError;
    },
  ];
  /** State or hold flags: `previous` has the flags when one of them changed. */
  'call:stateChange': [
    params: {
      callId: string;
      previous: { state: CreateCallState; localHold?: boolean; remoteHold?: boolean };
      transition?: Transition;
      error?: BasicError;
    },
  ];
  'call:tracksAdded': [params: { callId: string; trackIds: string[] }];
  'call:tracksRemoved': [params: { callId: string; trackIds: string[] }];
  /** The older sibling of `call:tracksAdded`: one an id of media. */
  'call:newMedia': [params: { callId: string; local: boolean; tracks: string[]; mediaId: string }];
  /** The older sibling of `call:tracksRemoved`. */
  'call:removedMedia': [params: { callId: string; local: boolean; tracks: string[] }];
  'call:trackReplaced': [params: { callId: string; newTrackId?: string; oldTrack?: TrackObject; error?: BasicError }];
  'call:statsReceived': [params: { callId: string; trackId?: string; result?: RTCStatsReport; error?: BasicError }];
  'call:customParameters': [params: { callId: string; customParameters: readonly CustomParameter[] }];
  'call:availableCodecs': [params: { kind: 'audio' | 'video'; codecs: RTCRtpCodec[] }];
  'call:mediaConnectionChange': [params: { callId: string; previous: { state: MediaState } }];
  'call:mediaRestart': [params: { callId: string; error?: BasicError }];
}
