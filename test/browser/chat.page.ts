/** What the pages of the chat tests have: the channel of the address's hash, and further elements named in it (`#lobby+chat-launcher`), over the page's client. */
import '../../src/elements/chat-channel/define.ts';
import '../../src/elements/chat-channel-list/define.ts';
import '../../src/elements/chat-launcher/define.ts';
import type { Client } from '../../src/core/client/client.ts';
import type { ChatChannel } from '../../src/elements/chat-channel/chat-channel.ts';

const channel = (): ChatChannel => document.querySelector('chat-channel')!;
const scroller = (): HTMLElement => channel().shadowRoot!.querySelector<HTMLElement>('.scroll')!;

/** Where something was painted, in the frame that is next. */
const painted = (node: Element): Promise<DOMRectReadOnly> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => {
      const look = new IntersectionObserver((entries) => {
        look.disconnect();
        resolve(entries[0]!.boundingClientRect);
      });
      look.observe(node);
    });
  });

/** Watches what the reader sees, painted frame by painted frame. */
class Watch {
  /** Furthest that the first message in sight was from where it was, in px; Infinity when it went away. */
  drift = 0;
  /** Furthest that the end of the list was from the end of what is in sight, in px. */
  gap = 0;
  frames = 0;
  #over = false;
  #done: Promise<void> | undefined;

  start(): void {
    const list = channel().shadowRoot!.querySelector('.lst')!;
    const top = scroller().getBoundingClientRect().top;
    const node = [...list.children].map((one) => one.lastElementChild ?? one).find((one) => one.getBoundingClientRect().top >= top)!;
    this.#done = this.#follow(node, node.getBoundingClientRect().top, list);
  }

  async #follow(node: Element, startPx: number, list: Element): Promise<void> {
    while (!this.#over) {
      const [row, end, frame] = await Promise.all([painted(node), painted(list.lastElementChild!), painted(scroller())]);
      this.frames++;
      this.drift = node.isConnected ? Math.max(this.drift, Math.abs(row.top - startPx)) : Number.POSITIVE_INFINITY;
      this.gap = Math.max(this.gap, end.bottom - frame.bottom);
    }
  }

  async stop(): Promise<{ drift: number; gap: number; frames: number }> {
    const until = this.frames + 5;
    while (this.frames < until) await new Promise(requestAnimationFrame); // what came last is painted, too
    this.#over = true;
    await this.#done;
    const { drift, gap, frames } = this;
    return { drift, gap, frames };
  }
}

const reading = {
  watch: new Watch(),
  start(): void {
    reading.watch = new Watch();
    reading.watch.start();
  },
  /** As a wheel or a finger does it, in steps of so many px, until this is so. */
  async scroll(stepPx: number, until: () => boolean): Promise<void> {
    for (let i = 0; !until(); i++) {
      if (i > 2_000) throw new Error('never got there');
      scroller().scrollTop += stepPx;
      await new Promise(requestAnimationFrame);
    }
  },
  /** How far the end is below what is in sight, in px. */
  end: (): number => scroller().scrollHeight - scroller().clientHeight - scroller().scrollTop,
  /** Pages of history wait until they are let go. */
  hold(): void {
    const { connection } = (window as unknown as { client: Client }).client;
    const { request } = connection;
    const gate = new Promise<void>((resolve) => {
      reading.letGo = () => {
        connection.request = request;
        resolve();
      };
    });
    connection.request = async (method, ...rest) => {
      if (method === 'message.list') await gate;
      return request.call(connection, method, ...rest) as never;
    };
  },
  letGo: (): void => {},
  scroller,
  channel,
};

export type Reading = typeof reading;
Object.assign(globalThis, { reading });

addEventListener('DOMContentLoaded', () => {
  const { client } = window as unknown as { client: Client };
  const [channelId, ...more] = location.hash.slice(1).split('+');
  const element = Object.assign(document.createElement('chat-channel'), { channelId, client });
  element.style.cssText = 'display:block;block-size:500px;inline-size:420px';
  document.body.append(...more.map((tag) => Object.assign(document.createElement(tag), { channelId, client })), element);
});
