/** `<chat-channel>` as it ships, with a client of ours and the channel on our server. */
import type * as Bundle from '../../src/browser.ts';
import type { ChatChannel } from '../../src/elements/chat-channel/chat-channel.ts';
import type { Keys } from '../list/house.ts';
import { frame, present } from '../list/list-page.ts';
import { shipped } from '../list/shipped.ts';
import { textOf } from '../list/talk.ts';

declare global {
  interface Window {
    /** How to come in. */
    house(): Promise<Keys>;
  }
}

/** Messages of a page of history, as the client asks for them. */
const PAGE = 50;
/** Older pages that are there before one is held back. */
const BEFORE_HELD = 2;

const { Client } = (await shipped()) as typeof Bundle;
const { host, appId, reader, writer } = await window.house();
let count = 0;
let client: Bundle.Client;
let element: ChatChannel;
/** Of the one who writes: bare, so that it costs this page little. */
let line: WebSocket;
/** The server did not take what was written. */
let refused: ((error: Error) => void) | undefined;
const rows = () => element.shadowRoot!.querySelector('.lst')!.children as HTMLCollectionOf<HTMLElement>;

/** Older pages that were asked for, how many may come, and the one that is held back: as a slow network does. */
let [asked, most] = [0, Number.POSITIVE_INFINITY];
let held: (() => void) | undefined;
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {
  const go = () => send.call(this, data);
  const older = typeof data === 'string' && data.includes('"message.list"') && data.includes('"base_message_id"');
  if (older && ++asked > most) held = go;
  else go();
};

async function openLine(): Promise<WebSocket> {
  const socket = new WebSocket(`ws://${host}/v1/socket`);
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  const welcomed = new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }));
  socket.send(JSON.stringify({ t: 'hello', v: 1, app_id: appId, token: writer.token, device: 'writer', client_version: 'bench' }));
  await welcomed;
  socket.addEventListener('message', ({ data }) => {
    if (String(data).startsWith('{"t":"nack"')) refused?.(new Error(String(data)));
  });
  return socket;
}

present({
  remote: true,
  async prepare(items) {
    count = items.length;
    [asked, most] = [0, Number.POSITIVE_INFINITY];
    client = new Client({ host, appId, ...reader });
    await client.connect();
    line = await openLine();
  },
  mount(place) {
    element = document.createElement('chat-channel') as ChatChannel;
    element.style.cssText = 'block-size:600px;inline-size:400px';
    element.channelId = `talk_${count}`;
    element.client = client;
    place.append(element);
  },
  async unmount() {
    element.remove();
    line.close(1000);
    await client.dispose();
  },
  scroller: () => element.shadowRoot!.querySelector<HTMLElement>('.scroll'),
  rows,
  async append({ length }) {
    const text = textOf(length - 1);
    const label = text.slice(0, text.indexOf(':') + 1);
    const there = () => Array.from({ length: 3 }, (_, back) => rows()[rows().length - 1 - back]).some((row) => row?.textContent?.includes(label));
    line.send(JSON.stringify({ t: 'send', client_id: crypto.randomUUID(), channel_id: `talk_${count}`, type: 'text', content: text }));
    while (!there())
      await new Promise<void>((resolve, reject) => {
        const watch = new MutationObserver(() => {
          watch.disconnect();
          resolve();
        });
        refused = reject;
        watch.observe(element.shadowRoot!.querySelector('.lst')!, { childList: true });
      });
  },
  reach() {
    if (asked > BEFORE_HELD) throw new Error(`${asked} older pages were asked for already`);
    most = BEFORE_HELD;
    return count - PAGE * (1 + BEFORE_HELD);
  },
  async prepend() {
    const first = rows()[0];
    while (!held) await frame();
    most = Number.POSITIVE_INFINITY;
    held();
    held = undefined;
    while (rows()[0] === first) await frame();
  },
});
