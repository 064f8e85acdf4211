import { html, type TemplateResult } from 'lit';
import type { ChatMessage } from '../../../../core/chat/api.ts';
import { close } from '../../../internal/icons.ts';
import type { ChannelHost } from '../../host.ts';
import { back } from '../icons.ts';
import { ForwardPanel } from './forward.ts';
import { panelStyles } from './panels.styles.ts';
import { PinsPanel } from './pins.ts';
import { ReportPanel } from './report.ts';
import { SearchPanel } from './search.ts';
import { ThreadPanel } from './thread.ts';
import { VersionsPanel } from './versions.ts';
import { t } from './words.ts';

export type PanelHost = ChannelHost & HTMLElement;

/** One thing that opens over the list. */
export interface Panel {
  readonly title: string;
  /** A thread is a place, from which one goes back; the others are closed. */
  readonly place?: boolean;
  render(): unknown;
  /** After it was shown first: where the focus goes. Without it, to the heading's button. */
  focus?(root: ParentNode): void;
  dispose?(): void;
}

/** What lies over the list, one at a time: the rest is inert meanwhile, Escape closes, the focus returns. */
export class Panels {
  #panel: Panel | undefined;
  /** Row that had the focus. */
  #from: string | undefined;
  #shown: Panel | undefined;
  readonly #host: PanelHost;

  constructor(host: PanelHost) {
    this.#host = host;
    host.shadowRoot!.adoptedStyleSheets.push(panelStyles.styleSheet!);
  }

  search(): void {
    this.#open(new SearchPanel(this.#host, this));
  }

  pins(): void {
    this.#open(new PinsPanel(this.#host, this));
  }

  thread(messageId: number): void {
    this.#open(new ThreadPanel(this.#host, messageId));
  }

  versions(item: ChatMessage): void {
    this.#open(new VersionsPanel(this.#host, item));
  }

  forward(item: ChatMessage): void {
    this.#open(new ForwardPanel(this.#host, this, item));
  }

  report(item: ChatMessage): void {
    this.#open(new ReportPanel(this.#host, this, item));
  }

  /** Closes what is open. The focus returns to where it was, unless something else takes it. */
  close(returning = true): void {
    const panel = this.#panel;
    if (!panel) return;
    this.#panel = undefined;
    panel.dispose?.();
    this.#host.requestUpdate();
    if (!returning || !this.#host.isConnected) return;
    const from = this.#from;
    void this.#host.updateComplete.then(() => {
      const index = from === undefined ? -1 : this.#host.model.indexOf(from);
      if (index >= 0) this.#host.focusRow(index);
      else this.#host.focus();
    });
  }

  /** After each update of the element. */
  updated(): void {
    const panel = this.#panel;
    const node = this.#node;
    for (const one of this.#host.renderRoot.querySelectorAll<HTMLElement>('.ch > :not(.panel,dialog,.menu)')) one.inert = panel !== undefined;
    if (panel === this.#shown || (panel && !node)) return;
    this.#shown = panel;
    if (!panel || !node) return;
    if (panel.focus) panel.focus(node);
    else node.querySelector('button')?.focus();
  }

  render(): TemplateResult | null {
    const panel = this.#panel;
    if (!panel) return null;
    const label = panel.place ? t('chat.panel.back') : t('chat.panel.close');
    return html`<section class="panel" part="panel" role="dialog" aria-label=${panel.title} @keydown=${this.#onKey}>
      <header>
        <button type="button" class="ib" aria-label=${label} @click=${() => this.close()}>${panel.place ? back : close}</button>
        <b role="heading" aria-level=${this.#host.headingLevel + 1}>${panel.title}</b>
      </header>
      ${panel.render()}
    </section>`;
  }

  #open(panel: Panel): void {
    const active = this.#host.shadowRoot!.activeElement;
    if (!this.#panel) this.#from = this.#host.list?.keyOf(active);
    this.#panel?.dispose?.();
    this.#panel = panel;
    this.#host.requestUpdate();
  }

  get #node(): HTMLElement | null {
    return this.#host.renderRoot.querySelector('.panel');
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  };
}
