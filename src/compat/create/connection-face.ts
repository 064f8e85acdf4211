import type { Config } from './config.ts';
import type { Gateway, SocketAddress } from './gateway.ts';

/** RB-conn-01 */
export interface WSConnectionObject {
  connected: boolean;
  /** A ping waits for its pong. */
  pinging: boolean;
  /** Ms. */
  pingInterval: number;
  reconnectLimit: number;
  /** Ms. */
  reconnectDelay: number;
  reconnectTimeMultiplier: number;
  /** Ms. */
  reconnectTimeLimit: number;
  autoReconnect: boolean;
  webSocketOAuthMode: string;
  wsInfo: SocketAddress;
}

/** `client.connection`: the socket. */
export class ConnectionFace {
  readonly #config: Config;
  readonly #gateway: Gateway;

  constructor(config: Config, gateway: Gateway) {
    this.#config = config;
    this.#gateway = gateway;
  }

  /** RB-conn-02 */
  getSocketState(): WSConnectionObject {
    const { checkConnectivity: _, ...settings } = this.#config.values.connectivity;
    const { connected, client, address } = this.#gateway;
    return { ...settings, connected, pinging: client?.connection.pinging ?? false, wsInfo: address };
  }

  /** Pings at once when they are switched on, and none follows when they are switched off (RB-conn-03). */
  enableConnectivityChecking(enable: boolean): void {
    this.#config.update({ connectivity: { checkConnectivity: enable } });
    this.#gateway.configured();
    if (enable) this.#gateway.client?.connection.probe();
  }

  /** As if the network had dropped the socket; nothing where there is none (RB-conn-04). */
  resetConnection(): void {
    if (this.#gateway.connected) this.#gateway.client?.connection.reset();
  }
}
