/** Browser and system of a page, as far as its user agent tells. */
export interface Platform {
  /** `Chrome`, `Edge`, `Firefox`, `Safari`, `Opera`, `Samsung Internet`, or `unknown`. */
  readonly browser: string;
  /** Major and minor, `142.0`; empty when unknown. */
  readonly version: string;
  /** `Windows`, `macOS`, `Linux`, `ChromeOS`, `Android`, `iOS`, or `unknown`. */
  readonly system: string;
}

/** First match wins: most browsers also name those that they descend from. */
const BROWSERS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\/(\d+(?:\.\d+)?)/],
  ['Opera', /\bOPR\/(\d+(?:\.\d+)?)/],
  ['Samsung Internet', /\bSamsungBrowser\/(\d+(?:\.\d+)?)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+(?:\.\d+)?)/],
  ['Chrome', /\b(?:Headless)?(?:Chrome|Chromium|CriOS)\/(\d+(?:\.\d+)?)/],
  ['Safari', /\bVersion\/(\d+(?:\.\d+)?).*\bSafari\//],
];

const SYSTEMS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['iOS', /\b(?:iPhone|iPad|iPod)\b/],
  ['Android', /\bAndroid\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMacintosh\b/],
  ['Linux', /\b(?:Linux|X11)\b/],
];

/** Reads a user agent. `touchPoints` tells an iPad that asks for desktop pages from a Mac. */
export function platformOf(userAgent: string, touchPoints = 0): Platform {
  const [browser, version] = BROWSERS.map(([name, pattern]) => [name, pattern.exec(userAgent)?.[1]] as const).find(([, found]) => found) ?? [];
  const system = SYSTEMS.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? 'unknown';
  return { browser: browser ?? 'unknown', version: version ?? '', system: system === 'macOS' && touchPoints > 1 ? 'iOS' : system };
}

/** The platform of this page. */
export const currentPlatform = (): Platform => platformOf(globalThis.navigator?.userAgent ?? '', globalThis.navigator?.maxTouchPoints);

/** What a page may know of its browser; undefined where it `supports` no calls (RB-api-10). */
export function browserDetails(supported: boolean, platform = currentPlatform()): { browser: string; version: string } | undefined {
  return supported ? { browser: platform.browser, version: platform.version } : undefined;
}
