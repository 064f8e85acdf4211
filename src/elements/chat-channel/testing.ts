/** A channel and its chat without a server, for element tests and pictures. Not part of any bundle. */
import { FakeClock } from '../../../test/fake-clock.ts';
import { Emitter } from '../../core/base/emitter.ts';
import type { ChannelActions, SendOptions } from '../../core/chat/actions/api.ts';
import type { ChannelEvents, ChannelView, Chat, ChatEvents, ChatItem, ChatMessage, ChatNotice, SendState } from '../../core/chat/api.ts';
import type { ClientParts } from '../../core/client/api.ts';
import { MEDIA } from '../../core/client/media-of.ts';
import type { Connection } from '../../core/connection/api.ts';
import type { Media } from '../../core/media/api.ts';
import { type BaseUser, type Channel, EarshotError, type FileData, type Message, type Receipt, type Role } from '../../core/protocol/index.ts';
import { FakeClient, fakeUser } from '../internal/testing.ts';

/** A client whose services are the given chat. */
export class ChatClient extends FakeClient {
  readonly chat = new FakeChat();
  readonly limits = { message_length: 1_000_000, file_bytes: 25_000_000, frame_bytes: 65_536 };

  override get connection(): Connection {
    return { welcome: { limits: this.limits } } as unknown as Connection;
  }

  /** Devices, for what records. */
  media: Partial<Media> | undefined;

  override service<T extends { dispose(): void }>(key: symbol, _make: (parts: ClientParts) => T): T {
    return (key === MEDIA ? this.media : this.chat) as unknown as T;
  }
}

export class FakeChat extends Emitter<ChatEvents> implements Chat {
  channels: Chat['channels'] = [];
  readonly views = new Map<string, FakeView>();

  open(channelId: string, _threadId?: number): FakeView {
    const view = this.view(channelId);
    view.holders++;
    return view;
  }

  /** The view of a channel, to prepare before an element opens it. */
  view(channelId: string): FakeView {
    const view = this.views.get(channelId) ?? new FakeView(channelId);
    this.views.set(channelId, view);
    return view;
  }

  async send(): Promise<Message> {
    throw new EarshotError('client:disposed', 'send a message');
  }

  /** My channels as they are now. */
  show(...channels: Chat['channels']): void {
    this.channels = channels;
    this.emit('channels');
  }

  async forget(): Promise<void> {}

  dispose(): void {}
}

/** What the fake client's clock shows at first. */
const NOW = new FakeClock().now();

const alice = fakeUser('alice', 'Alice');

/** A channel that does what the test says. Changing a field tells nobody: call `tell`, or use the methods. */
export class FakeView extends Emitter<ChannelEvents> implements ChannelView {
  readonly channelId: string;
  readonly threadId: number | undefined = undefined;
  state: 'loading' | 'ready' | 'error' = 'ready';
  error: EarshotError | undefined;
  recalled = false;
  channel: Channel | undefined;
  role: Role | undefined = 'member';
  access: ChannelView['access'] = 'writable';
  untilMs: number | undefined;
  slowUntilMs: number | undefined;
  members: BaseUser[] = [];
  online: string[] = [];
  items: readonly ChatItem[] = [];
  atStart = true;
  atEnd = true;
  loadingOlder = false;
  loadingNewer = false;
  unread = 0;
  dividerKey: string | undefined;
  dividerCount = 0;
  typing: BaseUser[] = [];
  readReceipts: Record<string, Receipt> = {};
  draft = '';
  holders = 0;
  /** What the element asked for, in order. */
  readonly asked: string[] = [];
  /** Ids given to `markRead`; undefined stands for "all". */
  readonly read: (number | undefined)[] = [];
  /** Pages that `loadOlder` hands out; without one the start is reached. */
  older: ChatItem[][] = [];
  /** Held back until `release` of the returned gate, to see what happens meanwhile. */
  gate: Promise<void> = Promise.resolve();
  /** What `refreshFile` gives. */
  freshUrl = 'data:text/plain,fresh';
  #n = 0;

  constructor(channelId: string, name = 'Workshop orders') {
    super();
    this.channelId = channelId;
    this.channel = {
      channel_id: channelId,
      type: 'group',
      name,
      freeze: false,
      visibility: 'listed',
      total_message_count: 0,
      total_file_count: 0,
      member_count: 12,
      created_at: 0,
      updated_at: 0,
    };
    this.online = ['alice', 'bob', 'carol'];
  }

  /** What a test puts there answers; what it leaves out is noted in `asked` and resolves with nothing. */
  deeds: Partial<ChannelActions> = {};

  async actions(): Promise<ChannelActions> {
    return new Proxy(this.deeds as ChannelActions, {
      get: (deeds, name: keyof ChannelActions) =>
        deeds[name] ??
        // a thenable would be awaited
        ((name as string) === 'then' ? undefined : async (...args: unknown[]) => void this.asked.push(`${name} ${JSON.stringify(args)}`)),
    });
  }

  async loadAround(place: { messageId: number } | { atMs: number }): Promise<string | undefined> {
    this.asked.push(`around ${JSON.stringify(place)}`);
    return 'messageId' in place ? this.items.find((item) => item.kind === 'message' && item.message?.message_id === place.messageId)?.key : undefined;
  }

  tell(): void {
    this.emit('change');
  }

  set(fields: Partial<FakeView>): void {
    Object.assign(this, fields);
    this.tell();
  }

  /** Somebody else wrote; as it comes over the wire. */
  receive(text: string, user: BaseUser = fakeUser('maya', 'Maya Okafor'), atMs = NOW): ChatMessage {
    const item = said(user, text, atMs);
    this.items = [...this.items, item];
    this.unread++;
    this.emit('message', item.message!);
    this.tell();
    return item;
  }

  /** A message of mine has come this far. */
  move(key: string, sendState: SendState, more: Partial<ChatMessage> = {}): void {
    this.items = this.items.map((item) => (item.key === key ? ({ ...item, sendState, ...more } as ChatItem) : item));
    this.tell();
  }

  async loadOlder(): Promise<void> {
    this.asked.push('older');
    this.loadingOlder = true;
    await this.gate;
    this.loadingOlder = false;
    const page = this.older.pop();
    if (page) this.items = [...page, ...this.items];
    this.atStart = !this.older.length;
    this.tell();
  }

  async loadNewer(): Promise<void> {
    this.asked.push('newer');
  }

  async loadLatest(): Promise<void> {
    this.asked.push('latest');
    this.atEnd = true;
    this.tell();
  }

  async reload(): Promise<void> {
    this.asked.push('reload');
    this.set({ state: 'ready', error: undefined });
  }

  /** What went with the messages sent, in order. */
  readonly sentWith: (SendOptions | undefined)[] = [];

  sendText(text: string, options?: SendOptions): string {
    this.sentWith.push(options);
    return this.#mine({ text });
  }

  sendFile(file: File, options?: SendOptions): string {
    this.sentWith.push(options);
    return this.#mine({ localFile: { name: file.name, type: file.type, size: file.size }, progress: 0 });
  }

  retry(key: string): void {
    this.asked.push(`retry ${key}`);
    this.move(key, 'sending');
  }

  discard(key: string): void {
    this.asked.push(`discard ${key}`);
    this.items = this.items.filter((item) => item.key !== key);
    this.tell();
  }

  announceTyping(): void {
    this.asked.push('typing');
  }

  markRead(messageId?: number): void {
    this.read.push(messageId);
    const after = this.items.filter(
      (item) => item.kind === 'message' && !item.own && (item.message?.message_id ?? 0) > (messageId ?? Infinity),
    ).length;
    if (after >= this.unread) return; // the marker never goes back
    this.unread = after;
    this.tell();
  }

  fileUrl(file: FileData): string {
    return file.url;
  }

  async refreshFile(file: FileData): Promise<string> {
    this.asked.push(`refresh ${file.file_id}`);
    return this.freshUrl;
  }

  release(): void {
    this.holders--;
  }

  #mine(fields: Partial<ChatMessage>): string {
    const key = `mine-${++this.#n}`;
    this.asked.push(`send ${fields.text ?? fields.localFile?.name}`);
    this.items = [...this.items, { ...said(alice, fields.text ?? '', NOW, { own: true, sendState: 'sending', message: undefined, ...fields }), key }];
    this.unread = 0;
    this.tell();
    return key;
  }
}

let ids = 0;

/** A message as a view shows it. */
export function said(user: BaseUser, text: string | undefined, atMs: number, fields: Partial<ChatMessage> = {}): ChatMessage {
  const message_id = ++ids;
  return {
    key: `m${message_id}`,
    kind: 'message',
    own: user.user_id === 'alice',
    user,
    atMs,
    text,
    file: undefined,
    localUrl: undefined,
    localFile: undefined,
    progress: undefined,
    sendState: user.user_id === 'alice' ? 'read' : undefined,
    error: undefined,
    clientId: undefined,
    options: undefined,
    deleting: false,
    message: { type: 'text', message_id, channel_id: 'lobby', n: message_id, created_at: atMs, updated_at: atMs, user, content: text } as Message,
    ...fields,
  };
}

export function noticed(what: ChatNotice['what'], user: BaseUser, atMs: number, by?: BaseUser): ChatNotice {
  return { key: `n${++ids}`, kind: 'notice', what, user, by, atMs };
}

/** `count` messages of two people, one a minute, ending at `endMs`; lengths vary. */
export function talk(count: number, endMs: number, label = 'Message'): ChatMessage[] {
  const people = [fakeUser('maya', 'Maya Okafor'), fakeUser('jonas', 'Jonas Lind'), alice];
  return Array.from({ length: count }, (_, i) =>
    said(people[Math.floor(i / 2) % 3]!, `${label} ${i} ${'and some more words '.repeat((i * 7) % 9)}`.trim(), endMs - (count - i) * 60_000),
  );
}

export { alice, fakeUser, NOW };
