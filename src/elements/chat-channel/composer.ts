import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { arrowUp, paperclip } from '../internal/chat-icons.ts';
import type { ChannelHost } from './host.ts';
import { t } from './words.ts';

/** A text may be so much too long before the box takes no more: a pasted megabyte without a space would hold the page for a minute. */
const SURPLUS = 20_000;

/** The text box with its files: keeps the draft, sends on Enter, leaves input methods alone. The tray comes with the extras. */
export class Composer implements ReactiveController {
  #text = '';
  /** Files wait here until they are sent; those above the limit say so and are never sent. */
  #files: readonly File[] = [];
  #dragging = false;
  #composing = false;
  readonly #host: ChannelHost;
  readonly #coarse = globalThis.matchMedia?.('(pointer: coarse)');

  constructor(host: ChannelHost) {
    this.#host = host;
    host.addController(this);
  }

  get textarea(): HTMLTextAreaElement | null {
    return this.#host.renderRoot.querySelector('#tx');
  }

  /** What is written. Setting it keeps it as the channel's draft, unless it is a message being changed. */
  get text(): string {
    return this.#text;
  }
  set text(text: string) {
    const { view, more } = this.#host;
    this.#text = text;
    if (view && !more?.writing.editing) view.draft = text;
    this.#host.requestUpdate();
  }

  get files(): readonly File[] {
    return this.#files;
  }

  /** Another channel: its draft, and none of the files meant for the last one. */
  load(draft: string): void {
    this.#host.more?.writing.reset();
    this.#text = draft;
    this.#keep([]);
  }

  hostUpdated(): void {
    const { textarea } = this;
    if (textarea && textarea.value !== this.#text) textarea.value = this.#text; // Lit would not see what was typed
    this.#host.more?.writing.onDrawn();
  }

  hostDisconnected(): void {
    this.#dragging = false;
    this.#host.more?.writing.stop();
    this.#keep([]);
  }

  add(files: Iterable<File>): void {
    const added = [...files];
    if (!added.length) return;
    this.#keep([...this.#files, ...added]);
    this.#host.whenMore(() => this.#host.more!.writing.onFiles(added));
    this.textarea?.focus();
  }

  /** Whether a drag is over the channel. */
  set dragging(dragging: boolean) {
    if (dragging === this.#dragging) return;
    this.#dragging = dragging;
    this.#host.requestUpdate();
  }

  send(): void {
    const files = this.#files.filter(this.#fits);
    const text = this.#text.trim();
    const host = this.#host;
    if (!this.ready) {
      host.whenMore(() => host.more!.writing.early(text));
      return;
    }
    if (host.more?.writing.held()) return;
    this.textarea?.focus(); // a tap on Send must not close a phone's keyboard
    const options = host.more?.writing.take(text);
    if (options === false) return;
    this.#keep(this.#files.filter((file) => !this.#fits(file)));
    this.text = '';
    if (files.length || host.more) host.whenMore(() => host.more!.writing.post(files, text, options));
    else host.send(files, text, options);
  }

  render(): TemplateResult {
    const { more, channelName: channel } = this.#host;
    const writing = more?.writing;
    const label = t('chat.message', { channel });
    return html`<div class="cmp" part="composer">
      ${writing?.popup()}
      <div class=${this.#dragging ? 'box dz' : 'box'}>
        ${writing?.above()}
        <div class="ed">
          <slot name="composer-start"></slot>
          <button type="button" class="ib" aria-label=${t('chat.attach')} @click=${() => this.#input?.click()}>${paperclip}</button>
          <input type="file" class="vh" multiple tabindex="-1" aria-hidden="true" @change=${this.#onPick} />
          <textarea id="tx" part="input" rows="1" dir=${this.#text ? 'auto' : nothing} aria-label=${label} placeholder=${writing?.hint(this.#dragging) || label}
            maxlength=${this.#host.limits.message_length + SURPLUS} aria-describedby="ctx count slow" enterkeyhint=${this.#coarse?.matches ? 'enter' : 'send'} autocomplete="off" autocapitalize="sentences"
            @input=${this.#onInput} @keydown=${this.#onKeydown} @paste=${this.#onPaste}
            @compositionstart=${() => (this.#composing = true)} @compositionend=${() => (this.#composing = false)}></textarea>
          <span class="cnt" id="count">${this.#excess > 0 ? more?.counter(this.#excess) : null}</span>
          <slot name="composer-end"></slot>
          <span class="em">${writing?.emoji()}</span>
          ${
            writing?.end(this.ready) ??
            html`<button type="button" class="snd" part="send" aria-label=${t('chat.send')} aria-disabled=${!this.ready}
              @pointerdown=${(event: Event) => event.preventDefault()} @click=${() => this.send()}>${arrowUp}</button>`
          }
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
  get ready(): boolean {
    return this.#host.view?.state === 'ready' && this.#excess <= 0 && (!!this.#text.trim() || this.#files.some(this.#fits));
  }

  readonly #fits = (file: File): boolean => file.size <= this.#host.limits.file_bytes;

  #keep(files: readonly File[]): void {
    this.#files = files;
    this.#host.requestUpdate();
  }

  /** Takes a file out of the tray. */
  readonly remove = (file: File): void => {
    this.#keep(this.#files.filter((other) => other !== file));
    this.textarea?.focus();
  };

  #onPick = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    this.add(input.files ?? []);
    input.value = ''; // so that the same file can be picked again
  };

  #onInput = (event: Event): void => {
    this.text = (event.target as HTMLTextAreaElement).value;
    if (this.#text) this.#host.view?.announceTyping();
    this.#host.more?.writing.onInput();
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
    if (this.#host.more?.writing.onKey(event)) event.preventDefault();
    else if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !this.#coarse?.matches) {
      event.preventDefault();
      this.send();
    } else if (event.key === 'ArrowUp' && !this.#text) {
      event.preventDefault();
      this.#host.focusRow(this.#host.model.length - 1);
    }
  };
}
