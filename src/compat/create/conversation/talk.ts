import type { SendOptions } from '../../../core/chat/actions/api.ts';
import type { Chat } from '../../../core/chat/api.ts';
import type { ClientApi } from '../../../core/client/api.ts';
import { type Message as CoreMessage, EarshotError } from '../../../core/protocol/index.ts';
import { Draft, type DraftHost, seconds } from './draft.ts';
import type { Conversation, Message, MessagesChange, Part, StoredMessage, Subscriber } from './types.ts';

/** What a conversation needs of those around it. */
export interface TalkHost {
  readonly me: string;
  address(userId: string): string;
  nowMs(): number;
  /** Undefined while nobody is subscribed to chat. */
  session(): { client: ClientApi; chat: Chat } | undefined;
  /** Those known with that user. */
  channelsWith(userId: string): string[];
  /** The channel with that user, made if there is none. */
  channel(userId: string): Promise<string>;
  changed(change: MessagesChange): void;
  failed(error: unknown): void;
  forward(message: CoreMessage, destination: string): void;
}

/** Of the newest page. */
const PAGE = 100;

/** What is said with one user, as far as it is known here. */
export class Talk implements Conversation {
  readonly type = 'im';
  readonly userId: string;
  readonly #host: TalkHost;
  readonly #messages = new Map<string, CoreMessage>();
  /** On their way, in order. */
  readonly #drafts = new Map<string, Draft>();
  /** The draft that a client id was. */
  readonly #sent = new Map<string, Draft>();
  /** Of mine, while a draft is on its way: perhaps that draft. */
  #unclaimed: CoreMessage[] = [];
  readonly #subscribers = new Set<Subscriber>();
  /** Per channel: what I have read, and the other, by the ordinals of messages. */
  readonly #read = new Map<string, { mine: number; theirs: number }>();
  /** Per channel: what is not shown any more. */
  readonly #forgotten = new Map<string, number>();
  readonly #loaded = new Set<string>();

  constructor(userId: string, host: TalkHost) {
    this.userId = userId;
    this.#host = host;
  }

  get destination(): string {
    return this.#host.address(this.userId);
  }

  createMessage(part: { type: 'text'; text: string }): Message {
    return new Draft(this.#draftHost(), part);
  }

  clearMessages(): void {
    for (const { channel_id, message_id } of this.#messages.values()) this.#forget(channel_id, message_id);
    this.#messages.clear();
    this.#changed();
  }

  getMessages(): StoredMessage[] {
    this.load();
    const stored = [...this.#messages.values()].sort((a, b) => a.created_at - b.created_at || a.message_id - b.message_id);
    return [...stored.map((message) => this.#snapshot(message)), ...this.#drafts.values()];
  }

  getMessage(messageId: string): StoredMessage | undefined {
    const stored = this.#messages.get(messageId);
    return stored ? this.#snapshot(stored) : this.#drafts.get(messageId);
  }

  subscribe(subscriber: Subscriber): () => void {
    const mine: Subscriber = (...args) => subscriber(...args); // one that subscribes twice is told twice
    this.#subscribers.add(mine);
    return () => void this.#subscribers.delete(mine);
  }

  // ---- what the server tells

  /** Brings the newest page of each of its channels, once. */
  load(): void {
    for (const channelId of this.#host.channelsWith(this.userId)) this.#load(channelId);
  }

  /** What is known of a channel has a gap: it is brought anew when it was brought before. */
  reload(channelId: string): void {
    if (this.#loaded.delete(channelId)) this.#load(channelId);
  }

  /** Nothing follows any more, until it is loaded again. */
  stale(): void {
    this.#loaded.clear();
  }

  put(message: CoreMessage): void {
    if (!this.#keep(message)) return;
    this.#changed(message);
  }

  delete(channelId: string, messageId: number): void {
    for (const [id, message] of this.#messages) {
      if (message.channel_id !== channelId || message.message_id !== messageId) continue;
      this.#messages.delete(id);
      this.#changed(message);
    }
  }

  mark(channelId: string, whose: 'mine' | 'theirs', n: number, tell = true): void {
    const read = this.#read.get(channelId) ?? { mine: 0, theirs: 0 };
    if (n <= read[whose]) return;
    this.#read.set(channelId, { ...read, [whose]: n });
    if (tell) this.#changed();
  }

  /** Sends a copy of a message that I may read. */
  async sendCopy({ channel_id, message_id }: CoreMessage): Promise<void> {
    await this.#send('', { forward: { channelId: channel_id, messageId: message_id } });
  }

  // ---- inside

  #load(channelId: string): void {
    const session = this.#host.session();
    if (!session || this.#loaded.has(channelId)) return;
    this.#loaded.add(channelId);
    const { connection } = session.client;
    const ask = { channel_id: channelId };
    Promise.all([
      connection.request('channel.open', ask, { retry: true }),
      connection.request('message.list', { ...ask, limit: PAGE }, { retry: true }),
    ]).then(
      ([{ head, read }, { messages }]) => {
        this.mark(channelId, 'mine', head.read.n, false);
        this.mark(channelId, 'theirs', read[this.userId]?.n ?? 0, false);
        const news = messages.filter((message) => this.#keep(message));
        this.#changed(news.length === 1 ? news[0] : undefined);
      },
      (error: unknown) => {
        this.#loaded.delete(channelId);
        this.#host.failed(error);
      },
    );
  }

  #draftHost(): DraftHost {
    return {
      me: this.#host.address(this.#host.me),
      address: this.destination,
      nowMs: () => this.#host.nowMs(),
      sending: (draft) => this.#deliver(draft),
      failed: (error) => this.#host.failed(error),
      markRead: (id) => void this.#markRead(id),
      forward: (id, destination) => this.#forward(id, destination),
      isRead: (id) => {
        const stored = this.#messages.get(id);
        return stored !== undefined && this.#isRead(stored);
      },
    };
  }

  async #deliver(draft: Draft): Promise<void> {
    this.#drafts.set(draft.messageId, draft);
    this.#changed(draft);
    try {
      const message = await this.#send(draft.text);
      if (message.client_id !== undefined) this.#sent.set(message.client_id, draft);
      draft.stored(message.created_at);
      this.#drafts.delete(draft.messageId);
      this.put(message);
      this.#claim();
    } catch (error) {
      this.#drafts.delete(draft.messageId);
      this.#changed(draft);
      this.#claim();
      throw error;
    }
  }

  #claim(): void {
    for (const message of this.#unclaimed.splice(0)) this.put(message);
  }

  async #send(text: string, options?: SendOptions): Promise<CoreMessage> {
    const chat = this.#host.session()?.chat;
    if (!chat) throw new EarshotError('connection:closed', 'send the message', 'nobody is subscribed to the service "chat"');
    return chat.send(await this.#host.channel(this.userId), { text }, options);
  }

  /** Whether it is shown, and is news. */
  #keep(message: CoreMessage): boolean {
    const empty = message.content === undefined && message.file === undefined; // deleted since
    if (empty || message.thread_id !== undefined || message.message_id <= (this.#forgotten.get(message.channel_id) ?? 0)) return false;
    if (this.#drafts.size > 0 && message.user.user_id === this.#host.me && message.client_id !== undefined && !this.#isKnown(message.client_id)) {
      this.#unclaimed.push(message);
      return false;
    }
    const id = this.#idOf(message);
    if ((this.#messages.get(id)?.updated_at ?? 0) >= message.updated_at) return false;
    this.#messages.set(id, message);
    return true;
  }

  #isKnown(clientId: string): boolean {
    return this.#sent.has(clientId) || this.#messages.has(clientId);
  }

  #forget(channelId: string, messageId: number): void {
    this.#forgotten.set(channelId, Math.max(messageId, this.#forgotten.get(channelId) ?? 0));
  }

  #idOf({ client_id, message_id, user }: CoreMessage): string {
    if (user.user_id !== this.#host.me || client_id === undefined) return String(message_id);
    return this.#sent.get(client_id)?.messageId ?? client_id;
  }

  #isRead({ channel_id, n, user }: CoreMessage): boolean {
    const { mine, theirs } = this.#read.get(channel_id) ?? { mine: 0, theirs: 0 };
    return n <= (user.user_id === this.#host.me ? theirs : mine);
  }

  #snapshot(message: CoreMessage): StoredMessage {
    const mine = message.user.user_id === this.#host.me;
    const messageId = this.#idOf(message);
    const addresses = [this.#host.address(this.#host.me), this.destination];
    return {
      messageId,
      sender: mine ? addresses[0]! : addresses[1]!,
      destination: [mine ? addresses[1]! : addresses[0]!],
      timestamp: seconds(message.created_at),
      read: this.#isRead(message),
      isPending: false,
      parts: this.#partsOf(message),
      ...(mine && { type: this.type }),
      markRead: () => void this.#markRead(messageId),
      forward: (destination) => this.#forward(messageId, destination),
    };
  }

  #partsOf({ content, file }: CoreMessage): Part[] {
    const text: Part[] = content === undefined ? [] : [{ type: 'text', text: content }];
    if (!file) return text;
    const url = this.#host.session()?.client.url(file.url) ?? file.url;
    return [...text, { type: 'file', name: file.name, fileType: file.type, size: file.size, url }];
  }

  async #markRead(messageId: string): Promise<void> {
    const message = this.#messages.get(messageId);
    try {
      const connection = this.#host.session()?.client.connection;
      if (!message || !connection) throw new EarshotError('connection:closed', 'mark the message as read', message ? undefined : 'it is not stored');
      const { channel_id, message_id } = message;
      const { read } = await connection.request('channel.read', { channel_id, offset: message_id }, { retry: true });
      this.mark(channel_id, 'mine', read.n, false);
      this.#changed(message);
    } catch (error) {
      this.#host.failed(error);
    }
  }

  #forward(messageId: string, destination: string): void {
    const message = this.#messages.get(messageId);
    if (message) this.#host.forward(message, destination);
    else this.#host.failed(new EarshotError('request:invalid', 'forward the message', 'it is not stored'));
  }

  #changed(about?: CoreMessage | Draft): void {
    const { destination, type } = this;
    const of = about && this.#about(about);
    this.#host.changed({ destination, type, ...of });
    for (const subscriber of [...this.#subscribers]) {
      try {
        subscriber(destination, of?.messageId);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  #about(message: CoreMessage | Draft): { messageId: string; sender: string } {
    if (message instanceof Draft) return { messageId: message.messageId, sender: message.sender };
    return { messageId: this.#idOf(message), sender: this.#host.address(message.user.user_id) };
  }
}
