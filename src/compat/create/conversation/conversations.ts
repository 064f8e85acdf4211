import type { Clock, Unsubscribe } from '../../../core/base/index.ts';
import type { Chat } from '../../../core/chat/api.ts';
import type { ClientApi } from '../../../core/client/api.ts';
import { chatOf } from '../../../core/client/chat-of.ts';
import { type BaseUser, type ChannelEntry, type ChannelHead, channelOf, EarshotError } from '../../../core/protocol/index.ts';
import type { Account } from '../account.ts';
import type { Config } from '../config.ts';
import { basicError, CREATE_CODES } from '../errors.ts';
import type { Events } from '../events.ts';
import { Talk, type TalkHost } from './talk.ts';
import type { Conversation, ConversationInfo } from './types.ts';

/** More are asked for in pages rather than one by one. */
const FEW = 3;

interface Parts {
  config: Config;
  account: Account;
  events: Events;
  clock: Clock;
  /** Whether somebody is subscribed to chat. */
  subscribed(): boolean;
}

/**
 * `client.conversation`: each is the channel that two users share, found by its members and made with the first message. Messages come and go while
 * the service `chat` is subscribed to.
 */
export class Conversations {
  readonly #parts: Parts;
  readonly #talks = new Map<string, Talk>();
  /** The other one of each channel of two; none: it is being looked at, or is none of two. */
  readonly #others = new Map<string, string | undefined>();
  readonly #making = new Map<string, Promise<string>>();
  #client: ClientApi | undefined;
  #chat: Chat | undefined;
  #undo: Unsubscribe[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.events.on('subscription:change', () => this.#follow());
  }

  /** Of another client from now on: with another user nothing of this one stays. */
  attach(client: ClientApi): void {
    this.close();
    if (this.#client?.userId !== client.userId || this.#client.appId !== client.appId) this.#talks.clear();
    this.#client = client;
    this.#follow();
  }

  /**
   * The conversation with that user, made on demand; undefined for what is no user here, and for types other than `im`. `conversations:change` follows
   * (RB-conv-01).
   */
  get(destination: string, options: { type?: string } = {}): Conversation | undefined {
    const { type = 'im' } = options;
    if (typeof destination !== 'string' || (type !== 'im' && type !== 'chat')) return undefined;
    const userId = this.#parts.account.userId(destination, this.#parts.config.values.call.normalizeDestination);
    if (userId === '' || userId === this.#parts.account.identity?.userId) return undefined;
    const talk = this.#talk(userId);
    queueMicrotask(() => this.#told('conversations:change', talk));
    talk.load();
    return talk;
  }

  /** RB-conv-02 */
  getAll(): Conversation[] {
    return [...this.#talks.values()];
  }

  /** @internal */
  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.#chat = undefined;
    this.#others.clear();
    for (const talk of this.#talks.values()) talk.stale();
  }

  /** Begins and ends with the subscription. */
  #follow(): void {
    const client = this.#client;
    if (!client || !this.#parts.subscribed()) {
      if (this.#chat) this.close();
      return;
    }
    if (this.#chat) return;
    const chat = chatOf(client);
    this.#chat = chat;
    this.#undo = [
      chat.on('channels', () => this.#look()),
      chat.on('entry', (channelId, _offset, entry) => this.#entry(channelId, entry)),
      chat.on('receipt', (channelId, userId, kind, { n }) => {
        const talk = this.#of(channelId);
        if (kind === 'read' && talk?.userId === userId) talk.mark(channelId, 'theirs', n);
      }),
      client.connection.on('reset', (stream) => {
        const channelId = channelOf(stream);
        if (channelId !== undefined) this.#of(channelId)?.reload(channelId);
      }),
    ];
    this.#look();
  }

  /** Channels of two that are new, and those that are none any more. */
  #look(): void {
    const heads = new Map((this.#chat?.channels ?? []).filter(isOfTwo).map((head) => [head.channel.channel_id, head]));
    for (const channelId of [...this.#others.keys()]) if (!heads.has(channelId)) this.#others.delete(channelId);
    for (const [channelId, head] of heads) {
      this.#of(channelId)?.mark(channelId, 'mine', head.read.n);
    }
    const strangers = [...heads.keys()].filter((channelId) => !this.#others.has(channelId));
    if (strangers.length > 0) void this.#identify(strangers);
  }

  /** Whose channels these are; what is new in them is brought, and told. */
  async #identify(strangers: readonly string[]): Promise<void> {
    const client = this.#client;
    if (!client) return;
    for (const channelId of strangers) this.#others.set(channelId, undefined);
    try {
      const found = strangers.length > FEW ? this.#allMembers(client) : this.#membersOf(client, strangers);
      for await (const [channelId, members] of found) {
        if (client !== this.#client || !this.#chat) return;
        const other = members.find(({ user_id }) => user_id !== client.userId);
        if (members.length !== 2 || !other || !this.#others.has(channelId)) continue;
        this.#others.set(channelId, other.user_id);
        const talk = this.#talk(other.user_id);
        // of one that is new a message may have come meanwhile
        if (strangers.length <= FEW || this.#chat.channels.some(({ channel, unread }) => channel.channel_id === channelId && unread > 0)) talk.load();
      }
    } catch (error) {
      if (client !== this.#client) return;
      for (const channelId of strangers) if (this.#others.get(channelId) === undefined) this.#others.delete(channelId); // looked at again by the next change
      this.#failed(error);
    }
  }

  async *#membersOf({ connection }: ClientApi, channelIds: readonly string[]): AsyncGenerator<[string, BaseUser[]]> {
    for (const channel_id of channelIds) yield [channel_id, (await connection.request('channel.members', { channel_id }, { retry: true })).members];
  }

  async *#allMembers({ connection }: ClientApi): AsyncGenerator<[string, BaseUser[]]> {
    let next: string | undefined;
    do {
      const page = await connection.request('channel.joined', { limit: 100, show_members: true, ...(next && { next }) }, { retry: true });
      for (const { channel_id, members } of page.channels) yield [channel_id, members ?? []];
      next = page.next;
    } while (next);
  }

  #entry(channelId: string, entry: ChannelEntry): void {
    // whose it is then is asked for by the change of heads that follows
    if (entry.kind === 'join' || entry.kind === 'leave') this.#others.delete(channelId);
    const talk = this.#of(channelId);
    if (!talk) return;
    if (entry.kind === 'message_delete') talk.delete(channelId, entry.message_id);
    else if (entry.kind === 'message' || entry.kind === 'message_update') {
      talk.put(entry.message);
      if (entry.message.user.user_id === talk.userId && entry.message.thread_id === undefined) talk.mark(channelId, 'theirs', entry.message.n); // who writes has read
    }
  }

  #of(channelId: string): Talk | undefined {
    const other = this.#others.get(channelId);
    return other === undefined ? undefined : this.#talks.get(other);
  }

  #talk(userId: string): Talk {
    let talk = this.#talks.get(userId);
    if (!talk) {
      talk = new Talk(userId, this.#host());
      this.#talks.set(userId, talk);
      const made = talk;
      queueMicrotask(() => this.#told('conversations:new', made));
    }
    return talk;
  }

  #host(): TalkHost {
    const { account, clock, events } = this.#parts;
    return {
      get me() {
        return account.identity?.userId ?? '';
      },
      address: (userId) => account.address(userId),
      nowMs: () => clock.now(),
      session: () => (this.#client && this.#chat ? { client: this.#client, chat: this.#chat } : undefined),
      channel: (userId) => this.#channelWith(userId),
      channelsWith: (userId) => [...this.#others].filter(([, other]) => other === userId).map(([channelId]) => channelId),
      changed: (change) => events.tell('messages:change', change),
      failed: (error) => this.#failed(error),
      forward: (message, destination) => {
        const to = this.get(destination) as Talk | undefined;
        if (!to) this.#failed(new EarshotError('user:not-found', 'forward the message', 'it has no receiver'));
        else to.sendCopy(message).catch((error: unknown) => this.#failed(error));
      },
    };
  }

  /** Of several the one with the latest news. */
  async #channelWith(userId: string): Promise<string> {
    const known = this.#chat?.channels.find(({ channel }) => this.#others.get(channel.channel_id) === userId);
    if (known) return known.channel.channel_id;
    const making = this.#making.get(userId) ?? this.#make(userId).finally(() => this.#making.delete(userId));
    this.#making.set(userId, making);
    return making;
  }

  async #make(userId: string): Promise<string> {
    const client = this.#client;
    if (!client) throw new EarshotError('connection:closed', 'send the message');
    const name = [client.userId, userId].join(', ').slice(0, 150);
    const { channel } = await client.connection.request('channel.create', { name, members: [userId], reuse: true });
    return channel.channel_id;
  }

  #told(type: 'conversations:new' | 'conversations:change', { destination, type: of }: ConversationInfo): void {
    this.#parts.events.tell(type, [{ destination, type: of }]);
    if (type === 'conversations:new') this.#parts.events.tell('conversations:change', [{ destination, type: of }]);
  }

  #failed(error: unknown): void {
    this.#parts.events.tell('messages:error', { error: basicError(error, CREATE_CODES.MESSAGE_FAILED, {}) });
  }
}

const isOfTwo = ({ channel }: ChannelHead): boolean => channel.type === 'group' && channel.member_count === 2;
