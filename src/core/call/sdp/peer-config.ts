import type { CallConfig } from './api.ts';

/** The app's own ICE servers, and those of our server unless they are not wanted (RB-cfg-37). */
export function iceServersOf({ defaultPeerConfig, serverTurnCredentials = true }: CallConfig, given: readonly RTCIceServer[]): RTCIceServer[] {
  return [...(defaultPeerConfig?.iceServers ?? []), ...(serverTurnCredentials ? given : [])];
}

/** What the peer connections of these calls have (RB-ct-20); `base` is what all have. */
export function peerConfigOf(config: CallConfig, base: RTCConfiguration): RTCConfiguration {
  return {
    ...base,
    // without it a picture would be offered on the path of the sound alone
    ...(config.removeBundling && { bundlePolicy: 'max-compat' }),
    ...config.defaultPeerConfig,
    iceServers: iceServersOf(config, base.iceServers ?? []),
    ...(config.mediaBrokerOnly && { iceTransportPolicy: 'relay' }),
  };
}
