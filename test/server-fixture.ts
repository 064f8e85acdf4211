import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket, WebSocketServer } from 'ws';
import type { AppRow, ServerCore, ServerSettings } from '../server/src/api.ts';
import { type CoreDeps, createCore } from '../server/src/core.ts';
import type {
  Ack,
  Channel,
  ClientFrame,
  Cursor,
  MethodName,
  Params,
  Result,
  ServerFrame,
  ServerFrames,
  Welcome,
} from '../src/core/protocol/index.ts';

export interface StartOptions extends Partial<Omit<CoreDeps, 'settings'>> {
  settings?: Partial<ServerSettings>;
  /** Fixed port instead of a free one: for a server that comes back where it was. */
  port?: number;
  /** The app that is made; 'demo' unless said. Null makes none (the data folder has one already). */
  appId?: string | null;
  app?: Partial<AppRow>;
}

export interface RunningCore {
  core: ServerCore;
  appId: string;
  apiKey: string;
  port: number;
  /** `ws://127.0.0.1:<port>/v1/socket` */
  url: string;
  mint(userId: string, appId?: string, lifetimeMs?: number): Promise<string>;
  /** Users with a capital name each. */
  users(...ids: string[]): Promise<void>;
  /** A channel with these members; the first is its owner. Listed unless said. */
  channel(channelId: string, members: string[], options?: Partial<Params<'channel.create'>>): Promise<Channel>;
  /** A device of a user: a socket, welcomed. */
  device(userId: string, options?: DeviceOptions): Promise<Device>;
  /** A socket that has said nothing yet. */
  raw(): Promise<Device>;
  /** Resolves once the server, too, has seen every closed device go. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

export interface DeviceOptions {
  appId?: string;
  token?: string;
  device?: string;
  resume?: Record<string, Cursor>;
  channels?: boolean;
}

/** Starts the real core behind a bare HTTP server on a free loopback port. */
export async function startCore(options: StartOptions = {}): Promise<RunningCore> {
  const { port: wanted = 0, appId: wantedApp = 'demo', app: appSettings, ...deps } = options;
  const core = createCore({ dataDir: ':memory:', ...deps });
  await core.ready();
  const appId = wantedApp ?? 'demo';
  const apiKey = wantedApp === null ? '' : (await core.apps.create({ appId, settings: appSettings })).apiKey;

  const http = createServer();
  const sockets = new WebSocketServer({ server: http, path: '/v1/socket', maxPayload: core.settings.frameBytes * 2 });
  sockets.on('connection', (socket, request) => core.acceptSocket(socket, request));
  await new Promise<void>((resolve) => http.listen(wanted, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const url = `ws://127.0.0.1:${port}/v1/socket`;
  const devices = new Set<Device>();

  const open = async (): Promise<Device> => {
    const device = await Device.open(url);
    devices.add(device);
    return device;
  };
  const mint = async (userId: string, inApp = appId, lifetimeMs = 3_600_000) =>
    (await core.tokens.mint(inApp, userId, core.clock.now() + lifetimeMs)).token;

  return {
    core,
    appId,
    apiKey,
    port,
    url,
    mint,
    users: async (...ids) => {
      for (const id of ids) await core.users.create(appId, { user_id: id, name: id[0]!.toUpperCase() + id.slice(1) });
    },
    channel: async (channelId, members, more) => {
      const actor = { kind: 'user', appId, userId: members[0]! } as const;
      const params = { name: channelId, visibility: 'listed', ...more, channel_id: channelId, members } as const;
      return (await core.execute(actor, 'channel.create', params)).channel;
    },
    device: async (userId, { appId: inApp = appId, token, ...hello } = {}) => {
      const device = await open();
      await device.hello({ app_id: inApp, token: token ?? (await mint(userId, inApp)), ...hello });
      return device;
    },
    raw: open,
    quiet: async () => {
      const open = [...devices].filter(({ closed }) => !closed).length;
      while (core.stats().sockets > open) await new Promise((resolve) => setImmediate(resolve));
    },
    close: async () => {
      for (const device of devices) device.cut();
      await core.close();
      sockets.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** A folder for a database that goes away with `remove()`. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'earshot-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

type Match<T extends ServerFrame['t']> = (frame: ServerFrames[T]) => boolean;

/** The client's end of a real socket, as bare as can be: what came is in `frames`, in order. */
export class Device {
  readonly frames: ServerFrame[] = [];
  /** Close code and reason, once closed. */
  closed: { code: number; reason: string } | undefined;
  welcome: Welcome | undefined;
  readonly #socket: WebSocket;
  #waiting: (() => void)[] = [];
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      this.frames.push(JSON.parse(String(data)) as ServerFrame);
      this.#wake();
    });
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) };
      this.#wake();
    });
    socket.on('error', () => {}); // told by 'close'
  }

  static async open(url: string): Promise<Device> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    const device = new Device(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return device;
  }

  /** Whatever it is: a frame, text, bytes. */
  send(data: ClientFrame | object | string | Buffer): void {
    this.#socket.send(typeof data === 'string' || Buffer.isBuffer(data) ? data : JSON.stringify(data));
  }

  async hello(hello: {
    app_id: string;
    token: string;
    device?: string;
    resume?: Record<string, Cursor>;
    channels?: boolean;
    exclusive?: boolean;
  }): Promise<Welcome> {
    this.send({ t: 'hello', v: 1, device: 'device-1', client_version: 'test', ...hello });
    this.welcome = await this.next('welcome');
    return this.welcome;
  }

  /** The first frame of that type at or after `from` that matches; waits for it. Fails when the socket closes before. */
  async next<T extends ServerFrame['t']>(type: T, match: Match<T> = () => true, from = 0): Promise<ServerFrames[T]> {
    for (let at = from; ; at++) {
      while (at >= this.frames.length) {
        if (this.closed) throw new Error(`closed (${this.closed.code} ${this.closed.reason}) before "${type}" came; had ${this.#story()}`);
        await this.#more(type);
      }
      const frame = this.frames[at]!;
      if (frame.t === type && match(frame as ServerFrames[T])) return frame as ServerFrames[T];
    }
  }

  async untilClosed(): Promise<{ code: number; reason: string }> {
    while (!this.closed) await this.#more('close');
    return this.closed;
  }

  /** Asks, and throws the nack as it came. */
  async request<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
    const request_id = ++this.#lastId;
    const from = this.frames.length;
    this.send({ t: 'request', request_id, method, params });
    const answer = await Promise.race([
      this.next('reply', (frame) => frame.request_id === request_id, from),
      this.next('nack', (frame) => frame.request_id === request_id, from),
    ]);
    if (answer.t === 'nack') throw Object.assign(new Error(answer.message), { nack: answer });
    return answer.result as Result<M>;
  }

  /** The nack of a request that must fail. */
  async refused<M extends MethodName>(method: M, params: Params<M>): Promise<ServerFrames['nack']> {
    try {
      await this.request(method, params);
    } catch (error) {
      const { nack } = error as { nack?: ServerFrames['nack'] };
      if (nack) return nack;
      throw error;
    }
    throw new Error(`${method} was not refused`);
  }

  async say(channel_id: string, content: string, client_id: string = crypto.randomUUID()): Promise<Ack> {
    const from = this.frames.length;
    this.send({ t: 'send', client_id, channel_id, type: 'text', content });
    const answer = await Promise.race([
      this.next('ack', (frame) => frame.client_id === client_id, from),
      this.next('nack', (frame) => frame.client_id === client_id, from),
    ]);
    if (answer.t === 'nack') throw Object.assign(new Error(answer.message), { nack: answer });
    return answer;
  }

  /** Waits until the server has answered everything sent before. */
  async settled(): Promise<void> {
    await this.request('user.me', {});
  }

  /** Every entry of a stream that came, with its offset, in the order of arrival. */
  entries(stream: string): { offset: number; entry: ServerFrames['events']['entries'][number] }[] {
    return this.frames.flatMap((frame) =>
      frame.t === 'events' && frame.stream === stream ? frame.entries.map((entry, i) => ({ offset: frame.offset + i, entry })) : [],
    );
  }

  /** Waits for an entry of a stream. */
  async entry(stream: string, match: (entry: ServerFrames['events']['entries'][number], offset: number) => boolean) {
    for (;;) {
      const found = this.entries(stream).find(({ entry, offset }) => match(entry, offset));
      if (found) return found;
      if (this.closed) throw new Error(`closed (${this.closed.code}) before the entry came; had ${this.#story()}`);
      await this.#more(`entry of ${stream}`);
    }
  }

  /** Waits for this state of a call in my own stream. */
  async call(userId: string, match: (call: Extract<ServerFrames['events']['entries'][number], { kind: 'call' }>['call']) => boolean) {
    const { entry } = await this.entry(`u:${userId}`, (one) => one.kind === 'call' && match(one.call));
    if (entry.kind !== 'call') throw new Error('not a call');
    return entry.call;
  }

  /** Stops and starts reading: a slow reader. */
  pause(): void {
    this.#socket.pause();
  }

  unpause(): void {
    this.#socket.resume();
  }

  /** Without a code it may come back; 1000 is a goodbye. */
  close(code?: number): Promise<{ code: number; reason: string }> {
    this.#socket.close(code);
    return this.untilClosed();
  }

  /** Cuts the line as a network does. */
  cut(): void {
    this.#socket.terminate();
  }

  #story(): string {
    return this.frames.map(({ t }) => t).join(' ') || 'nothing';
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  #more(what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`"${what}" did not come; had ${this.#story()}`)), 10_000);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
