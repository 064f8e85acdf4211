// Plain JavaScript: the starter runs it on any Node ≥ 20, configs import it too.
import { accessSync, constants, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** @param {string} path */
const runs = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Chromiums that Playwright has downloaded, newest first. */
function playwrightCache() {
  const roots = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), '.cache/ms-playwright'),
    join(homedir(), 'Library/Caches/ms-playwright'),
    process.env.LOCALAPPDATA && join(process.env.LOCALAPPDATA, 'ms-playwright'),
  ];
  const inside = [
    'chrome-linux/chrome',
    'chrome-linux64/chrome',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-mac-arm64/Chromium.app/Contents/MacOS/Chromium',
    'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-win/chrome.exe',
    'chrome-win64/chrome.exe',
  ];
  return roots.flatMap((root) => {
    if (!root) return [];
    try {
      return readdirSync(root)
        .filter((name) => /^chromium-\d+$/.test(name))
        .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)))
        .flatMap((name) => inside.map((path) => join(root, name, path)));
    } catch {
      return [];
    }
  });
}

/**
 * The Chromium to test with: `CHROMIUM`, then the PATH, the usual places, Playwright's cache.
 * @returns {string | undefined}
 */
export function findChromium() {
  if (process.env.CHROMIUM) {
    if (!runs(process.env.CHROMIUM)) throw new Error(`CHROMIUM names ${process.env.CHROMIUM}, which cannot be run`);
    return process.env.CHROMIUM;
  }
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'].map((name) => join(folder, name)));
  const usual = [
    '/usr/bin/chromium',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ];
  return [...onPath, ...usual, ...playwrightCache()].find(runs);
}

/** Flags every test run uses: no outside traffic, fake camera and microphone. Root has no sandbox. */
export const chromiumArgs = [
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];
