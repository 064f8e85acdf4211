import { html, type TemplateResult } from 'lit';
import { close } from '../../internal/icons.ts';
import type { ChannelHost } from '../host.ts';
import { t } from './words.ts';

/** Shows one picture large, in a native modal dialog: Escape, focus and the page behind are the browser's work. */
export class PhotoViewer {
  #shown: { src: string; name: string } | undefined;
  readonly #host: ChannelHost;

  constructor(host: ChannelHost) {
    this.#host = host;
  }

  async open(src: string, name: string): Promise<void> {
    this.#shown = { src, name };
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    const dialog = this.#dialog;
    if (dialog && !dialog.open) dialog.showModal();
  }

  render(): TemplateResult | null {
    if (!this.#shown) return null;
    const { src, name } = this.#shown;
    return html`<dialog class="viewer" aria-label=${name} @close=${this.#closed} @click=${this.#onClick}>
      <img src=${src} alt=${name} />
      <div class="viewer-b">
        <a class="btn" href=${src} target="_blank" rel="noopener">${t('chat.viewer.open')}</a>
        <button type="button" class="btn" @click=${() => this.#dialog?.close()}>${close}${t('chat.viewer.close')}</button>
      </div>
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#host.renderRoot.querySelector('dialog.viewer');
  }

  #closed = (): void => {
    this.#shown = undefined;
    this.#host.requestUpdate();
  };

  /** A click beside the picture closes. */
  #onClick = (event: Event): void => {
    if (event.target === this.#dialog) this.#dialog?.close();
  };
}
