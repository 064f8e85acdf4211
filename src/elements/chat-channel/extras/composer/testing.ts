/** A channel with everything on hand, for the tests of its composer. Not part of any bundle. */
import { fixture, html } from '@open-wc/testing';
import '../../define.ts';
import type { ChatChannel } from '../../chat-channel.ts';
import { ChatClient, type FakeView } from '../../testing.ts';

const frame = () => new Promise((done) => requestAnimationFrame(done));

export async function openComposer(prepare: (view: FakeView, client: ChatClient) => void = () => {}, inlinePx = 460) {
  const client = new ChatClient('alice');
  const view = client.chat.view('lobby');
  prepare(view, client);
  const el = await fixture<ChatChannel>(
    html`<chat-channel channel-id="lobby" style="block-size:500px;inline-size:${inlinePx}px" .client=${client}></chat-channel>`,
  );
  const root = el.shadowRoot!;
  const settled = async () => {
    await el.updateComplete;
    for (let i = 0; i < 3; i++) await frame();
    await el.updateComplete;
  };
  await new Promise<void>((done) => el.whenMore(done));
  await settled();
  const $ = <T extends HTMLElement = HTMLElement>(selector: string) => root.querySelector<T>(selector)!;
  /** The node, once it is drawn. */
  const soon = async <T extends HTMLElement = HTMLElement>(selector: string) => {
    while (!root.querySelector(selector)) await frame();
    return $<T>(selector);
  };
  const area = () => $<HTMLTextAreaElement>('textarea');
  const sent = () => view.asked.filter((asked) => asked.startsWith('send '));
  return { el, root, client, view, $, soon, area, sent, settled };
}
