/** `<chat-channel>` as it ships, over a channel in memory. */

import type { ChatChannel } from '../../src/elements/chat-channel/chat-channel.ts';
import { ChatClient } from '../../src/elements/chat-channel/testing.ts';
import { present } from '../list/list-page.ts';
import { shipped } from '../list/shipped.ts';

await shipped();
let client: ChatClient;
let element: ChatChannel;
const view = () => client.chat.view('lobby');

present({
  prepare(items) {
    client = new ChatClient('alice');
    view().items = items;
  },
  mount(host) {
    element = document.createElement('chat-channel') as ChatChannel;
    element.style.cssText = 'block-size:600px;inline-size:400px';
    element.channelId = 'lobby';
    element.client = client;
    host.append(element);
  },
  unmount: () => element.remove(),
  scroller: () => element.shadowRoot!.querySelector<HTMLElement>('.scroll'),
  rows: () => element.shadowRoot!.querySelector('.lst')!.children as HTMLCollectionOf<HTMLElement>,
  async append(items, item) {
    const shown = view().items;
    // what was sent here stands among them
    view().set({ items: shown.length + 1 === items.length ? items : [...shown, item] });
    await Promise.resolve(); // the element hears of it
    await element.updateComplete;
  },
  box: () => element.shadowRoot!.querySelector('textarea'),
  button: () => element.shadowRoot!.querySelector<HTMLElement>('.snd'),
  async prepend(items) {
    view().set({ items });
    await element.updateComplete;
  },
});
