import type { Timer } from '../../core/base/clock.ts';
import type { Chat } from '../../core/chat/api.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { mentionsMe } from './preview.ts';

/** What the heads of channels do not tell: who is typing, and where I was meant in what is unread. */
export class News {
  readonly #client: ClientApi;
  readonly #changed: () => void;
  readonly #undo: (() => void)[];
  readonly #typing = new Map<string, { userId: string; name: string; timer: Timer }>();
  readonly #mentions = new Set<string>();

  constructor(client: ClientApi, chat: Chat, changed: () => void) {
    this.#client = client;
    this.#changed = changed;
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
        if (this.#typing.get(channelId)?.userId === entry.message.user.user_id) this.#stopped(channelId);
        if (mentionsMe(entry.message, client.userId)) this.#mentions.add(channelId);
        this.#changed();
      }),
    ];
  }

  typing(channelId: string): string | undefined {
    return this.#typing.get(channelId)?.name;
  }

  /** Whether a message that I have not read means me, among those that came while the list was there, and the last. */
  mention({ channel, unread }: Chat['channels'][number]): boolean {
    if (!unread) this.#mentions.delete(channel.channel_id);
    else if (channel.last_message && mentionsMe(channel.last_message, this.#client.userId)) return true;
    return this.#mentions.has(channel.channel_id);
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
