import type { DiagnosisReport, DoctorCause } from '../../core/doctor/api.ts';
import { strings } from '../internal/strings.ts';

type Words = Record<`doctor.${DoctorCause}` | `doctor.${DoctorCause}.why`, string>;

/** What is wrong, by cause: a title, and a sentence. */
export const verdict = strings<keyof Words>({
  'doctor.ok:all-good': 'Ready for calls',
  'doctor.ok:all-good.why': 'Everything a call needs works here.',
  'doctor.ok:no-relay': 'Calls work here',
  'doctor.ok:no-relay.why': 'People on strict networks may not hear you.',
  'doctor.ok:relay-only-udp': 'Calls work here',
  'doctor.ok:relay-only-udp.why': 'People behind strict firewalls may not hear you.',
  'doctor.ok:relay-without-tls': 'Calls work here',
  'doctor.ok:relay-without-tls.why': 'People behind the strictest firewalls may not hear you.',
  'doctor.browser:no-webrtc': 'Browser can’t make calls',
  'doctor.browser:no-webrtc.why': 'It’s too old, or calls are switched off in it.',
  'doctor.page:insecure': 'Page isn’t secure',
  'doctor.page:insecure.why': 'Browsers give the microphone to https pages only.',
  'doctor.page:policy': 'Site blocks the microphone',
  'doctor.page:policy.why': 'Its server doesn’t let this page use one.',
  'doctor.page:iframe': 'Microphone isn’t passed on',
  'doctor.page:iframe.why': 'This page sits in another one that keeps it back.',
  'doctor.page:csp': 'Page blocks the connection',
  'doctor.page:csp.why': 'Its security policy doesn’t name the call server.',
  'doctor.page:no-token': 'You’re not signed in',
  'doctor.page:no-token.why': 'This page has no sign-in for calls.',
  'doctor.permission:denied': 'Microphone is blocked',
  'doctor.permission:denied.why': 'Calls need it. Here’s how to turn it on:',
  'doctor.permission:dismissed': 'Microphone wasn’t allowed',
  'doctor.permission:dismissed.why': 'Your browser asked and got no answer.',
  'doctor.permission:system-denied': 'System blocks the microphone',
  'doctor.permission:system-denied.why': 'Calls need it. Here’s how to turn it on:',
  'doctor.device:none': 'No microphone found',
  'doctor.device:none.why': 'Plug in a headset or microphone, then check again.',
  'doctor.device:in-use': 'Microphone is in use',
  'doctor.device:in-use.why': 'Another app or tab is holding it.',
  'doctor.device:failed': 'Microphone didn’t start',
  'doctor.device:failed.why': 'It’s there, but it can’t be opened.',
  'doctor.device:silent': 'Microphone is silent',
  'doctor.device:silent.why': 'It’s on, but sends no sound at all.',
  'doctor.device:quiet': 'No voice heard',
  'doctor.device:quiet.why': 'The microphone works, but nobody spoke near it.',
  'doctor.server:unreachable': 'Server can’t be reached',
  'doctor.server:unreachable.why': 'Calls can’t start without it.',
  'doctor.server:socket-blocked': 'Live connection is blocked',
  'doctor.server:socket-blocked.why': 'The server answers, but something on the way stops calls.',
  'doctor.server:origin-refused': 'Server refuses this page',
  'doctor.server:origin-refused.why': 'It takes no calls from this web address.',
  'doctor.server:refused': 'Server hung up',
  'doctor.server:refused.why': 'It ends the connection at once.',
  'doctor.server:token-refused': 'Sign-in isn’t accepted',
  'doctor.server:token-refused.why': 'The server doesn’t let you in with it.',
  'doctor.server:token-expired': 'Sign-in has run out',
  'doctor.server:token-expired.why': 'Calls need a fresh one.',
  'doctor.server:token-not-renewed': 'Sign-in won’t last',
  'doctor.server:token-not-renewed.why': 'Calls work now, but may stop later.',
  'doctor.server:slow': 'Server answers slowly',
  'doctor.server:slow.why': 'Calls may take long to start.',
  'doctor.network:udp-blocked': 'Network slows calls down',
  'doctor.network:udp-blocked.why': 'It blocks UDP, so speech may stutter.',
  'doctor.network:turn-unreachable': 'Relay can’t be reached',
  'doctor.network:turn-unreachable.why': 'Calls out of strict networks need it.',
  'doctor.network:turn-refused': 'Relay refuses calls',
  'doctor.network:turn-refused.why': 'Calls out of strict networks need it.',
  'doctor.network:relay-only-tls': 'Network slows calls down',
  'doctor.network:relay-only-tls.why': 'It passes encrypted web traffic only, so speech may stutter.',
  'doctor.network:poor': 'Connection is poor',
  'doctor.network:poor.why': 'Too much sound gets lost or comes late.',
  'doctor.network:no-media': 'Sound doesn’t get through',
  'doctor.network:no-media.why': 'Your network lets no call pass.',
});

const NETWORK = 'Turn off your VPN.\nTry another network.';
const CLOSER = 'Pause downloads.\nMove closer to the router, or use a cable.\nTry another network.';
const SITE = 'Switch Microphone on.\nReload the page.';
const SITE_ALLOW = 'Set Microphone to Allow.\nReload the page.';
const LOUDER: Record<string, string> = {
  macOS: 'Raise the input volume in System Settings, Sound, Input.',
  Windows: 'Raise the input volume in Settings, System, Sound.',
  iOS: 'Take care that nothing covers the microphone.',
  Android: 'Take care that nothing covers the microphone.',
  '': 'Raise the input level in your sound settings.',
};
/** One step more, by system. */
const louder = (cause: DoctorCause, steps: string): Record<string, string> =>
  Object.fromEntries(Object.entries(LOUDER).map(([system, step]) => [`doctor.do.${cause}${system && `.${system}`}`, `${steps}\n${step}`]));

/** What a person can do, one step a line, by cause and, where it differs, by browser or system: `doctor.do.<cause>[.<browser>][.<system>]`. */
const STEPS: Record<string, string> = {
  'doctor.do.browser:no-webrtc': 'Open this page in a current Chrome, Edge, Firefox or Safari.',
  'doctor.do.browser:no-webrtc.iOS': 'Open this page in Safari, with iOS 15 or newer.',
  'doctor.do.page:insecure': 'Open this page by an address that starts with https://.',
  'doctor.do.page:iframe': 'Open this page in a tab of its own.',
  'doctor.do.page:no-token': 'Reload the page.\nSign in again.',
  'doctor.do.permission:denied': 'Open the settings of your browser.\nAllow the microphone for this page.\nReload the page.',
  'doctor.do.permission:denied.Chrome': `Select {icon} next to the web address.\n${SITE}`,
  'doctor.do.permission:denied.Chrome.Android': `Tap the icon next to the web address, then Permissions.\n${SITE}`,
  'doctor.do.permission:denied.Chrome.iOS': `Open the Settings app, then Chrome.\n${SITE}`,
  'doctor.do.permission:denied.Edge': `Select the lock next to the web address, then Permissions for this site.\n${SITE_ALLOW}`,
  'doctor.do.permission:denied.Edge.Android': `Tap the lock next to the web address, then Permissions.\n${SITE_ALLOW}`,
  'doctor.do.permission:denied.Edge.iOS': `Open the Settings app, then Edge.\n${SITE}`,
  'doctor.do.permission:denied.Firefox':
    'Select the crossed-out icon next to the web address.\nRemove the block next to Microphone.\nReload the page.',
  'doctor.do.permission:denied.Firefox.Android': 'Tap the lock next to the web address.\nSet Microphone to Allowed.\nReload the page.',
  'doctor.do.permission:denied.Firefox.iOS': `Open the Settings app, then Firefox.\n${SITE}`,
  'doctor.do.permission:denied.Safari': `In the menu bar, open Safari, then Settings for This Website.\n${SITE_ALLOW}`,
  'doctor.do.permission:denied.Safari.iOS': `Tap the page menu in the address bar, then Website Settings.\n${SITE_ALLOW}`,
  'doctor.do.permission:denied.Opera': `Select the lock next to the web address, then Site settings.\n${SITE_ALLOW}`,
  'doctor.do.permission:denied.Samsung Internet': `Tap the lock next to the web address, then Permissions.\n${SITE_ALLOW}`,
  'doctor.do.permission:dismissed': 'Check again.\nChoose Allow when your browser asks.',
  'doctor.do.permission:system-denied': 'Open the privacy settings of your system.\nLet your browser use the microphone.\nRestart your browser.',
  'doctor.do.permission:system-denied.Windows':
    'Open Settings, then Privacy & security, then Microphone.\nLet desktop apps access the microphone.\nRestart your browser.',
  'doctor.do.permission:system-denied.macOS':
    'Open System Settings, then Privacy & Security, then Microphone.\nSwitch your browser on.\nRestart your browser.',
  'doctor.do.permission:system-denied.ChromeOS': 'Open Settings, then Privacy and security, then Privacy controls.\nSwitch Microphone access on.',
  'doctor.do.permission:system-denied.Android':
    'Open Settings, then Apps, then your browser, then Permissions.\nAllow Microphone.\nLook for a Microphone switch in Quick Settings.',
  'doctor.do.permission:system-denied.iOS': 'Open the Settings app, then Privacy & Security, then Microphone.\nSwitch your browser on.',
  'doctor.do.device:none.Windows': 'If it’s plugged in: open Settings, then Privacy & security, then Microphone, and switch access on.',
  'doctor.do.device:none.macOS': 'If it’s plugged in: open System Settings, then Privacy & Security, then Microphone, and switch your browser on.',
  'doctor.do.device:none.Linux': 'If it’s plugged in: see whether your sound settings list it.',
  'doctor.do.device:in-use': 'Close other apps and tabs that use the microphone.\nCheck again.',
  'doctor.do.device:in-use.Windows': 'Close Teams, Zoom, Skype, OBS and tabs that use the microphone.\nUnplug it and plug it in again.\nCheck again.',
  'doctor.do.device:in-use.Android': 'End other calls.\nClose apps that use the microphone.\nCheck again.',
  'doctor.do.device:in-use.iOS': 'End other calls.\nClose apps that use the microphone.\nCheck again.',
  'doctor.do.device:failed': 'Unplug the microphone and plug it in again.\nRestart your browser.\nCheck again.',
  ...louder('device:silent', 'Look for a mute switch on the headset or its cable.\nPick another microphone.'),
  ...louder('device:quiet', 'Check again, and speak while it listens.'),
  'doctor.do.server:unreachable': 'Check that you’re online.\nTry again in a few minutes.',
  'doctor.do.server:socket-blocked': 'Turn off your VPN, and extensions that filter traffic.\nTry another network.',
  'doctor.do.server:refused': 'Close other tabs of this page.\nReload the page.',
  'doctor.do.server:token-refused': 'Sign in again.',
  'doctor.do.server:token-expired': 'Reload the page.\nSign in again.',
  'doctor.do.server:token-not-renewed': 'Reload the page if calls stop working.',
  'doctor.do.server:slow': CLOSER,
  'doctor.do.network:udp-blocked': `${NETWORK}\nIn an office, ask for UDP to the relay to be allowed.`,
  'doctor.do.network:turn-unreachable': NETWORK,
  'doctor.do.network:relay-only-tls': NETWORK,
  'doctor.do.network:poor': CLOSER,
  'doctor.do.network:no-media': NETWORK,
};
/** @internal */
export const steps = strings(STEPS);

/** What only whoever runs the site can do: `doctor.owner.<cause>`. */
const OWNER: Record<string, string> = {
  'doctor.owner.ok:no-relay': 'Set up a TURN server, and name it in TURN_URLS and TURN_SECRET.',
  'doctor.owner.ok:relay-only-udp': 'Offer the TURN server over TCP too, and over TLS on port 443.',
  'doctor.owner.ok:relay-without-tls': 'Check the TLS port and the certificate of the TURN server.',
  'doctor.owner.page:insecure': 'Serve this page over https.',
  'doctor.owner.page:policy': 'The header Permissions-Policy has to say microphone=(self).',
  'doctor.owner.page:iframe': 'The page around this one has to say <iframe allow="microphone">.',
  'doctor.owner.page:csp': 'Name the call server, with https:// and wss://, under connect-src in the Content-Security-Policy.',
  'doctor.owner.page:no-token': 'The page has to get a session token from its own server.',
  'doctor.owner.server:unreachable': 'Check that earshot-server runs and that its host name is right.',
  'doctor.owner.server:socket-blocked': 'The proxy in front has to pass WebSocket upgrades on.',
  'doctor.owner.server:origin-refused': 'Name the origin of this page in ORIGINS of earshot-server.',
  'doctor.owner.server:refused': 'The code of the error is in the report.',
  'doctor.owner.server:token-refused': 'The session token has to be of this app and this user, and not be revoked.',
  'doctor.owner.server:token-expired': 'Set a tokenProvider, which can renew it.',
  'doctor.owner.server:token-not-renewed': 'The tokenProvider of the page fails.',
  'doctor.owner.network:turn-unreachable': 'Check that the TURN server runs and that its ports are open.',
  'doctor.owner.network:turn-refused': 'TURN_SECRET and the static-auth-secret of the TURN server have to be the same, and both clocks right.',
  'doctor.owner.network:no-media': 'The TURN server has to be able to reach its own relay addresses.',
};
/** @internal */
export const owner = strings(OWNER);

/** Steps for a person in this browser on this system; none when there is nothing they could do. */
export function stepsOf({ cause, browser, system }: Pick<DiagnosisReport, 'cause' | 'browser' | 'system'>): string[] {
  const name = browser.replace(/ [\d.]+$/, ''); // "Chrome 142.0"
  const key = [`.${name}.${system}`, `.${name}`, `.${system}`, ''].map((end) => `doctor.do.${cause}${end}`).find((at) => Object.hasOwn(STEPS, at));
  return key ? steps(key).split('\n') : [];
}

/** What to tell whoever runs the site; undefined when it is none of their business. */
export const ownerNote = (cause: DoctorCause): string | undefined => {
  const key = `doctor.owner.${cause}`;
  return Object.hasOwn(OWNER, key) ? owner(key) : undefined;
};
