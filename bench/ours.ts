/** Our client in a page, made ready for benchmarks; {@link installRaw} of `bare.ts` is what it stands beside. */
import type { Page } from 'playwright-core';
import type { Client } from '../src/core/client/client.ts';
import type { mediaOf } from '../src/core/client/media-of.ts';

interface StageWindow {
  client: Client;
  Earshot: { mediaOf: typeof mediaOf };
  marks: Mark[];
}

/** What happened in a page, in epoch milliseconds. */
export type Mark = [name: string, atMs: number];

export interface OurOptions {
  /** A preview is open and offers what it holds. */
  preview: boolean;
  /** What a hover does was done before the click. */
  prepare: boolean;
}

/** The core's client; the callee answers on its incoming event. */
export async function installOurs(page: Page, options: OurOptions): Promise<void> {
  await page.evaluate(async ({ preview, prepare }) => {
    const { client, Earshot } = window as unknown as StageWindow;
    if (preview) Earshot.mediaOf(client).offer(await Earshot.mediaOf(client).open({ audio: true }));
    const now = () => performance.timeOrigin + performance.now();
    let connected!: (at: number) => void;
    let sound!: (at: number) => void;
    let current: Awaited<ReturnType<typeof client.calls.make>> | undefined;
    window.armed = async () => {
      window.connectedAt = new Promise((resolve) => {
        connected = resolve;
      });
      window.soundAt = new Promise((resolve) => {
        sound = resolve;
      });
      if (prepare) await client.calls.prepare();
    };
    const watch = (call: NonNullable<typeof current>) => {
      current = call;
      const look = () => {
        const pc = call.peerConnection;
        const up = pc?.connectionState === 'connected';
        if (up) connected(now());
        const heard = pc?.getReceivers().some((receiver) => receiver.getSynchronizationSources().length > 0);
        if (heard) sound(now());
        if (!(up && heard) && current !== undefined) setTimeout(look, 1);
      };
      look();
    };
    client.calls.on('incoming', (call) => {
      watch(call);
      void call.answer();
    });
    window.bench = {
      async call() {
        const at = now();
        watch(await client.calls.make('bob'));
        return at;
      },
      hangUp() {
        void current?.end();
        current = undefined;
      },
    };
  }, options);
}

/** Resolves when neither page has a call. */
export async function idle(...pages: readonly Page[]): Promise<void> {
  for (const page of pages) await page.waitForFunction(() => (window as unknown as StageWindow).client.calls.calls.length === 0);
}

/** Writes down what both ends of a call do, and when. */
export async function installMarks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const here = window as unknown as StageWindow;
    here.marks = [];
    const mark = (name: string) => here.marks.push([name, performance.timeOrigin + performance.now()]);
    const { connection, calls } = here.client;
    const request = connection.request.bind(connection) as (method: string, ...rest: unknown[]) => Promise<unknown>;
    connection.request = ((method: string, ...rest: unknown[]) => {
      mark(method);
      return request(method, ...rest).then((reply) => {
        mark(`${method} replied`);
        return reply;
      });
    }) as typeof connection.request;
    connection.on('signal', ({ data }) => mark(data.description ? `${data.description.type} came` : 'candidates came'));
    calls.on('incoming', () => mark('incoming'));
    const { prototype } = RTCPeerConnection;
    for (const name of ['createOffer', 'createAnswer', 'setLocalDescription', 'setRemoteDescription'] as const) {
      const method = prototype[name] as (...args: unknown[]) => Promise<unknown>;
      (prototype as unknown as Record<string, unknown>)[name] = function (this: RTCPeerConnection, ...args: unknown[]) {
        mark(name);
        if (name === 'setLocalDescription')
          for (const type of ['iceconnectionstatechange', 'connectionstatechange'])
            this.addEventListener(type, () => mark(type === 'connectionstatechange' ? this.connectionState : `ice ${this.iceConnectionState}`));
        return method.apply(this, args).then((done) => {
          mark(`${name} done`);
          return done;
        });
      };
    }
  });
}

/** What was written down since last time. */
export const takeMarks = (page: Page): Promise<Mark[]> => page.evaluate(() => (window as unknown as StageWindow).marks.splice(0));
