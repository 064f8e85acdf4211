import type { Settings } from '../../core/base/index.ts';
import type { CallConfig, SdpHandler } from '../../core/call/sdp/api.ts';
import type { FullConfig } from './config.ts';
import type { SdpHandlerFunction } from './sdp-types.ts';

/** How the core calls what the configuration names. */
export function settingsOf({ connectivity, request, call }: FullConfig): Partial<Settings> {
  return {
    requestTimeoutMs: request.restTimeout,
    heartbeatMs: connectivity.checkConnectivity ? connectivity.pingInterval : 0,
    iceCollectionIdealMs: call.iceCollectionIdealTimeout,
    iceCollectionMaxMs: call.iceCollectionMaxTimeout,
    callReports: true,
    ringingFeedback: call.ringingFeedbackMode,
    auditIntervalMs: call.callAuditTimer,
    passiveRestartAfterMs: call.mediaConnectionRetryDelay,
    resyncOnConnect: call.resyncOnConnect,
  };
}

export function callConfigOf({ call }: FullConfig): CallConfig {
  const { sdpSemantics: _, ...peer } = call.defaultPeerConfig ?? {};
  return {
    sdpHandlers: call.sdpHandlers.map(handlerOf),
    removeBundling: call.removeBundling,
    earlyMedia: call.earlyMedia,
    iceCollectionCheck: call.iceCollectionCheckFunction,
    defaultPeerConfig: call.defaultPeerConfig && peer,
    serverTurnCredentials: call.serverTurnCredentials,
    mediaBrokerOnly: call.mediaBrokerOnly,
  };
}

/** One that takes whole descriptions, as the core takes it. */
export const handlerOf =
  (handler: SdpHandlerFunction): SdpHandler =>
  (sdp, info, original) =>
    handler({ type: info.type, sdp }, info, { type: info.type, sdp: original })?.sdp;
