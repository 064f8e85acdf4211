import type { Emitter } from '../base/index.ts';
import type { BaseUser, Channel, ChannelHead, EarshotError, FileData, Message, Receipt, Role } from '../protocol/index.ts';
import type { ChannelActions, SendOptions } from './actions/api.ts';

/** LOOK 6: how far a message of mine has come. */
export type SendState = 'sending' | 'sent' | 'delivered' | 'read' | 'failed';

/** A message as a view shows it: the server's, or mine that is still on its way. */
export interface ChatMessage {
  /** Stable over its life, from the optimistic row to the stored message: the key of its row. */
  readonly key: string;
  readonly kind: 'message';
  readonly own: boolean;
  readonly user: BaseUser;
  readonly atMs: number;
  readonly text: string | undefined;
  readonly file: FileData | undefined;
  /** A picture of a file that is still being sent: an object URL owned by the channel. */
  readonly localUrl: string | undefined;
  readonly localFile: { name: string; type: string; size: number; width?: number; height?: number } | undefined;
  /** 0…1 while a file goes up. */
  readonly progress: number | undefined;
  /** Its upload is paused (`actions().pause`). */
  readonly paused?: boolean;
  /** Own messages only. */
  readonly sendState: SendState | undefined;
  readonly error: EarshotError | undefined;
  readonly clientId: string | undefined;
  /** The server's message; undefined until acknowledged. What stands in it beside text and file is checked by `extrasOf`. */
  readonly message: Message | undefined;
  /** What a message on its way was sent with. */
  readonly options: SendOptions | undefined;
  /** Mine, deleted a moment ago: it can still be taken back. */
  readonly deleting: boolean;
}

/** "Leo joined": a membership change between messages. */
export interface ChatNotice {
  readonly key: string;
  readonly kind: 'notice';
  readonly what: 'join' | 'leave' | 'freeze' | 'unfreeze' | 'rename' | 'manager_create' | 'manager_delete' | 'ban';
  /** Whom it is about; the channel itself, where its app did it. */
  readonly user: BaseUser;
  readonly by: BaseUser | undefined;
  readonly atMs: number;
  /** What the channel is called then. */
  readonly name?: string;
}

export type ChatItem = ChatMessage | ChatNotice;

export interface ChannelEvents {
  /** Anything a view shows changed; coalesced to one a microtask. */
  change: [];
  /** A message of somebody else arrived live, applied once, in order: for speech. */
  message: [message: Message];
  error: [error: EarshotError];
}

/** One open channel: a window of items over a history that pages both ways. */
export interface ChannelView extends Pick<Emitter<ChannelEvents>, 'on' | 'once' | 'listenerCount'> {
  readonly channelId: string;
  /** This is the thread of that message; undefined: the channel's own history. */
  readonly threadId: number | undefined;
  readonly state: 'loading' | 'ready' | 'error';
  readonly error: EarshotError | undefined;
  /** Ready, but as this device remembers it: the server has not answered yet. Nothing counts as read until it has. */
  readonly recalled: boolean;
  readonly channel: Channel | undefined;
  readonly role: Role | undefined;
  /** Whether I may write: all but `writable` hide the composer, never the history. Managers write in a frozen channel, too. */
  readonly access: 'writable' | 'frozen' | 'read-only' | 'banned' | 'muted';
  /** When `banned` or `muted` ends by itself, by this machine's clock; undefined: not, or not known. */
  readonly untilMs: number | undefined;
  /** Slow mode: my next message may go out then, by this machine's clock; undefined: now. One written before waits by itself. */
  readonly slowUntilMs: number | undefined;
  readonly members: readonly BaseUser[];
  readonly online: readonly string[];
  /** Oldest first, including my unsent ones at the end. A new array whenever it changed. */
  readonly items: readonly ChatItem[];
  /** The window touches the first / the newest message. */
  readonly atStart: boolean;
  readonly atEnd: boolean;
  readonly loadingOlder: boolean;
  readonly loadingNewer: boolean;
  /** Messages of others that I have not read, by arithmetic on ordinals; none in a thread, whose replies do not count. */
  readonly unread: number;
  /** Key of the first message that was unread when the channel was opened; frozen until I send or leave (LOOK 6). */
  readonly dividerKey: string | undefined;
  readonly dividerCount: number;
  /** Users typing now, not me. */
  readonly typing: readonly BaseUser[];
  readonly readReceipts: Readonly<Record<string, Receipt>>;
  draft: string;
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  /** Moves the window to the newest messages. */
  loadLatest(): Promise<void>;
  /** Moves the window to a message, or to the first of a moment on; resolves with its key, or undefined when there is none. */
  loadAround(place: { messageId: number } | { atMs: number }): Promise<string | undefined>;
  /** After `state: error`. */
  reload(): Promise<void>;
  /** Optimistic: returns at once with the key of the new row. */
  sendText(text: string, options?: SendOptions): string;
  sendFile(file: File, options?: SendOptions): string;
  /** All else that can be done here; loads with the first use. */
  actions(): Promise<ChannelActions>;
  retry(key: string): void;
  discard(key: string): void;
  /** The composer changed: told to others at most every `typingIntervalMs`. */
  announceTyping(): void;
  /** The reader has seen everything up to this message (default: all that is applied). Never more than applied. */
  markRead(messageId?: number): void;
  /** A fresh download path of a file (the signed one expires), absolute. */
  fileUrl(file: FileData): string;
  refreshFile(file: FileData): Promise<string>;
  /** Views are counted: the last release lets go of listeners and pages. */
  release(): void;
}

export interface ChatEvents {
  /** The list of my channels, or an unread count, changed. */
  channels: [];
  /** Every applied stream entry of every channel, in order: what `ChatClient` turns into its events. */
  entry: [channelId: string, offset: number, entry: import('../protocol/index.ts').ChannelEntry];
  /** Somebody has come further: `read` says that it was delivered, too. Who writes has read: his message alone says so. */
  receipt: [channelId: string, userId: string, kind: 'read' | 'delivered', receipt: Receipt];
  error: [error: EarshotError];
}

/** Chat of one client: `chatOf(client)`. */
export interface Chat extends Pick<Emitter<ChatEvents>, 'on' | 'once' | 'listenerCount'> {
  /** With news first. `mentions`: unread messages that name me or everyone, of those that came while this page was here. */
  readonly channels: readonly (ChannelHead & { unread: number; mentions: number })[];
  /** Opens (or shares) a view of a channel, or of the thread of one message; counted, so release it. */
  open(channelId: string, threadId?: number): ChannelView;
  /**
   * Sends through the outbox and resolves with the stored message, however many lines were cut in between; rejects when the
   * server refuses it or it waited longer than `outboxLifetimeMs`. Views show it like any message of mine.
   */
  send(channelId: string, body: { text: string } | { file: File }, options?: SendOptions): Promise<Message>;
  /**
   * For signing out: erases what this device remembers of the user's channels, the drafts, and what was written and not sent yet (`request:aborted` to
   * whoever waits for it), and remembers no channel from now on. Without it unsent messages stay, over a reload and a session that ended too, and go out
   * when the same user is back. What is on the wire already may still arrive; a deletion still goes out.
   */
  forget(): Promise<void>;
  dispose(): void;
}
