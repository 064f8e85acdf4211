import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const onPath = (program: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));

/** What a WebKitGTK browser without a screen is made of; a part that this machine lacks is undefined. */
export function findWebKit(): { driver: string | undefined; browser: string | undefined; screen: string | undefined } {
  return {
    driver: onPath('WebKitWebDriver'),
    browser: globSync([
      '/usr/lib/*/webkit2gtk-4.1/MiniBrowser',
      '/usr/lib*/webkit2gtk-4.1/MiniBrowser',
      '/usr/libexec/webkit2gtk-4.1/MiniBrowser',
    ])[0],
    screen: onPath('Xvfb'),
  };
}
