/** What we ship, from the sources as they are. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunOptions } from '../frame/table.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Builds `dist/` unless it is newer than the sources. */
export function build({ say }: Pick<RunOptions, 'say'>): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/build.ts', '--if-stale', '--no-types'], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the build failed: ${stderr}`);
  if (stdout.trim()) say(`  ${stdout.trim()}`);
}
