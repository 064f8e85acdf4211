import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerSettings } from '../../server/src/api.ts';
import { loadConfig, type RunningServer, startServer } from '../../server/src/start.ts';
import { VoiceClient, type VoicePayload } from '../../src/compat/voice-client.ts';
import { type Settings, systemClock } from '../../src/core/base/index.ts';
import type { Call } from '../../src/core/call/api.ts';
import type { KeyValue } from '../../src/core/client/api.ts';
import { Client } from '../../src/core/client/client.ts';
import { mediaOf } from '../../src/core/client/media-of.ts';
import { FakeEngine, FakeNetwork } from '../fake-media.ts';

export const APP = 'town';

/** A small persistent store, as a browser profile has one. */
export function profile(): KeyValue & { size: number } {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    get size() {
      return values.size;
    },
  };
}

/** A client with a machine of its own, whose socket can be cut. */
export class Person {
  readonly client: Client;
  readonly engine: FakeEngine;
  readonly storage: KeyValue;
  readonly #sockets: Set<WebSocket>;
  readonly #line: { up: boolean };

  constructor(client: Client, engine: FakeEngine, storage: KeyValue, sockets: Set<WebSocket>, line: { up: boolean }) {
    this.client = client;
    this.engine = engine;
    this.storage = storage;
    this.#sockets = sockets;
    this.#line = line;
  }

  /** The line dies; new ones die as well until {@link mend}. */
  cut(): void {
    this.#line.up = false;
    for (const socket of this.#sockets) socket.close();
  }

  mend(): void {
    this.#line.up = true;
  }

  /** The page is gone at once, with everything in it; nothing is said to anybody. */
  vanish(): void {
    this.cut();
    for (const peer of this.engine.peers) peer.close();
    void this.client.connection.disconnect();
  }

  /** The call that rings here next (or rings already). */
  incoming(): Promise<Call> {
    const there = this.client.calls.calls.find((call) => call.direction === 'incoming');
    return there ? Promise.resolve(there) : new Promise((resolve) => void this.client.calls.once('incoming', resolve));
  }
}

/** Everything the voice face told, in order. */
export interface Told {
  voice: VoiceClient;
  engine: FakeEngine;
  log: { event: 'call' | 'call_status_changed'; payload: VoicePayload }[];
  statuses(): string[];
}

/** The real server and people with fake machines. */
export class Town {
  readonly server: RunningServer;
  readonly network = new FakeNetwork();
  readonly #data: string;
  readonly #people: { client: Client }[] = [];

  private constructor(server: RunningServer, data: string) {
    this.server = server;
    this.#data = data;
  }

  static async start(settings: Partial<ServerSettings> = {}): Promise<Town> {
    const data = await mkdtemp(join(tmpdir(), 'earshot-town-'));
    const config = loadConfig({ LOG_LEVEL: 'error' }, { port: '0', data });
    const rates = { ...config.settings.rates, invite: [1000, 1000], request: [1000, 1000], login: [1000, 1000] } as ServerSettings['rates'];
    const server = await startServer({ ...config, settings: { ...config.settings, callTickMs: 20, rates, ...settings } });
    await server.core.apps.create({ appId: APP, name: 'Town', settings: { auto_create_users: true } });
    return new Town(server, data);
  }

  get host(): string {
    return new URL(this.server.address).host;
  }

  async token(userId: string, lifetimeMs = 60_000): Promise<string> {
    return (await this.server.core.tokens.mint(APP, userId, Date.now() + lifetimeMs)).token;
  }

  /** A connected person. */
  async person(userId: string, options: { settings?: Partial<Settings>; storage?: KeyValue; engine?: FakeEngine } = {}): Promise<Person> {
    const engine = options.engine ?? new FakeEngine(this.network);
    const storage = options.storage ?? profile();
    const sockets = new Set<WebSocket>();
    const line = { up: true };
    const client = new Client({
      host: this.host,
      appId: APP,
      userId,
      token: await this.token(userId),
      settings: { backoffBaseMs: 5, backoffMaxMs: 20, mediaLostMs: 60, iceRestartAfterMs: 40, qualityIntervalMs: 60, ...options.settings },
      clock: systemClock,
      mediaEngine: engine,
      storage,
      openSocket: (url) => {
        if (!line.up) throw new Error('no line');
        const socket = new WebSocket(url);
        sockets.add(socket);
        socket.addEventListener('close', () => sockets.delete(socket));
        return socket as never;
      },
    });
    const person = new Person(client, engine, storage, sockets, line);
    this.#people.push(person);
    await client.connect();
    return person;
  }

  /** A voice face that writes down what it tells; connected unless `connect` is false. */
  async voice(userId: string, options: { connect?: boolean; token?: string; debug?: boolean } = {}): Promise<Told> {
    const engine = new FakeEngine(this.network);
    const token = options.token ?? (await this.token(userId));
    const ports = { mediaEngine: engine, storage: profile(), settings: { backoffBaseMs: 5, backoffMaxMs: 20 } };
    const voice = new VoiceClient({ host: this.host, app_id: APP, user_id: userId, token, debug: options.debug ?? false }, ports);
    const log: Told['log'] = [];
    voice.on('call', (payload) => log.push({ event: 'call', payload }));
    voice.on('call_status_changed', (payload) => log.push({ event: 'call_status_changed', payload }));
    this.#people.push({ client: voice.core });
    if (options.connect !== false) await voice.connectUser();
    return { voice, engine, log, statuses: () => log.map(({ payload }) => payload.status) };
  }

  async stop(): Promise<void> {
    await Promise.all(this.#people.map(({ client }) => client.dispose()));
    await this.server.stop();
    await rm(this.#data, { recursive: true, force: true });
  }
}

/** Resolves when `look` is true, looking after everything that `call` tells. */
export function until(call: Call, look: (call: Call) => boolean): Promise<void> {
  if (look(call)) return Promise.resolve();
  return new Promise((resolve) => {
    const off = call.on('change', () => {
      if (!look(call)) return;
      off();
      resolve();
    });
  });
}

/** Resolves once the voice face has told this status. */
export function told(person: Told, status: string): Promise<VoicePayload> {
  const known = person.log.find(({ payload }) => payload.status === status);
  if (known) return Promise.resolve(known.payload);
  return new Promise((resolve) => {
    const look = (payload: VoicePayload) => {
      if (payload.status !== status) return;
      for (const off of offs) off();
      resolve(payload);
    };
    const offs = [person.voice.on('call', look), person.voice.on('call_status_changed', look)];
  });
}

/** What a promise rejects with. */
export async function failure(promise: Promise<unknown>): Promise<Error & { code: unknown }> {
  try {
    await promise;
  } catch (error) {
    return error as Error & { code: unknown };
  }
  throw new Error('it did not reject');
}

/** A connected pair of calls: alice's and bob's. */
export async function talk(alice: Person, bob: Person, bobId = 'bob'): Promise<[Call, Call]> {
  const ringing = bob.incoming();
  const out = await alice.client.calls.make(bobId);
  const inc = await ringing;
  await until(inc, (call) => call.state === 'ringing');
  await inc.answer();
  await Promise.all([until(out, (call) => call.mediaState === 'connected'), until(inc, (call) => call.mediaState === 'connected')]);
  return [out, inc];
}

/** Every microphone is pulled, and the page has heard of it; what comes back plugs one in. */
export async function pullMicrophones(client: Client, { devices }: FakeEngine): Promise<() => void> {
  const { list } = devices;
  const heard = new Promise<void>((resolve) => void mediaOf(client).once('devices', () => resolve()));
  devices.list = list.filter(({ kind }) => kind !== 'audioinput');
  devices.changed();
  await heard;
  return () => {
    devices.list = list;
    devices.changed();
  };
}
