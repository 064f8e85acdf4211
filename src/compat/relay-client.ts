import type { ClientOptions } from '../core/client/api.ts';
import { Client } from '../core/client/client.ts';
import { Voice } from './relay/voice.ts';

export { type ProxiedCall, type ProxyOptions, proxyCalls } from './relay/proxy.ts';
export { Voice, type VoiceEvents } from './relay/voice.ts';

/**
 * A client for apps that negotiate calls themselves, or stand between two users as a proxy: in a page, and in Node. It takes no part in calls of the
 * core unless `settings.maxCalls` says so: other devices of the user ring for them.
 */
export class RelayClient extends Client {
  #voice: Voice | undefined;

  constructor(options: ClientOptions) {
    super({ ...options, settings: { maxCalls: 0, ...options.settings } });
  }

  /** The call negotiation helper of this client (SF-01); the same one each time. */
  Voice(): Voice {
    this.#voice ??= new Voice(this);
    return this.#voice;
  }

  override dispose(): Promise<void> {
    this.#voice?.dispose();
    return super.dispose();
  }
}
