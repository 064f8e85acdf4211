import type { CacheSettings, Emitter, Lazy, Timer } from '../base/index.ts';
import type { ChannelEvents } from './api.ts';
import { browserCache } from './cache-store.ts';
import { draftKey } from './draft-key.ts';
import type { Outbox } from './outbox.ts';
import type { CacheRow, CacheStore, ChannelMemory, ChatParts, OutboxStore } from './ports.ts';

const FORMAT = 1;
/** Channels that a device remembers, of all its users. */
const CHANNELS = 10;
const MESSAGES = 100;
const MEMBERS = 100;
/** Of a channel, in characters of JSON: its oldest messages go first. */
const CHARACTERS = 500_000;

const defaults: Readonly<CacheSettings> = { cacheLifetimeMs: 30 * 24 * 3_600_000, cacheWriteMs: 1_000 };

/** What of a view is remembered, and shown again. */
export interface Remembered extends Pick<Emitter<ChannelEvents>, 'on'> {
  readonly channelId: string;
  /** As the server has it; null: nothing may be kept, undefined: not now. */
  readonly memory: ChannelMemory | null | undefined;
  /** Shows what was remembered, unless the server was faster. */
  recall(memory: ChannelMemory): void;
}

interface CacheParts extends ChatParts {
  /** Server, app and user. */
  scope: string;
  store: CacheStore | undefined;
  /** Where the outbox keeps its rows. */
  unsent: Lazy<OutboxStore>;
  /** My channels, once they are known. */
  channels(): readonly string[];
}

/**
 * What this device remembers of the channels it showed last, so that they are painted at once, also offline. Nothing depends on it: without a
 * database it only forgets. Rows are of one user on one server; the next user of the same app erases those of the one before.
 */
export class ChannelCache {
  readonly #parts: CacheParts;
  readonly #store: CacheStore;
  readonly #settings: CacheSettings;
  readonly #flushes = new Set<() => void>();
  readonly #undo: (() => void)[];
  /** One after the other, in the order they were asked for. */
  #tail: Promise<unknown> = Promise.resolve();
  #over = false;
  #told = false;

  constructor(parts: CacheParts) {
    const { connection, settings, client, scope } = parts;
    this.#parts = parts;
    this.#store = parts.store ?? browserCache(parts.clock);
    this.#settings = { ...defaults, ...settings };
    const flush = () => {
      for (const one of this.#flushes) one();
    };
    globalThis.addEventListener?.('pagehide', flush);
    this.#undo = [
      () => globalThis.removeEventListener?.('pagehide', flush),
      connection.on('channels', (heads) => this.#keepOnly(heads.map(({ channel }) => channel.channel_id))),
      connection.on('entry', (_stream, _offset, entry) => {
        if (entry.kind === 'channel_left') this.#erase(entry.channel_id);
      }),
      connection.on('state', () => {
        if (connection.failure?.code.startsWith('auth:')) void this.forget(); // this user is signed out
      }),
    ];
    const app = `${client.url('')}/${client.appId}/`;
    void this.#do(async () => {
      const others = (await this.#store.ids(app)).filter((id) => !this.#on || !id.startsWith(scope));
      if (others.length) await this.#store.remove(others);
    });
    if (parts.channels().length) this.#keepOnly(parts.channels());
  }

  get #on(): boolean {
    return this.#settings.cacheLifetimeMs > 0;
  }

  /** Recalls a channel and goes on remembering it; returns the end of that. */
  watch(view: Remembered): () => void {
    if (!this.#on || this.#over) return () => {};
    const { clock } = this.#parts;
    void this.#recall(view);
    let timer: Timer | undefined;
    let saved: readonly unknown[] = [];
    const flush = () => {
      if (timer === undefined) return;
      clock.clearTimeout(timer);
      timer = undefined;
      const { memory } = view;
      const now = memory ? [...memory.messages, memory.head, memory.members, memory.read, memory.delivered] : [memory];
      if (memory === undefined || (now.length === saved.length && now.every((one, i) => one === saved[i]))) return;
      saved = now;
      if (memory) void this.#do(() => this.#save(view.channelId, memory));
      else this.#erase(view.channelId);
    };
    const stop = view.on('change', () => {
      timer ??= clock.setTimeout(flush, this.#settings.cacheWriteMs);
    });
    this.#flushes.add(flush);
    return () => {
      stop();
      flush();
      this.#flushes.delete(flush);
    };
  }

  /**
   * Erases all of this user, drafts included, and keeps nothing from now on. With the outbox: what is not sent yet goes, too; not the deletions, which hold
   * no words, and without which those would stay where he took them away.
   */
  async forget(outbox?: Outbox): Promise<void> {
    const { channels, storage, client, scope, unsent, log } = this.#parts;
    this.#over = true;
    const ids = [...channels()];
    await this.#do(async () => {
      const rows = await this.#store.ids(scope);
      ids.push(...rows.map((id) => id.slice(scope.length)));
      await this.#store.remove(rows);
    });
    for (const id of ids) storage.removeItem(draftKey(client, id));
    if (!outbox) return;
    try {
      const store = await unsent.load();
      for (const { id, client_id, remove } of await store.all(scope)) {
        if (remove !== undefined) continue;
        outbox.discard(client_id);
        await store.delete(id); // also what the outbox has not read, and what another tab holds: it looks here before it sends
      }
    } catch (error) {
      log('warn', 'chat', 'unsent messages could not be forgotten', error);
    }
  }

  dispose(): void {
    for (const undo of this.#undo) undo();
  }

  async #recall(view: Remembered): Promise<void> {
    const { clock, scope } = this.#parts;
    await this.#do(async () => {
      const row = await this.#store.get(scope + view.channelId);
      if (row && isWhole(row) && clock.now() - row.saved_at < this.#settings.cacheLifetimeMs && !this.#over) view.recall(row.memory);
    });
  }

  async #save(channelId: string, { head, members, read, delivered, messages, atStart }: ChannelMemory): Promise<void> {
    if (this.#over) return;
    const { clock, client, scope } = this.#parts;
    const me = members.filter(({ user_id }) => user_id === client.userId);
    const kept = newest(messages);
    const row: CacheRow = {
      id: scope + channelId,
      format: FORMAT,
      saved_at: clock.now(),
      memory: {
        head,
        members: members.length > MEMBERS ? [...me, ...members.filter((one) => !me.includes(one)).slice(0, MEMBERS - me.length)] : members,
        read: some(read),
        delivered: some(delivered),
        messages: kept,
        atStart: atStart && kept.length === messages.length,
      },
    };
    await this.#store.put(row, { rows: CHANNELS, sinceMs: clock.now() - this.#settings.cacheLifetimeMs });
  }

  #erase(channelId: string): void {
    void this.#do(() => this.#store.remove([this.#parts.scope + channelId]));
  }

  /** I am in these channels and no others. */
  #keepOnly(channelIds: readonly string[]): void {
    const { scope } = this.#parts;
    const mine = new Set(channelIds.map((id) => scope + id));
    void this.#do(async () => {
      const gone = (await this.#store.ids(scope)).filter((id) => !mine.has(id));
      if (gone.length) await this.#store.remove(gone);
    });
  }

  async #do(task: () => Promise<void>): Promise<void> {
    const turn = this.#tail.then(task).catch((error: unknown) => {
      if (!this.#told) this.#parts.log('info', 'cache', 'channels are not remembered on this device', error);
      this.#told = true;
    });
    this.#tail = turn;
    await turn;
  }
}

const isWhole = ({ format, memory }: CacheRow): boolean =>
  format === FORMAT &&
  Array.isArray(memory?.messages) &&
  Array.isArray(memory.members) &&
  !!memory.head?.channel &&
  !!memory.read &&
  !!memory.delivered;

const some = <T>(record: Readonly<Record<string, T>>): Record<string, T> => Object.fromEntries(Object.entries(record).slice(0, MEMBERS));

/** As many of the newest as fit. */
function newest<T>(messages: readonly T[]): T[] {
  let left = CHARACTERS;
  let from = messages.length;
  while (from > 0 && messages.length - from < MESSAGES) {
    left -= JSON.stringify(messages[from - 1]).length;
    if (left < 0) break;
    from--;
  }
  return messages.slice(from);
}
