import type { Timer } from '../../core/base/clock.ts';
import type { Chat } from '../../core/chat/api.ts';
import type { ClientApi } from '../../core/client/api.ts';

/** What the heads of channels do not tell: who is typing. */
export class TypingWatch {
  readonly #client: ClientApi;
  readonly #undo: (() => void)[];
  readonly #typing = new Map<string, { userId: string; name: string; timer: Timer }>();

  constructor(client: ClientApi, chat: Chat, changed: () => void) {
    this.#client = client;
    this.#undo = [
      client.connection.on('typing', ({ channel_id, user, ttl_ms }) => {
        if (user.user_id === client.userId) return;
        this.#stopped(channel_id);
        const timer = client.clock.setTimeout(() => {
          this.#stopped(channel_id);
          changed();
        }, ttl_ms);
        this.#typing.set(channel_id, { userId: user.user_id, name: user.name || user.user_id, timer });
        changed();
      }),
      chat.on('entry', (channelId, _offset, entry) => {
        if (entry.kind !== 'message') return;
        if (this.#typing.get(channelId)?.userId !== entry.message.user.user_id) return;
        this.#stopped(channelId);
        changed();
      }),
    ];
  }

  /** Their name. */
  of(channelId: string): string | undefined {
    return this.#typing.get(channelId)?.name;
  }

  drop(): void {
    for (const off of this.#undo) off();
    for (const channelId of [...this.#typing.keys()]) this.#stopped(channelId);
  }

  #stopped(channelId: string): void {
    this.#client.clock.clearTimeout(this.#typing.get(channelId)?.timer);
    this.#typing.delete(channelId);
  }
}
