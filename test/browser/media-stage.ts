import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Frame, type Page } from 'playwright-core';
import { chromiumArgs, findChromium } from '../../scripts/find-chromium.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What runs in every document: the media core on the browser's own engine, as `media`, and the face that stands on it. */
const SCRIPT = `
  import { create } from './src/compat/create/create.ts';
  import { createMedia } from './src/core/media/index.ts';
  import { defaultSettings, systemClock } from './src/core/base/index.ts';
  const stored = new Map(); // a strange frame has no storage of its own
  const storage = { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => stored.set(key, value), removeItem: (key) => stored.delete(key) };
  globalThis.create = (config) => create(config, { storage });
  globalThis.media = createMedia({ clock: systemClock, settings: defaultSettings, storage, mediaEngine: undefined });
`;

/** A host name that is neither secure nor on this machine, as far as the browser knows. */
export const INSECURE = 'insecure.test';

export interface DocumentOptions {
  /** Its `Permissions-Policy` header. */
  policy?: string;
  /** Shows another document in a frame: `allow` as written, of this origin or another one. */
  frame?: { allow?: string; elsewhere?: boolean };
  /** From a host without a secure context. */
  insecure?: boolean;
}

/** A web server whose documents hold the media core and nothing else. */
export class MediaHost {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** `modules` run in every document before the core. */
  static async start(modules: string[] = []): Promise<MediaHost> {
    const bundle = await build({
      stdin: { contents: modules.map((module) => `import './${module}';`).join('\n') + SCRIPT, resolveDir: ROOT, loader: 'ts' },
      bundle: true,
      ignoreAnnotations: true, // `modules` act when they are imported
      write: false,
      format: 'iife',
      target: 'es2022',
      tsconfigRaw: {},
      logLevel: 'silent',
    });
    const script = bundle.outputFiles[0]?.text ?? '';
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://host');
      if (pathname === '/media.js') return void response.setHeader('content-type', 'text/javascript').end(script);
      const policy = searchParams.get('policy');
      const frame = searchParams.get('frame');
      const allow = searchParams.get('allow');
      response.writeHead(200, { 'content-type': 'text/html', ...(policy && { 'permissions-policy': policy }) });
      response.end(
        `<!doctype html><title>media</title><link rel="icon" href="data:,"><script src="/media.js"></script>${
          frame ? `<iframe src="${frame}"${allow === null ? '' : ` allow="${allow}"`}></iframe>` : ''
        }`,
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new MediaHost(server);
  }

  /** The address of such a document. */
  url({ policy, frame, insecure = false }: DocumentOptions): string {
    const { port } = this.#server.address() as AddressInfo;
    const url = new URL(`http://${insecure ? INSECURE : '127.0.0.1'}:${port}/`);
    if (policy) url.searchParams.set('policy', policy);
    if (frame) url.searchParams.set('frame', frame.elsewhere ? `http://localhost:${port}/` : '/');
    if (frame?.allow !== undefined) url.searchParams.set('allow', frame.allow);
    return url.href;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

/** Such documents in one Chromium. */
export class MediaStage {
  readonly browser: Browser;
  readonly #host: MediaHost;

  private constructor(browser: Browser, host: MediaHost) {
    this.browser = browser;
    this.#host = host;
  }

  /** `flags` are Chromium's; without fake devices the machine has none. `modules` run in every document before the core. */
  static async start({
    flags = [],
    devices = true,
    modules = [],
  }: {
    flags?: string[];
    devices?: boolean;
    modules?: string[];
  } = {}): Promise<MediaStage> {
    const host = await MediaHost.start(modules);
    const args = chromiumArgs.filter((flag) => devices || flag !== '--use-fake-device-for-media-stream');
    const browser = await chromium.launch({
      executablePath: findChromium(),
      args: [...args, `--host-resolver-rules=MAP ${INSECURE} 127.0.0.1`, ...flags],
    });
    return new MediaStage(browser, host);
  }

  /** A new profile with (or without) the permission, its document, and the frame in it if there is one. */
  async open({ granted = true, ...options }: DocumentOptions & { granted?: boolean } = {}): Promise<{ page: Page; frame: Frame }> {
    const context = await this.browser.newContext({ permissions: granted ? ['microphone', 'camera'] : [] });
    const page = await context.newPage();
    await page.goto(this.#host.url(options), { waitUntil: 'load' });
    const [, inner] = page.frames();
    if (options.frame && !inner) throw new Error('the frame did not load');
    return { page, frame: inner ?? page.mainFrame() };
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.#host.stop();
  }
}
