/**
 * Writes `dist/custom-elements.json` from the doc tags of the elements, and compares those tags with the templates: a part, slot or event that only
 * one of the two knows is an error. `--check` only compares, and
 * fails; a build says it and goes on.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Named {
  name?: string;
  description?: string;
  type?: { text: string };
}
interface Declaration {
  kind: string;
  name: string;
  tagName?: string;
  cssParts?: Named[];
  slots?: Named[];
  events?: Named[];
}
interface Manifest {
  modules: { path: string; declarations?: Declaration[] }[];
}

function analyze(): Manifest {
  mkdirSync('.cache', { recursive: true });
  const folder = mkdtempSync('.cache/manifest-');
  try {
    const globs = ['src/elements/**/*.ts', '!src/elements/**/*.test.ts', '!src/elements/internal/testing.ts'];
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        'node_modules/@custom-elements-manifest/analyzer/cem.js',
        'analyze',
        '--config',
        'scripts/cem.config.mjs',
        '--outdir',
        folder,
        '--globs',
        ...globs,
      ],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`the manifest analyzer failed: ${stderr}`);
    return JSON.parse(readFileSync(join(folder, 'custom-elements.json'), 'utf8')) as Manifest;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const unique = (values: Iterable<string>): string[] => [...new Set(values)].sort();

/** What the templates of one element's folder contain. Parts may be set by expressions, so every quoted word of the value counts. */
function templates(folder: string): { parts: string[]; slots: string[]; source: string } {
  const files = globSync(`${folder}/**/*.ts`).filter((file) => !/\.(test|styles)\.ts$/.test(file));
  const source = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const parts = [...source.matchAll(/\bpart="([^"]*)"/g)].flatMap((match) => match[1]!.replaceAll(/\$\{[^}]*\}/g, ' ').split(/\s+/)).filter(Boolean);
  const slots = [...source.matchAll(/<slot\b([^>]*)>/g)].map(
    (match) => /\bname="([^"$]+)"/.exec(match[1]!)?.[1] ?? (/\bname=/.test(match[1]!) ? '*' : ''),
  );
  return { parts: unique(parts), slots: unique(slots), source };
}

/** Parts that come from the shared templates of `internal/`. */
const shared = templates('src/elements/internal');

/** What is wrong with one element's documentation, in words. */
function compare(declaration: Declaration, folder: string): string[] {
  const { parts, slots, source } = templates(folder);
  const tag = declaration.tagName!;
  const names = (list: Named[] | undefined): string[] => unique((list ?? []).map((item) => item.name ?? ''));
  const declaredParts = names(declaration.cssParts);
  const declaredSlots = names(declaration.slots).map((name) => (name === '-' ? '' : name));
  const declaredEvents = names(declaration.events);
  const problems: string[] = [];
  const say = (list: string[], what: string): void => {
    for (const item of list) problems.push(`<${tag}> ${what.replace('%', item || '(default)')}`);
  };
  const quoted = (word: string): boolean => source.includes(`'${word}'`) || source.includes(`"${word}"`);
  say(
    declaredParts.filter((part) => !parts.includes(part) && !shared.parts.includes(part) && !quoted(part)),
    'documents the part "%", which no template has',
  );
  say(
    parts.filter((part) => !declaredParts.includes(part)),
    'has the part "%", which is not documented',
  );
  const open = slots.includes('*');
  say(
    declaredSlots.filter((slot) => !slots.includes(slot) && !(open && slot.includes('<'))),
    'documents the slot "%", which no template has',
  );
  say(
    slots.filter((slot) => slot !== '*' && !declaredSlots.includes(slot)),
    'has the slot "%", which is not documented',
  );
  const fired = unique(
    [...source.matchAll(new RegExp(`['"](${tag}-[a-z-]+)['"]`, 'g'))]
      .map((match) => match[1]!)
      .filter((name) => new RegExp(`super\\(\\s*'${name}'|Event\\(\\s*'${name}'|^.*'${name}': \\w+Event`, 'm').test(source)),
  );
  say(
    declaredEvents.filter((event) => !quoted(event)),
    'documents the event "%", which nothing fires',
  );
  say(
    fired.filter((event) => !declaredEvents.includes(event)),
    'fires "%", which is not documented',
  );
  say(
    declaredEvents.filter((event) => !event.startsWith(`${tag}-`)),
    'names the event "%" without its tag in front',
  );
  return problems;
}

const manifest = analyze();
const problems: string[] = [];
const seen = new Set<string>();
for (const module of manifest.modules) {
  for (const declaration of module.declarations ?? []) {
    if (!declaration.tagName) continue;
    // From `dispatchEvent(new StateEvent(state))` the analyzer also guesses an event named after the first argument.
    declaration.events = declaration.events?.filter((event) => event.name && (event.description || event.name.startsWith(`${declaration.tagName}-`)));
    seen.add(declaration.tagName);
    problems.push(...compare(declaration, module.path.slice(0, module.path.lastIndexOf('/'))));
  }
}
for (const file of globSync('src/elements/*/define.ts')) {
  const tag = file.split('/').at(-2)!;
  if (tag === 'internal') continue;
  if (!seen.has(tag)) problems.push(`<${tag}> has no @tag in its class file`);
}
if (problems.length) console.error(problems.join('\n'));
if (process.argv.includes('--check')) {
  process.exitCode = problems.length ? 1 : 0;
} else if (existsSync('dist')) {
  const published = JSON.stringify(manifest, undefined, 2).replaceAll(/"(?:\/)?src\/((?:elements|core)\/[^"]*)\.ts"/g, '"dist/$1.js"');
  writeFileSync('dist/custom-elements.json', `${published}\n`);
}
