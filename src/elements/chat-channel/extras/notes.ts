import { html, type TemplateResult } from 'lit';
import type { Timer } from '../../../core/base/clock.ts';
import type { ChannelHost } from '../host.ts';

const SHOWN_MS = 4_000;

/** A short sentence over the end of the list, said aloud too: what one asked for did not work. */
export class Notes {
  #text = '';
  #timer: Timer | undefined;
  readonly #host: ChannelHost;

  constructor(host: ChannelHost) {
    this.#host = host;
  }

  show(text: string): void {
    this.#text = text;
    this.#host.say(text);
    this.#host.clock.clearTimeout(this.#timer);
    this.#timer = this.#host.clock.setTimeout(() => this.hide(), SHOWN_MS);
    this.#host.requestUpdate();
  }

  hide(): void {
    this.#host.clock.clearTimeout(this.#timer);
    this.#text = '';
    this.#host.requestUpdate();
  }

  render(): TemplateResult | null {
    return this.#text ? html`<div class="note" aria-hidden="true">${this.#text}</div>` : null;
  }
}
