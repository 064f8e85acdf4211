import {
  type Ban,
  type BaseUser,
  type Channel,
  type ChannelEntry,
  type Message,
  type Report,
  type Result,
  type StreamEntry,
  userStream,
} from '../core/protocol/index.ts';
import type { Session } from './chat-client.ts';

/** What is told of the channels I am in (GC-021 to 040); the names get `group:` or `open:` in front. */
export interface ChannelEventArgs {
  /** Its name, picture or meta changed. */
  channel_update: [channel: Channel];
  channel_delete: [channel: Channel];
  channel_join: [channel: Channel, user: BaseUser];
  channel_leave: [channel: Channel, user: BaseUser];
  channel_manager_create: [channel: Channel, user: BaseUser];
  channel_manager_delete: [channel: Channel, user: BaseUser];
  channel_freeze: [channel: Channel];
  channel_unfreeze: [channel: Channel];
  /** In place of `channel_leave` when he was a member (A31). */
  channel_ban: [channel: Channel, user: BaseUser, ban: Ban];
  channel_unban: [channel: Channel, user: BaseUser];
  /** Managers only. */
  report_create: [channel: Channel, report: Report];
  message_send: [channel: Channel, message: Message];
  /** Its meta changed, or its text (A25). */
  message_update: [channel: Channel, message: Message];
  message_delete: [channel: Channel, message: Message];
  /** With `read_receipt`: user id → epoch ms. */
  channel_message_read_event: [channel: Channel];
  /** With `delivery_receipt`. */
  channel_message_delivered_event: [channel: Channel];
}

export type Tell = <K extends keyof ChannelEventArgs>(type: K, ...args: ChannelEventArgs[K]) => void;

/** Deleted messages are told whole if they were seen lately. */
const REMEMBERED = 500;

/** Turns what the streams bring into the events of the channels of one type. */
export class ChannelAnnouncer {
  readonly #type: Channel['type'];
  readonly #tell: Tell;
  readonly #trouble: (error: unknown) => void;
  /** Channels as last seen: one that was left or deleted is not in the core's list any more. */
  readonly #channels = new Map<string, Channel>();
  readonly #messages = new Map<string, Message>();
  /** Entries that came before their channel was known. */
  readonly #early = new Map<string, ChannelEntry[]>();
  readonly #announcing = new Set<string>();
  /** Delivery times as last told, by channel: a `read` may have moved them as well. */
  readonly #delivered = new Map<string, string>();

  constructor(type: Channel['type'], tell: Tell, trouble: (error: unknown) => void) {
    this.#type = type;
    this.#tell = tell;
    this.#trouble = trouble;
  }

  attach(session: Session): void {
    const { chat, client } = session;
    for (const known of [this.#channels, this.#messages, this.#early, this.#delivered]) known.clear();
    const moved = (channelId: string, kind: 'read' | 'delivered') => {
      if (this.#channels.get(channelId)?.type === this.#type) void this.#receipts(session, channelId, kind);
    };
    chat.on('channels', () => {
      for (const { channel } of chat.channels) this.#channels.set(channel.channel_id, channel);
      for (const [channelId, entries] of [...this.#early]) {
        if (!this.#channels.has(channelId)) continue;
        this.#early.delete(channelId);
        for (const entry of entries) this.#announce(channelId, entry, client.url(''));
      }
    });
    chat.on('entry', (channelId, _offset, entry) => {
      const head = chat.channels.find(({ channel }) => channel.channel_id === channelId);
      if (head) this.#channels.set(channelId, head.channel);
      this.#announce(channelId, entry, client.url(''));
      if (entry.kind === 'message' && entry.message.thread_id === undefined) moved(channelId, 'read'); // who writes has read
    });
    chat.on('receipt', (channelId, _userId, kind) => moved(channelId, kind));
    client.connection.on('entry', (stream, _offset, entry) => {
      if (stream === userStream(client.userId)) this.#report(entry, client.url(''));
    });
  }

  #announce(channelId: string, entry: ChannelEntry, origin: string): void {
    const known = this.#channels.get(channelId);
    if (!known) {
      this.#early.set(channelId, [...(this.#early.get(channelId) ?? []), entry]);
      return;
    }
    if (known.type !== this.#type) return;
    const { last_message: _, ...channel } = known;
    switch (entry.kind) {
      case 'message':
      case 'message_update': {
        const message = absolute(entry.message, origin);
        if (message.content === undefined && message.file === undefined) break; // erased since; its deletion follows
        this.#remember(message);
        // what is said in a thread is told by the `message_update` of its root, as lists have it
        if (message.thread_id === undefined) this.#tell(entry.kind === 'message' ? 'message_send' : 'message_update', channel, message);
        break;
      }
      case 'message_delete': {
        const { message_id, user, at_ms } = entry;
        const seen = this.#messages.get(`${channelId}/${message_id}`);
        this.#messages.delete(`${channelId}/${message_id}`);
        this.#tell('message_delete', channel, seen ?? erased(channelId, message_id, user, at_ms));
        break;
      }
      case 'join':
        this.#tell('channel_join', channel, entry.user);
        break;
      case 'leave':
        if (entry.ban) this.#tell('channel_ban', channel, entry.user, entry.ban);
        else this.#tell('channel_leave', channel, entry.user);
        break;
      case 'channel_update':
        this.#updated(entry);
        break;
      case 'channel_delete':
        this.#tell('channel_delete', entry.channel);
        break;
      default:
        break;
    }
  }

  #updated({ what = 'update', channel, user, ban }: Extract<ChannelEntry, { kind: 'channel_update' }>): void {
    if (what === 'update' || what === 'freeze' || what === 'unfreeze') this.#tell(`channel_${what}`, channel);
    else if (what === 'mute' || what === 'unmute' || !user)
      return; // the seed has no word for it
    else if (what !== 'ban') this.#tell(`channel_${what}`, channel, user);
    else if (ban) this.#tell('channel_ban', channel, user, ban);
  }

  /** One that is decided is told anew, to its reporter too. */
  #report(entry: StreamEntry, origin: string): void {
    if (entry.kind !== 'report' || entry.report.decision !== undefined) return;
    const { report } = entry;
    const id = report.channel?.channel_id ?? report.message?.channel_id;
    const channel = (id === undefined ? undefined : this.#channels.get(id)) ?? report.channel;
    if (channel?.type !== this.#type) return;
    const { last_message: _, ...bare } = channel;
    this.#tell('report_create', bare, report.message ? { ...report, message: absolute(report.message, origin) } : report);
  }

  #remember(message: Message): void {
    this.#messages.set(`${message.channel_id}/${message.message_id}`, message);
    if (this.#messages.size > REMEMBERED) for (const key of this.#messages.keys()) if (this.#messages.delete(key)) break;
  }

  /** Receipts carry no offset: the maps are read anew, once for all that came meanwhile (DESIGN 7.7). */
  async #receipts({ client }: Session, channelId: string, kind: 'read' | 'delivered'): Promise<void> {
    const key = `${kind} ${channelId}`;
    if (this.#announcing.has(key)) return;
    this.#announcing.add(key);
    try {
      const asked = client.connection.request('channel.open', { channel_id: channelId }, { retry: true });
      const { head, read, delivered } = await asked.finally(() => this.#announcing.delete(key));
      const { last_message: _, ...channel } = head.channel;
      if (kind === 'read') this.#tell('channel_message_read_event', { ...channel, read_receipt: times(read) });
      const delivery_receipt = times(delivered);
      const as = JSON.stringify(delivery_receipt);
      if (kind === 'read' && this.#delivered.get(channelId) === as) return;
      this.#delivered.set(channelId, as);
      this.#tell('channel_message_delivered_event', { ...channel, delivery_receipt });
    } catch (error) {
      this.#announcing.delete(key);
      // nobody waits for the receipts of a channel that was left meanwhile
      if (this.#channels.has(channelId) && client.state === 'connected') this.#trouble(error);
    }
  }
}

const times = (receipts: Result<'channel.open'>['read']): Record<string, number> =>
  Object.fromEntries(Object.entries(receipts).map(([userId, { at_ms }]) => [userId, at_ms]));

/** As the seed has messages: whole URLs, and a card of a call is the text that it stands for. */
export function absolute(message: Message, origin: string): Message {
  const plain: Message = message.type === 'call' ? { ...message, type: 'text' } : message;
  return plain.file?.url.startsWith('/') ? { ...plain, file: { ...plain.file, url: origin + plain.file.url } } : plain;
}

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
