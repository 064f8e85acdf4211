import type { Platform } from '../base/index.ts';
import type { EarshotErrorCode } from '../protocol/index.ts';

/** What was asked for. */
export interface Wanted {
  audio?: boolean;
  video?: boolean;
}

interface Words {
  /** `microphone`, `camera` or both, in the middle of a sentence. */
  device: string;
  /** The same as the name of a setting. */
  Device: string;
  /** It or them. */
  it: string;
  /** Features of a permissions policy. */
  features: readonly string[];
}

/** Where a person who said no, or whose browser remembers it, says yes. */
const SITE: Record<string, (words: Words) => string> = {
  'Chrome Android': ({ Device }) => `Tap the icon left of the web address, then Permissions, switch ${Device} on, and reload the page.`,
  'Chrome iOS': ({ Device }) => `Open the Settings app, then Chrome, switch ${Device} on, and reload the page.`,
  Chrome: ({ Device }) => `Click the site settings icon left of the web address, switch ${Device} on, and reload the page.`,
  'Edge Android': ({ Device }) => `Tap the lock left of the web address, then Permissions, allow ${Device}, and reload the page.`,
  'Edge iOS': ({ Device }) => `Open the Settings app, then Edge, switch ${Device} on, and reload the page.`,
  Edge: ({ Device }) => `Click the lock left of the web address, then Permissions for this site, set ${Device} to Allow, and reload the page.`,
  'Firefox Android': ({ Device }) => `Tap the lock left of the web address, set ${Device} to Allowed, and reload the page.`,
  'Firefox iOS': ({ Device }) => `Open the Settings app, then Firefox, switch ${Device} on, and reload the page.`,
  Firefox: ({ it }) => `Click the crossed-out icon left of the web address, remove the block next to ${it}, and reload the page.`,
  'Safari iOS': ({ Device }) => `Tap the page menu in the address bar, then Website Settings, set ${Device} to Allow, and reload the page.`,
  Safari: ({ Device }) => `In the menu bar choose Safari, then Settings for This Website, set ${Device} to Allow, and reload the page.`,
  'Opera Android': ({ Device }) => `Tap the lock left of the web address, then Site settings, allow ${Device}, and reload the page.`,
  Opera: ({ Device }) => `Click the lock left of the web address, set ${Device} to Allow, and reload the page.`,
  'Samsung Internet': ({ Device }) => `Tap the lock left of the web address, then Permissions, allow ${Device}, and reload the page.`,
  unknown: ({ device }) => `Allow the ${device} for this page in the settings of the browser, and reload the page.`,
};

/** Where the system lets a browser have devices. */
const SYSTEM: Record<string, (words: Words, browser: string) => string> = {
  Windows: ({ Device, device }, browser) =>
    `Open Settings, then Privacy & security, then ${Device}, let desktop apps access the ${device}, and restart ${browser}.`,
  macOS: ({ Device }, browser) => `Open System Settings, then Privacy & Security, then ${Device}, switch ${browser} on, and restart ${browser}.`,
  Linux: ({ device }, browser) =>
    `Check that the privacy settings of the system let ${browser} use the ${device}; if it came as a Snap or Flatpak, give it that permission.`,
  ChromeOS: ({ Device }) => `Open Settings, then Privacy and security, then Privacy controls, and switch ${Device} access on.`,
  Android: ({ Device }, browser) =>
    `Open Settings, then Apps, then ${browser}, then Permissions, allow ${Device}, and check the ${Device} switch in Quick Settings.`,
  iOS: ({ Device }, browser) => `Open the Settings app, then Privacy & Security, then ${Device}, and switch ${browser} on.`,
  unknown: ({ device }, browser) => `Let ${browser} use the ${device} in the privacy settings of the system, then restart it.`,
};

/** How to get a device back from another program. */
const IN_USE: Record<string, (words: Words) => string> = {
  Windows: ({ device, it }) =>
    `Close other programs and tabs that use the ${device} (Teams, Zoom, Skype, OBS), or plug ${it} in anew, then try again.`,
  Android: ({ device }) => `End other calls and close apps that use the ${device}, then try again.`,
  iOS: ({ device }) => `End other calls and close apps that use the ${device}, then try again.`,
  unknown: ({ device }) => `Close other programs and tabs that use the ${device}, then try again.`,
};

/** Where to look for a device that is there and not seen. */
const NOT_FOUND: Record<string, (words: Words, browser: string) => string> = {
  Windows: ({ device, Device, it }) =>
    `Plug in a ${device}, or switch ${it} on in Settings, then Privacy & security, then ${Device}; then try again.`,
  macOS: ({ device, Device, it }, browser) =>
    `Plug in a ${device}, or let ${browser} use ${it} in System Settings, then Privacy & Security, then ${Device}; then try again.`,
  Linux: ({ device }) => `Plug in a ${device}, look whether the settings of the system list it, then try again.`,
  unknown: ({ device }) => `Plug in or switch on a ${device}, then try again.`,
};

/**
 * What to do about an error of devices, in this browser on this system: one English sentence or two, for the person (or, for
 * `insecure`, `policy` and `iframe`, for the owner of the page). Undefined for codes that nothing can be done about.
 */
export function remedyOf(code: EarshotErrorCode, platform: Platform, wanted: Wanted = { audio: true, video: true }): string | undefined {
  const words = wordsOf(wanted);
  const { system } = platform;
  const browser = platform.browser === 'unknown' ? 'the browser' : platform.browser;
  switch (code) {
    case 'media:insecure':
      return 'Open this page by an address that begins with https://. On this machine alone, localhost will do.';
    case 'media:policy':
      return `The server of this page forbids it: the header Permissions-Policy has to say ${words.features.map((name) => `${name}=(self)`).join(', ')}.`;
    case 'media:iframe':
      return `Open this page in a tab of its own. The page that shows it in a frame has to say <iframe allow="${words.features.join('; ')}">.`;
    case 'media:denied':
      return pick(SITE, `${platform.browser} ${system}`, platform.browser)(words);
    case 'media:system-denied':
      return pick(SYSTEM, system)(words, browser);
    case 'media:in-use':
      return pick(IN_USE, system)(words);
    case 'media:not-found':
      return pick(NOT_FOUND, system)(words, browser);
    case 'media:overconstrained':
      return `Choose another ${words.device}.`;
    case 'media:unsupported':
      return system === 'iOS' ? 'Use Safari, with iOS 15 or newer.' : 'Use a current Chrome, Edge, Firefox or Safari.';
    case 'media:failed':
      return `Plug the ${words.device} in anew, or restart ${browser}, then try again.`;
    default:
      return undefined;
  }
}

function wordsOf({ audio, video }: Wanted): Words {
  if (!video) return { device: 'microphone', Device: 'Microphone', it: 'it', features: ['microphone'] };
  if (!audio) return { device: 'camera', Device: 'Camera', it: 'it', features: ['camera'] };
  return { device: 'microphone and camera', Device: 'Microphone and Camera', it: 'them', features: ['microphone', 'camera'] };
}

/** The most exact words there are. */
function pick<T>(table: Record<string, T>, ...keys: string[]): T {
  const found = keys.find((key) => Object.hasOwn(table, key)) ?? 'unknown';
  return table[found] as T;
}
