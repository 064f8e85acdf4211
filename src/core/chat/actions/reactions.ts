import type { Message } from '../../protocol/index.ts';
import { reacted } from '../entries.ts';
import type { ActionsHost } from './host.ts';

interface Wish {
  messageId: number;
  emoji: string;
  on: boolean;
  /** What the server was asked for last, and has not answered yet. */
  asked: boolean | undefined;
  /** Settles with the wish. */
  done: Promise<void>;
}

const NAMED = 10;

/**
 * My reactions, shown before the server has them: laid over what it told, so that one which is refused leaves nothing behind. The newest
 * wish wins, with one request at a time for each emoji of a message.
 */
export class Reactions {
  readonly #wishes = new Map<string, Wish>();
  /** By what the server told. */
  #shown = new WeakMap<Message, Message>();
  readonly #host: ActionsHost;

  constructor(host: ActionsHost) {
    this.#host = host;
  }

  react(messageId: number, emoji: string, on: boolean): Promise<void> {
    const key = `${messageId} ${emoji}`;
    const known = this.#wishes.get(key);
    const wish: Wish = known ?? { messageId, emoji, on, asked: undefined, done: Promise.resolve() };
    wish.on = on;
    this.#wishes.set(key, wish);
    this.#changed();
    if (wish.asked === undefined) wish.done = this.#ask(key, wish);
    return wish.done;
  }

  shown(message: Message): Message {
    if (!this.#wishes.size) return message;
    let shown = this.#shown.get(message);
    if (!shown) {
      shown = message;
      for (const wish of this.#wishes.values()) if (wish.messageId === message.message_id) shown = this.#over(shown, wish);
      this.#shown.set(message, shown);
    }
    return shown;
  }

  async #ask(key: string, wish: Wish): Promise<void> {
    const { connection, channelId: channel_id } = this.#host;
    const { messageId: message_id, emoji } = wish;
    try {
      while (wish.asked !== wish.on) {
        wish.asked = wish.on;
        await connection.request('message.react', { channel_id, message_id, emoji, on: wish.on }, { retry: true });
      }
    } finally {
      // the stream brings it, or has brought it; laid over any longer it could hide what another device does
      this.#wishes.delete(key);
      this.#changed();
    }
  }

  #changed(): void {
    this.#shown = new WeakMap();
    this.#host.changed();
  }

  #over(message: Message, { emoji, on }: Wish): Message {
    const user = this.#host.user();
    const known = Array.isArray(message.reactions) ? message.reactions.find((one) => one.emoji === emoji) : undefined;
    if ((known?.mine ?? false) === on) return message;
    const others = (known?.user_ids ?? []).filter((id) => id !== user.user_id);
    const count = (known?.count ?? 0) + (on ? 1 : -1);
    return reacted(message, { emoji, on, count, user, user_ids: on ? [...others, user.user_id].slice(0, NAMED) : others }, user.user_id);
  }
}
