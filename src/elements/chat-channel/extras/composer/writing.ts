import { html, type TemplateResult } from 'lit';
import type { SendOptions } from '../../../../core/chat/actions/api.ts';
import type { ChatMessage } from '../../../../core/chat/api.ts';
import { check } from '../../../internal/chat-icons.ts';
import type { ChannelHost } from '../../host.ts';
import { type Context, contextBar } from './context.ts';
import { t } from './words.ts';

/** A text of mine that the server has and that is not about to go: it can be changed. */
const editable = (item: ChatMessage): boolean =>
  item.own && !!item.text && item.message?.type === 'text' && !item.deleting && !item.message.forwarded;

/** What the text box can do beyond text and files. It comes with the extras; the box asks it first, once it is here. */
export class Writing {
  #context: Context | undefined;
  readonly #host: ChannelHost;

  constructor(host: ChannelHost) {
    this.#host = host;
  }

  /** The box holds a message that is being changed: not a draft. */
  get editing(): boolean {
    return this.#context?.kind === 'edit';
  }

  reply(item: ChatMessage): void {
    if (!item.message || !this.#host.composer.textarea) return;
    this.#leave();
    this.#context = { kind: 'reply', item, before: '' };
    this.#focus();
  }

  edit(item: ChatMessage): void {
    const { composer } = this.#host;
    if (!editable(item) || !composer.textarea) return;
    this.#leave();
    this.#context = { kind: 'edit', item, before: composer.text };
    composer.text = item.text!;
    this.#focus();
  }

  /** Another channel. */
  reset(): void {
    this.#context = undefined;
  }

  // ---- what the box asks

  /** Above the box, over the list. */
  popup(): TemplateResult | undefined {
    return undefined;
  }

  /** In the box, above the text. */
  above(): TemplateResult | undefined {
    return this.#context && contextBar(this.#context, this.#cancel);
  }

  emoji(): TemplateResult | undefined {
    return undefined;
  }

  /** Instead of Send. */
  end(ready: boolean): TemplateResult | undefined {
    if (!this.editing) return undefined;
    return html`<button type="button" class="snd" part="send" aria-label=${t('chat.save')} aria-disabled=${String(!ready)}
      @pointerdown=${(event: Event) => event.preventDefault()} @click=${() => this.#host.composer.send()}>${check}</button>`;
  }

  onInput(): void {}

  /** A key in the box that no input method has. Whether it was used. */
  onKey({ key, shiftKey }: KeyboardEvent): boolean {
    const { composer } = this.#host;
    if (key === 'Escape' && this.#context) {
      this.#cancel();
      return true;
    }
    return key === 'ArrowUp' && !shiftKey && !composer.text && !this.#context && this.#editLast();
  }

  /** Send was asked for: what goes with the text, or false when there is nothing left to send. */
  take(text: string): SendOptions | false | undefined {
    const context = this.#context;
    if (!context) return undefined;
    if (context.kind === 'reply') {
      this.#leave();
      return { replyTo: context.item.message!.message_id };
    }
    this.#leave();
    if (text && text !== context.item.text) void this.#save(context, text);
    return false;
  }

  /** Sends files, and the text after them. */
  post(files: readonly File[], text: string, options: SendOptions | undefined): void {
    this.#host.send(files, text, options);
  }

  // ---- inside

  #focus(): void {
    const { composer } = this.#host;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => {
      const area = composer.textarea;
      area?.focus();
      area?.setSelectionRange(area.value.length, area.value.length);
    });
  }

  /** Leaves an answer or a change as it is; what stood in the box before a change is back. */
  #leave(): void {
    const context = this.#context;
    this.#context = undefined;
    if (context?.kind === 'edit') this.#host.composer.text = context.before;
    this.#host.requestUpdate();
  }

  readonly #cancel = (): void => {
    this.#leave();
    this.#host.composer.textarea?.focus();
  };

  /** The newest message of mine: it is changed, or where it was not sent, gone to. */
  #editLast(): boolean {
    const { view } = this.#host;
    const item = view?.items.findLast((one) => one.kind === 'message' && one.own) as ChatMessage | undefined;
    if (!item || !editable(item)) return false;
    this.edit(item);
    return true;
  }

  async #save(context: Context, text: string): Promise<void> {
    const { view, composer } = this.#host;
    const id = context.item.message!.message_id;
    try {
      await (await view!.actions()).edit(id, text);
      this.#host.say(t('chat.edit.done'));
    } catch {
      this.#host.say(t('chat.edit.failed'), true);
      if (this.#host.view !== view || this.#context || !composer.textarea) return;
      this.edit(context.item); // nothing that was written is lost
      composer.text = text;
    }
  }
}
