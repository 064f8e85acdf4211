import { Emitter } from '../core/base/index.ts';
import type { Client } from '../core/client/client.ts';

interface ConnectionEvents {
  /** The first connection stands. */
  connected: [];
  reconnect_start: [];
  reconnect_success: [];
  /** Given up: the application has to connect again. */
  reconnect_failed: [];
  disconnected: [];
}

/** The seed's five connection events (GC-011 to 015). */
export class ChatConnection extends Emitter<ConnectionEvents> {
  /** @internal */
  attach(client: Client): void {
    let up = false;
    client.on('state', (state, previous) => {
      if (state === 'connected') this.emit(previous === 'reconnecting' ? 'reconnect_success' : 'connected');
      else if (state === 'reconnecting') this.emit('reconnect_start');
      else if (state === 'failed' && previous === 'reconnecting') this.emit('reconnect_failed');
      if (up && (state === 'failed' || state === 'disconnected')) this.emit('disconnected');
      up = state === 'connected' || state === 'reconnecting';
    });
  }
}
