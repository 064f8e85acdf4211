import { html, type TemplateResult } from 'lit';
import type { Message } from '../../../core/protocol/index.ts';
import type { ChannelHost } from '../host.ts';
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
    const here = view.items.flatMap((item) => (item.kind === 'message' && item.message?.pinned ? [item.message] : []));
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
