import type { Settings } from '../base/index.ts';
import type { Connection } from '../connection/api.ts';
import { asEarshotError, type EarshotError } from '../protocol/index.ts';
import { MessageWindow, type Page } from './message-window.ts';

interface HistoryParts {
  connection: Connection;
  settings: Settings;
  channelId: string;
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
  #older: Promise<void> | undefined;
  #newer: Promise<void> | undefined;
  readonly #parts: HistoryParts;

  constructor(parts: HistoryParts) {
    this.#parts = parts;
    this.window = new MessageWindow(parts.settings.windowRows);
  }

  get loadingOlder(): boolean {
    return this.#older !== undefined;
  }

  get loadingNewer(): boolean {
    return this.#newer !== undefined;
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
      this.window.showLatest(page);
      this.#parts.shown();
      return true;
    } finally {
      asked();
    }
  }

  loadOlder(): Promise<void> {
    this.#older ??= this.#extend('prev').finally(() => {
      this.#older = undefined;
      this.#parts.changed();
    });
    this.#parts.changed();
    return this.#older;
  }

  loadNewer(): Promise<void> {
    this.#newer ??= this.#extend('next').finally(() => {
      this.#newer = undefined;
      this.#parts.changed();
    });
    this.#parts.changed();
    return this.#newer;
  }

  async #extend(mode: 'prev' | 'next'): Promise<void> {
    const { window } = this;
    const older = mode === 'prev';
    const generation = this.#generation;
    for (;;) {
      const edge = older ? window.first : window.last;
      if (!edge || (older ? window.atStart : window.atEnd)) return;
      const base = edge.message_id;
      const asked = window.asking();
      try {
        const page = await this.#page(mode, base);
        if (generation !== this.#generation) return;
        if (older ? window.showOlder(page, base) : window.showNewer(page, base)) {
          this.#parts.shown();
          return;
        }
      } catch (caught) {
        const error = asEarshotError(caught, 'server:internal', 'load messages');
        if (generation === this.#generation) this.#parts.failed(error);
        throw error;
      } finally {
        asked();
      }
    }
  }

  #page(mode: 'prev' | 'next', base?: number): Promise<Page> {
    const { connection, channelId: channel_id, settings } = this.#parts;
    const from = base === undefined ? {} : { base_message_id: base };
    return connection.request('message.list', { channel_id, limit: settings.historyPage, mode, ...from }, { retry: true });
  }
}
