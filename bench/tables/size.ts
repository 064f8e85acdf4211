/** Size: what a page downloads before it can do anything, of us and of the smallest working import of each peer. */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { inTime } from '../frame/alternate.ts';
import type { Cell, RunOptions, Table } from '../frame/table.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BENCH = `${ROOT}bench`;

interface Entry {
  name: string;
  code: string;
  /** Ours: imports lead from the root; lazy modules that it cannot work without. */
  ours?: true;
  lazy?: RegExp;
  /** Files of a package that is for a script tag: its own build, which no bundler can take apart again. */
  built?: readonly string[];
}

const element = (tag: string) => `import './src/elements/${tag}/define.ts';`;
const CALL = /src\/core\/call\/(call-manager|engine)\.ts$/;
const CHAT = /src\/core\/chat\/chat\.ts$/;
const REACT = `import { createElement as h } from 'react'; import { createRoot } from 'react-dom/client';`;

const CALLS: readonly Entry[] = [
  { name: 'Earshot: client', code: `export { Client } from './src/core/client/client.ts';`, ours: true },
  { name: 'Earshot: client and the engine of a call', code: `export { Client } from './src/core/client/client.ts';`, ours: true, lazy: CALL },
  { name: 'Earshot: `<voice-call-button>`', code: element('earshot-client') + element('voice-call-button'), ours: true },
  {
    name: 'Earshot: `<voice-call-button>` and the engine of a call',
    code: element('earshot-client') + element('voice-call-button'),
    ours: true,
    lazy: CALL,
  },
  { name: 'Earshot: `VoiceClient`', code: `export { VoiceClient } from './src/compat/voice-client.ts';`, ours: true },
  { name: 'Earshot: `PhoneClient`', code: `export { PhoneClient } from './src/compat/phone-client.ts';`, ours: true },
  { name: 'Earshot: `RelayClient`', code: `export * from './src/compat/relay-client.ts';`, ours: true },
  { name: 'Earshot: `create()`', code: `export * from './src/compat/create/create.ts';`, ours: true },
  { name: 'peerjs', code: `export { Peer } from 'peerjs';` },
  { name: 'jssip', code: `import JsSIP from 'jssip'; export const { UA, WebSocketInterface } = JsSIP;` },
  { name: 'sip.js', code: `export { UserAgent, Registerer, Inviter, SessionState } from 'sip.js';` },
  { name: '@twilio/voice-sdk', code: `export { Device } from '@twilio/voice-sdk';` },
  { name: 'livekit-client', code: `export { Room } from 'livekit-client';` },
];

const CHATS: readonly Entry[] = [
  { name: 'Earshot: `<chat-channel>` with all that it needs', code: element('earshot-client') + element('chat-channel'), ours: true, lazy: CHAT },
  { name: 'Earshot: `ChatClient`', code: `export * from './src/compat/chat-client.ts';`, ours: true },
  { name: 'Earshot: every element (`earshot/all`)', code: `import './src/all.ts';`, ours: true },
  { name: 'Earshot: first load of `earshot.js`', code: `export * from './src/browser.ts';`, ours: true },
  {
    name: '@chatscope/chat-ui-kit-react, React',
    code: `${REACT} import '@chatscope/chat-ui-kit-styles/dist/default/styles.min.css'; import { MainContainer, ChatContainer, MessageList, Message, MessageInput } from '@chatscope/chat-ui-kit-react';
createRoot(document.body).render(h(MainContainer, null, h(ChatContainer, null, h(MessageList, null, h(Message, { model: {} })), h(MessageInput))));`,
  },
  { name: 'deep-chat', code: `import 'deep-chat';` },
  { name: 'vue-advanced-chat', code: `import { register } from 'vue-advanced-chat'; register();` },
  {
    name: '@cloudflare/realtimekit-ui, chat, with its core',
    code: `import RealtimeKit from '@cloudflare/realtimekit'; import { defineCustomElement } from '@cloudflare/realtimekit-ui/dist/components/rtk-chat.js'; defineCustomElement(); export { RealtimeKit };`,
  },
  { name: 'converse.js, as it ships built', code: '', built: ['converse.js/dist/converse.min.js', 'converse.js/dist/converse.min.css'] },
  {
    name: 'stream-chat-react, stream-chat, React',
    code: `${REACT} import { StreamChat } from 'stream-chat'; import { Chat, Channel, Window, MessageList, MessageComposer } from 'stream-chat-react'; import 'stream-chat-react/dist/css/index.css';
createRoot(document.body).render(h(Chat, { client: StreamChat.getInstance('key') }, h(Channel, null, h(Window, null, h(MessageList), h(MessageComposer)))));`,
  },
];

function weigh(files: readonly Uint8Array[]): { gzip: number; brotli: number; files: number } {
  const sum = (size: (bytes: Uint8Array) => number) => files.reduce((all, bytes) => all + size(bytes), 0);
  return {
    gzip: sum((bytes) => gzipSync(bytes, { level: 9 }).length),
    brotli: sum((bytes) => brotliCompressSync(bytes).length),
    files: files.length,
  };
}

/** Scripts and styles that are there before anything lazy is asked for. */
async function measure({ code, ours, lazy, built }: Entry): Promise<{ gzip: number; brotli: number; files: number }> {
  if (built) return weigh(built.map((path) => readFileSync(`${BENCH}/node_modules/${path}`)));
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: ours ? ROOT : BENCH, loader: 'ts', sourcefile: 'entry.ts' },
    absWorkingDir: ROOT,
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    outdir: 'out',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    loader: {
      '.woff': 'empty',
      '.woff2': 'empty',
      '.ttf': 'empty',
      '.eot': 'empty',
      '.svg': 'empty',
      '.png': 'empty',
      '.webm': 'empty',
      '.mp3': 'empty',
      '.ogg': 'empty',
    },
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    ignoreAnnotations: ours ?? false, // our define modules act when they are imported
    legalComments: 'none',
    logLevel: 'silent',
  });
  const { outputs } = metafile;
  const wanted = new Set<string>();
  const add = (path: string) => {
    if (wanted.has(path) || !outputs[path]) return;
    wanted.add(path);
    for (const { path: next, kind } of outputs[path].imports) if (kind === 'import-statement') add(next);
    if (outputs[path].cssBundle) add(outputs[path].cssBundle);
  };
  for (const [path, { entryPoint, inputs }] of Object.entries(outputs))
    if (entryPoint?.includes('entry.ts') || (lazy && Object.keys(inputs).some((input) => lazy.test(input)))) add(path);
  const files = outputFiles.filter(({ path }) => [...wanted].some((name) => basename(name) === basename(path)));
  if (!files.length) throw new Error('nothing was built');
  return weigh(files.map(({ contents }) => contents));
}

async function run(options: RunOptions) {
  if (!existsSync(`${BENCH}/node_modules`)) throw new Error('the peers are not installed; start with `npm run bench`');
  const raw: Record<string, object> = {};
  const rows = async (entries: readonly Entry[]): Promise<Cell[][]> => {
    const all: Cell[][] = [];
    for (const entry of entries) {
      try {
        const size = await inTime(measure(entry), options);
        raw[entry.name] = size;
        all.push([entry.name, size.gzip.toLocaleString('en'), size.brotli.toLocaleString('en'), String(size.files)]);
      } catch (error) {
        const why = (error as Error).message.split('\n').slice(0, 2).join(' ');
        raw[entry.name] = { failed: why };
        all.push([entry.name, why, '', '']);
      }
      options.say(`  ${all.at(-1)!.join(' · ')}`);
    }
    return all;
  };
  const columns = ['bytes', 'gzip -9', 'brotli', 'files'];
  const sections = [
    { title: 'For calls', columns, rows: await rows(CALLS) },
    { title: 'For chat', columns, rows: await rows(CHATS) },
  ];
  return {
    sections,
    raw,
    configuration: Object.fromEntries([...CALLS, ...CHATS].map(({ name, code, built }) => [name, built?.join(' and ') ?? code])),
  };
}

export const size: Table = {
  name: 'size',
  title: 'Size',
  method:
    'First load: the entry with all that it imports statically, scripts and styles, each file minified by esbuild with the same settings (ES2022, split, production) and compressed on ' +
    'its own. Fonts, pictures and sounds are left out. Of a peer it is the smallest import that works, with the framework it needs; of ours, “the engine of a call” and “all that it ' +
    'needs” add what is loaded later. What we ship is built by rollup and terser, with shortened names and styles, and is smaller (`npm run sizes` has it). The imports are in the JSON.',
  run,
};
