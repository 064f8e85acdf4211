import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findWebKit } from '../../scripts/find-webkit.ts';

/** How long a page may take for what it is asked, in ms. */
const SCRIPT_MS = 30_000;
/** Keys that have no character of their own (WebDriver, 17.4.2). */
export const ENTER = '\uE007';
export const BACKSPACE = '\uE003';

/** In the page: does something there, and calls back with what came of it. */
const ASYNC = `const done = arguments[arguments.length - 1];
(async () => (BODY)(...arguments[0]))().then((value) => done({ value }), (error) => done({ error: String(error?.stack || error) }));`;

const LOOK = `async (...args) => {
  for (;;) {
    const found = await (BODY)(...args);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}`;

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Ends the process and waits until it is gone. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

/** Rejects when the process ends, or cannot begin. */
const failing = (child: ChildProcess, name: string): Promise<never> =>
  new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`${name} ended with ${code ?? signal}`)));
  });

/** One WebKitGTK window on a screen of its own, told what to do by W3C WebDriver. It has no WebRTC and no devices. */
export class WebKit {
  readonly #children: ChildProcess[] = [];
  #home = '';
  #session = '';

  static async start(): Promise<WebKit> {
    const webkit = new WebKit();
    try {
      await webkit.#start();
    } catch (error) {
      await webkit.stop();
      throw error;
    }
    return webkit;
  }

  async #start(): Promise<void> {
    const { driver, browser, screen } = findWebKit();
    if (!driver || !browser || !screen) throw new Error('needs WebKitWebDriver, MiniBrowser and Xvfb');
    this.#home = await mkdtemp(join(tmpdir(), 'earshot-webkit-'));
    const xvfb = this.#spawn(screen, ['-displayfd', '3', '-screen', '0', '1024x900x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const display = new Promise<string>((resolve) => {
      let text = '';
      xvfb.stdio[3]!.on('data', (chunk) => {
        text += chunk;
        if (text.endsWith('\n')) resolve(`:${text.trim()}`);
      });
    });
    const port = await freePort();
    const webDriver = this.#spawn(driver, [`--port=${port}`, '--host=127.0.0.1'], {
      stdio: 'ignore',
      env: {
        ...process.env,
        DISPLAY: await Promise.race([display, failing(xvfb, 'Xvfb')]),
        GDK_BACKEND: 'x11',
        GSETTINGS_BACKEND: 'memory',
        NO_AT_BRIDGE: '1',
        MESA_SHADER_CACHE_DISABLE: 'true',
        WEBKIT_DISABLE_DMABUF_RENDERER: '1', // without a graphics card, sharing its buffers leaves a tenth of the frames
        XDG_DATA_HOME: this.#home,
        XDG_CACHE_HOME: this.#home,
        ...(process.getuid?.() === 0 && { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' }),
      },
    });
    const base = `http://127.0.0.1:${port}/session`;
    const options = { binary: browser, args: ['--automation'] };
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options, timeouts: { script: SCRIPT_MS, pageLoad: SCRIPT_MS } } };
    const made = (await Promise.race([this.#begin(base, { capabilities }), failing(webDriver, 'WebKitWebDriver')])) as { sessionId: string };
    this.#session = `${base}/${made.sessionId}`;
    await send('POST', `${this.#session}/window/rect`, { width: 700, height: 700 }); // fewer pixels, more frames
  }

  #spawn(program: string, args: string[], options: SpawnOptions): ChildProcess {
    const child = spawn(program, args, options);
    child.on('error', () => {}); // told by who waits for it
    this.#children.push(child);
    return child;
  }

  /** The driver tells nobody when it begins to listen: asked until it does. */
  async #begin(base: string, body: object): Promise<unknown> {
    for (;;) {
      try {
        return await send('POST', base, body);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // what fetch throws when nobody answers
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  /** Opens that address and waits until it is loaded. */
  async open(url: string): Promise<void> {
    await send('POST', `${this.#session}/url`, { url });
  }

  /** Runs a function in the page, as it stands here: it sees its arguments and the page, nothing else. */
  async evaluate<A extends unknown[], R>(work: (...args: A) => R, ...args: A): Promise<Awaited<R>> {
    return this.#execute(`${work}`, args) as Promise<Awaited<R>>;
  }

  /** Asks the page again and again until it answers with something. */
  async until<A extends unknown[], R>(look: (...args: A) => R, ...args: A): Promise<NonNullable<Awaited<R>>> {
    return this.#execute(
      LOOK.replace('BODY', () => `${look}`),
      args,
    ) as Promise<NonNullable<Awaited<R>>>;
  }

  async #execute(source: string, args: unknown[]): Promise<unknown> {
    const script = ASYNC.replace('BODY', () => source);
    const { value, error } = (await send('POST', `${this.#session}/execute/async`, { script, args: [args] })) as { value?: unknown; error?: string };
    if (error !== undefined) throw new Error(error);
    return value;
  }

  /** Real keys, one after the other, to whatever has the focus. */
  async type(text: string): Promise<void> {
    const actions = [...text].flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await this.#act({ type: 'key', id: 'keys', actions });
  }

  /** A real click there, in px of the window. */
  async click({ x, y }: { x: number; y: number }): Promise<void> {
    const actions = [
      { type: 'pointerMove', x: Math.round(x), y: Math.round(y), origin: 'viewport' },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ];
    await this.#act({ type: 'pointer', id: 'mouse', actions });
  }

  async #act(source: object): Promise<void> {
    await send('POST', `${this.#session}/actions`, { actions: [source] });
  }

  /** Closes the window, then ends driver and screen. */
  async stop(): Promise<void> {
    if (this.#session) await send('DELETE', this.#session).catch(() => {}); // a window that has gone needs no closing
    for (const child of this.#children.reverse()) await end(child);
    if (this.#home) await rm(this.#home, { recursive: true, force: true, maxRetries: 10 }); // the window's processes may outlive its driver a little
  }
}

/** One command; answers with its value, rejects with the driver's own words. */
async function send(method: string, url: string, body?: object): Promise<unknown> {
  const response = await fetch(url, { method, ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });
  const { value } = (await response.json()) as { value: unknown };
  if (response.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`${error}: ${message}`);
}
