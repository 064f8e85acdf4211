import { html } from 'lit';
import type { Timer } from '../../../../core/base/clock.ts';
import type { Message } from '../../../../core/protocol/index.ts';
import { hit } from './hit.ts';
import type { Panel, PanelHost, Panels } from './panels.ts';
import { t } from './words.ts';

/** Asked for once the typing rests this long. */
const REST_MS = 300;

/** Looks for words in the channel, or goes to a day; a result leads to its message. */
export class SearchPanel implements Panel {
  readonly title = t('chat.panel.search');
  #query = '';
  #asked = '';
  #found: readonly Message[] | undefined;
  #next: string | undefined;
  #failed = false;
  #timer: Timer | undefined;
  readonly #host: PanelHost;
  readonly #panels: Panels;

  constructor(host: PanelHost, panels: Panels) {
    this.#host = host;
    this.#panels = panels;
  }

  focus(root: ParentNode): void {
    root.querySelector<HTMLElement>('input[type=search]')?.focus();
  }

  dispose(): void {
    this.#host.clock.clearTimeout(this.#timer);
  }

  render(): unknown {
    const found = this.#found;
    return html`<div class="pb">
      <form class="fields" role="search" @submit=${this.#onSubmit}>
        <label>${t('chat.panel.query')}<input type="search" name="query" dir="auto" autocomplete="off" enterkeyhint="search" maxlength="200" .value=${this.#query} @input=${this.#onInput} /></label>
        <label>${t('chat.panel.day')}<input type="date" name="day" @change=${this.#onDay} /></label>
      </form>
      ${this.#failed ? html`<p class="quiet" role="alert">${t('chat.panel.failed')}</p>` : null}
      ${
        found?.length === 0
          ? html`<p><b>${t('chat.panel.none', { q: this.#asked })}</b><br /><span class="quiet">${t('chat.panel.none.body')}</span></p>
              <button type="button" class="btn" @click=${this.#clear}>${t('chat.panel.clear')}</button>`
          : null
      }
      ${
        found?.length
          ? html`<p class="quiet">${this.#told()}</p>
              <ul>${found.map((message) => html`<li>${hit(this.#host, message, this.#asked, () => this.#open(message))}</li>`)}</ul>
              ${this.#next ? html`<button type="button" class="btn" @click=${() => void this.#ask(this.#next)}>${t('chat.panel.more')}</button>` : null}`
          : null
      }
    </div>`;
  }

  #told(): string {
    const n = this.#found?.length ?? 0;
    if (this.#next) return t('chat.panel.results.more', { n });
    return t.count('chat.panel.results', n);
  }

  readonly #onInput = (event: Event): void => {
    this.#query = (event.target as HTMLInputElement).value;
    this.#host.clock.clearTimeout(this.#timer);
    this.#timer = this.#host.clock.setTimeout(() => void this.#ask(), REST_MS);
  };

  readonly #onSubmit = (event: Event): void => {
    event.preventDefault();
    this.#host.clock.clearTimeout(this.#timer);
    void this.#ask();
  };

  readonly #clear = (): void => {
    this.#query = this.#asked = '';
    this.#found = undefined;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => this.focus(this.#host.renderRoot));
  };

  readonly #onDay = (event: Event): void => {
    const { value } = event.target as HTMLInputElement;
    const [year, month, day] = value.split('-').map(Number);
    if (!year || !month || !day) return;
    this.#panels.close(false);
    this.#go({ atMs: new Date(year, month - 1, day).getTime() });
  };

  async #ask(next?: string): Promise<void> {
    const query = next === undefined ? this.#query.trim() : this.#asked;
    this.#asked = query;
    this.#failed = false;
    if (!query) {
      this.#found = undefined;
      this.#host.requestUpdate();
      return;
    }
    const { view } = this.#host;
    try {
      const can = await view?.actions();
      const page = await can?.search(query, next === undefined ? {} : { next });
      if (query !== this.#asked || view !== this.#host.view || !page) return;
      this.#found = next === undefined ? page.messages : [...(this.#found ?? []), ...page.messages];
      this.#next = page.next;
      this.#host.say(this.#found.length ? this.#told() : t('chat.panel.none', { q: query }));
    } catch {
      this.#failed = query === this.#asked;
    }
    this.#host.requestUpdate();
  }

  #open({ message_id, thread_id }: Message): void {
    this.#panels.close(false);
    void this.#host.updateComplete.then(() => {
      if (thread_id === undefined) this.#go({ messageId: message_id });
      else this.#host.more?.openThread(thread_id);
    });
  }

  /** To a place in the history; when there is no such place, the focus goes home. */
  #go(place: { messageId: number } | { atMs: number }): void {
    void this.#host.updateComplete.then(async () => (await this.#host.more?.jumpTo(place)) || this.#host.focus());
  }
}
