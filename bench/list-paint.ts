/**
 * From a channel's messages in memory to their paint: `<chat-channel>` with 120, 10,000 and 100,000 messages, beside the least that a
 * page can do (120 plain rows), alternating in one run. Run: `node bench/list-paint.ts [rounds]`.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { chromiumArgs, findChromium } from '../scripts/find-chromium.mjs';

const rounds = Number(process.argv[2] ?? 9);
const SIZES = [120, 10_000, 100_000];

const PAGE = `
  import './src/elements/chat-channel/define.ts';
  import { ChatClient, talk, NOW } from './src/elements/chat-channel/testing.ts';
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const made = new Map();
  const items = (count) => made.get(count) ?? made.set(count, talk(count, NOW)).get(count);
  window.ours = async (count) => {
    const all = items(count);
    const client = new ChatClient('alice');
    client.chat.view('lobby').items = all;
    const el = document.createElement('chat-channel');
    el.style.cssText = 'block-size:600px;inline-size:400px';
    el.channelId = 'lobby';
    el.client = client;
    const start = performance.now();
    document.body.append(el);
    await el.updateComplete;
    await painted();
    const ms = performance.now() - start;
    const rows = el.shadowRoot.querySelectorAll('[role=listitem]').length;
    el.remove();
    await painted();
    return { ms, rows };
  };
  window.plain = async () => {
    const box = document.createElement('div');
    box.style.cssText = 'block-size:600px;inline-size:400px;overflow:auto';
    const start = performance.now();
    for (const item of items(120)) box.append(Object.assign(document.createElement('div'), { textContent: item.text }));
    document.body.append(box);
    box.scrollTop = box.scrollHeight;
    await painted();
    const ms = performance.now() - start;
    box.remove();
    await painted();
    return { ms, rows: 120 };
  };
`;

interface Sample {
  ms: number;
  rows: number;
}
declare global {
  interface Window {
    ours(count: number): Promise<Sample>;
    plain(): Promise<Sample>;
  }
}

const root = fileURLToPath(new URL('..', import.meta.url));
const { outputFiles } = await build({
  stdin: { contents: PAGE, resolveDir: root, loader: 'ts' },
  bundle: true,
  write: false,
  format: 'iife',
  target: 'es2022',
  tsconfig: `${root}tsconfig.json`,
  logLevel: 'error',
  minify: true,
});
const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArgs });
try {
  const page = await browser.newPage();
  await page.addScriptTag({ content: outputFiles[0]!.text });
  const samples = new Map<string, Sample[]>();
  for (let round = -2; round < rounds; round++) {
    const turn: [string, Sample][] = [['plain 120', await page.evaluate(() => window.plain())]];
    for (const size of SIZES) turn.push([`earshot ${size}`, await page.evaluate((count) => window.ours(count), size)]);
    if (round >= 0) for (const [name, sample] of turn) samples.set(name, [...(samples.get(name) ?? []), sample]);
  }
  for (const [name, all] of samples) {
    const sorted = all.map(({ ms }) => ms).toSorted((a, b) => a - b);
    console.log(
      `${name.padEnd(16)} ${sorted[Math.floor(sorted.length / 2)]!.toFixed(0)} ms (${sorted[0]!.toFixed(0)}–${sorted.at(-1)!.toFixed(0)}), ${all[0]!.rows} rows in the DOM`,
    );
  }
  console.log(`${rounds} rounds, alternating, median (least–most), ${browser.version()}`);
} finally {
  await browser.close();
}
