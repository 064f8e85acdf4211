import type { Platform } from '../base/index.ts';
import { remedyOf as deviceRemedy } from '../media/remedy.ts';
import type { EarshotErrorCode } from '../protocol/index.ts';
import type { DoctorCause } from './api.ts';

/** Causes that opening a device may have, too: one set of words for both. */
const DEVICE_ERRORS = {
  'browser:no-webrtc': 'media:unsupported',
  'page:insecure': 'media:insecure',
  'page:policy': 'media:policy',
  'page:iframe': 'media:iframe',
  'permission:denied': 'media:denied',
  'permission:system-denied': 'media:system-denied',
  'device:none': 'media:not-found',
  'device:in-use': 'media:in-use',
  'device:failed': 'media:failed',
} as const satisfies Partial<Record<DoctorCause, EarshotErrorCode>>;

const OWNER = 'Tell the owner of this site:';

/** What to do about it on this platform; empty when nothing needs to be done. */
export function remedyOf(cause: DoctorCause, platform: Platform): string {
  switch (cause) {
    case 'ok:all-good':
      return '';
    case 'ok:no-relay':
      return `${OWNER} set up a TURN server and name it in TURN_URLS and TURN_SECRET.`;
    case 'ok:relay-only-udp':
      return `${OWNER} offer the TURN server over TCP and, on port 443, over TLS too.`;
    case 'ok:relay-without-tls':
      return `${OWNER} check the TLS port and the certificate of the TURN server.`;
    case 'page:csp':
      return `${OWNER} name the call server, with https:// and wss://, under connect-src in the Content-Security-Policy of this page.`;
    case 'page:no-token':
      return `Reload the page and sign in again. ${OWNER} the page must get a session token from its server.`;
    case 'permission:dismissed':
      return 'Try again, and answer the browser’s question with Allow.';
    case 'browser:no-webrtc':
    case 'page:insecure':
    case 'page:policy':
    case 'page:iframe':
    case 'permission:denied':
    case 'permission:system-denied':
    case 'device:none':
    case 'device:in-use':
    case 'device:failed':
      return deviceRemedy(DEVICE_ERRORS[cause], platform, { audio: true }) ?? '';
    case 'device:silent':
      return `Look for a mute switch on the headset or its cable, and check that the right microphone is chosen. ${inputLevel(platform)}`;
    case 'device:quiet':
      return `Try again and speak while it listens. ${inputLevel(platform)}`;
    case 'server:unreachable':
      return `Check that this device is online, and try again. ${OWNER} check that earshot-server runs and that its host name is right.`;
    case 'server:socket-blocked':
      return `Try without VPN and without extensions that filter traffic, or on another network. ${OWNER} the proxy in front must pass WebSocket upgrades on.`;
    case 'server:origin-refused':
      return `${OWNER} name the origin of this page in ORIGINS of earshot-server.`;
    case 'server:refused':
      return `Reload the page, and close other tabs of it. ${OWNER} the code of the error is in the report.`;
    case 'server:token-refused':
      return `Sign in again. ${OWNER} the session token must be of this app and this user, and not be revoked.`;
    case 'server:token-expired':
      return `Reload the page, or sign in again. ${OWNER} set a tokenProvider, which can renew it.`;
    case 'server:token-not-renewed':
      return `If calls stop working later, reload the page. ${OWNER} the tokenProvider of the page fails.`;
    case 'server:slow':
      return 'Pause downloads, move closer to the router, or try another network.';
    case 'network:udp-blocked':
      return 'Try another network or without VPN. In an office, ask for UDP to the call server’s relay to be allowed.';
    case 'network:turn-unreachable':
      return `Try another network or without VPN. ${OWNER} check that the TURN server runs, and that its ports are open.`;
    case 'network:turn-refused':
      return `${OWNER} TURN_SECRET and the static-auth-secret of the TURN server must be the same, and both clocks right.`;
    case 'network:relay-only-tls':
      return 'Calls work; try another network or without VPN for better sound.';
    case 'network:poor':
      return 'Pause downloads, move closer to the router, use a cable, or try another network.';
    case 'network:no-media':
      return `Try another network or without VPN. ${OWNER} the TURN server must be able to reach its own relay addresses.`;
  }
}

function inputLevel({ system }: Platform): string {
  if (/mac/i.test(system)) return 'Raise the input volume in System Settings, Sound, Input.';
  if (/windows/i.test(system)) return 'Raise the input volume in Settings, System, Sound.';
  if (/ios|android/i.test(system)) return 'Take care that nothing covers the microphone.';
  return 'Raise the input level in the sound settings of the system.';
}
