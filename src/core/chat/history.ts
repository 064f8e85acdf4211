import type { Lazy, Settings } from '../base/index.ts';
import type { Connection } from '../connection/api.ts';
import { asEarshotError, type EarshotError, type Message } from '../protocol/index.ts';
import type { Later } from './later-door.ts';
import { MessageWindow, type Page } from './message-window.ts';

interface HistoryParts {
  connection: Connection;
  settings: Settings;
  channelId: string;
  threadId: number | undefined;
  me: string;
  /** Brings what pages further. */
  later: Lazy<Later>;
  /** A page is in the window. */
  shown(): void;
  /** Something about the loading changed. */
  changed(): void;
  failed(error: EarshotError): void;
}

/** Brings pages into the window, one at a time in each direction. */
export class History {
  readonly window: MessageWindow;
  /** Grows when what was asked for is no longer wanted. */
  #generation = 0;
  readonly #loading: { prev?: Promise<void> | undefined; next?: Promise<void> | undefined } = {};
  readonly #parts: HistoryParts;

  constructor(parts: HistoryParts) {
    this.#parts = parts;
    this.window = new MessageWindow(
      parts.settings.windowRows,
      (offset, entry) => parts.later.now!.change(this.window, offset, entry, parts.me),
      parts.threadId,
    );
  }

  get loadingOlder(): boolean {
    return this.#loading.prev !== undefined;
  }

  get loadingNewer(): boolean {
    return this.#loading.next !== undefined;
  }

  /** Whatever is on its way is not wanted any more. Returns whether that is still the last word. */
  startOver(): () => boolean {
    const generation = ++this.#generation;
    return () => generation === this.#generation;
  }

  /** The newest page replaces the window, unless `wanted` says no by then; waits for `beside` too, and shows both or neither. */
  async latest(wanted: () => boolean, beside: Promise<void>): Promise<boolean> {
    const asked = this.window.asking();
    try {
      const [page] = await Promise.all([this.#page('prev'), beside]);
      if (!wanted()) return false;
      this.window.show(page);
      this.#parts.shown();
      return true;
    } finally {
      asked();
    }
  }

  /** Lengthens the window towards the older (`prev`) or the newer messages, once at a time. */
  load(mode: 'prev' | 'next'): Promise<void> {
    this.#loading[mode] ??= this.#extend(mode).finally(() => {
      this.#loading[mode] = undefined;
      this.#parts.changed();
    });
    this.#parts.changed();
    return this.#loading[mode];
  }

  /** Moves the window to a message, or to the first of a moment on; its message, if there is one. */
  around(place: { messageId: number } | { atMs: number }): Promise<Message | undefined> {
    const { shown } = this.#parts;
    return this.#try(({ moveTo }) =>
      moveTo(
        this.window,
        place,
        (base) => this.#page('around', base),
        () => this.startOver(),
        shown,
      ),
    );
  }

  #extend(mode: 'prev' | 'next'): Promise<void> {
    const generation = this.#generation;
    const wanted = () => generation === this.#generation;
    return this.#try(async ({ extend }) => {
      if (wanted() && (await extend(this.window, mode === 'prev', (base) => this.#page(mode, base), wanted))) this.#parts.shown();
    }, wanted);
  }

  async #try<T>(task: (later: Later) => Promise<T>, wanted = () => true): Promise<T> {
    const { later, failed } = this.#parts;
    try {
      return await task(later.now ?? (await later.load()));
    } catch (caught) {
      const error = asEarshotError(caught, 'server:internal', 'load messages');
      if (wanted()) failed(error);
      throw error;
    }
  }

  #page(mode: 'prev' | 'next' | 'around', base?: number | { at_ms: number }): Promise<Page> {
    const { connection, channelId: channel_id, threadId: thread_id, settings } = this.#parts;
    const from = typeof base === 'number' ? { base_message_id: base } : base;
    return connection.request(
      'message.list',
      { channel_id, limit: settings.historyPage, mode, ...from, ...(thread_id !== undefined && { thread_id }) },
      { retry: true },
    );
  }
}
