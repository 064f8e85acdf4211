/** chatscope's MessageList with Message children, as its documentation shows it. */
import '@chatscope/chat-ui-kit-styles/dist/default/styles.min.css';
import { ChatContainer, MainContainer, Message, MessageList } from '@chatscope/chat-ui-kit-react';
import { createElement as h, memo } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import type { ChatMessage } from '../../src/core/chat/api.ts';
import { present } from '../list/list-page.ts';
import { PICTURE } from '../list/talk.ts';

const link = document.createElement('link');
link.rel = 'stylesheet';
link.href = '/list-chatscope.css';
await new Promise((resolve) => {
  link.onload = resolve;
  document.head.append(link);
});

const One = memo(({ item }: { item: ChatMessage }) =>
  h(
    Message,
    {
      model: {
        ...(item.file ? { type: 'image', payload: { src: PICTURE.url, width: PICTURE.width } } : { message: item.text }),
        sender: item.user.name,
        direction: item.own ? 'outgoing' : 'incoming',
        position: 'single',
      },
    },
    item.message?.reactions?.length ? h(Message.Footer, { sender: `${item.message.reactions[0]!.emoji} 2` }) : null,
  ),
);
const One_ = Object.assign(One, { displayName: 'Message' });

let root: Root;
let box: HTMLElement;
let shown: readonly ChatMessage[] = [];
const tree = () =>
  h(
    MainContainer,
    null,
    h(ChatContainer, null, h(MessageList, { scrollBehavior: 'auto' }, ...[shown.map((item) => h(One_, { key: item.key, item }))])),
  );
const draw = () => flushSync(() => root.render(tree()));

present({
  prepare(items) {
    shown = items;
  },
  mount(host) {
    box = document.createElement('div');
    box.style.cssText = 'block-size:600px;inline-size:400px';
    host.append(box);
    root = createRoot(box);
    root.render(tree());
  },
  unmount() {
    root.unmount();
    box.remove();
  },
  scroller: () => box.querySelector<HTMLElement>('.cs-message-list__scroll-wrapper'),
  rows: () => box.querySelectorAll<HTMLElement>('.cs-message'),
  append(items) {
    shown = items;
    draw();
  },
  prepend(items) {
    shown = items;
    draw();
  },
});
