import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumArgs, findChromium } from '../../scripts/find-chromium.mjs';

interface Reply {
  id?: number;
  result?: { targetId?: string; sessionId?: string; result?: { value?: unknown }; exceptionDetails?: { exception?: { description?: string } } };
  error?: { message: string };
}

/** One tab of a window. */
export interface Tab {
  /** Runs an expression, and waits for what it promises. */
  run<T>(expression: string): Promise<T>;
  /** Brings it to the front: the tab that was there is hidden from now on. */
  show(): Promise<void>;
}

/**
 * A Chromium with tabs that hide each other as they do for people, in one window. The usual driver of these tests lets every page believe that it is
 * seen, whatever lies above it.
 */
export class Tabs {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #last = 0;

  private constructor(child: ChildProcess, folder: string, socket: WebSocket) {
    this.#process = child;
    this.#folder = folder;
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const reply = JSON.parse(String(data)) as Reply;
      this.#waiting.get(reply.id ?? 0)?.(reply);
    });
  }

  static async start(): Promise<Tabs> {
    const folder = await mkdtemp(join(tmpdir(), 'earshot-tabs-'));
    const flags = [
      ...chromiumArgs,
      '--headless=new',
      '--use-fake-ui-for-media-stream',
      '--remote-debugging-port=0',
      `--user-data-dir=${folder}`,
      'about:blank',
    ];
    const child = spawn(findChromium() ?? 'chromium', flags, { stdio: ['ignore', 'ignore', 'pipe'] });
    const address = await new Promise<string>((resolve, reject) => {
      let printed = '';
      child.stderr!.on('data', (chunk: Buffer) => {
        printed += chunk;
        const found = /ws:\/\/\S+/.exec(printed)?.[0];
        if (found) resolve(found);
      });
      child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${printed}`)));
    });
    const socket = new WebSocket(address);
    await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
    return new Tabs(child, folder, socket);
  }

  /** A new tab, in front of the others. */
  async open(url: string): Promise<Tab> {
    // a tab made with its address is an empty page at first, and complete as such: this way the answer comes when the document is there
    const { targetId } = await this.#send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.#send('Target.attachToTarget', { targetId, flatten: true });
    if (url !== 'about:blank') await this.#send('Page.navigate', { url }, sessionId);
    const run = async <T>(expression: string): Promise<T> => {
      const options = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
      const { result, exceptionDetails } = await this.#send('Runtime.evaluate', options, sessionId);
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? 'the page threw');
      return result?.value as T;
    };
    await run("document.readyState === 'complete' || new Promise((resolve) => addEventListener('load', resolve))");
    return { run, show: async () => void (await this.#send('Target.activateTarget', { targetId })) };
  }

  async stop(): Promise<void> {
    const gone = new Promise<void>((resolve) => this.#process.once('exit', () => resolve()));
    this.#socket.send(JSON.stringify({ id: ++this.#last, method: 'Browser.close' }));
    await gone;
    await rm(this.#folder, { recursive: true, force: true });
  }

  #send(method: string, params: object, sessionId?: string): Promise<NonNullable<Reply['result']>> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        this.#waiting.delete(id);
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result ?? {});
      });
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
  }
}
