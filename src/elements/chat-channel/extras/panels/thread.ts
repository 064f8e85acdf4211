import { css, html } from 'lit';
import type { ChatChannel } from '../../chat-channel.ts';
import type { Panel, PanelHost } from './panels.ts';
import { t } from './words.ts';

const PARTS = [
  'list',
  'row',
  'bubble',
  'meta',
  'avatar',
  'day',
  'unread',
  'typing',
  'jump',
  'composer',
  'input',
  'send',
  'notice',
  'reactions',
  'menu',
];

/** The panel has a header already. */
const innerStyles = css`
  .hd {
    display: none;
  }
  .ch {
    border-color: transparent;
    border-radius: 0;
    box-shadow: none;
  }
`;

/** The thread of one message: a channel of its own, with its own list and composer, inside the element. */
export class ThreadPanel implements Panel {
  readonly title = t('chat.panel.thread');
  readonly place = true;
  readonly #inner: ChatChannel;

  constructor(host: PanelHost, messageId: number) {
    const inner = document.createElement(host.localName) as ChatChannel;
    const outer = host as unknown as ChatChannel;
    inner.className = 'inner';
    inner.threadId = messageId;
    inner.channelId = outer.channelId;
    inner.client = host.boundClient;
    inner.headingLevel = outer.headingLevel + 1;
    inner.renderMessage = outer.renderMessage;
    inner.density = outer.density;
    inner.setAttribute('exportparts', PARTS.join());
    // what the thread shows is not the state of the channel
    inner.addEventListener('chat-channel-state', (event) => event.stopPropagation());
    this.#inner = inner;
  }

  focus(): void {
    void this.#inner.updateComplete.then(() => {
      this.#inner.shadowRoot!.adoptedStyleSheets.push(innerStyles.styleSheet!);
      this.#inner.focus();
    });
  }

  dispose(): void {
    this.#inner.remove();
  }

  render(): unknown {
    return html`<div class="pb flush">${this.#inner}</div>`;
  }
}
