import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { Message } from '../../../../core/protocol/index.ts';
import { listenToSpeech } from '../../../internal/testing.ts';
import { alice, type ChatClient, type FakeView, fakeUser, NOW, said } from '../../testing.ts';
import { openComposer } from '../composer/testing.ts';

const maya = fakeUser('maya', 'Maya Okafor');

/** A channel with a message of Maya's and one of mine that was edited; the focus is on the row of that number. */
async function open(row: number, prepare: (view: FakeView, client: ChatClient) => void = () => {}) {
  const it = await openComposer((view, client) => {
    const mine = said(alice, 'Shelf D', NOW);
    view.items = [said(maya, 'Where are the bowls?', NOW - 60_000), { ...mine, message: { ...mine.message!, edited_at: NOW } as Message }];
    prepare(view, client);
  });
  it.el.focusRow(row);
  const active = () => it.root.activeElement as HTMLElement | null;
  /** Opens the menu of the row, and walks to an entry. */
  const choose = async (entry: string) => {
    await sendKeys({ press: 'Shift+F10' });
    await it.soon('.menu:popover-open');
    while (active()?.querySelector('span')?.textContent !== entry) await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Enter' });
    return it.soon('.panel');
  };
  const gone = async () => {
    while (it.$('.panel')) await it.settled();
    await it.settled();
  };
  return { ...it, active, choose, gone };
}

describe('keys on a message', () => {
  it('R quotes it, E takes mine into the box, C copies and says so; another’s is not edited', async () => {
    const speech = listenToSpeech();
    const copied: string[] = [];
    const clipboard = Object.getOwnPropertyDescriptor(Navigator.prototype, 'clipboard')!;
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text: string) => void copied.push(text) } });
    try {
      const { el, $, area, active, settled } = await open(0);
      await sendKeys({ press: 'c' });
      while (!speech.said.includes('Copied.')) await settled();
      expect(copied).to.deep.equal(['Where are the bowls?']);
      await sendKeys({ press: 'e' });
      await settled();
      expect([area().value, active()?.ariaPosInSet]).to.deep.equal(['', '1']);
      await sendKeys({ press: 'r' });
      while (active() !== area()) await settled();
      expect($('#ctx').textContent).to.contain('Where are the bowls?');
      await sendKeys({ press: 'Escape' });
      el.focusRow(1);
      await sendKeys({ press: 'e' });
      while (active() !== area()) await settled();
      expect(area().value).to.equal('Shelf D');
    } finally {
      Object.defineProperty(Navigator.prototype, 'clipboard', clipboard);
      delete (navigator as { clipboard?: unknown }).clipboard;
      speech.stop();
    }
  });
});

describe('what opens from the menu of a message', () => {
  it('shows what a message said before, newest first; Escape returns to it', async () => {
    const versions = [
      { content: 'Shelf B', at_ms: NOW - 50_000 },
      { content: 'Shelf C', at_ms: NOW - 40_000 },
    ];
    const { el, root, choose, gone, active, settled } = await open(1, (view) => (view.deeds = { versions: async () => versions }));
    const panel = await choose('Edit history');
    expect([panel.role, panel.ariaLabel]).to.deep.equal(['dialog', 'Edit history']);
    const shown = () => [...root.querySelectorAll('.panel .hit span')].map((one) => one.textContent);
    while (shown().length < 3) await settled();
    expect(shown()).to.deep.equal(['Shelf D', 'Shelf C', 'Shelf B']);
    expect(active()?.closest('.panel') === panel).to.equal(true);
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'Escape' });
    await gone();
    expect(active()?.ariaPosInSet).to.equal('2');
  });

  it('forwards to another of my channels by keys, and says where it went', async () => {
    const { el, root, view, choose, gone, active, settled } = await open(0, (_view, client) => {
      const channel = { type: 'group', freeze: false };
      Object.assign(client.chat, {
        channels: [
          { channel: { ...channel, channel_id: 'lobby', name: 'Workshop orders' } },
          { channel: { ...channel, channel_id: 'kiln', name: 'Kiln' } },
          { channel: { ...channel, channel_id: 'shut', name: 'Shut', freeze: true } },
        ],
      });
    });
    await choose('Forward…');
    expect([...root.querySelectorAll('.panel .hit .trunc')].map((one) => one.textContent)).to.deep.equal(['Kiln']);
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'Tab' });
    while (!active()?.textContent?.endsWith('Kiln')) await settled();
    await sendKeys({ press: 'Enter' });
    await gone();
    expect(view.asked.find((one) => one.startsWith('forward'))).to.equal(
      `forward [${(view.items[0] as ReturnType<typeof said>).message!.message_id},"kiln"]`,
    );
    while (!root.querySelector('.note')?.textContent?.includes('Forwarded to Kiln.')) await settled();
  });

  it('reports with a reason chosen and written by keys; a failure keeps the form and what is in it', async () => {
    let fails = true;
    const { el, root, view, $, choose, gone, active, settled } = await open(0, (of) => {
      of.deeds = {
        report: async (report) => {
          if (fails) throw new Error('no line');
          of.asked.push(`report ${JSON.stringify(report)}`);
          return undefined as never;
        },
      };
    });
    const panel = await choose('Report…');
    expect(panel.ariaLabel).to.equal('Report message');
    while (!active()?.matches('input[value=spam]')) await settled();
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: 'Again and again' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    while (!root.querySelector('.note')?.textContent?.includes('That didn’t work.')) await settled();
    expect($<HTMLTextAreaElement>('.panel textarea').value).to.equal('Again and again');
    fails = false;
    await sendKeys({ press: 'Enter' });
    await gone();
    const message_id = (view.items[0] as ReturnType<typeof said>).message!.message_id;
    expect(view.asked.filter((one) => one.startsWith('report'))).to.deep.equal([
      `report ${JSON.stringify({ report_type: 'message', report_category: 'profanity', message_id, reason: 'Again and again' })}`,
    ]);
    while (!root.querySelector('.note')?.textContent?.includes('Reported.')) await settled();
  });
});

describe('search on a phone', () => {
  it('has its button in a narrow header too', async () => {
    const { el, $, soon, active, settled } = await open(0);
    el.style.inlineSize = '320px';
    await settled();
    const button = $('.hd-a [aria-label=Search]');
    expect(button.checkVisibility()).to.equal(true);
    button.click();
    const box = await soon('.panel input[type=search]');
    while (active() !== box) await settled();
  });
});
