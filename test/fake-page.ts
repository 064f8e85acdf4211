import { defaultSettings, type Lazy, type Settings, silentLog } from '../src/core/base/index.ts';
import type { ChannelView, Chat } from '../src/core/chat/api.ts';
import { memoryCache } from '../src/core/chat/cache-store.ts';
import { createChat, memoryStore, type OutboxStore } from '../src/core/chat/index.ts';
import { kept } from '../src/core/chat/kept-door.ts';
import { type Later, later } from '../src/core/chat/later-door.ts';
import { pageLocks } from '../src/core/chat/locks.ts';
import type { CacheStore, Locks, Upload } from '../src/core/chat/ports.ts';
import { createConnection } from '../src/core/connection/index.ts';
import type { Message } from '../src/core/protocol/index.ts';
import type { FakeClock } from './fake-clock.ts';
import type { FakeServer } from './fake-server.ts';

interface PageOptions extends Partial<Settings> {
  /** Shared by what stands for several tabs, or for a page and its reload. */
  store?: OutboxStore;
  cache?: CacheStore;
  /** What the platform keeps as text: drafts. */
  storage?: Map<string, string>;
  locks?: Locks;
  announceDelivered?: boolean;
  upload?: Upload;
  /** In place of the second half of chat, which is here by default. */
  later?: Lazy<Later>;
}

await Promise.all([later.load(), kept.load()]);

/** One page of one user over the model of the server; several may share a clock. */
export class Page {
  readonly chat: Chat;
  readonly connection;
  readonly heard: Message[] = [];
  uploads = 0;

  constructor(
    server: FakeServer,
    clock: FakeClock,
    userId: string,
    {
      store = memoryStore(),
      cache = memoryCache(),
      storage = new Map(),
      locks = pageLocks(),
      announceDelivered,
      later,
      upload,
      ...settings
    }: PageOptions = {},
  ) {
    const all = { ...defaultSettings, backoffBaseMs: 10, backoffMaxMs: 20, ...settings };
    this.connection = createConnection({
      url: 'ws://localhost/v1/socket',
      appId: 'demo',
      device: `device-of-${userId}`,
      clientVersion: '1',
      tokenProvider: async () => `token:${userId}`,
      openSocket: server.openSocket,
      clock,
      settings: all,
      log: silentLog,
      random: () => 0.5,
    });
    const parts = {
      client: { appId: 'demo', userId, user: undefined, url: (path: string) => `http://localhost${path}` },
      connection: this.connection,
      clock,
      settings: all,
      log: silentLog,
      random: () => 0.5,
      storage: {
        getItem: (key: string) => storage.get(key) ?? null,
        setItem: (key: string, value: string) => void storage.set(key, value),
        removeItem: (key: string) => void storage.delete(key),
      },
      token: async () => `token:${userId}`,
    };
    this.chat = createChat(parts, {
      outboxStore: store,
      cacheStore: cache,
      locks,
      ...(announceDelivered !== undefined && { announceDelivered }),
      ...(later && { later }),
      upload:
        upload ??
        (async ({ file, progress }) => {
          this.uploads++;
          progress(0.5);
          return `file-of-${file.name}`;
        }),
    });
    void this.connection.connect();
  }

  open(channelId = 'lobby', threadId?: number): ChannelView {
    const view = this.chat.open(channelId, threadId);
    view.on('message', (message) => this.heard.push(message));
    return view;
  }

  async close(): Promise<void> {
    this.chat.dispose();
    await this.connection.disconnect();
  }
}

export const texts = (view: ChannelView): (string | undefined)[] =>
  view.items.map((item) => (item.kind === 'message' ? (item.text ?? item.file?.name ?? item.localFile?.name) : item.what));

/** Virtual time passes until it is so. */
export async function until(clock: FakeClock, so: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (so()) return;
    await clock.advance(50);
  }
  throw new Error(`never happened: ${what}`);
}
