import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import './define.ts';
import type { ChatMessage } from '../../core/chat/api.ts';
import type { Message } from '../../core/protocol/index.ts';
import type { ChatChannel } from './chat-channel.ts';
import type { ChatChannelCallEvent } from './extras/events.ts';
import { extras } from './extras-door.ts';
import { alice, ChatClient, type FakeView, fakeUser, NOW, said, talk } from './testing.ts';

const maya = fakeUser('maya', 'Maya Okafor');
const jonas = fakeUser('jonas', 'Jonas Lind');
const frame = () => new Promise((done) => requestAnimationFrame(done));
/** Looks again every frame: chunks come when they come. */
async function until<T>(look: () => T | null | undefined | false): Promise<T> {
  for (;;) {
    const found = look();
    if (found) return found;
    await frame();
  }
}

/** A sound that can be played, so long and without a tone. */
function silence(seconds: number): string {
  const rate = 3000;
  const size = rate * seconds;
  const wav = new DataView(new ArrayBuffer(44 + size));
  const text = (at: number, word: string) => {
    for (let i = 0; i < word.length; i++) wav.setUint8(at + i, word.charCodeAt(i));
  };
  text(0, 'RIFF');
  wav.setUint32(4, 36 + size, true);
  text(8, 'WAVEfmt ');
  wav.setUint32(16, 16, true);
  wav.setUint16(20, 1, true); // PCM
  wav.setUint16(22, 1, true);
  wav.setUint32(24, rate, true);
  wav.setUint32(28, rate, true);
  wav.setUint16(32, 1, true);
  wav.setUint16(34, 8, true);
  text(36, 'data');
  wav.setUint32(40, size, true);
  new Uint8Array(wav.buffer, 44).fill(128);
  return URL.createObjectURL(new Blob([wav], { type: 'audio/wav' }));
}

/** A message with more than text. */
function rich(user: typeof maya, text: string | undefined, more: Partial<Message>, fields: Partial<ChatMessage> = {}): ChatMessage {
  const item = said(user, text, NOW, fields);
  return { ...item, message: { ...item.message!, ...more } as Message };
}

async function open(items: ChatMessage[], prepare: (view: FakeView, client: ChatClient) => void = () => {}) {
  const client = new ChatClient('alice');
  const view = client.chat.view('lobby');
  view.members = [alice, maya, jonas];
  view.items = items;
  prepare(view, client);
  const el = await fixture<ChatChannel>(
    html`<chat-channel channel-id="lobby" style="block-size:500px;inline-size:440px" .client=${client}></chat-channel>`,
  );
  await extras.load();
  while (!el.more) await frame();
  const settled = async () => {
    await el.updateComplete;
    for (let i = 0; i < 3; i++) await frame();
    await el.updateComplete;
  };
  await settled();
  const root = el.shadowRoot!;
  const $ = <T extends Element = HTMLElement>(selector: string) => root.querySelector<T>(selector)!;
  const all = (selector: string) => [...root.querySelectorAll<HTMLElement>(selector)];
  const asked = (start: string) => until(() => view.asked.find((one) => one.startsWith(start)));
  const row = (n: number) => all('[role=listitem]')[n]!;
  const active = () => root.activeElement as HTMLElement | null;
  return { el, client, view, root, $, all, settled, asked, row, active };
}

describe('<chat-channel>, more than text', () => {
  it('quotes what is answered; the quote leads to it, fetching it if need be', async () => {
    const before = talk(40, NOW - 60_000);
    const target = before[3]!;
    const { $, all, view, el, asked, active } = await open([
      ...before,
      rich(jonas, 'Yes', {
        reply_to: { message_id: target.message!.message_id, user_id: 'maya', name: 'Maya Okafor', type: 'text', excerpt: 'Is it **dry**?' },
      }),
    ]);
    expect($('.q-box').textContent).to.equal('Maya OkaforIs it dry?');
    expect(all('[role=listitem]').at(-1)!.ariaLabel).to.match(/: Yes\. Reply to Maya Okafor\.$/);
    $<HTMLElement>('.q-box').click();
    await until(() => active()?.dataset.key === target.key && active()!.dataset.hit !== undefined);
    expect(view.asked.filter((one) => one.startsWith('around'))).to.deep.equal([]);
    void el.more!.jumpTo({ messageId: 999_999 });
    expect(await asked('around')).to.equal('around {"messageId":999999}');
    await until(() => el.shadowRoot!.querySelector('.note'));
  });

  it('says that a message was edited, pinned, forwarded; draws its markup, mentions and previews', async () => {
    const { $, row, el } = await open([
      rich(maya, '**Ask** @Jonas Lind', { edited_at: NOW, mentions: ['jonas'], forwarded: { user_id: 'leo', name: 'Leo', at_ms: NOW } }),
      rich(jonas, 'https://kiln.example/plan', {
        previews: [{ url: 'https://kiln.example/plan', title: 'Firing plan', site: 'kiln.example', description: 'Two kilns' }],
      }),
      rich(jonas, 'bad', { previews: [{ url: 'javascript:alert(1)', title: 'Bad' }] }),
    ]);
    expect($('.body').innerHTML.replaceAll(/<!--.*?-->/g, '')).to.equal('<b>Ask</b> <bdi class="men">@Jonas Lind</bdi>');
    expect($('.meta').textContent).to.match(/^edited/);
    expect($('.fw').textContent).to.equal('Forwarded from Leo');
    expect(row(0).ariaLabel).to.match(/: Ask @Jonas Lind\. Edited\.$/);
    expect($<HTMLAnchorElement>('.lk').href).to.equal('https://kiln.example/plan');
    expect(el.shadowRoot!.querySelectorAll('.lk').length).to.equal(1);
    await expect(el).to.be.accessible();
  });

  it('shows reactions; a click adds mine or takes it away', async () => {
    const { all, asked, row } = await open([
      rich(maya, 'Done', {
        reactions: [
          { emoji: '👍', count: 2, user_ids: ['alice', 'jonas'], mine: true },
          { emoji: '🎉', count: 1, user_ids: ['jonas'] },
        ],
      }),
    ]);
    const chips = all('.rx .chip:not(.add)');
    expect(chips.map((chip) => [chip.ariaPressed, chip.title])).to.deep.equal([
      ['true', 'You, Jonas Lind'],
      ['false', 'Jonas Lind'],
    ]);
    expect(row(0).ariaLabel).to.match(/3 reactions\.$/);
    chips[1]!.click();
    expect(await asked('react')).to.match(/^react \[\d+,"🎉",true\]$/);
  });

  it('keeps the place of a deleted message of mine for an Undo, and of one that is hidden', async () => {
    const { $, all, asked } = await open([rich(alice, 'Oops', {}, { deleting: true }), rich(maya, undefined, { hidden: true })]);
    expect(all('.gone .txt > span:first-of-type').map((one) => one.textContent)).to.deep.equal([
      'You deleted this message',
      'Message from someone you blocked',
    ]);
    $('.gone .sub button').click();
    expect(await asked('undoRemove')).to.match(/^undoRemove \[\d+\]$/);
  });

  it('shows calls as cards, and asks the page to call back', async () => {
    const call = { call_id: 'c', caller: 'maya', callee: 'alice', media: ['audio'], end_reason: 'unanswered', started_at: NOW, ended_at: NOW };
    const { $, el, row } = await open([
      rich(maya, 'Missed call', { type: 'call', call }),
      rich(maya, 'Call', { type: 'call', call: { ...call, end_reason: 'completed', answered_at: NOW - 252_000 } }),
    ]);
    expect(row(0).textContent).to.contain('Missed call');
    expect(row(1).textContent).to.contain('Call from Maya Okafor').and.to.contain('4 min 12 s');
    const called = oneEvent(el, 'chat-channel-call') as Promise<ChatChannelCallEvent>;
    $('.callrec .btn').click();
    const { userId, media } = await called;
    expect([userId, media]).to.deep.equal(['maya', ['audio']]);
  });

  it('draws a voice message from its peaks, and has keys to seek in it', async () => {
    const file = {
      file_id: 'v',
      type: 'audio/mp4',
      name: 'v.m4a',
      url: silence(42),
      size: 9,
    };
    const { $, all, row, el } = await open([
      rich(maya, undefined, { type: 'file', voice: { duration_ms: 42_000, waveform: [0, 31, 15, 31] } }, { file }),
    ]);
    expect(all('.wave i').length).to.equal(4);
    expect($('.vo-m').textContent).to.contain('00:42');
    expect(row(0).ariaLabel).to.contain('Voice message, 42 seconds');
    const wave = $('.wave');
    wave.focus();
    await sendKeys({ press: 'End' });
    await until(() => $('.wave').ariaValueNow === '42' || $('.wave').getAttribute('aria-valuenow') === '42');
    for (let i = 0; i < 60; i++) await new Promise(requestAnimationFrame); // the browser says by then that it has ended
    expect($('.wave').getAttribute('aria-valuenow')).to.equal('42');
    await sendKeys({ press: 'ArrowLeft' });
    await until(() => $('.wave').getAttribute('aria-valuenow') === '37');
    await sendKeys({ press: 'Home' });
    await until(() => $('.wave').getAttribute('aria-valuenow') === '0');
    await sendKeys({ press: 'End' });
    await until(() => $('.wave').getAttribute('aria-valuenow') === '42');
    $('.spd').click();
    await until(() => $('.spd').textContent === '1.5×');
    await expect(el).to.be.accessible();
  });

  it('lets the page draw its own messages, by a function or by a slot, and else shows their text', async () => {
    const order = (n: number) => rich(maya, `Order ${n}`, { custom_type: 'order', data: { number: n } });
    const client = new ChatClient('alice');
    const view = client.chat.view('lobby');
    view.items = [order(7), rich(maya, 'A poll', { custom_type: 'poll' }), rich(maya, 'Unknown', { custom_type: 'other' })];
    const el =
      await fixture<ChatChannel>(html`<chat-channel channel-id="lobby" style="block-size:400px;inline-size:400px" .client=${client} .renderMessage=${{ poll: (message: Message) => html`<em>${message.content}!</em>` }}>
      <template slot="message-order"><strong>No. <span data-field="number"></span></strong></template>
    </chat-channel>`);
    const slotted = (n: number) => el.shadowRoot!.querySelectorAll<HTMLSlotElement>('.bub slot')[n]?.assignedElements()[0]?.textContent?.trim();
    await until(() => slotted(1));
    expect([slotted(0), slotted(1)]).to.deep.equal(['No. 7', 'A poll!']);
    expect(el.shadowRoot!.querySelectorAll('.bub')[2]!.textContent).to.contain('Unknown');
    view.set({ items: view.items.slice(1) });
    await until(() => el.querySelectorAll('[slot^="message-order:"]').length === 0);
  });
});

describe('<chat-channel>, what can be done with a message', () => {
  it('opens a menu by key, walks it, acts, and gives the focus back', async () => {
    const { el, all, active, asked, settled } = await open([said(maya, 'Kiln two is free', NOW), said(alice, 'Taking it', NOW)]);
    el.focusRow(0);
    await sendKeys({ press: 'Shift+F10' });
    await until(() => active()?.matches('.mi'));
    expect(all('.mi > span').map((one) => one.textContent)).to.deep.equal(['Reply', 'Reply in thread', 'Copy text', 'Forward…', 'Report…']);
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'ArrowUp' });
    expect(active()!.ariaLabel).to.equal('React with 👍');
    await sendKeys({ press: 'ArrowRight' });
    expect(active()!.ariaLabel).to.equal('React with ❤️');
    await sendKeys({ press: 'Escape' });
    await settled();
    expect(active()!.getAttribute('aria-posinset')).to.equal('1');
    await sendKeys({ press: '+' });
    await until(() => active()?.ariaLabel === 'React with 👍');
    await sendKeys({ press: 'Enter' });
    expect(await asked('react')).to.match(/^react \[\d+,"👍",true\]$/);
  });

  it('offers only what is allowed: mine can be edited and deleted, others’ by managers only, nothing is written where one cannot', async () => {
    const items = [said(maya, 'Hers', NOW), said(alice, 'Mine', NOW)];
    const { el, all, view, settled } = await open(items);
    const menuOf = async (n: number) => {
      el.more!.openMenu(view.items[n] as ChatMessage, all('[role=listitem]')[n]!);
      await until(() => all('.mi').length);
      const names = all('.mi > span').map((one) => one.textContent);
      await sendKeys({ press: 'Escape' });
      await until(() => !all('.mi').length);
      return names;
    };
    expect(await menuOf(1)).to.deep.equal(['Reply', 'Reply in thread', 'Copy text', 'Edit', 'Forward…', 'Delete']);
    view.set({ role: 'manager' });
    await settled();
    expect(await menuOf(0)).to.deep.equal(['Reply', 'Reply in thread', 'Copy text', 'Pin', 'Forward…', 'Report…', 'Delete']);
    view.set({ role: 'member', access: 'banned' });
    await settled();
    expect(await menuOf(0)).to.deep.equal(['Copy text', 'Forward…', 'Report…']);
  });

  it('deletes my message by Delete and goes to the next; another’s stays', async () => {
    const { el, active, asked, view, settled } = await open([said(alice, 'One', NOW), said(maya, 'Two', NOW)]);
    el.focusRow(0);
    await sendKeys({ press: 'Delete' });
    expect(await asked('remove ')).to.match(/^remove \[\d+\]$/);
    await until(() => active()?.getAttribute('aria-posinset') === '2');
    await sendKeys({ press: 'Delete' });
    await settled();
    expect(view.asked.filter((one) => one.startsWith('remove')).length).to.equal(1);
  });

  it('opens on the right button where the pointer is, leaves links their own menu, and shows a bar under the mouse', async () => {
    const { row, $, all } = await open([said(maya, 'See https://a.example/', NOW)]);
    const press = (target: Element) => {
      const event = new MouseEvent('contextmenu', { bubbles: true, composed: true, cancelable: true, clientX: 60, clientY: 90 });
      target.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(press($('.body a'))).to.equal(false);
    row(0)
      .querySelector('.bub')!
      .dispatchEvent(new PointerEvent('pointerover', { bubbles: true, composed: true, pointerType: 'mouse' }));
    expect(all('.tools button').map((one) => one.ariaLabel)).to.deep.equal(['React', 'Reply', 'More']);
    expect(press($('.bub'))).to.equal(true);
    const menu = await until(() => $<HTMLElement>('.menu:popover-open'));
    expect([menu.style.left, menu.style.top]).to.deep.equal(['60px', '94px']);
  });

  it('opens a sheet on a long press, and replies on a swipe towards the start', async () => {
    const { el, row, client, $ } = await open([said(maya, 'Swipe me', NOW)]);
    let replied = '';
    el.reply = (item) => (replied = item.key);
    const bubble = row(0).querySelector('.bub')!;
    const touch = (type: string, clientX: number) =>
      bubble.dispatchEvent(
        new PointerEvent(type, { bubbles: true, composed: true, pointerType: 'touch', isPrimary: true, pointerId: 5, clientX, clientY: 50 }),
      );
    touch('pointerdown', 200);
    touch('pointermove', 170);
    touch('pointermove', 130);
    touch('pointerup', 130);
    expect(replied).to.equal(row(0).dataset.key);
    touch('pointerdown', 200);
    client.clock.advance(450);
    await until(() => $<HTMLElement>('.menu:popover-open'));
  });

  it('shows what is pinned, and leads to it', async () => {
    const pinned = rich(maya, 'Rules of the kiln', { pinned: { at_ms: NOW, user_id: 'maya' } });
    const { $, active } = await open([pinned, said(maya, 'Later', NOW)], (view) => (view.deeds = { pins: async () => [pinned.message!] }));
    const banner = await until(() => $<HTMLElement>('[part=pinned]'));
    expect(banner.textContent!.trim()).to.equal('Pinned: Rules of the kiln');
    banner.click();
    await until(() => active()?.dataset.key === pinned.key);
  });

  it('searches, marks what was found, leads to it, and goes to a day; Escape closes and returns', async () => {
    const target = said(maya, 'The blue glaze', NOW);
    const { el, $, all, active, client, asked } = await open([target, said(maya, 'Later', NOW)], (view) => {
      view.deeds = { search: async () => ({ messages: [target.message!] }) };
    });
    $('.hd-a button').click();
    const box = await until(() => $<HTMLInputElement>('input[type=search]'));
    await until(() => active() === box);
    expect($('.log').inert).to.equal(true);
    await sendKeys({ type: 'glaze' });
    client.clock.advance(300);
    await until(() => $('.hit'));
    expect($('.hit mark').textContent).to.equal('glaze');
    await expect(el).to.be.accessible();
    $('.hit').click();
    await until(() => active()?.dataset.key === target.key);
    expect($('.log').inert).to.equal(false);
    await sendKeys({ press: '/' });
    const day = await until(() => $<HTMLInputElement>('input[type=date]'));
    day.value = '2026-01-02';
    day.dispatchEvent(new Event('change'));
    expect(await asked('around')).to.equal(`around {"atMs":${new Date(2026, 0, 2).getTime()}}`);
    await until(() => !all('.panel').length);
    await until(() => active()?.localName === 'textarea'); // there is no such day: where the focus was is gone
    el.focusRow(1);
    await sendKeys({ press: '/' });
    await until(() => active()?.matches('input[type=search]'));
    await sendKeys({ press: 'Escape' });
    await until(() => !all('.panel').length);
    await until(() => active()?.ariaPosInSet === '2');
  });

  it('opens the thread of a message as a list of its own; Escape goes back', async () => {
    const root = rich(maya, 'Shall we?', { thread: { count: 2, last_at: NOW, user_ids: ['jonas'] } });
    const { el, client, $, active } = await open([root]);
    const opened: unknown[] = [];
    const plain = client.chat.open.bind(client.chat);
    client.chat.open = (channelId, threadId) => {
      opened.push([channelId, threadId]);
      return threadId === undefined ? plain(channelId) : plain(`${channelId}/${threadId}`);
    };
    expect($('.thr').textContent).to.contain('2 replies');
    $('.thr').click();
    const inner = await until(() => $<ChatChannel>('.panel chat-channel'));
    await until(() => inner.shadowRoot?.querySelector('textarea') && inner.shadowRoot.activeElement?.localName === 'textarea');
    expect(opened).to.deep.equal([['lobby', root.message!.message_id]]);
    expect(getComputedStyle(inner.shadowRoot!.querySelector('.hd')!).display).to.equal('none');
    await sendKeys({ press: 'Escape' });
    await until(() => !$('.panel'));
    await until(() => active());
    expect(el.matches(':state(ready)')).to.equal(true);
  });
});
