import { Emitter, Lazy, type Timer } from '../base/index.ts';
import {
  asEarshotError,
  type BaseUser,
  type Channel,
  type ChannelEntry,
  type ChannelHead,
  channelStream,
  type EarshotError,
  type FileData,
  isEarshotError,
  type Message,
  type Receipt,
  type Role,
} from '../protocol/index.ts';
import type { ChannelActions, SendOptions } from './actions/api.ts';
import type { Attached } from './actions/attach.ts';
import type { ChannelEvents, ChannelView, ChatItem } from './api.ts';
import type { ChannelCache, Remembered } from './cache.ts';
import { draftKey } from './draft-key.ts';
import { unreadOf } from './heads.ts';
import { History } from './history.ts';
import type { Later } from './later-door.ts';
import type { LocalUrls } from './local-urls.ts';
import { isErased, type MessageWindow } from './message-window.ts';
import type { Outbox } from './outbox.ts';
import { People } from './people.ts';
import type { ChannelMemory, ChatParts } from './ports.ts';
import { keyOf, Rows } from './rows.ts';

/** What a view needs of the chat around it. */
export interface Backstage {
  outbox: Outbox;
  later: Lazy<Later>;
  cache: Lazy<ChannelCache>;
  head(): ChannelHead | undefined;
  opened(head: ChannelHead): void;
  mark(kind: 'read' | 'delivered', receipt: Receipt): void;
  closed(): void;
}

const DAY_MS = 86_400_000;

const manages = (role: Role | undefined): boolean => role === 'owner' || role === 'manager';

/** One channel that somebody looks at. */
export class OpenChannel extends Emitter<ChannelEvents> implements ChannelView, Remembered {
  readonly channelId: string;
  readonly threadId: number | undefined;
  #state: 'loading' | 'ready' | 'error' = 'loading';
  #error: EarshotError | undefined;
  /** What this device remembered, while that is what is shown. */
  #recalled: ChannelMemory | undefined;
  #unwatch: (() => void) | undefined;
  /** Of a channel that is not mine. */
  #foreign: Channel | undefined;
  #left = false;
  /** I was put out, until then at least. */
  #banned: { end_at?: number | undefined } | undefined;
  #untilTimer: Timer | undefined;
  readonly #deeds: Lazy<Attached>;
  #acked: Message[] = [];
  #items: ChatItem[] | undefined;
  #divider: { n: number; count: number } | undefined;
  #opened = false;
  #needsLoad = true;
  #typedAtMs = Number.NEGATIVE_INFINITY;
  #watching: (() => void) | undefined;
  #holders = 0;
  #told = false;
  #closed = false;
  /** The first load. */
  readonly #coming: Promise<void>;
  readonly #history: History;
  readonly #rows = new Rows();
  readonly #people: People;
  #urls: LocalUrls | undefined;
  readonly #parts: ChatParts;
  readonly #backstage: Backstage;

  constructor(channelId: string, parts: ChatParts, backstage: Backstage, threadId?: number) {
    super();
    this.channelId = channelId;
    this.threadId = threadId;
    this.#parts = parts;
    this.#backstage = backstage;
    this.#history = new History({
      ...parts,
      channelId,
      threadId,
      me: parts.client.userId,
      later: backstage.later,
      shown: () => this.#shown(),
      changed: () => this.changed(),
      failed: (error) => this.emit('error', error),
    });
    this.#people = new People(parts.client.userId, parts.clock, backstage.later, () => this.changed());
    this.#deeds = new Lazy(async () =>
      (await import('./actions/attach.ts')).attach({
        channelId,
        connection: parts.connection,
        outbox: backstage.outbox,
        user: () => this.#me,
        changed: () => this.changed(),
        failed: (error) => this.emit('error', error),
      }),
    );
    this.#coming = this.#load();
    if (threadId === undefined)
      backstage.cache.load().then(
        (cache) => {
          if (!this.#closed) this.#unwatch = cache.watch(this);
        },
        () => {}, // shown all the same
      );
  }

  // ---- what a view shows

  get state(): 'loading' | 'ready' | 'error' {
    return this.#state;
  }

  get error(): EarshotError | undefined {
    return this.#error;
  }

  get recalled(): boolean {
    return this.#recalled !== undefined;
  }

  get channel(): Channel | undefined {
    return this.#head?.channel ?? this.#foreign;
  }

  get role(): Role | undefined {
    return this.#head?.role;
  }

  get #head(): ChannelHead | undefined {
    return this.#backstage.head() ?? this.#recalled?.head;
  }

  get access(): ChannelView['access'] {
    const { channel, role } = this;
    if (this.#banned || isEarshotError(this.#error, 'channel:banned')) return 'banned';
    if (this.#left || (this.#foreign && !role)) return 'read-only';
    if (manages(role)) return 'writable';
    if (channel?.freeze) return 'frozen';
    if (channel?.write === 'managers') return 'read-only';
    return this.untilMs ? 'muted' : 'writable';
  }

  get untilMs(): number | undefined {
    return manages(this.role) && !this.#banned ? undefined : this.#later?.until(this.#banned, this.#backstage.head(), this.#now);
  }

  get slowUntilMs(): number | undefined {
    if (manages(this.role)) return undefined;
    return this.#later?.slowUntil(this.channel, [...this.#window.messages, ...this.#acked], this.#parts.client.userId, this.#now);
  }

  get #later(): Later | undefined {
    return this.#backstage.later.now;
  }

  get #now(): { nowMs: number; offsetMs: number } {
    const { clock, connection } = this.#parts;
    return { nowMs: clock.now(), offsetMs: connection.clockOffsetMs };
  }

  get members(): readonly BaseUser[] {
    return this.#people.members;
  }

  get online(): readonly string[] {
    return this.#people.online;
  }

  get items(): readonly ChatItem[] {
    this.#urls ??= this.#later && new this.#later.LocalUrls();
    this.#items ??= this.#rows.build({
      me: this.#parts.client.userId,
      user: this.#me,
      messages: this.#window.messages.map((message) => this.#deeds.now?.shown(message) ?? message),
      notices: this.#window.notices,
      acked: this.#acked,
      pending: this.#backstage.outbox.pending(this.channelId).filter(({ row }) => row.thread_id === this.threadId),
      removing: new Set(this.#backstage.outbox.removals(this.channelId).map(({ row }) => row.remove)),
      delivered: this.#people.furthest('delivered'),
      read: this.#people.furthest('read'),
      localUrl: (key, pending) => this.#urls?.of(key, pending?.row.file?.blob),
    });
    return this.#items;
  }

  get #window(): MessageWindow {
    return this.#history.window;
  }

  get atStart(): boolean {
    return this.#window.atStart;
  }

  get atEnd(): boolean {
    return this.#window.atEnd;
  }

  get loadingOlder(): boolean {
    return this.#history.loadingOlder;
  }

  get loadingNewer(): boolean {
    return this.#history.loadingNewer;
  }

  get unread(): number {
    const head = this.#backstage.head();
    return head && this.threadId === undefined ? unreadOf(head) : 0;
  }

  get dividerKey(): string | undefined {
    const divider = this.#divider;
    const { client } = this.#parts;
    if (!divider) return undefined;
    const messages = this.#window.messages;
    const at = messages.findIndex((message) => message.n > divider.n && message.user.user_id !== client.userId);
    // the first that is held may not be the first that was unread
    const reachesBack = at > 0 || this.#window.atStart || messages[0]?.n === divider.n + 1;
    return at >= 0 && reachesBack ? keyOf(messages[at]!, client.userId) : undefined;
  }

  get dividerCount(): number {
    return this.#divider?.count ?? 0;
  }

  get typing(): readonly BaseUser[] {
    return this.#people.typing;
  }

  get readReceipts(): Readonly<Record<string, Receipt>> {
    return this.#people.receipts('read');
  }

  get draft(): string {
    return this.#parts.storage.getItem(this.#draftKey) ?? '';
  }

  set draft(text: string) {
    if (text === this.draft) return;
    if (text) this.#parts.storage.setItem(this.#draftKey, text);
    else this.#parts.storage.removeItem(this.#draftKey);
  }

  get #draftKey(): string {
    return draftKey(this.#parts.client, this.channelId, this.threadId);
  }

  get #me(): BaseUser {
    const { user, userId } = this.#parts.client;
    return user ?? { user_id: userId, name: userId, created_at: 0, updated_at: 0 };
  }

  // ---- what a view asks for

  loadOlder(): Promise<void> {
    return this.#history.load('prev');
  }

  loadNewer(): Promise<void> {
    return this.#history.load('next');
  }

  async loadLatest(): Promise<void> {
    if (!this.atEnd) await this.#load();
  }

  reload(): Promise<void> {
    return this.#load();
  }

  sendText(text: string, options?: SendOptions): string {
    return this.#send({ text }, options);
  }

  sendFile(file: File, options?: SendOptions): string {
    return this.#send({ file }, options);
  }

  async loadAround(place: { messageId: number } | { atMs: number }): Promise<string | undefined> {
    await this.#coming;
    const found = await this.#history.around(place);
    return found && keyOf(found, this.#parts.client.userId);
  }

  async actions(): Promise<ChannelActions> {
    return (await this.#deeds.load()).actions;
  }

  #send(body: { text: string } | { file: File }, options?: SendOptions): string {
    this.#leaveDivider();
    return this.#backstage.outbox.add(this.channelId, body, { options, threadId: this.threadId }).key;
  }

  retry(key: string): void {
    this.#backstage.outbox.retry(key);
  }

  discard(key: string): void {
    this.#backstage.outbox.discard(key);
    this.#urls?.revoke(key);
  }

  announceTyping(): void {
    const { clock, settings, connection } = this.#parts;
    const now = clock.now();
    if (now - this.#typedAtMs < settings.typingIntervalMs) return;
    if (connection.notify({ t: 'typing', channel_id: this.channelId })) this.#typedAtMs = now;
  }

  markRead(messageId?: number): void {
    const head = this.#backstage.head();
    if (!head || !this.#fresh || this.threadId !== undefined) return;
    const applied = this.#applied;
    const offset = Math.min(messageId ?? applied, applied);
    // at the head it is the head's: the last message may be deleted
    const n = offset >= head.head ? head.n : (this.#window.messages.findLast(({ message_id }) => message_id <= offset)?.n ?? 0);
    if (n <= head.read.n) return; // nothing new is seen
    this.#backstage.mark('read', { offset, n, at_ms: this.#parts.clock.now() + this.#parts.connection.clockOffsetMs });
  }

  fileUrl(file: FileData): string {
    return this.#parts.client.url(file.url);
  }

  async refreshFile(file: FileData): Promise<string> {
    const { file: fresh } = await this.#parts.connection.request('file.link', { file_id: file.file_id }, { retry: true });
    return this.fileUrl(fresh);
  }

  retain(): void {
    this.#holders++;
  }

  release(): void {
    if (--this.#holders <= 0) this.close();
  }

  // ---- what the chat around it tells

  /** Something a view shows changed; told once a microtask. */
  changed(): void {
    this.#items = undefined;
    if (this.#told || this.#closed) return;
    this.#told = true;
    this.#watch();
    queueMicrotask(() => {
      this.#told = false;
      if (this.#closed) return;
      const { clock } = this.#parts;
      const { untilMs } = this;
      clock.clearTimeout(this.#untilTimer);
      if (untilMs) this.#untilTimer = clock.setTimeout(() => this.changed(), Math.min(untilMs - clock.now(), DAY_MS));
      this.emit('change');
    });
  }

  applied(offset: number, entry: ChannelEntry): void {
    if (!this.#later && entry.kind !== 'message') {
      // what is no message waits for what knows it
      this.#backstage.later.load().then(
        () => this.applied(offset, entry),
        () => {
          this.#needsLoad = true;
        },
      );
      return;
    }
    this.#window.apply(offset, entry);
    this.#people.apply(offset, entry);
    if (entry.kind === 'leave' && entry.ban && entry.user.user_id === this.#parts.client.userId) this.#banned = entry.ban;
    if (entry.kind === 'message') {
      if (this.#isNow(entry.at_ms)) this.#people.seen(entry.message.user.user_id);
      this.#acked = this.#acked.filter(({ message_id }) => message_id > offset);
      const own = entry.message.user.user_id === this.#parts.client.userId;
      const here = entry.message.thread_id === this.threadId;
      if (!own && here && this.#fresh && !isErased(entry.message)) this.emit('message', entry.message);
    } else if (entry.kind === 'channel_delete') this.#left = true;
    this.changed();
  }

  /** The server has it; it stands at the end until the stream comes to its place. */
  stored(message: Message): void {
    if (message.thread_id !== this.threadId) return;
    if (message.message_id > this.#applied && !this.#acked.some(({ message_id }) => message_id === message.message_id)) {
      this.#acked = [...this.#acked, message].sort((a, b) => a.message_id - b.message_id);
    }
    this.changed();
  }

  /** The server has deleted it: the entry that says so may still be on its way. */
  removed(messageId: number): void {
    this.#window.alter(Number.MAX_SAFE_INTEGER, messageId, () => undefined);
    this.changed();
  }

  heardTyping(user: BaseUser, ttlMs: number): void {
    this.#people.seen(user.user_id);
    this.#people.heardTyping(user, ttlMs);
  }

  receipt(userId: string, kind: 'read' | 'delivered', receipt: Receipt): void {
    const seen = this.#isNow(receipt.at_ms) && this.#people.seen(userId);
    if (this.#people.receipt(userId, kind, receipt) || seen) this.changed();
  }

  /** A new line: what has no offset may have been missed. */
  reconnected(): void {
    if (this.#needsLoad) void this.#load();
    else if (this.#fresh) this.#refresh(() => !this.#closed).catch(() => {}); // what is shown stays shown
  }

  /** What follows will not come: the newest page replaces what is held. My unsent messages are not part of it. */
  reset(): void {
    this.#people.forgetReceipts();
    void this.#load();
  }

  left(): void {
    this.#left = true;
    this.changed();
  }

  joined(): void {
    this.#left = false;
    this.#banned = undefined;
    void this.#load();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#watching?.();
    this.#unwatch?.();
    this.#parts.clock.clearTimeout(this.#untilTimer);
    this.#history.startOver();
    this.#people.clear();
    this.#urls?.clear();
    this.#backstage.closed();
  }

  // ---- what the device remembers

  get memory(): ChannelMemory | null | undefined {
    const head = this.#backstage.head();
    if (this.#left || this.#banned || this.#error || this.#foreign) return null;
    if (!head || !this.#fresh || !this.atEnd) return undefined;
    const { members, atStart } = this;
    return {
      head,
      members,
      read: this.#people.receipts('read'),
      delivered: this.#people.receipts('delivered'),
      messages: this.#window.messages,
      atStart,
    };
  }

  recall(memory: ChannelMemory): void {
    if (this.#state !== 'loading' || this.#opened || this.#closed) return;
    this.#people.snapshot({ ...memory, online: [] });
    this.#window.recall(memory.messages, memory.atStart);
    this.#recalled = memory;
    this.#state = 'ready';
    this.changed();
  }

  /** The server's word is shown. */
  get #fresh(): boolean {
    return this.#state === 'ready' && !this.#recalled;
  }

  // ---- loading

  /** Everything up to here is contained in what is shown. */
  get #applied(): number {
    const cursor = this.#parts.connection.cursor(channelStream(this.channelId))?.[1] ?? 0;
    return this.atEnd && !this.#recalled ? Math.max(cursor, this.#window.endAsOf) : cursor;
  }

  async #load(): Promise<void> {
    const wanted = this.#history.startOver();
    this.#needsLoad = false;
    if (this.#state === 'error') this.#state = 'loading';
    this.changed();
    try {
      if (!(await this.#history.latest(wanted, this.#refresh(wanted)))) return;
      this.#state = 'ready';
      this.#error = this.#recalled = undefined;
    } catch (caught) {
      if (!wanted()) return;
      const error = asEarshotError(caught, 'server:internal', 'open the channel');
      this.#needsLoad = true;
      if (error.retryable && this.#parts.connection.state !== 'connected') return; // the next welcome loads
      if (this.#recalled) this.#window.recall([], false);
      this.#recalled = undefined;
      this.#state = 'error';
      this.#error = error;
      this.emit('error', error);
    } finally {
      this.changed();
    }
  }

  /** Position, members, receipts and who is online. */
  async #refresh(wanted: () => boolean): Promise<void> {
    const { connection } = this.#parts;
    const params = { channel_id: this.channelId };
    try {
      const snapshot = await connection.request('channel.open', params, { retry: true });
      if (!wanted()) return;
      this.#foreign = this.#banned = undefined;
      this.#left = false;
      this.#window.channelName = snapshot.head.channel.name;
      if (!this.#opened && unreadOf(snapshot.head) > 0) this.#divider = { n: snapshot.head.read.n, count: unreadOf(snapshot.head) };
      this.#opened = true;
      this.#people.snapshot(snapshot);
      if (!this.#backstage.head()) this.#backstage.opened(snapshot.head);
      this.changed();
    } catch (error) {
      if (!wanted()) return;
      if (isEarshotError(error, 'channel:not-member')) {
        this.#foreign = (await connection.request('channel.get', params, { retry: true })).channel;
      } else if (!this.#fresh) throw error; // what is shown stays shown
    }
  }

  /** What is replayed says nothing about who is there now. */
  #isNow(atMs: number): boolean {
    const { clock, settings, connection } = this.#parts;
    return clock.now() + connection.clockOffsetMs - atMs < settings.onlineIntervalMs;
  }

  /** Who is there is asked again and again, once what asks is here. */
  #watch(): void {
    if (this.#opened && this.threadId === undefined)
      this.#watching ??= this.#later?.watchOnline(this.channelId, this.#parts, (userIds) => {
        this.#people.online = userIds;
        this.changed();
      });
  }

  /** A page has come: rows of mine that it contains are done, and what it shows has arrived. */
  #shown(): void {
    const { client } = this.#parts;
    const messages = this.#window.messages;
    const held = new Set(messages.map(({ message_id }) => message_id));
    for (const message of messages) if (message.user.user_id === client.userId) this.#backstage.outbox.seen(message);
    this.#acked = this.#acked.filter(({ message_id }) => !held.has(message_id) && !(this.atEnd && message_id <= this.#window.endAsOf));
    const last = messages.findLast(({ user }) => user.user_id !== client.userId);
    const head = this.#backstage.head();
    if (last && head && last.message_id > head.delivered.offset) this.#backstage.mark('delivered', { offset: last.message_id, n: last.n, at_ms: 0 });
    this.changed();
  }

  #leaveDivider(): void {
    this.#divider = undefined;
    this.#typedAtMs = -Infinity; // a message ended that typing: the next is told at once
    this.changed();
  }
}
