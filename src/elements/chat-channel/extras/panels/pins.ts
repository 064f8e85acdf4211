import { html } from 'lit';
import { act } from '../acts.ts';
import { hit } from './hit.ts';
import type { Panel, PanelHost, Panels } from './panels.ts';
import { t } from './words.ts';

/** All pinned messages, newest pin first. */
export class PinsPanel implements Panel {
  readonly title = t('chat.panel.pins');
  readonly #host: PanelHost;
  readonly #panels: Panels;

  constructor(host: PanelHost, panels: Panels) {
    this.#host = host;
    this.#panels = panels;
  }

  render(): unknown {
    const host = this.#host;
    const all = host.more?.pins.all ?? [];
    const open = (messageId: number) => {
      this.#panels.close(false);
      void host.updateComplete.then(() => host.more?.jumpTo({ messageId }));
    };
    const manages = host.view?.role === 'owner' || host.view?.role === 'manager' || host.directPeer !== undefined;
    return html`<div class="pb">
      ${all.length ? null : html`<p class="quiet">${t('chat.panel.pins.none')}</p>`}
      <ul>${all.map(
        (message) =>
          html`<li>${hit(host, message, '', () => open(message.message_id))}${
            manages
              ? html`<button type="button" class="btn" @click=${() => void act(host, (can) => can.pin(message.message_id, false)).then((done) => done && host.more?.pins.forget(message.message_id))}>${t('chat.panel.unpin')}</button>`
              : null
          }</li>`,
      )}</ul>
    </div>`;
  }
}
