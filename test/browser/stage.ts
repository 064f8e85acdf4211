import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/find-chromium.mjs';
import type { ServerSettings } from '../../server/src/api.ts';
import { loadConfig, type RunningServer, startServer } from '../../server/src/start.ts';
import type { Settings } from '../../src/core/base/index.ts';
import type { CallConfig } from '../../src/core/call/sdp/api.ts';
import { CHROMIUM_ARGS, Relay } from './relay.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What runs in the page: the core as `Earshot`, and a client of the page's user as `client`. */
const PAGE_SCRIPT = `
  export { Client } from './src/core/client/client.ts';
  export { chatOf } from './src/core/client/chat-of.ts';
  export { mediaOf } from './src/core/client/media-of.ts';
  export { pushOf } from './src/core/client/push-of.ts';
  export { ringingOf } from './src/core/client/ringing-of.ts';
  export { tabsOf } from './src/core/client/tabs-of.ts';
  export { voicemailOf } from './src/core/client/voicemail-of.ts';
  export { VoiceClient } from './src/compat/voice-client.ts';
`;

/** Serves the blank pages from an origin of their own: each makes its client when it loads, so also after a reload. */
class Pages {
  readonly #server: HttpServer;
  readonly #clients: object[] = [];
  #origin = '';
  script = '';
  worker = '';

  constructor() {
    this.#server = createHttpServer((request, response) => {
      const path = request.url ?? '';
      const client = this.#clients[Number(path.slice(1))];
      response.setHeader('content-type', path.endsWith('.js') ? 'text/javascript' : 'text/html');
      if (path === '/stage.js') response.end(this.script);
      else if (path === '/earshot-sw.js' && this.worker) response.end(this.worker);
      else if (client) response.end(page(client));
      else response.writeHead(404).end();
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this.#origin;
  }

  /** The address of a page for this client. */
  add(client: object): string {
    return `${this.#origin}/${this.#clients.push(client) - 1}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

const page = (client: object): string =>
  `<!doctype html><title>stage</title><link rel="icon" href="data:,"><script src="/stage.js"></script><script>
  window.client = new Earshot.Client(${JSON.stringify(client)});
  window.ready = client.connect();</script>`;

export interface PersonOptions {
  /** Default true: the permission is granted. */
  microphone?: boolean;
  /** Client settings that differ from the defaults. */
  settings?: Partial<Settings>;
  /** What of it can be written as JSON. */
  calls?: CallConfig;
  /** A second page of the same browser profile. */
  context?: BrowserContext;
  /** Default: as the client has it. */
  tabs?: 'shared' | 'per-tab';
  /** Straight to the server: no relay can cut the line, and none slows it. */
  direct?: boolean;
}

/** The real server on any port with short timings, one Chromium, and blank pages that load the core from its sources. */
export class Stage {
  readonly server: RunningServer;
  readonly appId = 'stage';
  readonly relay: Relay;
  readonly #browser: Browser | undefined;
  readonly #data: string;
  readonly #relayPort: number;
  readonly #pages: Pages;

  private constructor(parts: { server: RunningServer; browser: Browser | undefined; relay: Relay; relayPort: number; data: string; pages: Pages }) {
    this.server = parts.server;
    this.#browser = parts.browser;
    this.relay = parts.relay;
    this.#relayPort = parts.relayPort;
    this.#data = parts.data;
    this.#pages = parts.pages;
  }

  /**
   * `flags` are Chromium's; `modules` run in every page before its client. `push`: pages have the worker, and push services may be on loopback.
   * Without `chromium`, the pages are for a browser of the test's own.
   */
  static async start(
    settings: Partial<ServerSettings> = {},
    {
      flags = [],
      modules = [],
      push = false,
      chromium: own = true,
    }: { flags?: string[]; modules?: string[]; push?: boolean; chromium?: boolean } = {},
  ): Promise<Stage> {
    const data = await mkdtemp(join(tmpdir(), 'earshot-stage-'));
    const pages = new Pages();
    const origin = await pages.listen();
    const config = loadConfig({ LOG_LEVEL: 'error', ORIGINS: origin, ...(push && { PUSH_LOOPBACK: 'on' }) }, { port: '0', data });
    const server = await startServer({ ...config, settings: { ...config.settings, ...settings } });
    await server.core.apps.create({ appId: 'stage', name: 'Stage', settings: { auto_create_users: true } });
    const relay = new Relay(() => (server.app.server.address() as AddressInfo).port);
    const [relayPort, browser, bundle] = await Promise.all([
      relay.listen(),
      own ? chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_ARGS, ...flags] }) : undefined,
      build({
        stdin: { contents: PAGE_SCRIPT + modules.map((module) => `import './${module}';`).join('\n'), resolveDir: ROOT, loader: 'ts' },
        bundle: true,
        ignoreAnnotations: true, // `modules` act when they are imported
        write: false,
        format: 'iife',
        globalName: 'Earshot',
        target: 'es2022',
        tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } }, // as the elements are built
        logLevel: 'silent',
      }),
    ]);
    pages.script = bundle.outputFiles[0]!.text;
    if (push) {
      const entryPoints = [join(ROOT, 'src/worker/earshot-sw.ts')];
      const worker = await build({ entryPoints, bundle: true, write: false, format: 'iife', target: 'es2022' });
      pages.worker = worker.outputFiles[0]!.text;
    }
    return new Stage({ server, browser, relay, relayPort, data, pages });
  }

  get browser(): Browser {
    if (!this.#browser) throw new Error('this stage has no Chromium');
    return this.#browser;
  }

  /** Host of the pages' clients, behind the relay. */
  get host(): string {
    return `127.0.0.1:${this.#relayPort}`;
  }

  /** A token of this user, who is made if need be. */
  async token(userId: string, lifetimeMs = 3_600_000): Promise<string> {
    return (await this.server.core.tokens.mint(this.appId, userId, Date.now() + lifetimeMs)).token;
  }

  /** A page of this user whose `client` is connected; it comes back as the same user after a reload. */
  async person(userId: string, options: PersonOptions = {}): Promise<Page> {
    const { microphone = true } = options;
    const context = options.context ?? (await this.browser.newContext({ permissions: microphone ? ['microphone', 'camera'] : [] }));
    const page = await context.newPage();
    await page.goto(await this.address(userId, options));
    await page.evaluate(() => (window as unknown as { ready: Promise<void> }).ready);
    return page;
  }

  /** Where such a page is, for whatever browser. */
  async address(userId: string, { settings = {}, calls = {}, direct, tabs }: Omit<PersonOptions, 'microphone' | 'context'> = {}): Promise<string> {
    const host = direct ? new URL(this.server.address).host : this.host;
    return this.#pages.add({ host, appId: this.appId, userId, token: await this.token(userId), settings, calls, tabs });
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
    await this.relay.close();
    await this.#pages.close();
    await this.server.stop();
    await rm(this.#data, { recursive: true, force: true });
  }
}
