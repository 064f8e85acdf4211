import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import '../chat-channel/define.ts';
import { FakeView } from '../chat-channel/testing.ts';
import { head, ListClient, posted } from '../chat-channel-list/testing.ts';
import type { AboutGuest, GuestDoor, GuestDoorEvent } from '../internal/guest-door.ts';
import type { ChatLauncher } from './chat-launcher.ts';
import './define.ts';
import type { ChatLauncherToggleEvent } from './events.ts';

const $ = <T extends HTMLElement = HTMLElement>(el: ChatLauncher, selector: string) => el.shadowRoot!.querySelector<T>(selector);
const words = (node: Element | null | undefined) => node?.textContent?.replaceAll(/\s+/g, ' ').trim();
const active = (el: ChatLauncher) => el.shadowRoot!.activeElement;

let client: ListClient;

async function settled(el: ChatLauncher): Promise<void> {
  for (let i = 0; i < 6; i++) {
    await client.clock.advance(0);
    await import('./launcher.ts'); // loaded on demand
    await el.updateComplete;
  }
}

async function make(): Promise<ChatLauncher> {
  const el = await fixture<ChatLauncher>(html`<chat-launcher .client=${client} channel-id="team"><p slot="home">Call us</p></chat-launcher>`);
  el.style.setProperty('--earshot-motion', '0');
  await settled(el);
  return el;
}

describe('<chat-launcher>', () => {
  beforeEach(async () => {
    await setViewport({ width: 900, height: 800 });
    client = new ListClient();
    const now = client.clock.now();
    client.chat.show(
      head('team', 'Team', posted('team', 'How can we help?', now), { unread: 2 }),
      head('orders', 'Orders', undefined, { unread: 1 }),
    );
    Object.assign(client.chat, {
      open: (channelId: string) => {
        const view = new FakeView(channelId);
        view.holders++;
        return view;
      },
    });
  });

  it('counts what is unread, and opens and closes from the keyboard without losing the focus', async () => {
    const el = await make();
    const button = $(el, '[part=button]')!;
    expect([button.ariaLabel, words($(el, '[part=badge]'))]).to.deep.equal(['Open chat, 3 unread', '3']);
    expect(el.matches(':state(unread)')).to.equal(true);
    await expect(el).to.be.accessible();
    el.focus();
    const opened = oneEvent(el, 'chat-launcher-toggle') as Promise<ChatLauncherToggleEvent>;
    await sendKeys({ press: 'Enter' });
    await settled(el);
    expect((await opened).open).to.equal(true);
    expect([el.open, button.ariaExpanded, button.ariaLabel]).to.deep.equal([true, 'true', 'Close chat']);
    expect($(el, 'dialog')!.matches(':modal'), 'modal').to.equal(false);
    expect(words(active(el))).to.equal('Hello. What can we help you with?');
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'Escape' });
    await settled(el);
    expect([el.open, $<HTMLDialogElement>(el, 'dialog')!.open, active(el) === button]).to.deep.equal([false, false, true]);
  });

  it('leads to the team and to the conversations so far, and back', async () => {
    const el = await make();
    el.open = true;
    await settled(el);
    expect([...el.shadowRoot!.querySelectorAll('.row b')].map(words)).to.deep.equal(['Team', 'Orders']);
    expect(words($(el, '.row .count'))).to.equal(', 2 unread');
    const shown = oneEvent(el, 'chat-launcher-toggle') as Promise<ChatLauncherToggleEvent>;
    $(el, '.cta')!.click();
    await settled(el);
    expect((await shown).channelId).to.equal('team');
    expect($(el, 'chat-channel')?.getAttribute('channel-id')).to.equal('team');
    $(el, '[aria-label=Back]')!.click();
    await settled(el);
    expect($(el, 'chat-channel')).to.equal(null);
    [...el.shadowRoot!.querySelectorAll<HTMLElement>('.row')][1]!.click();
    await settled(el);
    expect($(el, 'chat-channel')?.getAttribute('channel-id')).to.equal('orders');
    expect($(el, 'dialog')!.contains(active(el)), 'focus is inside').to.equal(true);
  });

  describe('where guests may come in', () => {
    class Door implements GuestDoor {
      channelId: string | undefined;
      readonly said: AboutGuest[] = [];
      outcome: Promise<void> = Promise.resolve();
      async enter(about: AboutGuest): Promise<void> {
        this.said.push(about);
        await this.outcome;
        this.channelId = 'mine';
      }
    }
    async function lobby(ask: string): Promise<{ el: ChatLauncher; door: Door }> {
      const door = new Door();
      const around = document.createElement('div');
      around.addEventListener('earshot-guest-door', (event) => {
        (event as GuestDoorEvent).door = Promise.resolve(door);
      });
      const el = await fixture<ChatLauncher>(html`<chat-launcher ask=${ask} open></chat-launcher>`, {
        parentNode: around,
      });
      el.style.setProperty('--earshot-motion', '0');
      await settled(el);
      return { el, door };
    }

    it('asks who they are, lets them in, and shows their channel', async () => {
      const { el, door } = await lobby('name email');
      expect(words($(el, '.home'))).to.not.include('offline');
      $(el, '.cta')!.click();
      await settled(el);
      expect([...el.shadowRoot!.querySelectorAll('.ask')].map(words)).to.deep.equal(['Your name', 'E-mail']);
      expect(active(el)).to.equal($(el, '[name=name]'));
      await expect(el).to.be.accessible();
      await sendKeys({ type: 'Gwen' });
      await sendKeys({ press: 'Enter' });
      await settled(el);
      expect(door.said).to.deep.equal([{ name: 'Gwen' }]);
      el.client = client as never;
      await settled(el);
      expect($(el, 'chat-channel')?.getAttribute('channel-id')).to.equal('mine');
    });

    it('asks nothing where nothing is to be asked, and says when it did not work', async () => {
      const { el, door } = await lobby('');
      door.outcome = Promise.reject(new Error('no'));
      door.outcome.catch(() => {}); // it is waited for later
      $(el, '.cta')!.click();
      await settled(el);
      expect(el.shadowRoot!.querySelectorAll('.ask').length).to.equal(0);
      expect(words($(el, '[role=status]'))).to.equal('The chat did not start. Try again.');
      door.outcome = Promise.resolve();
      $(el, '.cta')!.click();
      await settled(el);
      expect(door.said).to.deep.equal([{}, {}]);
      $(el, '[aria-label=Back]')!.click();
      await settled(el);
      expect(words($(el, '.cta b'))).to.equal('Send a message');
    });
  });

  it('fills a small screen, and the page behind it stays where it is', async () => {
    await setViewport({ width: 400, height: 700 });
    const el = await make();
    el.open = true;
    await settled(el);
    expect($(el, 'dialog')!.matches(':modal')).to.equal(true);
    expect(getComputedStyle(document.documentElement).overflowY).to.equal('hidden');
    await sendKeys({ press: 'Escape' });
    await settled(el);
    expect(el.open).to.equal(false);
    expect(getComputedStyle(document.documentElement).overflowY).to.not.equal('hidden');
    el.open = true;
    await settled(el);
    el.remove();
    expect(document.documentElement.style.overflow).to.equal('');
    expect(client.chat.listenerCount('channels')).to.equal(0);
  });
});
