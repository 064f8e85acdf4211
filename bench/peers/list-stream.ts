/** stream-chat-react's virtualized list in its channel, without its server: the messages are given as a property. */
import 'stream-chat-react/dist/css/index.css';
import { createElement as h } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import type { LocalMessage } from 'stream-chat';
import { Channel, Chat, MessageComposer, VirtualizedMessageList, Window } from 'stream-chat-react';
import type { ChatMessage } from '../../src/core/chat/api.ts';
import { present } from '../list/list-page.ts';
import { PICTURE } from '../list/talk.ts';
import { offlineChannel } from './stream-offline.ts';

const link = document.createElement('link');
link.rel = 'stylesheet';
link.href = '/list-stream.css';
await new Promise((resolve) => {
  link.onload = resolve;
  document.head.append(link);
});

const shaped = ({ key, user, text, file, atMs, message }: ChatMessage): LocalMessage => {
  const at = new Date(atMs);
  const reacted = message?.reactions?.[0];
  return {
    id: key,
    type: 'regular',
    status: 'received',
    user: { id: user.user_id, name: user.name },
    text: text ?? '',
    attachments: file
      ? [{ type: 'image', image_url: PICTURE.url, fallback: file.name, original_width: PICTURE.width, original_height: PICTURE.height }]
      : [],
    created_at: at,
    updated_at: at,
    deleted_at: null,
    pinned_at: null,
    mentioned_users: [],
    latest_reactions: [],
    own_reactions: [],
    reaction_groups: reacted
      ? { like: { count: reacted.count, sum_scores: reacted.count, first_reaction_at: at.toISOString(), last_reaction_at: at.toISOString() } }
      : null,
  } as unknown as LocalMessage;
};

const { client, channel } = await offlineChannel();
let root: Root;
let box: HTMLElement;
let messages: LocalMessage[] = [];
// what is sent goes where the messages come from
channel.sendMessage = async (message) => {
  const at = new Date();
  const mine = {
    ...message,
    type: 'regular',
    status: 'received',
    user: { id: 'alice', name: 'Alice' },
    created_at: at,
    updated_at: at,
  } as unknown as LocalMessage;
  messages = [...messages, mine];
  root.render(tree());
  return { message: mine, duration: '' } as never;
};
const writes = location.hash === '#write';
const tree = () =>
  h(
    Chat,
    { client },
    h(
      Channel,
      { channel },
      h(
        Window,
        null,
        h(VirtualizedMessageList, { messages, hasMore: false, stickToBottomScrollBehavior: 'auto' }),
        writes ? h(MessageComposer) : null,
      ),
    ),
  );

present({
  prepare(items) {
    messages = items.map(shaped);
  },
  mount(host) {
    box = document.createElement('div');
    box.style.cssText = 'block-size:600px;inline-size:400px;display:grid';
    host.append(box);
    root = createRoot(box);
    root.render(tree());
  },
  unmount() {
    root.unmount();
    box.remove();
  },
  scroller: () => box.querySelector<HTMLElement>('[data-virtuoso-scroller]'),
  rows: () => box.querySelectorAll<HTMLElement>('[data-item-index]'),
  box: () => box.querySelector('textarea'),
  button: () => box.querySelector<HTMLElement>('[data-testid="send-button"]'),
  append(_items, item) {
    messages = [...messages, shaped(item)];
    flushSync(() => root.render(tree()));
  },
  prepend(_items, older) {
    messages = [...older.map(shaped), ...messages];
    flushSync(() => root.render(tree()));
  },
});
