import type { ChannelEntry, ChannelHead, Message, Receipt } from '../protocol/index.ts';

/** Further on: also by what it counts, where a page that does not hold what was deleted counted too little. */
const later = (a: Receipt, b: Receipt): Receipt => (b.offset > a.offset || (b.offset === a.offset && b.n > a.n) ? b : a);

/** Where each of my channels stands: snapshots of the server, moved on by what the streams bring. */
export class Heads {
  readonly #heads = new Map<string, ChannelHead>();
  /** Entries that came before the head of their channel: the two come by streams of their own. */
  readonly #early = new Map<string, [offset: number, entry: ChannelEntry][]>();
  readonly #mentions = new Map<string, number[]>();
  readonly #me: string;
  #whole = false;

  constructor(me: string) {
    this.#me = me;
  }

  get(channelId: string): ChannelHead | undefined {
    return this.#heads.get(channelId);
  }

  ids(): string[] {
    return [...this.#heads.keys()];
  }

  /** Those with news first. */
  list(): (ChannelHead & { unread: number; mentions: number })[] {
    const atMs = ({ channel }: ChannelHead) => channel.last_message?.created_at ?? channel.created_at;
    return [...this.#heads.entries()]
      .map(([id, head]) => ({ ...head, unread: unreadOf(head), mentions: this.#mentionsOf(id, head).length }))
      .sort((a, b) => atMs(b) - atMs(a));
  }

  /** Offsets of what came since this page follows the channel, names me, and is not read. */
  #mentionsOf(channelId: string, { read }: ChannelHead): number[] {
    return this.#mentions.get(channelId)?.filter((offset) => offset > read.offset) ?? [];
  }

  /** Something of a head that is known better now. */
  patch(channelId: string, change: Partial<ChannelHead>): void {
    const head = this.#heads.get(channelId);
    if (head) this.#heads.set(channelId, { ...head, ...change });
  }

  /** A whole snapshot: what is not in it is not mine any more. */
  replace(heads: readonly ChannelHead[]): void {
    const old = new Map(this.#heads);
    // what is here before the first one was joined while that was on its way
    if (this.#whole) this.#heads.clear();
    this.#whole = true;
    for (const head of heads) {
      const id = head.channel.channel_id;
      if ((this.#heads.get(id)?.head ?? 0) <= head.head) this.put(head, old.get(id));
    }
  }

  put(head: ChannelHead, old = this.#heads.get(head.channel.channel_id)): void {
    const last_message = head.channel.last_message ?? old?.channel.last_message;
    const id = head.channel.channel_id;
    this.#heads.set(id, { ...head, channel: { ...head.channel, ...(last_message && { last_message }) } });
    const early = this.#early.get(id) ?? [];
    this.#early.delete(id);
    for (const [offset, entry] of early) this.apply(id, offset, entry);
  }

  remove(channelId: string): boolean {
    this.#early.delete(channelId);
    return this.#heads.delete(channelId);
  }

  /** My own marker moved, here or on another device. */
  marked(channelId: string, kind: 'read' | 'delivered', receipt: Receipt): boolean {
    const head = this.#heads.get(channelId);
    if (!head || later(head[kind], receipt) === head[kind]) return false;
    this.#heads.set(channelId, { ...head, [kind]: receipt, delivered: later(head.delivered, receipt) }); // what was read was delivered
    return true;
  }

  /** A stream entry; whatever the snapshot contained already changes nothing. */
  apply(channelId: string, offset: number, entry: ChannelEntry): void {
    const old = this.#heads.get(channelId);
    if (!old) {
      this.#early.set(channelId, [...(this.#early.get(channelId) ?? []), [offset, entry]]);
      return;
    }
    const head = { ...old, head: Math.max(old.head, offset) };
    const { channel } = old;
    const news = offset > old.head;
    switch (entry.kind) {
      case 'message': {
        const { message } = entry;
        if (news) head.channel = counted(channel, message);
        if (message.user.user_id !== this.#me) {
          if (named(message, this.#me)) this.#mentions.set(channelId, [...this.#mentionsOf(channelId, old), offset]);
        } else if (message.thread_id === undefined) {
          const receipt = { offset, n: message.n, at_ms: entry.at_ms }; // sending moves my own markers
          head.read = later(head.read, receipt);
          head.delivered = later(head.delivered, receipt);
        }
        if (message.thread_id === undefined) head.n = Math.max(head.n, message.n);
        break;
      }
      case 'message_update':
        if (channel.last_message?.message_id === entry.message.message_id) head.channel = { ...channel, last_message: entry.message };
        break;
      case 'message_delete':
        if (channel.last_message?.message_id === entry.message_id) {
          const { last_message: _, ...rest } = channel;
          head.channel = rest;
        }
        break;
      case 'join':
        if (news) head.channel = { ...channel, member_count: channel.member_count + 1 };
        break;
      case 'leave':
        if (news) head.channel = { ...channel, member_count: Math.max(0, channel.member_count - 1) };
        break;
      case 'channel_update':
        if (news) {
          head.channel = { ...channel, ...entry.channel };
          if (entry.user?.user_id === this.#me) {
            const { what, muted_until } = entry;
            if (what === 'mute' || what === 'unmute') head.muted_until = muted_until;
            else if (what === 'manager_create') head.role = 'manager';
            else if (what === 'manager_delete') head.role = 'member';
          }
        }
        break;
      default:
        break;
    }
    this.#heads.set(channelId, head);
  }
}

/** Unread by arithmetic (DESIGN 7.7). */
export const unreadOf = ({ n, read }: Pick<ChannelHead, 'n' | 'read'>): number => Math.max(0, n - read.n);

/** Whether a message is meant for that user by name, or for everyone. */
const named = ({ mentions }: Message, userId: string): boolean => Array.isArray(mentions) && (mentions.includes(userId) || mentions.includes('*'));

const counted = (channel: ChannelHead['channel'], message: Message): ChannelHead['channel'] => ({
  ...channel,
  ...(message.thread_id === undefined && { last_message: message }),
  total_message_count: channel.total_message_count + 1,
  total_file_count: channel.total_file_count + (message.type === 'file' ? 1 : 0),
});
