import { expect, fixture, html } from '@open-wc/testing';
import './define.ts';
import type { ChatChannel } from './chat-channel.ts';
import { extras } from './extras-door.ts';
import { ChatClient, NOW, talk } from './testing.ts';

const frame = () => new Promise((done) => requestAnimationFrame(done));

async function open() {
  const client = new ChatClient('alice');
  client.state = 'connecting';
  const view = client.chat.view('lobby');
  const old = talk(60, NOW);
  Object.assign(view, { items: old, recalled: true, atStart: false });
  const el = await fixture<ChatChannel>(
    html`<chat-channel channel-id="lobby" style="block-size:400px;inline-size:400px" .client=${client}></chat-channel>`,
  );
  await extras.load();
  while (!el.more) await frame();
  const settled = async () => {
    for (let i = 0; i < 3; i++) await frame();
    await el.updateComplete;
  };
  await settled();
  const root = el.shadowRoot!;
  const scroller = root.querySelector<HTMLElement>('.scroll')!;
  const gap = () => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  /** The server has answered: this many more came meanwhile, none of them read. */
  const answer = async (more: number) => {
    const items = [...old, ...talk(more, NOW + 100_000, 'New')];
    const dividerKey = items[old.length]?.key;
    client.state = 'connected';
    view.set({ items, recalled: false, unread: more, dividerKey, dividerCount: more });
    await settled();
  };
  return { el, client, view, root, scroller, gap, settled, answer };
}

describe('<chat-channel> over what the device remembers', () => {
  it('shows it at its end, says that it is not connected, reads nothing and asks for no page', async () => {
    const { el, view, root, scroller, gap, settled } = await open();
    expect(root.querySelectorAll('.row').length).to.be.greaterThan(10);
    expect(gap()).to.be.below(1);
    expect(el.matches(':state(reconnecting)')).to.equal(true);
    expect(root.querySelector('.sks')).to.equal(null);
    await expect(el).to.be.accessible();
    view.unread = 3;
    scroller.scrollTop = 0;
    await settled();
    scroller.scrollTop = scroller.scrollHeight;
    await settled();
    expect(view.read).to.deep.equal([]);
    expect(view.asked.filter((what) => !what.startsWith('pins'))).to.deep.equal([]);
  });

  it('goes to the first unread message when the server has answered, if the reader has not moved', async () => {
    const { el, root, scroller, answer } = await open();
    await answer(40);
    expect(el.matches(':state(ready)')).to.equal(true);
    const divider = root.querySelector('[part=unread]')!;
    expect(divider.getBoundingClientRect().top).to.be.within(scroller.getBoundingClientRect().top, scroller.getBoundingClientRect().bottom);
  });

  it('leaves a reader who scrolled where they are', async () => {
    const { scroller, root, settled, answer } = await open();
    scroller.scrollTop = Math.round(scroller.scrollHeight / 2);
    await settled();
    const frameTop = scroller.getBoundingClientRect().top;
    const seen = [...root.querySelectorAll<HTMLElement>('.lst > [data-key]')].find((node) => node.getBoundingClientRect().bottom > frameTop + 5)!;
    const { key } = seen.dataset;
    const before = seen.getBoundingClientRect().top;
    await answer(40);
    const after = root.querySelector(`[data-key="${key}"]`)!.getBoundingClientRect().top;
    expect(Math.abs(after - before)).to.be.below(1);
  });
});
