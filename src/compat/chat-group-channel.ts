import { Emitter } from '../core/base/index.ts';
import {
  type BaseUser,
  type Channel,
  type ChannelEntry,
  channelStream,
  type Message,
  type MethodName,
  type Params,
  type Result,
} from '../core/protocol/index.ts';
import type { Session } from './chat-client.ts';
import { asChatError, chatError } from './codes.ts';

/** Events of the channels I am in (GC-021 to 040, as far as this server has them). */
interface GroupChannelEvents {
  'group:channel_update': [channel: Channel];
  'group:channel_delete': [channel: Channel];
  'group:channel_join': [channel: Channel, user: BaseUser];
  'group:channel_leave': [channel: Channel, user: BaseUser];
  'group:message_send': [channel: Channel, message: Message];
  'group:message_update': [channel: Channel, message: Message];
  'group:message_delete': [channel: Channel, message: Message];
  /** With `read_receipt`: user id → epoch ms. */
  'group:channel_message_read_event': [channel: Channel];
  /** With `delivery_receipt`. */
  'group:channel_message_delivered_event': [channel: Channel];
}

export type GroupChannelFindParams = Params<'channel.list'>;
export type GroupChannelCreateParams = Params<'channel.create'>;
export type GroupChannelMessageFindParams = Omit<Params<'message.list'>, 'channel_id'>;
export type GroupChannelMessageParams =
  | { type: 'text'; content: string; meta?: Record<string, string> }
  | { type: 'file'; file: File; meta?: Record<string, string> };

/** GC-069. */
const CHANNEL_ID = /^[a-z0-9_]{4,80}$/;
/** Deleted messages are told whole if they were seen lately. */
const REMEMBERED = 500;

/** Group channels and their messages. Snake case and absolute URLs: this is the seed's data. */
export class GroupChannelModule extends Emitter<GroupChannelEvents> {
  readonly #session: () => Session;
  readonly #trouble: (error: unknown) => void;
  /** Channels as last seen: one that was left or deleted is not in the core's list any more. */
  readonly #channels = new Map<string, Channel>();
  readonly #messages = new Map<string, Message>();
  readonly #announcing = new Set<string>();

  constructor(session: () => Session, trouble: (error: unknown) => void) {
    super();
    this.#session = session;
    this.#trouble = trouble;
  }

  /** @internal */
  attach({ chat, client }: Session): void {
    this.#channels.clear();
    this.#messages.clear();
    chat.on('channels', () => {
      for (const { channel } of chat.channels) this.#channels.set(channel.channel_id, channel);
    });
    chat.on('entry', (channelId, _offset, entry) => {
      const head = chat.channels.find(({ channel }) => channel.channel_id === channelId);
      if (head) this.#channels.set(channelId, head.channel);
      this.#announce(channelId, entry, client.url(''));
    });
    chat.on('receipt', (channelId, _userId, kind) => void this.#announceReceipts(channelId, kind));
  }

  async getChannel(channel_id: string): Promise<Channel> {
    return (await this.#ask('channel.get', this.#of(channel_id), true)).channel;
  }

  async getChannelList(params: GroupChannelFindParams = {}): Promise<Result<'channel.list'>> {
    return this.#page(await this.#ask('channel.list', params, true));
  }

  async getJoinedChannelList(params: GroupChannelFindParams = {}): Promise<Result<'channel.joined'>> {
    return this.#page(await this.#ask('channel.joined', params, true));
  }

  async getMemberList(channel_id: string): Promise<BaseUser[]> {
    return (await this.#ask('channel.members', this.#of(channel_id), true)).members;
  }

  /** Managers only. */
  async getManagerList(channel_id: string): Promise<BaseUser[]> {
    return (await this.#ask('channel.managers', this.#of(channel_id), true)).managers;
  }

  async createChannel(params: GroupChannelCreateParams): Promise<Channel> {
    if (params?.channel_id !== undefined) this.#of(params.channel_id);
    return (await this.#ask('channel.create', params)).channel;
  }

  async joinChannel(channel_id: string): Promise<void> {
    await this.#ask('channel.join', this.#of(channel_id));
  }

  async leaveChannel(channel_id: string): Promise<void> {
    await this.#ask('channel.leave', this.#of(channel_id));
  }

  /** Everything that this client has got so far is read by me; one channel or several. */
  async readMessage(channel_ids: string | string[]): Promise<void> {
    await this.#mark('channel.read', channel_ids);
  }

  async deliveredMessage(channel_ids: string | string[]): Promise<void> {
    await this.#mark('channel.delivered', channel_ids);
  }

  /** User ids of members who are connected now. */
  async getOnlineMemberList(channel_id: string): Promise<string[]> {
    return (await this.#ask('presence.channel', this.#of(channel_id), true)).user_ids;
  }

  /** Resolves with the stored message. */
  async sendMessage(channel_id: string, params: GroupChannelMessageParams): Promise<Message> {
    this.#of(channel_id);
    const isText = params?.type === 'text' && typeof params.content === 'string' && params.content !== '';
    const isFile = params?.type === 'file' && typeof Blob !== 'undefined' && params.file instanceof Blob;
    if (!isText && !isFile) throw chatError(60101, 'unable to send the message; it has neither `content` nor `file`');
    try {
      const { chat, client } = this.#session();
      const body = params.type === 'text' ? { text: params.content } : { file: params.file };
      return absolute(await chat.send(channel_id, body, params.meta && { meta: params.meta }), client.url(''));
    } catch (error) {
      throw asChatError(error);
    }
  }

  /** `prev` (the default) newest first, `next` oldest first; the base is not part of it. */
  async getMessageList(channel_id: string, params: GroupChannelMessageFindParams = {}): Promise<{ messages: Message[] }> {
    const { messages } = await this.#ask('message.list', { ...params, ...this.#of(channel_id) }, true);
    const origin = this.#session().client.url('');
    return { messages: messages.map((message) => absolute(message, origin)) };
  }

  async deleteMessage(channel_id: string, message_id: number): Promise<void> {
    await this.#ask('message.delete', { ...this.#of(channel_id), message_id });
  }

  #of(channel_id: string): { channel_id: string } {
    if (typeof channel_id !== 'string' || !CHANNEL_ID.test(channel_id)) throw chatError(60104, 'unable to do that; the channel id is not valid');
    return { channel_id };
  }

  async #ask<M extends MethodName>(method: M, params: Params<M>, retry = false): Promise<Result<M>> {
    try {
      return await this.#session().client.connection.request(method, params, { retry });
    } catch (error) {
      throw asChatError(error);
    }
  }

  async #mark(method: 'channel.read' | 'channel.delivered', channel_ids: string | string[]): Promise<void> {
    const ids = [channel_ids].flat().map((id) => this.#of(id));
    const { connection } = this.#session().client;
    await Promise.all(
      ids.map(({ channel_id }) => this.#ask(method, { channel_id, offset: connection.cursor(channelStream(channel_id))?.[1] ?? 0 }, true)),
    );
  }

  #page<T extends Result<'channel.list'>>(page: T): T {
    const origin = this.#session().client.url('');
    const dress = (channel: Channel) => (channel.last_message ? { ...channel, last_message: absolute(channel.last_message, origin) } : channel);
    return { ...page, channels: page.channels.map(dress) };
  }

  #announce(channelId: string, entry: ChannelEntry, origin: string): void {
    const { last_message: _, ...channel } = this.#channels.get(channelId) ?? blank(channelId);
    switch (entry.kind) {
      case 'message': {
        const message = absolute(entry.message, origin);
        if (message.content === undefined && message.file === undefined) break; // erased since; its deletion follows
        this.#remember(message);
        this.emit('group:message_send', channel, message);
        break;
      }
      case 'message_update': {
        const message = absolute(entry.message, origin);
        this.#remember(message);
        this.emit('group:message_update', channel, message);
        break;
      }
      case 'message_delete': {
        const { message_id, user, at_ms } = entry;
        const known = this.#messages.get(`${channelId}/${message_id}`);
        this.#messages.delete(`${channelId}/${message_id}`);
        this.emit('group:message_delete', channel, known ?? erased(channelId, message_id, user, at_ms));
        break;
      }
      case 'join':
        this.emit('group:channel_join', channel, entry.user);
        break;
      case 'leave':
        this.emit('group:channel_leave', channel, entry.user);
        break;
      case 'channel_update':
        this.emit('group:channel_update', entry.channel);
        break;
      case 'channel_delete':
        this.emit('group:channel_delete', entry.channel);
        break;
      default:
        break;
    }
  }

  #remember(message: Message): void {
    this.#messages.set(`${message.channel_id}/${message.message_id}`, message);
    if (this.#messages.size > REMEMBERED) for (const key of this.#messages.keys()) if (this.#messages.delete(key)) break;
  }

  /** Receipts carry no offset: the maps are read anew, once for all that came meanwhile (DESIGN 7.7). */
  async #announceReceipts(channelId: string, kind: 'read' | 'delivered'): Promise<void> {
    const key = `${kind} ${channelId}`;
    if (this.#announcing.has(key)) return;
    this.#announcing.add(key);
    try {
      const asked = this.#session().client.connection.request('channel.open', { channel_id: channelId }, { retry: true });
      const { head, read, delivered } = await asked.finally(() => this.#announcing.delete(key));
      const { last_message: _, ...channel } = head.channel;
      if (kind === 'read') this.emit('group:channel_message_read_event', { ...channel, read_receipt: times(read) });
      else this.emit('group:channel_message_delivered_event', { ...channel, delivery_receipt: times(delivered) });
    } catch (error) {
      this.#announcing.delete(key);
      this.#trouble(error);
    }
  }
}

const times = (receipts: Result<'channel.open'>['read']): Record<string, number> =>
  Object.fromEntries(Object.entries(receipts).map(([userId, { at_ms }]) => [userId, at_ms]));

const absolute = (message: Message, origin: string): Message =>
  message.file?.url.startsWith('/') ? { ...message, file: { ...message.file, url: origin + message.file.url } } : message;

const blank = (channel_id: string): Channel => ({
  channel_id,
  type: 'group',
  name: channel_id,
  freeze: false,
  visibility: 'private',
  total_message_count: 0,
  total_file_count: 0,
  member_count: 0,
  created_at: 0,
  updated_at: 0,
});

/** A message that this client never saw: nothing but what its deletion tells. */
const erased = (channel_id: string, message_id: number, user: BaseUser, at_ms: number): Message => ({
  type: 'text',
  message_id,
  channel_id,
  n: 1,
  created_at: at_ms,
  updated_at: at_ms,
  user,
});
