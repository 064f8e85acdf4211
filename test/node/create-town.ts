import { type CreateApi, type CreateConfig, type CreateEvents, type CreatePorts, create } from '../../src/compat/create/create.ts';
import type { SocketLike } from '../../src/core/connection/api.ts';
import { FakeEngine } from '../fake-media.ts';
import { APP, profile, type Town } from './calls-town.ts';

type Type = keyof CreateEvents;
/** An event as it was told: its type, and what came with it. */
export type Heard = { [K in Type]: [type: K, ...params: CreateEvents[K]] }[Type];

export interface FaceOptions {
  config?: CreateConfig;
  ports?: Partial<CreatePorts>;
  /** Instead of one of the user's own. */
  token?: string;
  /** Services to subscribe to before it is handed over; none: nobody signs in either. Default: call. */
  services?: string[];
  correlator?: string;
}

/** The face of one user on a machine of his own, whose socket can be cut. */
export class Face {
  readonly api: CreateApi;
  readonly engine: FakeEngine;
  /** All that was told, in order. */
  readonly heard: Heard[] = [];
  /** Addresses that sockets were opened to. */
  readonly urls: string[] = [];
  /** Frames that went out, by type. */
  readonly sent: { t: string; [member: string]: unknown }[] = [];
  readonly #sockets = new Set<WebSocket>();
  #up = true;
  #waiting: (() => void)[] = [];

  constructor(town: Town, { config = {}, ports = {} }: FaceOptions = {}) {
    this.engine = new FakeEngine(town.network);
    const { hostname, port } = new URL(town.server.address);
    const base: CreateConfig = {
      logs: { logLevel: 'silent' },
      authentication: { appId: APP, server: { base: hostname, protocol: 'http', port: Number(port) } },
      connectivity: { reconnectDelay: 5 },
    };
    this.api = create(sections(base, config), {
      mediaEngine: this.engine,
      storage: profile(),
      openSocket: (url) => this.#open(url),
      ...ports,
    });
    this.api.subscribe((...event) => {
      this.heard.push(event);
      for (const look of this.#waiting.splice(0)) look();
    });
  }

  static async of(town: Town, userId: string, options: FaceOptions = {}): Promise<Face> {
    const face = new Face(town, options);
    const { services = ['call'], correlator } = options;
    if (services.length === 0) return face;
    face.api.setCredentials({ username: userId, bearerAccessToken: options.token ?? (await town.token(userId)) });
    face.api.services.subscribe(services, correlator === undefined ? {} : { clientCorrelator: correlator });
    await face.until(() => !face.api.services.getSubscriptions().isPending);
    return face;
  }

  /** What came with every event of this type so far. */
  all<K extends Type>(type: K): CreateEvents[K][0][] {
    return this.heard.filter(([name]) => name === type).map(([, param]) => param as CreateEvents[K][0]);
  }

  types(): Type[] {
    return this.heard.map(([type]) => type);
  }

  /** Resolves when `look` gives something, looking after every event. */
  async until<T>(look: () => T | undefined | false | null): Promise<T> {
    for (;;) {
      const found = look();
      if (found) return found;
      await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    }
  }

  /** The next event of this type that matches, from the `from`th of all events on. */
  async next<K extends Type>(type: K, match: (param: CreateEvents[K][0]) => boolean = () => true, from = 0): Promise<CreateEvents[K][0]> {
    const found = await this.until(() => this.heard.slice(from).find(([name, param]) => name === type && match(param as CreateEvents[K][0])));
    return found[1] as CreateEvents[K][0];
  }

  /** The line dies; new ones die as well until {@link mend}. */
  cut(): void {
    this.#up = false;
    for (const socket of this.#sockets) socket.close();
  }

  mend(): void {
    this.#up = true;
  }

  #open(url: string): SocketLike {
    this.urls.push(url);
    if (!this.#up) throw new Error('no line');
    const socket = new WebSocket(url);
    this.#sockets.add(socket);
    socket.addEventListener('close', () => this.#sockets.delete(socket));
    const send = socket.send.bind(socket);
    socket.send = (data) => {
      this.sent.push(JSON.parse(String(data)));
      send(data);
    };
    return socket as never;
  }
}

/** Two configurations, section by section. */
function sections(one: CreateConfig, other: CreateConfig): CreateConfig {
  const merged: Record<string, object> = {};
  for (const [key, value] of [...Object.entries(one), ...Object.entries(other)]) merged[key] = { ...merged[key], ...value };
  return merged as CreateConfig;
}
