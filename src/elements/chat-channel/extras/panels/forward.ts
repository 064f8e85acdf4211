import { html } from 'lit';
import type { ChatMessage } from '../../../../core/chat/api.ts';
import { chatOf } from '../../../../core/client/chat-of.ts';
import { avatar } from '../../../internal/avatar.ts';
import { act } from '../acts.ts';
import type { Panel, PanelHost, Panels } from './panels.ts';
import { t } from './words.ts';

/** Which of one's channels gets a copy of a message. */
export class ForwardPanel implements Panel {
  readonly title = t('chat.panel.forward');
  readonly #host: PanelHost;
  readonly #panels: Panels;
  readonly #item: ChatMessage;

  constructor(host: PanelHost, panels: Panels, item: ChatMessage) {
    this.#host = host;
    this.#panels = panels;
    this.#item = item;
  }

  render(): unknown {
    const client = this.#host.boundClient;
    const channels = client
      ? chatOf(client).channels.filter(({ channel }) => channel.channel_id !== this.#host.view?.channelId && !channel.freeze)
      : [];
    const send = async (channelId: string, name: string) => {
      this.#panels.close();
      const done = await act(this.#host, (can) => can.forward(this.#item.message!.message_id, channelId));
      if (done) this.#host.more?.notes.show(t('chat.panel.forwarded', { channel: name }));
    };
    return html`<div class="pb">
      ${channels.length ? null : html`<p class="quiet">${t('chat.panel.forward.none')}</p>`}
      <ul>${channels.map(({ channel: { channel_id, name, profile_url } }) => {
        const shown = name || channel_id;
        return html`<li><button type="button" class="hit to" @click=${() => void send(channel_id, shown)}>${avatar(shown, { key: channel_id, src: profile_url, square: true })}<span class="trunc" dir="auto">${shown}</span></button></li>`;
      })}</ul>
    </div>`;
  }
}
