/** A list of channels that does what the test says. Not part of any bundle. */
import { Emitter } from '../../core/base/emitter.ts';
import type { Chat, ChatEvents } from '../../core/chat/api.ts';
import type { Connection, ConnectionEvents } from '../../core/connection/api.ts';
import type { ChannelHead, Message } from '../../core/protocol/index.ts';
import { FakeClient, fakeUser } from '../internal/testing.ts';

class FakeConnection extends Emitter<ConnectionEvents> {
  /** What was asked for, in order. */
  readonly asked: string[] = [];
  /** What each method answers; without one it rejects. */
  readonly answers: Record<string, () => unknown> = { 'channel.joined': () => ({ channels: [] }) };

  async request(method: string, params: unknown): Promise<unknown> {
    this.asked.push(`${method} ${JSON.stringify(params)}`);
    const answer = this.answers[method];
    if (!answer) throw new Error(`${method} is not answered`);
    return answer();
  }

  /** Somebody types there. */
  typing(channel_id: string, userId: string, name: string): void {
    this.emit('typing', { t: 'typing', channel_id, user: fakeUser(userId, name), ttl_ms: 6_000 });
  }
}

class FakeChannels extends Emitter<ChatEvents> {
  channels: (ChannelHead & { unread: number; mentions: number })[] = [];
  async forget(): Promise<void> {}

  dispose(): void {}

  show(...channels: (ChannelHead & { unread: number; mentions: number })[]): void {
    this.channels = channels;
    this.emit('channels');
  }

  /** A message has come. */
  came(message: Message): void {
    this.emit('entry', message.channel_id, message.message_id, { kind: 'message', at_ms: message.created_at, message });
  }
}

/** A client with channels, typing, search and drafts. */
export class ListClient extends FakeClient {
  readonly line = new FakeConnection();
  readonly chat = new FakeChannels();
  /** By channel id. */
  readonly drafts = new Map<string, string>();

  constructor() {
    super('alice');
    this.provide(Symbol.for('earshot/chat'), this.chat satisfies Omit<Chat, 'open' | 'send'>);
    this.provide(Symbol.for('earshot/drafts'), { of: (id: string) => this.drafts.get(id) ?? '', dispose: () => {} });
  }

  override get connection(): Connection {
    return this.line as unknown as Connection;
  }
}

let count = 0;

/** A message of Maya, unless told otherwise. */
export const posted = (channel_id: string, content: string, created_at: number, more: Partial<Message> = {}): Message => ({
  type: 'text',
  message_id: ++count,
  channel_id,
  n: count,
  created_at,
  updated_at: created_at,
  user: fakeUser('maya', 'Maya'),
  content,
  ...more,
});

export const head = (
  channel_id: string,
  name: string,
  last: Message | undefined,
  more: Partial<Omit<ChannelHead['channel'], 'unread'>> & { unread?: number; mentions?: number; notify?: ChannelHead['notify'] } = {},
): ChannelHead & { unread: number; mentions: number } => {
  const { unread = 0, mentions = 0, notify, ...fields } = more;
  const receipt = { offset: 0, n: 0, at_ms: 0 };
  return {
    channel: {
      channel_id,
      type: 'group',
      name,
      freeze: false,
      visibility: 'listed',
      total_message_count: last ? 1 : 0,
      total_file_count: 0,
      member_count: 4,
      created_at: 0,
      updated_at: 0,
      ...(last && { last_message: last }),
      ...fields,
    },
    role: 'member',
    head: 0,
    n: unread,
    read: receipt,
    delivered: receipt,
    unread,
    mentions,
    ...(notify && { notify }),
  };
};
