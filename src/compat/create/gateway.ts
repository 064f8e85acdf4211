import type { Unsubscribe } from '../../core/base/index.ts';
import type { ClientApi, ClientOptions } from '../../core/client/api.ts';
import { Client } from '../../core/client/client.ts';
import { lendMedia } from '../../core/client/media-alone.ts';
import type { ConnectionState, SocketLike } from '../../core/connection/api.ts';
import type { Media } from '../../core/media/api.ts';
import { EarshotError } from '../../core/protocol/index.ts';
import type { Account } from './account.ts';
import { callConfigOf, settingsOf } from './call-config.ts';
import type { Config } from './config.ts';
import { isUnavailable } from './errors.ts';
import type { Logger } from './logger.ts';
import { signIn } from './sign-in.ts';

/** For tests, and for pages that have a client of their own. */
export interface CreatePorts extends Pick<ClientOptions, 'clock' | 'settings' | 'storage' | 'mediaEngine' | 'openSocket' | 'fetch'> {
  /** The client whose calls send and play the tracks: its devices and tracks are those of `media`, and it is the user. Without it, one is made of the configuration. */
  client?: ClientApi;
}

interface Parts {
  config: Config;
  account: Account;
  logger: Logger;
  media: Media;
  ports: CreatePorts;
}

/** `wss://host:443/v1/socket`, in parts. */
export interface SocketAddress {
  protocol: string;
  server: string | undefined;
  port: number;
  url: string;
  params: string;
}

const CONNECT = 'connect';
const MAX_CALLS = 10;

/** The server, for whoever signed in: the core's client, made anew for another user, device or address. */
export class Gateway {
  readonly #parts: Parts;
  #client: ClientApi | undefined;
  /** What the client was made for. */
  #key = '';
  #undo: Unsubscribe[] = [];
  /** Attempts that failed since the last success. */
  #failed = 0;
  #opening = false;
  #takesCalls = false;
  /** A client, whenever there is another one; and its line. */
  onClient: (client: ClientApi) => void = () => {};
  onState: (state: ConnectionState, previous: ConnectionState) => void = () => {};

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.account.onRenewed = () => void this.#client?.connection.refresh();
  }

  get client(): ClientApi | undefined {
    return this.#client;
  }

  /** The page has a client of its own: nothing needs to be configured to reach the server. */
  get isGiven(): boolean {
    return this.#parts.ports.client !== undefined;
  }

  get connected(): boolean {
    return this.#client?.state === 'connected';
  }

  get address(): SocketAddress {
    const { protocol, server, port } = this.#parts.config.values.subscription.websocket;
    return { protocol, server, port, url: '/v1/socket', params: '' };
  }

  /** Whether calls come to this client, from now on. */
  set takesCalls(takes: boolean) {
    this.#takesCalls = takes;
    if (this.#client && !this.#parts.ports.client) this.#client.settings.maxCalls = this.#maxCalls;
  }

  get takesCalls(): boolean {
    return this.#takesCalls;
  }

  /** Resolves once welcomed. Rejects as the core does, when the attempts are used up or the server refuses. */
  async open(correlator: string): Promise<void> {
    this.#opening = true;
    this.#failed = 0;
    try {
      await this.#make(correlator).connect();
    } finally {
      this.#opening = false;
    }
  }

  async close(): Promise<void> {
    await this.#client?.disconnect();
  }

  /** What changed in the configuration, for the client of now. */
  configured(): void {
    const client = this.#client;
    if (!client || this.#parts.ports.client) return;
    Object.assign(client.settings, this.#settings);
    Object.assign(client.calls.config, callConfigOf(this.#parts.config.values));
  }

  async dispose(): Promise<void> {
    for (const undo of this.#undo.splice(0)) undo();
    const client = this.#client;
    this.#client = undefined;
    if (client && !this.#parts.ports.client) await client.dispose();
  }

  get #maxCalls(): number {
    return this.#takesCalls ? (this.#parts.ports.settings?.maxCalls ?? MAX_CALLS) : 0;
  }

  get #settings() {
    return { ...settingsOf(this.#parts.config.values), ...this.#parts.ports.settings, maxCalls: this.#maxCalls };
  }

  #make(correlator: string): ClientApi {
    const { ports, account } = this.#parts;
    if (ports.client) {
      if (!this.#client) this.#adopt(ports.client);
      return ports.client;
    }
    const identity = account.identity;
    if (!identity) throw new EarshotError('auth:unauthorized', CONNECT, 'no credentials were set');
    const key = JSON.stringify([identity, correlator, this.address, this.#parts.config.values.authentication.server]);
    if (this.#client && key === this.#key) return this.#client;
    void this.dispose();
    const client = this.#newClient(identity.appId, identity.userId, correlator);
    lendMedia(client, this.#parts.media);
    this.#key = key;
    this.#adopt(client);
    return client;
  }

  #newClient(appId: string, userId: string, correlator: string): Client {
    const { ports, account, config, logger } = this.#parts;
    const { server } = config.values.authentication;
    const origin = `${server.protocol}://${server.base}:${server.port}`;
    const fetch = ports.fetch ?? ((...request: Parameters<typeof globalThis.fetch>) => globalThis.fetch(...request));
    const open = ports.openSocket ?? ((url: string) => new WebSocket(url) as SocketLike);
    return new Client({
      ...(ports.clock && { clock: ports.clock }),
      ...(ports.storage && { storage: ports.storage }),
      ...(ports.mediaEngine && { mediaEngine: ports.mediaEngine }),
      host: `${server.base ?? ''}`,
      appId,
      userId,
      tokenProvider: async () => {
        const token = await signIn(account, origin, fetch, config.values.request.restTimeout);
        account.signedIn(token);
        return token;
      },
      device: correlator,
      exclusive: true,
      settings: this.#settings,
      calls: callConfigOf(config.values),
      log: logger.log,
      random: () => 0.5, // pings come when the configuration says
      retryAfterMs: (why) => this.#retryAfterMs(why),
      openSocket: () => {
        const { protocol, server: host, port, url } = this.address;
        return open(`${protocol}://${host}:${port}${url}`);
      },
      fetch: (input, init) => {
        const { pathname, search } = new URL(String(input));
        return fetch(origin + pathname + search, init);
      },
    });
  }

  #adopt(client: ClientApi): void {
    this.#client = client;
    this.#undo.push(
      client.on('state', (state, previous) => {
        if (state === 'connected') this.#failed = 0;
        this.onState(state, previous);
      }),
    );
    this.onClient(client);
  }

  /** RB-conn-06, and RB-cfg-29 before the first welcome; never sooner than the server says. */
  #retryAfterMs(why: EarshotError): number | undefined {
    const { connectivity, subscription } = this.#parts.config.values;
    const { autoReconnect, reconnectLimit, reconnectDelay, reconnectTimeMultiplier, reconnectTimeLimit } = connectivity;
    const n = this.#failed++;
    if (this.#opening) {
      if (!isUnavailable(why) || n >= subscription.serviceUnavailableMaxRetries) return undefined;
    } else if (!autoReconnect || (reconnectLimit > 0 && n >= reconnectLimit)) return undefined;
    return Math.max(why.retryAfterMs ?? 0, Math.min(reconnectTimeLimit, reconnectDelay * reconnectTimeMultiplier ** n));
  }
}
