import type { IceCollectionCheck, IceCollectionInfo, IceCollectionResult, SdpHandlerInfo } from '../../core/call/sdp/api.ts';

export type { CodecSelector, IceCollectionInfo, IceTimeouts, SdpHandlerInfo } from '../../core/call/sdp/api.ts';

/** A STUN or TURN server (RB-ct-21). */
export type IceServer = RTCIceServer;

/** As the platform has it; `sdpSemantics` is always 'unified-plan' (RB-ct-20). */
export interface RTCPeerConnectionConfig extends RTCConfiguration {
  sdpSemantics?: 'unified-plan';
}

/** RB-ct-24 */
export type IceCollectionCheckFunction = IceCollectionCheck;
export type IceCollectionCheckResult = IceCollectionResult;
export type IceCollectionInfoObject = IceCollectionInfo;

/** As it goes through a handler. */
export interface SessionDescription {
  type: RTCSdpType;
  sdp: string;
}

/** Gets what the handlers before it made, where it stands, and what there was in the beginning; gives what comes next (RB-ct-28). */
export type SdpHandlerFunction = (newSdp: SessionDescription, info: SdpHandlerInfo, originalSdp: SessionDescription) => SessionDescription;
