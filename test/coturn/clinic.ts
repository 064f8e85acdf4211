import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server as HttpServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, type BrowserContextOptions, chromium, type Frame, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/find-chromium.mjs';
import { loadConfig, type RunningServer, startServer } from '../../server/src/start.ts';
import type { Settings } from '../../src/core/base/index.ts';
import type { FullClient } from '../../src/core/client/full-client.ts';
import type { DiagnoseOptions, DiagnosisReport } from '../../src/core/doctor/api.ts';
import { CHROMIUM_ARGS } from '../browser/relay.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** A name that no browser takes for a secure one; it leads to this machine. */
const INSECURE = 'insecure.test';

/** What was opened in a page, kept by {@link WATCH} so that a test can see that it is closed again. */
const WATCH = `{
  const kept = (window.kept = { peers: [], sockets: [], contexts: [], tracks: [] });
  const wrap = (name, list) => {
    window[name] = class extends window[name] {
      constructor(...given) {
        super(...given);
        kept[list].push(this);
      }
    };
  };
  wrap('RTCPeerConnection', 'peers');
  wrap('WebSocket', 'sockets');
  wrap('AudioContext', 'contexts');
  const devices = navigator.mediaDevices;
  if (devices) {
    const open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (...given) => {
      const stream = await open(...given);
      kept.tracks.push(...stream.getTracks());
      return stream;
    };
  }
}`;

const html = (body: string): string => `<!doctype html><title>clinic</title><link rel="icon" href="data:,">${body}`;

/** Durations for tests: the waits that a broken network costs are short, and nothing is called slow or poor on a busy machine. */
const SETTINGS: Partial<Settings> = { doctorStepMs: 6_000, doctorListenMs: 3_000, doctorLoopbackMs: 1_000, doctorSlowMs: 60_000, doctorPoorMos: 1 };

/** What differs from a healthy page. */
export interface Patient {
  /** `TURN_URLS` of the server; none at all when undefined. */
  turnUrls?: string[];
  turnSecret?: string;
  /** Default: a good one. */
  token?: (server: RunningServer) => Promise<string>;
  /** Between page and server. */
  through?: 'nothing' | 'a proxy without sockets' | 'a closed port';
  /** Where the page comes from, and how it lies. */
  page?: 'plain' | 'insecure' | 'policy' | 'csp' | 'frame' | 'foreign';
  microphone?: 'granted' | 'denied';
  browser?: Browser;
  options?: Omit<DiagnoseOptions, 'onCheck' | 'signal'>;
}

/** A page in which a diagnosis can run. */
export interface Bed {
  page: Page;
  frame: Frame;
  close(): Promise<void>;
}

/** Pages from the sources, real servers and a real browser, put together as each test wants them broken. */
export class Clinic {
  readonly browser: Browser;
  readonly #script: string;
  readonly #args: string[];
  readonly #browsers: Browser[];

  private constructor(browser: Browser, script: string, args: string[]) {
    this.browser = browser;
    this.#script = script;
    this.#args = args;
    this.#browsers = [browser];
  }

  /** `spki` is the key of the relays' certificate, so that their TLS is taken for good. */
  static async open(spki: string): Promise<Clinic> {
    const args = [`--ignore-certificate-errors-spki-list=${spki}`, `--host-resolver-rules=MAP ${INSECURE} 127.0.0.1`];
    const [bundle, browser] = await Promise.all([
      build({
        stdin: { contents: `export { FullClient } from './src/core/client/full-client.ts';`, resolveDir: ROOT, loader: 'ts' },
        bundle: true,
        write: false,
        format: 'iife',
        globalName: 'Earshot',
        target: 'es2022',
        tsconfigRaw: {},
        logLevel: 'silent',
      }),
      launch([...CHROMIUM_ARGS, ...args]),
    ]);
    return new Clinic(browser, bundle.outputFiles[0]!.text, args);
  }

  /** Another browser, with other devices. */
  async launch(args: readonly string[]): Promise<Browser> {
    const browser = await launch([...args, ...this.#args]);
    this.#browsers.push(browser);
    return browser;
  }

  async close(): Promise<void> {
    await Promise.all(this.#browsers.map((browser) => browser.close()));
  }

  /** A server and a page of user `ann` with a client that is not connected. */
  async admit(patient: Patient): Promise<Bed> {
    const closing: (() => Promise<unknown>)[] = [];
    const pages = createServer((request, response) => {
      if (request.url === '/clinic.js') response.setHeader('content-type', 'text/javascript').end(this.#script);
      else {
        if (patient.page === 'policy') response.setHeader('permissions-policy', 'microphone=()');
        if (patient.page === 'csp') response.setHeader('content-security-policy', "connect-src 'self'");
        response.setHeader('content-type', 'text/html').end(request.url === '/frame' ? outer : inner);
      }
    });
    const pagePort = await listen(pages);
    closing.push(() => end(pages));
    const names = { plain: '127.0.0.1', policy: '127.0.0.1', csp: '127.0.0.1', frame: '127.0.0.1', insecure: INSECURE, foreign: 'localhost' };
    const origin = `http://${names[patient.page ?? 'plain']}:${pagePort}`;

    const data = await mkdtemp(join(tmpdir(), 'earshot-clinic-'));
    const config = loadConfig(
      {
        LOG_LEVEL: 'error',
        ORIGINS: patient.page === 'foreign' ? 'https://elsewhere.example' : origin,
        ...(patient.turnUrls && { TURN_URLS: patient.turnUrls.join(','), TURN_SECRET: patient.turnSecret ?? 'north' }),
      },
      { port: '0', data },
    );
    const server = await startServer(config);
    closing.push(async () => {
      await server.stop();
      await rm(data, { recursive: true, force: true });
    });
    await server.core.apps.create({ appId: 'clinic', settings: { auto_create_users: true } });
    const token = patient.token ? await patient.token(server) : (await server.core.tokens.mint('clinic', 'ann', Date.now() + 3_600_000)).token;

    let port = (server.app.server.address() as AddressInfo).port;
    if (patient.through === 'a closed port') {
      const nobody = createServer();
      port = await listen(nobody);
      await end(nobody);
    } else if (patient.through === 'a proxy without sockets') {
      const proxy = withoutSockets(port);
      port = await listen(proxy);
      closing.push(() => end(proxy));
    }
    const client = JSON.stringify({ host: `127.0.0.1:${port}`, appId: 'clinic', userId: 'ann', token, settings: SETTINGS });
    const inner = html(
      `<script>${WATCH}</script><script src="/clinic.js"></script><script>window.client = new Earshot.FullClient(${client})</script>`,
    );
    const outer = html(`<iframe src="http://localhost:${pagePort}/"></iframe>`).replace(
      'localhost',
      patient.page === 'frame' ? '127.0.0.1' : 'localhost',
    );

    const options: BrowserContextOptions = patient.microphone === 'denied' ? {} : { permissions: ['microphone'] };
    const context = await (patient.browser ?? this.browser).newContext(options);
    closing.unshift(() => context.close());
    const page = await context.newPage();
    if (patient.page === 'frame') {
      // the frame is of the origin that the server takes; the page around it is of another one and passes nothing on
      await page.goto(`http://localhost:${pagePort}/frame`);
    } else await page.goto(origin);
    const frame = patient.page === 'frame' ? page.frames()[1]! : page.mainFrame();
    await frame.waitForFunction(() => 'client' in window);
    return {
      page,
      frame,
      close: async () => {
        for (const task of closing) await task();
      },
    };
  }

  /** Admits, diagnoses, discharges. */
  async examine(patient: Patient): Promise<DiagnosisReport> {
    const bed = await this.admit(patient);
    try {
      return await diagnose(bed.frame, patient.options);
    } finally {
      await bed.close();
    }
  }
}

/** Runs `client.diagnose` in the page; the report as support would get it. */
export const diagnose = (frame: Frame, options: Patient['options'] = {}): Promise<DiagnosisReport> =>
  frame.evaluate(
    async (given) => JSON.parse(JSON.stringify(await (window as unknown as ClinicWindow).client.diagnose(given))) as DiagnosisReport,
    options,
  );

/** What is still open of all that was opened. */
export const leftovers = (frame: Frame): Promise<Record<string, number>> =>
  frame.evaluate(() => {
    const { peers, sockets, contexts, tracks } = (window as unknown as ClinicWindow).kept;
    return {
      opened: peers.length + sockets.length + contexts.length + tracks.length,
      peers: peers.filter(({ signalingState }) => signalingState !== 'closed').length,
      sockets: sockets.filter(({ readyState }) => readyState < WebSocket.CLOSING).length,
      contexts: contexts.filter(({ state }) => state !== 'closed').length,
      tracks: tracks.filter(({ readyState }) => readyState === 'live').length,
    };
  });

/** What lies in the pages of the clinic. */
export interface ClinicWindow {
  client: FullClient;
  kept: { peers: RTCPeerConnection[]; sockets: WebSocket[]; contexts: AudioContext[]; tracks: MediaStreamTrack[] };
}

const launch = (args: string[]): Promise<Browser> => chromium.launch({ executablePath: findChromium(), args });

const listen = async (server: HttpServer): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

const end = (server: HttpServer): Promise<void> => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
};

/** A proxy of the kind that knows HTTP and nothing newer. */
const withoutSockets = (port: number): HttpServer =>
  createServer((near, answer) => {
    const far = httpRequest({ host: '127.0.0.1', port, method: near.method, path: near.url, headers: near.headers }, (response) => {
      answer.writeHead(response.statusCode!, response.headers);
      response.pipe(answer);
    });
    far.on('error', () => answer.destroy());
    near.pipe(far);
  }).on('upgrade', (_request, socket) => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'));
