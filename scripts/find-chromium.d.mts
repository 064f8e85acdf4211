/** The Chromium to test with: `CHROMIUM`, then the PATH, the usual places, Playwright's cache. Throws when `CHROMIUM` names none. */
export function findChromium(): string | undefined;
/** Flags every test run uses: no outside traffic, fake camera and microphone. */
export const chromiumArgs: string[];
