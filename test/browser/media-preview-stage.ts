import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { buildAssets } from '../../scripts/assets.ts';
import type { Client } from '../../src/core/client/client.ts';
import type { MediaPreview } from '../../src/elements/media-preview/media-preview.ts';
import { Stage } from './stage.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What one says into the fake microphone. */
export const VOICE_HZ = 700;
const RATE = 48_000;

/** Counts what a page opens: runs before anything else in it. */
const COUNTERS = `
  window.opened = { asked: 0, tracks: [], contexts: [], players: [] };
  const devices = navigator.mediaDevices;
  if (devices) {
    const open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      opened.asked++;
      const stream = await open(constraints);
      opened.tracks.push(...stream.getTracks());
      return stream;
    };
    const clone = MediaStreamTrack.prototype.clone;
    MediaStreamTrack.prototype.clone = function () {
      const track = clone.call(this);
      opened.tracks.push(track);
      return track;
    };
  }
  const Context = window.AudioContext;
  window.AudioContext = class extends Context {
    constructor(options) {
      super(options);
      opened.contexts.push(this);
    }
  };
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    opened.players.push(this);
    return play.call(this);
  };
`;

declare global {
  interface Window {
    opened: { asked: number; tracks: MediaStreamTrack[]; contexts: AudioContext[]; players: HTMLMediaElement[] };
    preview: MediaPreview;
    client: Client;
  }
}

/** Half a second of sound and a third of silence, over and over: suppressors of noise leave what comes and goes. */
function voice(): Buffer {
  const seconds = 10;
  const samples = new Int16Array(RATE * seconds);
  for (let i = 0; i < samples.length; i++) samples[i] = (i / RATE) % 0.83 < 0.5 ? Math.sin((2 * Math.PI * VOICE_HZ * i) / RATE) * 20_000 : 0;
  const data = Buffer.from(samples.buffer);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

/** Previews in real pages: with a connected client, or in a frame with one that never connects. */
export class PreviewStage {
  readonly stage: Stage;
  readonly #folder: string;
  readonly #script: string;

  private constructor(stage: Stage, folder: string, script: string) {
    this.stage = stage;
    this.#folder = folder;
    this.#script = script;
  }

  static async start(): Promise<PreviewStage> {
    const folder = await mkdtemp(join(tmpdir(), 'earshot-preview-'));
    const tone = join(folder, 'voice.wav');
    const [bundle] = await Promise.all([
      build({
        stdin: {
          contents: `import './src/elements/media-preview/define.ts'; export { Client } from './src/core/client/client.ts';`,
          resolveDir: ROOT,
          loader: 'ts',
        },
        bundle: true,
        write: false,
        format: 'iife',
        globalName: 'Preview',
        target: 'es2022',
        tsconfig: join(ROOT, 'tsconfig.json'),
        logLevel: 'silent',
      }),
      writeFile(tone, voice()),
      buildAssets(join(folder, 'assets')),
    ]);
    const stage = await Stage.start({}, { flags: [`--use-file-for-fake-audio-capture=${tone}`] });
    return new PreviewStage(stage, folder, bundle.outputFiles[0]!.text);
  }

  /** A browser of its own, with or without the permission. */
  async context({ granted = true } = {}): Promise<BrowserContext> {
    const context = await this.stage.browser.newContext({ permissions: granted ? ['microphone', 'camera'] : [] });
    context.setDefaultTimeout(60_000);
    await context.addInitScript(COUNTERS);
    await context.route('**/assets/*', async (route) => {
      const name = new URL(route.request().url()).pathname.split('/').at(-1)!;
      const contentType = name.endsWith('.js') ? 'text/javascript' : name.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
      await route.fulfill({ body: await readFile(join(this.#folder, 'assets', name)), contentType });
    });
    return context;
  }

  /** A page of this user with a preview in it. */
  async open(userId: string, options: { granted?: boolean } = {}): Promise<Page> {
    const page = await this.stage.person(userId, { context: await this.context(options) });
    await page.addScriptTag({ content: this.#script });
    await page.evaluate(() => {
      window.preview = document.createElement('media-preview');
      window.preview.assetsUrl = '/assets/';
      window.preview.client = window.client;
      document.body.append(window.preview);
    });
    return page;
  }

  /** A preview in a frame of another origin, whose `allow` is as written. */
  async frame(allow: string): Promise<{ page: Page; frame: Frame }> {
    const context = await this.context();
    const page = (body: string) => ({ contentType: 'text/html', body: `<!doctype html><title>frame</title><link rel="icon" href="data:,">${body}` });
    await context.route('http://outside.localhost/', (route) =>
      route.fulfill(page(`<iframe src="http://inside.localhost/" allow="${allow}"></iframe>`)),
    );
    await context.route('http://inside.localhost/', (route) => route.fulfill(page('')));
    const outside = await context.newPage();
    await outside.goto('http://outside.localhost/');
    const frame = outside.frames()[1]!;
    await frame.waitForLoadState();
    await frame.addScriptTag({ content: this.#script });
    await frame.evaluate(() => {
      const { Client } = (window as unknown as { Preview: { Client: typeof import('../../src/core/client/client.ts').Client } }).Preview;
      window.preview = document.createElement('media-preview');
      window.preview.client = new Client({ host: 'nowhere.invalid', appId: 'a', userId: 'u', token: 't' });
      document.body.append(window.preview);
    });
    return { page: outside, frame };
  }

  async stop(): Promise<void> {
    await this.stage.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Waits until the preview shows a state. */
export const shows = (page: Page | Frame, state: string) => page.waitForFunction((wanted) => window.preview.state === wanted, state);

/** Tracks that live and audio contexts that are open. */
export const open = (page: Page) =>
  page.evaluate(() => ({
    tracks: window.opened.tracks.filter(({ readyState }) => readyState === 'live').length,
    contexts: window.opened.contexts.filter(({ state }) => state !== 'closed').length,
  }));
