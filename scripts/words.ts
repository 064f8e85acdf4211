/** Words that may not stand in the repository: unfinished business, hosts of package registries, paths of somebody's machine. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const FORBIDDEN: [RegExp, string][] = [
  [/\b(?:TO[D]O|FIX[M]E|X{3})\b/, 'unfinished business'],
  [/registry\.(?:npm|yarn)[a-z]*\.\w+|npm\.pkg\.\w+|\bverdacc[i]o\b/, 'the host of a package registry'],
  [/\/(?:home|Users)\/[a-z][\w-]*\/|\/roo[t]\/|\/wor[k]\//, "a path of somebody's machine"],
];
const files = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .stdout.split('\0')
  .filter(Boolean);
let found = 0;
for (const file of files) {
  if (/\.(png|jpe?g|webp|ico|woff2?)$/.test(file)) continue;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    continue; // deleted, not committed yet
  }
  for (const [i, line] of text.split('\n').entries()) {
    const hit = FORBIDDEN.find(([pattern]) => pattern.test(line));
    if (!hit) continue;
    found++;
    console.error(`${file}:${i + 1}: ${hit[1]}: ${line.trim().slice(0, 120)}`);
  }
}
process.exitCode = found ? 1 : 0;
