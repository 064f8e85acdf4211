import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { Chat } from '../../../core/chat/api.ts';
import { listenToSpeech } from '../../internal/testing.ts';
import { NOW } from '../testing.ts';
import { openComposer } from './composer/testing.ts';

const HOUR_MS = 3_600_000;
const lobby = (notify?: Chat['channels'][number]['notify']) =>
  ({ channel: { channel_id: 'lobby', name: 'Workshop orders' }, ...(notify && { notify }) }) as Chat['channels'][number];

async function open() {
  const it = await openComposer();
  const active = () => it.root.activeElement as HTMLElement | null;
  const button = it.$('.hd-a [aria-label=Notifications]');
  /** Opens the menu by keys; what it offers. */
  const menu = async () => {
    button.focus();
    await sendKeys({ press: 'Enter' });
    while (active()?.role !== 'menuitem') await it.settled();
    return [...it.root.querySelectorAll('[role=menuitem]')].map(({ textContent }) => textContent);
  };
  const title = () => it.$('.hd [role=heading]').textContent;
  return { ...it, active, button, menu, title };
}

describe('muting a channel from its header', () => {
  it('is a menu of durations: arrows wrap, Escape and Tab return to the button', async () => {
    const { el, $, button, menu, active, settled } = await open();
    expect([button.ariaHasPopup, button.ariaExpanded]).to.deep.equal(['menu', 'false']);
    expect(await menu()).to.deep.equal(['Mute for 1 hour', 'Mute for 8 hours', 'Mute until I turn it back on']);
    expect(button.ariaExpanded).to.equal('true');
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'ArrowUp' });
    expect(active()?.textContent).to.equal('Mute until I turn it back on');
    await sendKeys({ press: 'ArrowDown' });
    expect(active()?.textContent).to.equal('Mute for 1 hour');
    for (const key of ['Escape', 'Tab']) {
      await sendKeys({ press: key });
      await settled();
      expect([$('.mm'), active() === button, button.ariaExpanded]).to.deep.equal([null, true, 'false']);
      await menu();
    }
    button.click();
    await settled();
    expect($('.mm')).to.equal(null);
  });

  it('asks for an hour, eight, or no end, and says what holds', async () => {
    const speech = listenToSpeech();
    try {
      const { view, menu, settled } = await open();
      for (const downs of [0, 1, 2]) {
        await menu();
        for (let i = 0; i < downs; i++) await sendKeys({ press: 'ArrowDown' });
        await sendKeys({ press: 'Enter' });
        await settled();
      }
      expect(view.asked.filter((one) => one.startsWith('notify'))).to.deep.equal([
        'notify ["none",3600]',
        'notify ["none",28800]',
        'notify ["none",null]',
      ]);
      const said = speech.said.filter((one) => one.startsWith('Muted'));
      expect([/^Muted until /.test(said[0]!), /^Muted until /.test(said[1]!), said[2]]).to.deep.equal([true, true, 'Muted']);
    } finally {
      speech.stop();
    }
  });

  it('shows beside the name that it is muted and until when, until that is over', async () => {
    const { el, client, view, $, button, menu, title, settled } = await open();
    expect(title()).to.equal('Workshop orders');
    client.chat.show(lobby({ mode: 'none', until: NOW + HOUR_MS }));
    await settled();
    const time = new Intl.DateTimeFormat(navigator.language, { hour: '2-digit', minute: '2-digit' }).format(NOW + HOUR_MS);
    expect(title()).to.equal(`Workshop orders, Muted until ${time}`);
    expect(button.innerHTML).to.contain($('.hushed svg').innerHTML.match(/d="[^"]+"/)![0]);
    expect(await menu()).to.have.length(4);
    expect($('.mm').ariaLabel).to.equal(`Muted until ${time}`);
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(view.asked.at(-1)).to.equal('notify ["all",null]');
    await client.clock.advance(HOUR_MS);
    await settled();
    expect(title()).to.equal('Workshop orders');
    client.chat.show(lobby({ mode: 'none' }));
    await settled();
    expect(title()).to.equal('Workshop orders, Muted');
    client.chat.show(lobby());
    await settled();
    expect(title()).to.equal('Workshop orders');
  });

  it('says so when it did not work, and leaves the state as it is', async () => {
    const { view, root, menu, title, settled } = await open();
    view.deeds.notify = () => Promise.reject(new Error('no line'));
    await menu();
    await sendKeys({ press: 'Enter' });
    while (!root.querySelector('.note')?.textContent?.includes('That didn’t work.')) await settled();
    expect(title()).to.equal('Workshop orders');
  });
});
