/**
 * Measures what a page downloads: the chunks an entry imports statically, each minified and gzipped at level 9, Lit included. A kB
 * is 1,024 bytes. `npm run sizes` prints the table; `test/sizes.test.ts` holds it to the budgets.
 */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type OutputChunk, rollup } from 'rollup';
import { browserEntry, browserPlugins, engineChunk } from '../rollup.config.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

/** One thing a page may load. */
export interface Budget {
  name: string;
  /** Modules the page imports. */
  modules: string[];
  /** Lazy modules counted too, because the thing cannot work without them. */
  lazy?: RegExp;
  /** Count only what `lazy` adds to what is there already. */
  more?: boolean;
  maxKb: number;
}

const define = (tag: string): string => `src/elements/${tag}/define.ts`;

/** The budgets; docs/decisions/005-size-budgets.md says how they are met. */
export const BUDGETS: Budget[] = [
  {
    name: '<voice-call-button> with client and socket, before intent',
    modules: [define('earshot-client'), define('voice-call-button')],
    maxKb: 20,
  },
  {
    name: 'the engine of a plain call, more',
    modules: [define('earshot-client'), define('voice-call-button')],
    lazy: /src\/core\/call\/(call-manager|engine)\.ts$/,
    more: true,
    maxKb: 16,
  },
  {
    name: '<chat-channel> with client and socket',
    modules: [define('earshot-client'), define('chat-channel')],
    lazy: /src\/core\/chat\/chat\.ts$/,
    maxKb: 38,
  },
  { name: 'first load of everything (earshot.js)', modules: [browserEntry], maxKb: 60 },
];

/** Bundles by the modules of their entry: two budgets may count different parts of one. */
const bundled = new Map<string, Promise<Map<string, OutputChunk>>>();

function bundleOf(modules: string[]): Promise<Map<string, OutputChunk>> {
  const key = modules.join();
  const known = bundled.get(key) ?? bundleAnew(modules);
  bundled.set(key, known);
  return known;
}

async function bundleAnew(modules: string[]): Promise<Map<string, OutputChunk>> {
  const ENTRY = '\0entry';
  const bundle = await rollup({
    input: ENTRY,
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === ENTRY ? id : undefined),
        load: (id) =>
          id === ENTRY ? modules.map((module) => `export * from ${JSON.stringify(`${process.cwd()}/${module}`)};`).join('\n') : undefined,
      },
      ...browserPlugins,
    ],
    onwarn: () => {},
  });
  const { output } = await bundle.generate({ format: 'es', chunkFileNames: '[name].js', manualChunks: engineChunk, onlyExplicitManualChunks: true });
  await bundle.close();
  return new Map(output.filter((file): file is OutputChunk => file.type === 'chunk').map((chunk) => [chunk.fileName, chunk]));
}

/** Bytes over the wire, gzip -9. */
export async function measure({ modules, lazy, more }: Budget): Promise<{ bytes: number; chunks: Record<string, number> }> {
  const chunks = await bundleOf(modules);
  const closure = (start: OutputChunk, into: Set<OutputChunk>): Set<OutputChunk> => {
    if (into.has(start)) return into;
    into.add(start);
    for (const name of start.imports) closure(chunks.get(name)!, into);
    return into;
  };
  const first = closure([...chunks.values()].find((chunk) => chunk.isEntry)!, new Set());
  const all = new Set(first);
  for (const chunk of chunks.values()) if (lazy && chunk.moduleIds.some((id) => lazy.test(id))) closure(chunk, all);
  const counted = more ? [...all].filter((chunk) => !first.has(chunk)) : [...all];
  if (!counted.length) throw new Error(`nothing to count for ${modules.join(', ')}: is ${lazy} still a lazy module?`);
  const sizes = Object.fromEntries(counted.map((chunk) => [chunk.fileName, gzipSync(chunk.code, { level: 9 }).length]));
  return { bytes: Object.values(sizes).reduce((sum, size) => sum + size, 0), chunks: sizes };
}

/** "17.3 kB" */
export const inKb = (bytes: number): string => `${(bytes / 1024).toFixed(1)} kB`;

if (import.meta.main) {
  for (const budget of BUDGETS) {
    const { bytes, chunks } = await measure(budget);
    const parts = Object.entries(chunks).map(([name, size]) => `${name} ${inKb(size)}`);
    console.log(`${bytes / 1024 > budget.maxKb ? '✖' : '✔'} ${budget.name}: ${inKb(bytes)} of ${budget.maxKb} kB (${parts.join(', ')})`);
  }
}
