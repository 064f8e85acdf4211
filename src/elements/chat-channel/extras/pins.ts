import { html, type TemplateResult } from 'lit';
import type { ChatItem } from '../../../core/chat/api.ts';
import type { Message } from '../../../core/protocol/index.ts';
import type { ChannelHost } from '../host.ts';
import { FIRST_ITEMS } from '../rows.ts';
import { jumpTo } from './acts.ts';
import { pin } from './icons.ts';
import { parse, plainText } from './markup.ts';
import { summary, voiceOf } from './summary.ts';
import { t } from './words.ts';

/** What a pinned, found or forwarded message says, in one line. */
export const lineOf = (message: Message): string =>
  message.file
    ? summary({ file: message.file, voice: voiceOf({ message, options: undefined }) })
    : plainText(parse(message.content?.slice(0, 300) ?? ''));

/** The pinned messages of a channel: known from those in the window at once, and from the server when a pin comes or goes. */
export class Pins {
  #all: readonly Message[] = [];
  #seen = '';
  /** Those of the window, and the items that they were found in. */
  readonly #here = new Map<ChatItem, Message>();
  #items: readonly ChatItem[] = [];
  readonly #host: ChannelHost;

  constructor(host: ChannelHost) {
    this.#host = host;
  }

  get all(): readonly Message[] {
    return this.#all;
  }

  reset(): void {
    this.#all = [];
    this.#seen = '';
    this.#items = [];
    this.#here.clear();
  }

  /** One that was just taken away here, before the server's word of it comes. */
  forget(messageId: number): void {
    this.#all = this.#all.filter(({ message_id }) => message_id !== messageId);
    this.#host.requestUpdate();
  }

  /** Looks whether the pins of the window changed since the last look. */
  watch(): void {
    const { view, threadId } = this.#host;
    if (view?.state !== 'ready' || threadId !== undefined) return;
    if (this.#seen && view.items === this.#items) return;
    this.#look(view.items);
    const here = [...this.#here.values()].sort((a, b) => a.message_id - b.message_id);
    const seen = `${view.channelId} ${here.map(({ message_id }) => message_id).join()}`;
    if (seen === this.#seen) return;
    this.#seen = seen;
    void view.actions().then(
      async (can) => {
        const all = await can.pins().catch(() => here);
        if (view !== this.#host.view || seen !== this.#seen) return;
        this.#all = all ?? here;
        this.#host.requestUpdate();
      },
      () => {},
    );
  }

  /** Looks at what is another item than before, and at nothing else: between what is the same at both ends. */
  #look(items: readonly ChatItem[]): void {
    const before = this.#items;
    this.#items = items;
    // of a view that holds more than ours ever do, a pin far back counts from when it changes and nothing comes with it
    const appended = items.length > before.length && items[0] === before[0];
    let [start, end, was] = [
      before.length && !appended ? 0 : Math.max(0, (before.length || items.length) - FIRST_ITEMS),
      items.length,
      before.length,
    ];
    while (start < end && start < was && items[start] === before[start]) start++;
    while (end > start && was > start && items[end - 1] === before[was - 1]) {
      end--;
      was--;
    }
    for (let i = start; i < was; i++) this.#here.delete(before[i]!);
    for (let i = start; i < end; i++) {
      const item = items[i]!;
      if (item.kind === 'message' && item.message?.pinned) this.#here.set(item, item.message);
    }
  }

  /** Under the header: the newest pin, which it leads to, and the way to all of them. */
  banner(): TemplateResult | null {
    const [first] = this.#all;
    if (!first) return null;
    const text = lineOf(first);
    const many = this.#all.length > 1;
    const onClick = () => (many ? this.#host.more?.openPins() : void jumpTo(this.#host, { messageId: first.message_id }));
    return html`<button type="button" class="pinned" part="pinned" aria-haspopup=${many ? 'dialog' : 'false'} @click=${onClick}>
      ${pin}<span class="trunc" dir="auto">${t('chat.pinned', { text })}</span>${many ? html`<small>${t('chat.pinned.all', { n: this.#all.length })}</small>` : null}
    </button>`;
  }
}
