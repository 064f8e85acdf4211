import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { arrowUp, paperclip } from '../internal/icons.ts';
import { extras, loadExtras } from './extras-door.ts';
import { isPhoto } from './row-painter.ts';
import { t } from './words.ts';

/** What the composer asks of its channel. */
export interface ComposerHost extends ReactiveControllerHost {
  readonly renderRoot: HTMLElement | DocumentFragment;
  /** "Message Lobby". */
  readonly composerLabel: string;
  readonly limits: { message_length: number; file_bytes: number };
  draft: string;
  /** There is a channel to write to; without one the text is kept and nothing is sent. */
  readonly canSend: boolean;
  typed(): void;
  send(files: readonly File[], text: string): void;
  /** ↑ in an empty composer, Escape. */
  leaveComposer(): void;
}

/** A file that waits to be sent. */
export interface Attachment {
  readonly file: File;
  readonly url: string | undefined;
}

/** The text box with its files: keeps the draft, sends on Enter, leaves input methods alone. */
export class Composer implements ReactiveController {
  #text = '';
  #attachments: readonly Attachment[] = [];
  #dragging = false;
  #composing = false;
  #grown: string | undefined;
  readonly #host: ComposerHost;
  readonly #coarse = globalThis.matchMedia?.('(pointer: coarse)');

  constructor(host: ComposerHost) {
    this.#host = host;
    host.addController(this);
  }

  get textarea(): HTMLTextAreaElement | null {
    return this.#host.renderRoot.querySelector('textarea');
  }

  get text(): string {
    return this.#text;
  }

  /** Another channel: its draft, and none of the files meant for the last one. */
  load(draft: string): void {
    this.#text = draft;
    this.#drop(() => false);
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    this.#grow();
  }

  hostDisconnected(): void {
    this.#dragging = false;
    this.#drop(() => false);
  }

  /** Files wait in the tray until they are sent; those above the limit say so and are never sent. */
  add(files: Iterable<File>): void {
    const added = [...files].map((file) => ({ file, url: isPhoto(file.type) ? URL.createObjectURL(file) : undefined }));
    if (!added.length) return;
    this.#attachments = [...this.#attachments, ...added];
    this.#host.requestUpdate();
    if (!extras()) void loadExtras().then(() => this.#host.requestUpdate());
    this.textarea?.focus();
  }

  /** Whether a drag is over the channel. */
  set dragging(dragging: boolean) {
    if (dragging === this.#dragging) return;
    this.#dragging = dragging;
    this.#host.requestUpdate();
  }

  send(): void {
    const files = this.#attachments.filter(({ file }) => !this.#tooBig(file)).map(({ file }) => file);
    const text = this.#text.trim();
    if (!this.#host.canSend || this.#excess > 0 || (!text && !files.length)) return;
    this.#drop(({ file }) => this.#tooBig(file));
    this.#text = '';
    this.#host.draft = '';
    this.#host.send(files, text);
    this.#host.requestUpdate();
    this.textarea?.focus(); // a tap on Send must not close a phone's keyboard
  }

  render(): TemplateResult {
    const label = this.#host.composerLabel;
    const more = extras();
    const ready = this.#host.canSend && this.#excess <= 0 && (this.#text.trim() !== '' || this.#attachments.some(({ file }) => !this.#tooBig(file)));
    return html`<div class="cmp" part="composer">
      <div class=${this.#dragging ? 'box dz' : 'box'}>
        ${this.#attachments.length && more ? html`<ul class="tray">${this.#attachments.map((attachment) => more.thumb(attachment, this.#tooBig(attachment.file), this.#host.limits.file_bytes, () => this.#remove(attachment)))}</ul>` : null}
        <div class="ed">
          <slot name="composer-start"></slot>
          <button type="button" class="ib" aria-label=${t('chat.attach')} @click=${() => this.#input?.click()}>${paperclip}</button>
          <input type="file" class="vh" multiple tabindex="-1" aria-hidden="true" @change=${this.#onPick} />
          <textarea class="tx" part="input" rows="1" dir="auto" aria-label=${label} placeholder=${this.#dragging ? t('chat.drop') : label}
            aria-describedby="count" enterkeyhint=${this.#coarse?.matches ? 'enter' : 'send'} autocomplete="off" autocapitalize="sentences"
            .value=${live(this.#text)} @input=${this.#onInput} @keydown=${this.#onKeydown} @paste=${this.#onPaste}
            @compositionstart=${() => (this.#composing = true)} @compositionend=${() => (this.#composing = false)}></textarea>
          <span class="cnt" id="count">${
            this.#excess > 0
              ? html`<span aria-hidden="true">−${this.#excess}</span><span class="vh">${t('chat.tooLong', { count: this.#excess })}</span>`
              : null
          }</span>
          <slot name="composer-end"></slot>
          <button type="button" class="snd" part="send" aria-label=${t('chat.send')} aria-disabled=${String(!ready)}
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

  #tooBig(file: File): boolean {
    return file.size > this.#host.limits.file_bytes;
  }

  #drop(keep: (attachment: Attachment) => boolean): void {
    for (const attachment of this.#attachments) if (!keep(attachment) && attachment.url) URL.revokeObjectURL(attachment.url);
    this.#attachments = this.#attachments.filter(keep);
  }

  #remove(attachment: Attachment): void {
    this.#drop((other) => other !== attachment);
    this.#host.requestUpdate();
    this.textarea?.focus();
  }

  #onPick = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    this.add(input.files ?? []);
    input.value = ''; // so that the same file can be picked again
  };

  #onInput = (event: Event): void => {
    this.#text = (event.target as HTMLTextAreaElement).value;
    this.#host.draft = this.#text;
    if (this.#text) this.#host.typed();
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
      this.#host.leaveComposer();
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
