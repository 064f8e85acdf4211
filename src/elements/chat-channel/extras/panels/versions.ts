import { html } from 'lit';
import type { ChatMessage } from '../../../../core/chat/api.ts';
import { dayText, timeText } from '../../format.ts';
import { act } from '../acts.ts';
import { t as base } from '../words.ts';
import type { Panel, PanelHost } from './panels.ts';
import { t } from './words.ts';

/** What a message said before it was edited, newest first. */
export class VersionsPanel implements Panel {
  readonly title = t('chat.panel.versions');
  #versions: readonly { content: string; at_ms: number }[] = [];
  readonly #host: PanelHost;
  readonly #item: ChatMessage;

  constructor(host: PanelHost, item: ChatMessage) {
    this.#host = host;
    this.#item = item;
    void act(host, async (can) => {
      this.#versions = (await can.versions(item.message!.message_id)) ?? [];
      host.requestUpdate();
    });
  }

  render(): unknown {
    const now = this.#host.clock.now();
    const line = (when: string, text: string) => html`<li><div class="hit"><small>${when}</small><span dir="auto">${text}</span></div></li>`;
    return html`<div class="pb"><ul>
      ${line(t('chat.panel.now'), this.#item.text ?? '')}
      ${this.#versions.toReversed().map(({ content, at_ms }) => line(`${dayText(at_ms, now)}${base('chat.comma')} ${timeText(at_ms)}`, content))}
    </ul></div>`;
  }
}
