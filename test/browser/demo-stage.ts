import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/find-chromium.mjs';
import { CHROMIUM_ARGS, type Passing, Relay } from './relay.ts';

const CLI = fileURLToPath(new URL('../../server/dist/cli.js', import.meta.url));

/** The product as its users start it: the demo server from its command line, and browsers that open its page. */
export class DemoStage {
  #server: ChildProcess | undefined;
  #port = 0;
  #data = '';
  #relay!: Relay;
  #relayPort = 0;
  readonly #env: Record<string, string>;
  browser!: Browser;

  private constructor(env: Record<string, string>) {
    this.#env = env;
  }

  /** Starts server, relay and browser. `env` shortens timings (see server/README.md). */
  static async start(env: Record<string, string> = {}): Promise<DemoStage> {
    const stage = new DemoStage(env);
    stage.#data = await mkdtemp(join(tmpdir(), 'earshot-demo-'));
    await stage.startServer();
    stage.#relay = new Relay(() => stage.#port);
    stage.#relayPort = await stage.#relay.listen();
    stage.browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
    return stage;
  }

  /** Address of the demo, through the relay. */
  get address(): string {
    return `http://127.0.0.1:${this.#relayPort}`;
  }

  /** Address of the demo itself, past the relay. */
  get direct(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async startServer(): Promise<void> {
    const child = spawn(process.execPath, [CLI, '--demo', '--port', String(this.#port), '--data', this.#data], {
      env: { ...process.env, ...this.#env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#server = child;
    let printed = '';
    this.#port = await new Promise<number>((resolve, reject) => {
      child.stdout!.on('data', (chunk: Buffer) => {
        printed += chunk;
        const port = /https?:\/\/(?:127\.0\.0\.1|localhost):(\d+)/.exec(printed)?.[1];
        if (port) resolve(Number(port));
      });
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${printed}`)));
    });
  }

  /** Kill -9: nothing gets to say goodbye. Starts again on the same data and port with `startServer`. */
  async killServer(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#server;
    this.#server = undefined;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    await gone;
  }

  cut(): void {
    this.#relay.cut();
  }

  mend(): void {
    this.#relay.mend();
  }

  /** What passes the relay can be looked at, and its line cut before it does. */
  set cutBefore(look: ((passing: Passing) => boolean) | undefined) {
    this.#relay.cutBefore = look;
  }

  /** A browser of its own for one person. */
  async context(options: { microphone?: boolean } = {}): Promise<BrowserContext> {
    return this.browser.newContext({ permissions: options.microphone === false ? [] : ['microphone', 'camera'] });
  }

  /** Opens the demo as `user` and waits until it is connected. */
  async open(user: string, options: { microphone?: boolean; direct?: boolean; context?: BrowserContext; query?: string } = {}): Promise<Page> {
    const page = await (options.context ?? (await this.context(options))).newPage();
    await page.goto(`${options.direct ? this.direct : this.address}/?user=${user}${options.query ?? ''}`);
    await connected(page);
    return page;
  }

  async stop(): Promise<void> {
    await this.browser?.close();
    await this.#relay?.close();
    await this.killServer('SIGTERM');
    await rm(this.#data, { recursive: true, force: true });
  }
}

interface DemoClient {
  state: string;
  calls: { calls: { id: string; state: string; peerConnection?: RTCPeerConnection; reconnecting: boolean }[] };
}

/** Waits until the page's client is connected. */
export async function connected(page: Page): Promise<void> {
  await page.waitForFunction(() => (document.querySelector('earshot-client') as unknown as { client?: DemoClient })?.client?.state === 'connected');
}

/** Inbound RTP packets, audio level and bytes of the page's one call. */
export async function inboundAudio(page: Page): Promise<{ packets: number; energy: number; durationS: number }> {
  return page.evaluate(async () => {
    const client = (document.querySelector('earshot-client') as unknown as { client: DemoClient }).client;
    const pc = client.calls.calls.find((call) => call.peerConnection)?.peerConnection;
    let packets = 0;
    let energy = 0;
    let durationS = 0;
    for (const report of (await pc?.getStats())?.values() ?? []) {
      if (report.type === 'inbound-rtp' && report.kind === 'audio') {
        packets += report.packetsReceived;
        energy += report.totalAudioEnergy ?? 0;
        durationS += report.totalSamplesDuration ?? 0;
      }
    }
    return { packets, energy, durationS };
  });
}

/** Waits until `more` further audio packets came in; answers with the energy of that stretch per second of sound. */
export async function hear(page: Page, more = 25): Promise<number> {
  const before = await inboundAudio(page);
  for (;;) {
    const after = await inboundAudio(page);
    if (after.packets >= before.packets + more && after.durationS > before.durationS)
      return (after.energy - before.energy) / (after.durationS - before.durationS);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** Waits until what comes in is as quiet (or as loud) as wanted: sound that was on its way still plays out of the jitter buffer. */
export async function heardUntil(page: Page, wanted: (energy: number) => boolean): Promise<void> {
  for (let tries = 0; tries < 60; tries++) if (wanted(await hear(page, 10))) return;
  throw new Error('600 packets later it still is not');
}
