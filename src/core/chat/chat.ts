import { Emitter, Lazy } from '../base/index.ts';
import { ChannelCursors } from '../connection/follow.ts';
import { type ChannelEntry, type ChannelHead, channelOf, type Message, type Receipt, type StreamEntry, userStream } from '../protocol/index.ts';
import { extendFrames } from '../protocol/validate.generated.ts';
import { CHAT_CHECKS } from '../protocol/validate-chat.generated.ts';
import type { SendOptions } from './actions/api.ts';
import type { ChannelView, Chat, ChatEvents } from './api.ts';
import type { ChannelCache } from './cache.ts';
import { type Backstage, OpenChannel } from './channel-view.ts';
import { Heads } from './heads.ts';
import { kept } from './kept-door.ts';
import { type Later, later } from './later-door.ts';
import { Marker } from './marker.ts';
import { Outbox } from './outbox.ts';
import type { ChatOptions, ChatParts } from './ports.ts';

extendFrames(CHAT_CHECKS);

/** Chat of one client: my channels, the views that are open, and what is still to be sent. */
class ChatService extends Emitter<ChatEvents> implements Chat {
  readonly #parts: ChatParts;
  readonly #heads: Heads;
  readonly #outbox: Outbox;
  readonly #views = new Map<string, OpenChannel>();
  readonly #markers = new Map<string, Marker>();
  readonly #announceDelivered: boolean;
  readonly #later: Lazy<Later>;
  readonly #cache: Lazy<ChannelCache>;
  readonly #undo: (() => void)[];
  #told = false;

  constructor(parts: ChatParts, options: ChatOptions) {
    super();
    this.#parts = parts;
    const { client, connection } = parts;
    this.#heads = new Heads(client.userId);
    this.#announceDelivered = options.announceDelivered ?? true;
    this.#later = options.later ?? later;
    const scope = `${client.url('')}/${client.appId}/${client.userId}/`;
    const unsent = new Lazy(async () => options.outboxStore ?? (await kept.load()).browserStore(parts.clock));
    this.#cache = new Lazy(async () => {
      const { ChannelCache } = await kept.load();
      return new ChannelCache({ ...parts, scope, store: options.cacheStore, unsent, channels: () => this.#heads.ids() });
    });
    this.#outbox = new Outbox({
      ...parts,
      store: unsent,
      locks: options.locks,
      upload: options.upload,
      later: this.#later,
      scope,
    });
    this.#undo = [
      connection.on('channels', (heads) => this.#snapshot(heads)),
      connection.on('welcome', () => this.#welcomed()),
      connection.on('entry', (stream, offset, entry) => this.#entry(stream, offset, entry)),
      connection.on('reset', (stream) => this.#reset(stream)),
      connection.on('typing', ({ channel_id, user, ttl_ms }) => this.#each(channel_id, (view) => view.heardTyping(user, ttl_ms))),
      connection.on('receipt', ({ channel_id, user_id, kind, receipt }) => this.#receipt(channel_id, user_id, kind, receipt)),
      this.#outbox.on('change', (channelId) => this.#each(channelId, (view) => view.changed())),
      this.#outbox.on('stored', (message) => this.#each(message.channel_id, (view) => view.stored(message))),
      this.#outbox.on('removed', (channelId, messageId) => this.#each(channelId, (view) => view.removed(messageId))),
    ];
    connection.followChannels(ChannelCursors).catch((error: unknown) => parts.log('warn', 'chat', 'channels are not followed yet', error)); // the next hello asks again
  }

  get channels(): Chat['channels'] {
    return this.#heads.list();
  }

  open(channelId: string, threadId?: number): ChannelView {
    const key = `${channelId} ${threadId}`;
    let view = this.#views.get(key);
    if (!view) {
      view = new OpenChannel(channelId, this.#parts, this.#backstage(channelId, key), threadId);
      this.#views.set(key, view);
    }
    view.retain();
    return view;
  }

  send(channelId: string, body: { text: string } | { file: File }, options?: SendOptions): Promise<Message> {
    return this.#outbox.add(channelId, body, { options, askedFor: true }).done;
  }

  async forget(): Promise<void> {
    await (await this.#cache.load()).forget(this.#outbox);
  }

  dispose(): void {
    for (const undo of this.#undo) undo();
    for (const view of [...this.#views.values()]) view.close();
    for (const marker of this.#markers.values()) marker.dispose();
    this.#outbox.dispose();
    this.#cache.now?.dispose();
  }

  /** What a view may do with the rest of the chat. */
  #backstage(channelId: string, key: string): Backstage {
    return {
      outbox: this.#outbox,
      later: this.#later,
      cache: this.#cache,
      head: () => this.#heads.get(channelId),
      opened: (head) => {
        this.#heads.put(head);
        this.#channelsChanged();
      },
      mark: (kind, receipt) => {
        if (kind === 'delivered' && !this.#announceDelivered) return;
        this.#markerOf(channelId).move(kind, receipt.offset);
        if (this.#heads.marked(channelId, kind, receipt)) this.#channelsChanged();
      },
      closed: () => void this.#views.delete(key),
    };
  }

  #markerOf(channelId: string): Marker {
    let marker = this.#markers.get(channelId);
    if (!marker) {
      marker = new Marker(channelId, this.#parts, (kind, receipt) => {
        if (this.#heads.marked(channelId, kind, receipt)) this.#moved(channelId);
      });
      this.#markers.set(channelId, marker);
    }
    return marker;
  }

  #snapshot(heads: readonly ChannelHead[]): void {
    const wished = heads.map((head) => ({ ...head, read: this.#heads.get(head.channel.channel_id)?.read ?? head.read }));
    this.#heads.replace(heads);
    // what I have read while the line was down is still on its way
    for (const { channel, read } of wished)
      if (this.#markers.get(channel.channel_id)?.read === read.offset) this.#heads.marked(channel.channel_id, 'read', read);
    this.#channelsChanged();
    for (const view of this.#views.values()) view.changed();
  }

  #welcomed(): void {
    for (const marker of this.#markers.values()) void marker.flush();
    for (const view of this.#views.values()) view.reconnected();
  }

  #reset(stream: string): void {
    const channelId = channelOf(stream);
    if (channelId === undefined) return;
    this.#markers.get(channelId)?.clear();
    this.#each(channelId, (view) => view.reset());
  }

  /** The views of a channel: its own, and those of its threads. */
  #each(channelId: string, tell: (view: OpenChannel) => void): void {
    for (const view of this.#views.values()) if (view.channelId === channelId) tell(view);
  }

  #entry(stream: string, offset: number, entry: StreamEntry): void {
    const channelId = channelOf(stream);
    if (channelId !== undefined) this.#channelEntry(channelId, offset, entry as ChannelEntry);
    else if (stream === userStream(this.#parts.client.userId)) {
      const contained = offset <= (this.#parts.connection.welcome?.streams[stream]?.head ?? 0); // in the snapshot of the welcome (P-9)
      this.#userEntry(entry, contained);
    }
  }

  #channelEntry(channelId: string, offset: number, entry: ChannelEntry): void {
    this.#heads.apply(channelId, offset, entry);
    if (entry.kind === 'message') {
      if (entry.message.user.user_id === this.#parts.client.userId) this.#outbox.seen(entry.message);
      else if (this.#announceDelivered) this.#markerOf(channelId).move('delivered', offset);
    } else if (entry.kind === 'channel_delete') this.#heads.remove(channelId);
    this.#each(channelId, (view) => view.applied(offset, entry));
    this.emit('entry', channelId, offset, entry);
    this.#channelsChanged();
  }

  #userEntry(entry: StreamEntry, contained: boolean): void {
    if (entry.kind === 'channel_joined') {
      if (!contained) this.#heads.put(entry.head);
      this.#each(entry.head.channel.channel_id, (view) => view.joined());
    } else if (entry.kind === 'channel_left') {
      if (!contained) this.#heads.remove(entry.channel_id);
      if (!contained) this.#each(entry.channel_id, (view) => view.left());
    } else if (entry.kind === 'read') {
      if (!this.#heads.marked(entry.channel_id, 'read', entry.read)) return;
      this.#each(entry.channel_id, (view) => view.changed());
    } else if (entry.kind === 'notify') this.#heads.patch(entry.channel_id, { notify: entry.notify });
    else return;
    this.#channelsChanged();
  }

  #receipt(channelId: string, userId: string, kind: 'read' | 'delivered', receipt: Receipt): void {
    if (userId === this.#parts.client.userId) {
      if (this.#heads.marked(channelId, kind, receipt)) this.#moved(channelId);
    } else this.#each(channelId, (view) => view.receipt(userId, kind, receipt));
    this.emit('receipt', channelId, userId, kind, receipt);
  }

  #moved(channelId: string): void {
    this.#each(channelId, (view) => view.changed());
    this.#channelsChanged();
  }

  /** Told once a microtask, however much changes in it. */
  #channelsChanged(): void {
    if (this.#told) return;
    this.#told = true;
    queueMicrotask(() => {
      this.#told = false;
      this.emit('channels');
    });
  }
}

/** Makes the chat of a client; `chatOf(client)` does it for you. */
export const createChat = (parts: ChatParts, options: ChatOptions = {}): Chat => new ChatService(parts, options);
