/** deep-chat: its history, then `addMessage`. What it has no way to show, reactions and receipts, is left out. */
import 'deep-chat';
import type { DeepChat } from 'deep-chat';
import type { ChatMessage } from '../../src/core/chat/api.ts';
import { present } from '../list/list-page.ts';
import { PICTURE } from '../list/talk.ts';

const shaped = ({ own, text, file, user }: ChatMessage) => ({
  role: own ? 'user' : user.user_id,
  ...(file ? { files: [{ src: PICTURE.url, type: 'image' as const, name: file.name }] } : { text }),
});

let history: ReturnType<typeof shaped>[] = [];
/** Its types leave out that it is an element. */
let element: DeepChat & HTMLElement;

present({
  prepare(items) {
    history = items.map(shaped);
  },
  mount(host) {
    element = document.createElement('deep-chat') as DeepChat & HTMLElement;
    element.style.cssText = 'inline-size:400px;block-size:600px;border:0';
    element.history = history;
    element.connect = { handler: (_body: unknown, signals: { onResponse(answer: { text: string }): unknown }) => signals.onResponse({ text: 'ok' }) };
    host.append(element);
  },
  unmount: () => element.remove(),
  scroller: () => element.shadowRoot?.querySelector<HTMLElement>('#messages'),
  rows: () => element.shadowRoot!.querySelectorAll<HTMLElement>('.outer-message-container'),
  append: (_items, item) => element.addMessage(shaped(item)),
  box: () => element.shadowRoot?.querySelector<HTMLElement>('#text-input'),
  button: () => element.shadowRoot?.querySelector<HTMLElement>('.input-button'),
  prepend() {
    throw new Error('it cannot add older ones but by loadHistory');
  },
});
