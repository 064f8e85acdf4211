import { Emitter } from '../core/base/index.ts';
import { type BaseUser, type Channel, channelStream, type Message, type MethodName, type Params, type Result } from '../core/protocol/index.ts';
import type { Session } from './chat-client.ts';
import { absolute, ChannelAnnouncer, type ChannelEventArgs } from './chat-events.ts';
import { asChatError, chatError } from './codes.ts';

export type ChannelFindParams = Omit<Params<'channel.list'>, 'type'>;
export type ChannelCreateParams = Omit<Params<'channel.create'>, 'type'>;
export interface ChannelUpdateParams {
  name?: string;
  profile_url?: string;
}
export interface ChannelBanParams {
  user_id: string;
  /** 1 at least. */
  seconds: number;
  reason?: string;
}
/** GC-084, 087. `end_at` is absent of a ban that the app's server made permanent. */
export type BanInfo = Result<'channel.ban'>['ban'];
export type ChannelReportFindParams = Pick<Params<'report.list'>, 'limit' | 'report_type' | 'next'>;
export type ChannelMessageFindParams = Pick<Params<'message.list'>, 'limit' | 'mode' | 'type' | 'content' | 'base_message_id'>;
export type ChannelMessageParams =
  | { type: 'text'; content: string; meta?: Record<string, string> }
  | { type: 'file'; file: File; meta?: Record<string, string> };

type Meta = Record<string, string>;
type ChannelType = Channel['type'];
export type ChannelModuleEvents<T extends ChannelType> = { [K in keyof ChannelEventArgs as `${T}:${K}`]: ChannelEventArgs[K] };

/** GC-069. */
const CHANNEL_ID = /^[a-z0-9_]{4,80}$/;

/** Channels of one type and their messages. Snake case and absolute URLs: this is the seed's data. */
export class ChannelModule<E extends { [K in keyof E]: unknown[] }> extends Emitter<E> {
  readonly #type: ChannelType;
  readonly #session: () => Session;
  readonly #announcer: ChannelAnnouncer;

  constructor(type: ChannelType, session: () => Session, trouble: (error: unknown) => void) {
    super();
    this.#type = type;
    this.#session = session;
    // the types of events carry the type of channel, which no checker can follow here
    this.#announcer = new ChannelAnnouncer(type, (name, ...args) => this.emit(`${type}:${name}` as never, ...(args as never)), trouble);
  }

  /** @internal */
  attach(session: Session): void {
    this.#announcer.attach(session);
  }

  async getChannel(channel_id: string): Promise<Channel> {
    return (await this.#ask('channel.get', this.#of(channel_id), true)).channel;
  }

  /** Newest first. */
  async getChannelList(params: ChannelFindParams = {}): Promise<Result<'channel.list'>> {
    return this.#page(await this.#ask('channel.list', { ...params, type: this.#type }, true));
  }

  async getJoinedChannelList(params: ChannelFindParams = {}): Promise<Result<'channel.joined'>> {
    return this.#page(await this.#ask('channel.joined', { ...params, type: this.#type }, true));
  }

  async getMemberList(channel_id: string): Promise<BaseUser[]> {
    return (await this.#ask('channel.members', this.#of(channel_id), true)).members;
  }

  /** Managers only. */
  async getManagerList(channel_id: string): Promise<BaseUser[]> {
    return (await this.#ask('channel.managers', this.#of(channel_id), true)).managers;
  }

  async createChannel(params: ChannelCreateParams): Promise<Channel> {
    if (params?.channel_id !== undefined) this.#of(params.channel_id);
    return (await this.#ask('channel.create', { ...params, ...(this.#type === 'open' && { type: 'open' }) })).channel;
  }

  /** Managers only (A16). */
  async updateChannel(channel_id: string, params: ChannelUpdateParams): Promise<Channel> {
    const { name, profile_url } = params ?? {};
    const change = { ...(name !== undefined && { name }), ...(profile_url !== undefined && { profile_url }) };
    return (await this.#ask('channel.update', { ...this.#of(channel_id), ...change })).channel;
  }

  /** Managers only; with everything that is in it (A15). */
  async deleteChannel(channel_id: string): Promise<void> {
    await this.#ask('channel.delete', this.#of(channel_id));
  }

  async joinChannel(channel_id: string): Promise<void> {
    await this.#ask('channel.join', this.#of(channel_id));
  }

  async leaveChannel(channel_id: string): Promise<void> {
    await this.#ask('channel.leave', this.#of(channel_id));
  }

  /** Whoever made the channel, until it has managers; then these (A29). */
  async registerManager(channel_id: string, user_id: string): Promise<void> {
    await this.#ask('channel.manager', { ...this.#of(channel_id), user_id, manager: true });
  }

  async deleteManager(channel_id: string, user_id: string): Promise<void> {
    await this.#ask('channel.manager', { ...this.#of(channel_id), user_id, manager: false });
  }

  /** Managers only: nobody else writes until it is lifted by `false`. */
  async freezeChannel(channel_id: string, freeze: boolean): Promise<Channel> {
    return (await this.#ask('channel.freeze', { ...this.#of(channel_id), freeze })).channel;
  }

  /** Adds or overwrites; managers only. */
  async updateMeta(channel_id: string, params: Meta): Promise<Channel> {
    return (await this.#ask('channel.meta', { ...this.#of(channel_id), set: params })).channel;
  }

  async deleteMeta(channel_id: string, keys: string[]): Promise<Channel> {
    return (await this.#ask('channel.meta', { ...this.#of(channel_id), remove: keys })).channel;
  }

  /** Everything that this client has got so far is read by me; one channel or several. */
  async readMessage(channel_ids: string | string[]): Promise<void> {
    await this.#mark('channel.read', channel_ids);
  }

  async deliveredMessage(channel_ids: string | string[]): Promise<void> {
    await this.#mark('channel.delivered', channel_ids);
  }

  /** Managers only; never permanent (A30). He is no member any more, and neither joins nor writes before the end (A31). */
  async ban(channel_id: string, params: ChannelBanParams): Promise<BanInfo> {
    const { user_id, seconds, reason } = params ?? {};
    return (await this.#ask('channel.ban', { ...this.#of(channel_id), user_id, seconds, ...(reason !== undefined && { reason }) })).ban;
  }

  async unban(channel_id: string, user_id: string): Promise<void> {
    await this.#ask('channel.unban', { ...this.#of(channel_id), user_id });
  }

  /** Managers only; those in force, newest start first. */
  async getBannedList(channel_id: string): Promise<BanInfo[]> {
    return (await this.#ask('channel.bans', this.#of(channel_id), true)).bans;
  }

  /** User ids of members who are connected now. */
  async getOnlineMemberList(channel_id: string): Promise<string[]> {
    return (await this.#ask('presence.channel', this.#of(channel_id), true)).user_ids;
  }

  /** Managers only; newest first. */
  async getReportList(channel_id: string, params: ChannelReportFindParams = {}): Promise<Result<'report.list'>> {
    return this.#ask('report.list', { ...params, ...this.#of(channel_id) }, true);
  }

  /** Resolves with the stored message. */
  async sendMessage(channel_id: string, params: ChannelMessageParams): Promise<Message> {
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
  async getMessageList(channel_id: string, params: ChannelMessageFindParams = {}): Promise<{ messages: Message[] }> {
    const { messages } = await this.#ask('message.list', { ...params, ...this.#of(channel_id) }, true);
    const origin = this.#session().client.url('');
    return { messages: messages.map((message) => absolute(message, origin)) };
  }

  async deleteMessage(channel_id: string, message_id: number): Promise<void> {
    await this.#ask('message.delete', { ...this.#of(channel_id), message_id });
  }

  /** Adds or overwrites; of a message of mine. */
  async updateMessageMeta(channel_id: string, message_id: number, params: Meta): Promise<Message> {
    return this.#messageMeta(channel_id, message_id, { set: params });
  }

  /** @throws ChatError 60101 without a message id (A17) */
  async deleteMessageMeta(channel_id: string, message_id: number, keys: string[]): Promise<Message> {
    return this.#messageMeta(channel_id, message_id, { remove: keys });
  }

  async #messageMeta(channel_id: string, message_id: number, change: { set: Meta } | { remove: string[] }): Promise<Message> {
    if (typeof message_id !== 'number') throw chatError(60101, 'unable to change the message; `message_id` is missing');
    const { message } = await this.#ask('message.meta', { ...this.#of(channel_id), message_id, ...change });
    return absolute(message, this.#session().client.url(''));
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

  #page<P extends Result<'channel.list'>>(page: P): P {
    const origin = this.#session().client.url('');
    const dress = (channel: Channel) => (channel.last_message ? { ...channel, last_message: absolute(channel.last_message, origin) } : channel);
    return { ...page, channels: page.channels.map(dress) };
  }
}
