import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { rollup } from 'rollup';
import { browserPlugins } from '../../rollup.config.mjs';
import { buildAssets } from '../../scripts/assets.ts';
import { findChromium } from '../../scripts/find-chromium.mjs';
import { CHROMIUM_ARGS } from './relay.ts';

const TYPES: Record<string, string> = { '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** A worklet of the page's own: it multiplies, and throws when told. */
const GAIN = `registerProcessor('gain', class extends AudioWorkletProcessor {
  static parameterDescriptors = [{ name: 'gain', defaultValue: 1, automationRate: 'k-rate' }];
  constructor() { super(); this.port.onmessage = () => { this.broken = true; }; }
  process([input], [output], { gain }) {
    if (this.broken) throw new Error('broken');
    input.forEach((channel, i) => channel.forEach((sample, j) => { output[i][j] = sample * gain[0]; }));
    return true;
  }
});`;

/** What a page is told to be. */
export interface PageOptions {
  /** Its Content-Security-Policy. */
  policy?: string;
  /** Where it takes `earshot.processing.js` from; its own origin by default. */
  from?: string;
}

/** The processors built as they ship, a web server of the page's own, and one Chromium. */
export class ProcessingStage {
  readonly browser: Browser;
  /** What the build wrote: a folder as `dist`. */
  readonly folder: string;
  readonly #host: Server;
  #page: Required<PageOptions> = { policy: '', from: '' };

  private constructor(browser: Browser, folder: string, bench: string) {
    this.browser = browser;
    this.folder = folder;
    this.#host = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://host');
      const file = join(folder, pathname);
      if (pathname === '/') {
        response.writeHead(200, { 'content-type': 'text/html', ...(this.#page.policy && { 'content-security-policy': this.#page.policy }) });
        response.end(
          `<!doctype html><title>bench</title><link rel="icon" href="data:,"><body data-processing="${this.#page.from}/earshot.processing.js"><script type="module" src="/bench.js"></script>`,
        );
      } else if (pathname === '/bench.js' || pathname === '/gain.js') {
        response.writeHead(200, { 'content-type': 'text/javascript' }).end(pathname === '/gain.js' ? GAIN : bench);
      } else if (existsSync(file)) {
        response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file));
      } else {
        response.writeHead(404).end();
      }
    });
  }

  static async start(): Promise<ProcessingStage> {
    const folder = await mkdtemp(join(tmpdir(), 'earshot-processing-'));
    const [bundle, bench, browser] = await Promise.all([
      rollup({ input: { 'earshot.processing': 'src/processing.ts' }, plugins: browserPlugins }),
      build({
        entryPoints: [fileURLToPath(new URL('./processing.page.ts', import.meta.url))],
        write: false,
        format: 'esm',
        target: 'es2022',
        tsconfigRaw: {},
      }),
      // sound flows before a gesture, as in a page that is allowed to capture
      chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_ARGS, '--autoplay-policy=no-user-gesture-required'] }),
      buildAssets(join(folder, 'assets')),
    ]);
    await bundle.write({ dir: folder, format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' });
    await bundle.close();
    const stage = new ProcessingStage(browser, folder, bench.outputFiles[0]!.text);
    await new Promise<void>((resolve) => stage.#host.listen(0, '127.0.0.1', resolve));
    return stage;
  }

  /** A page that has `window.bench`. */
  async open({ policy = '', from = '' }: PageOptions = {}): Promise<Page> {
    this.#page = { policy, from };
    const page = await this.browser.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(`http://127.0.0.1:${(this.#host.address() as AddressInfo).port}/`);
    await page.waitForFunction(() => document.body.dataset['ready'] !== undefined);
    return page;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    this.#host.closeAllConnections();
    await new Promise((resolve) => this.#host.close(resolve));
    await rm(this.folder, { recursive: true, force: true });
  }
}
