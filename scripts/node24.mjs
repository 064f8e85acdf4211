// Plain JavaScript for any Node ≥ 20: finds the Node 24 that this repository pins, and mends it where install scripts were blocked.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** @param {string} path */
function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of a Node ≥ 24. */
export function node24() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  if (!existsSync(join(root, 'node_modules'))) throw new Error('run `npm ci` first');
  const pinned = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!runs(pinned)) {
    // npm may be set not to run install scripts; this one only fetches the binary of this platform.
    console.log('fetching Node 24 for this repository…');
    const installer = join(root, 'node_modules/node/installArchSpecificPackage.js');
    spawnSync(process.execPath, [installer], {
      cwd: join(root, 'node_modules/node'),
      stdio: 'inherit',
      env: { ...process.env, npm_config_global: 'false' },
    });
  }
  if (!runs(pinned)) throw new Error('Node 24 is missing: allow the install script of the package "node" and run `npm ci` again, or use Node ≥ 24');
  return pinned;
}

/**
 * Runs a script of this repository with Node 24 and resolves with its exit code. Ctrl-C reaches the child by itself (one process
 * group); this side only waits for it.
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<number>}
 */
export function run(args, env = {}) {
  return new Promise((resolve, reject) => {
    const bin = join(root, 'node_modules/.bin');
    const child = spawn(node24(), args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, ...env } });
    const wait = () => {};
    const pass = () => child.kill('SIGTERM');
    process.on('SIGINT', wait);
    process.on('SIGTERM', pass);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      process.off('SIGINT', wait);
      process.off('SIGTERM', pass);
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}
