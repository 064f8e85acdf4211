import { html, type ReactiveController, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ChatMessage } from '../../core/chat/api.ts';
import { arrowUp, paperclip } from '../internal/chat-icons.ts';
import type { ChannelHost } from './host.ts';
import { t } from './words.ts';

/** The text box with its files: keeps the draft, sends on Enter, leaves input methods alone. The tray comes with the extras. */
export class Composer implements ReactiveController {
  #text = '';
  /** Files wait here until they are sent; those above the limit say so and are never sent. */
  #files: readonly File[] = [];
  /** What is being answered or changed. */
  #about: { what: 'reply' | 'edit'; item: ChatMessage } | undefined;
  #dragging = false;
  #composing = false;
  #grown: string | undefined;
  readonly #host: ChannelHost;
  readonly #coarse = globalThis.matchMedia?.('(pointer: coarse)');

  constructor(host: ChannelHost) {
    this.#host = host;
    host.addController(this);
  }

  get textarea(): HTMLTextAreaElement | null {
    return this.#host.renderRoot.querySelector('textarea');
  }

  /** Another channel: its draft, and none of the files meant for the last one. */
  load(draft: string): void {
    this.#text = draft;
    this.#about = undefined;
    this.#keep([]);
  }

  hostUpdated(): void {
    this.#grow();
  }

  hostDisconnected(): void {
    this.#dragging = false;
    this.#keep([]);
    this.#host.more?.thumbs([], 0, this.#remove); // lets go of their pictures
  }

  /** Begins an answer to a message, or a change of one's own. */
  begin(what: 'reply' | 'edit', item: ChatMessage): void {
    this.#about = { what, item };
    if (what === 'edit') this.#text = item.text ?? '';
    this.#host.requestUpdate();
    this.textarea?.focus();
  }

  add(files: Iterable<File>): void {
    const added = [...files];
    if (!added.length) return;
    this.#keep([...this.#files, ...added]);
    this.#host.whenMore(() => this.#host.requestUpdate());
    this.textarea?.focus();
  }

  /** Whether a drag is over the channel. */
  set dragging(dragging: boolean) {
    if (dragging === this.#dragging) return;
    this.#dragging = dragging;
    this.#host.requestUpdate();
  }

  send(): void {
    const files = this.#files.filter((file) => this.#fits(file));
    const text = this.#text.trim();
    if (!this.#ready) return;
    this.#keep(this.#files.filter((file) => !this.#fits(file)));
    this.#text = '';
    this.#host.view!.draft = '';
    const about = this.#about;
    const id = about?.item.message?.message_id;
    this.#about = undefined;
    if (about?.what === 'edit' && id !== undefined)
      void this.#host.view!.actions().then(
        (can) => can.edit(id, text),
        () => {},
      );
    else this.#host.send(files, text, id === undefined ? undefined : { replyTo: id });
    this.textarea?.focus(); // a tap on Send must not close a phone's keyboard
  }

  render(): TemplateResult {
    const { more, limits, channelName: channel } = this.#host;
    const label = t('chat.message', { channel });
    return html`<div class="cmp" part="composer">
      <div class=${this.#dragging ? 'box dz' : 'box'}>
        ${more?.thumbs(this.#files, limits.file_bytes, this.#remove)}
        <div class="ed">
          <slot name="composer-start"></slot>
          <button type="button" class="ib" aria-label=${t('chat.attach')} @click=${() => this.#input?.click()}>${paperclip}</button>
          <input type="file" class="vh" multiple tabindex="-1" aria-hidden="true" @change=${this.#onPick} />
          <textarea class="tx" part="input" rows="1" dir="auto" aria-label=${label} placeholder=${(this.#dragging && more?.dropText()) || label}
            aria-describedby="count" enterkeyhint=${this.#coarse?.matches ? 'enter' : 'send'} autocomplete="off" autocapitalize="sentences"
            .value=${live(this.#text)} @input=${this.#onInput} @keydown=${this.#onKeydown} @paste=${this.#onPaste}
            @compositionstart=${() => (this.#composing = true)} @compositionend=${() => (this.#composing = false)}></textarea>
          <span class="cnt" id="count">${this.#excess > 0 ? more?.counter(this.#excess) : null}</span>
          <slot name="composer-end"></slot>
          <button type="button" class="snd" part="send" aria-label=${t('chat.send')} aria-disabled=${String(!this.#ready)}
            @pointerdown=${(event: Event) => event.preventDefault()} @click=${() => this.send()}>${arrowUp}</button>
        </div>
      </div>
    </div>`;
  }

  get #input(): HTMLInputElement | null {
    return this.#host.renderRoot.querySelector('input[type=file]');
  }

  get #excess(): number {
    return this.#text.length - this.#host.limits.message_length;
  }

  /** There is something to send and a channel to send it to; without one the text is kept. */
  get #ready(): boolean {
    return this.#host.view?.state === 'ready' && this.#excess <= 0 && (this.#text.trim() !== '' || this.#files.some((file) => this.#fits(file)));
  }

  #fits(file: File): boolean {
    return file.size <= this.#host.limits.file_bytes;
  }

  #keep(files: readonly File[]): void {
    this.#files = files;
    this.#host.requestUpdate();
  }

  #remove = (file: File): void => {
    this.#keep(this.#files.filter((other) => other !== file));
    this.textarea?.focus();
  };

  #onPick = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    this.add(input.files ?? []);
    input.value = ''; // so that the same file can be picked again
  };

  #onInput = (event: Event): void => {
    const { view } = this.#host;
    this.#text = (event.target as HTMLTextAreaElement).value;
    if (view) view.draft = this.#text;
    if (this.#text) view?.announceTyping();
    this.#host.requestUpdate();
  };

  #onPaste = (event: ClipboardEvent): void => {
    const files = event.clipboardData?.files;
    if (!files?.length) return;
    event.preventDefault();
    this.add(files);
  };

  #onKeydown = (event: KeyboardEvent): void => {
    // 229: an input method has the key, though some browsers have ended the composition just before
    if (event.isComposing || this.#composing || event.keyCode === 229) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !this.#coarse?.matches) {
      event.preventDefault();
      this.send();
    } else if (event.key === 'ArrowUp' && !this.#text) {
      event.preventDefault();
      this.#host.focusRow(this.#host.model.rows.length - 1);
    }
  };

  /** As high as its text, up to eight lines. The style sheet does it where it can; measuring would cost a layout. */
  #grow(): void {
    const area = this.textarea;
    if (!area || this.#grown === this.#text || CSS.supports('field-sizing', 'content')) return;
    this.#grown = this.#text;
    area.style.blockSize = 'auto';
    area.style.blockSize = `${area.scrollHeight}px`;
  }
}
