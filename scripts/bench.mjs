// `npm run bench`: installs the peers as `bench/package-lock.json` has them, then measures. Arguments go to `bench/run.ts`.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './node24.mjs';

const installed = join(root, 'bench/node_modules/.package-lock.json');
const lock = join(root, 'bench/package-lock.json');
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  console.log('installing the peers…');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--ignore-scripts', '--prefix', 'bench'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}
process.exit(await run(['bench/run.ts', ...process.argv.slice(2)]));
