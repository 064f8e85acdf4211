import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import './define.ts';
import type { ChatChannel } from './chat-channel.ts';
import { extras } from './extras-door.ts';
import { ChatClient, type FakeView, NOW, talk } from './testing.ts';

const frame = () => new Promise((done) => requestAnimationFrame(done));

async function open(prepare: (view: FakeView, client: ChatClient) => void = () => {}) {
  const client = new ChatClient('alice');
  const view = client.chat.view('lobby');
  prepare(view, client);
  const el = await fixture<ChatChannel>(
    html`<chat-channel channel-id="lobby" style="block-size:500px;inline-size:400px" .client=${client}></chat-channel>`,
  );
  await extras.load(); // a slow machine fetches the tray later than a few frames
  while (!el.more) await frame();
  const root = el.shadowRoot!;
  const settled = async () => {
    await el.updateComplete;
    for (let i = 0; i < 3; i++) await frame();
    await el.updateComplete;
  };
  await settled();
  const $ = <T extends HTMLElement = HTMLElement>(selector: string) => root.querySelector<T>(selector)!;
  const area = () => $<HTMLTextAreaElement>('textarea');
  const sent = () => view.asked.filter((asked) => asked.startsWith('send '));
  return { el, root, client, view, $, area, sent, settled };
}

const carrying = (...files: File[]) => {
  const data = new DataTransfer();
  for (const file of files) data.items.add(file);
  return data;
};
const text = (name = 'a.txt') => new File(['hello'], name, { type: 'text/plain' });

describe('the composer', () => {
  it('sends on Enter, empties itself and keeps the focus', async () => {
    const { el, root, area, sent, settled } = await open();
    el.focus();
    await sendKeys({ type: 'Hello' });
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(sent()).to.deep.equal(['send Hello']);
    expect(area().value).to.equal('');
    expect(root.activeElement === area()).to.equal(true);
  });

  it('sends by its button too, keeps the focus in the box, and tells the page', async () => {
    const { el, root, area, $, settled } = await open();
    const told: (string | undefined)[] = [];
    el.addEventListener('chat-channel-sent', (event) => told.push(event.text));
    el.focus();
    await sendKeys({ type: 'Hi' });
    $('[part=send]').click();
    await settled();
    expect(told).to.deep.equal(['Hi']);
    expect(root.activeElement === area()).to.equal(true);
  });

  it('breaks the line on Shift+Enter', async () => {
    const { el, area, sent, settled } = await open();
    el.focus();
    await sendKeys({ type: 'one' });
    const before = area().getBoundingClientRect().height;
    await sendKeys({ press: 'Shift+Enter' });
    await sendKeys({ type: 'two' });
    await settled();
    expect(area().value).to.equal('one\ntwo');
    expect(area().getBoundingClientRect().height).to.be.greaterThan(before);
    expect(sent()).to.deep.equal([]);
  });

  it('sends nothing that is only white space', async () => {
    const { el, sent } = await open();
    el.focus();
    await sendKeys({ type: '   ' });
    await sendKeys({ press: 'Enter' });
    expect(sent()).to.deep.equal([]);
  });

  it('leaves Enter to an input method, in the order of every browser', async () => {
    const { area, sent, settled } = await open();
    const input = area();
    input.value = 'にほん';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    const enter = (init: KeyboardEventInit & { keyCode?: number }) =>
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...init }));
    input.dispatchEvent(new CompositionEvent('compositionstart'));
    enter({ isComposing: true, keyCode: 229 }); // Chromium, Firefox: the key, then the end
    enter({}); // a browser that forgets to say so
    input.dispatchEvent(new CompositionEvent('compositionend'));
    enter({ keyCode: 229 }); // Safari: the end, then the key
    await settled();
    expect(sent()).to.deep.equal([]);
    enter({});
    expect(sent()).to.deep.equal(['send にほん']);
  });

  it('keeps the draft of each channel', async () => {
    const { el, client, view, area, settled } = await open();
    el.focus();
    await sendKeys({ type: 'half a thou' });
    expect(view.draft).to.equal('half a thou');
    client.chat.view('other').draft = 'elsewhere';
    el.channelId = 'other';
    await settled();
    expect(area().value).to.equal('elsewhere');
    el.channelId = 'lobby';
    await settled();
    expect(area().value).to.equal('half a thou');
  });

  it('announces typing, and not an emptied box', async () => {
    const { el, view } = await open();
    el.focus();
    await sendKeys({ type: 'x' });
    expect(view.asked.filter((asked) => asked === 'typing').length).to.equal(1);
    await sendKeys({ press: 'Backspace' });
    expect(view.asked.filter((asked) => asked === 'typing').length).to.equal(1);
  });

  it('goes to the newest message when something is sent', async () => {
    const { el, $, settled } = await open((view) => (view.items = talk(80, NOW)));
    const scroller = $('.scroll');
    scroller.scrollTop -= 900;
    await settled();
    el.focus();
    await sendKeys({ type: 'x' });
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop).to.be.lessThan(1);
  });

  it('takes several files by paste, drop and picker, and sends them before the text', async () => {
    const { el, area, $, root, sent, settled } = await open();
    area().dispatchEvent(new ClipboardEvent('paste', { clipboardData: carrying(text('a.txt')), bubbles: true, cancelable: true }));
    $('.scroll').dispatchEvent(new DragEvent('drop', { dataTransfer: carrying(text('b.txt'), text('c.txt')), bubbles: true, cancelable: true }));
    const input = $<HTMLInputElement>('input[type=file]');
    input.files = carrying(text('d.txt')).files;
    input.dispatchEvent(new Event('change'));
    await settled();
    expect(root.querySelectorAll('.th').length).to.equal(4);
    await expect(el).to.be.accessible();
    await sendKeys({ type: 'see these' });
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(sent()).to.deep.equal(['send a.txt', 'send b.txt', 'send c.txt', 'send d.txt', 'send see these']);
    expect(root.querySelectorAll('.th').length).to.equal(0);
  });

  it('lets the same file be picked twice', async () => {
    const { $, root, settled } = await open();
    const input = $<HTMLInputElement>('input[type=file]');
    for (let i = 0; i < 2; i++) {
      input.files = carrying(text()).files;
      input.dispatchEvent(new Event('change'));
      await settled();
    }
    expect(root.querySelectorAll('.th').length).to.equal(2);
    expect(input.value).to.equal('');
  });

  it('tells which file is too big, and never sends it', async () => {
    const { el, area, $, sent, settled } = await open((_view, client) => (client.limits.file_bytes = 3));
    area().dispatchEvent(new ClipboardEvent('paste', { clipboardData: carrying(text('big.txt')), bubbles: true, cancelable: true }));
    await settled();
    expect($('.th').textContent).to.contain('Too big. The limit is 3 bytes.');
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'Enter' });
    expect(sent()).to.deep.equal([]);
    expect($('[aria-label="Remove big.txt"]')).to.not.equal(null);
    $('[aria-label="Remove big.txt"]').click();
    await settled();
    expect($('.th')).to.equal(null);
  });

  it('counts what is too much, and does not send it', async () => {
    const { el, $, sent, settled } = await open((_view, client) => (client.limits.message_length = 5));
    el.focus();
    await sendKeys({ type: 'seven77' });
    await settled();
    expect($('#count').textContent).to.contain('2');
    await sendKeys({ press: 'Enter' });
    expect(sent()).to.deep.equal([]);
    await expect(el).to.be.accessible();
  });

  it('keeps the text while the channel has not loaded, and sends it once it has', async () => {
    const { el, view, area, sent, settled } = await open((first) => (first.state = 'loading'));
    el.focus();
    await sendKeys({ type: 'early' });
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(sent()).to.deep.equal([]);
    expect(area().value).to.equal('early');
    view.set({ state: 'ready' });
    await settled();
    expect([sent(), area().value]).to.deep.equal([['send early'], '']);
    await sendKeys({ type: 'more' });
    view.tell();
    await settled();
    expect([sent().length, area().value], 'what comes after it waits for its own Enter').to.deep.equal([1, 'more']);
  });

  it('does not send what was written on after an Enter that was too early', async () => {
    const { el, view, area, sent, settled } = await open((first) => (first.state = 'loading'));
    el.focus();
    await sendKeys({ type: 'half' });
    await sendKeys({ press: 'Enter' });
    await sendKeys({ type: ' a word' });
    view.set({ state: 'ready' });
    await settled();
    expect([sent(), area().value]).to.deep.equal([[], 'half a word']);
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(sent()).to.deep.equal(['send half a word']);
  });

  it('says that a drop is welcome while files are dragged over the channel', async () => {
    const { $, area, settled } = await open();
    $('.scroll').dispatchEvent(new DragEvent('dragover', { dataTransfer: carrying(text()), bubbles: true, cancelable: true }));
    await settled();
    expect(area().placeholder).to.equal('Drop to attach');
    $('.ch').dispatchEvent(new DragEvent('dragleave', { bubbles: true }));
    await settled();
    expect(area().placeholder).to.equal('Message Workshop orders');
  });

  it('shows a picture large on request, and closes it with Escape', async () => {
    const { el, root, $, settled } = await open((view) => {
      const url = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
      view.items = [
        { ...talk(1, NOW)[0]!, text: undefined, file: { file_id: 'f', type: 'image/gif', name: 'dot.gif', url, size: 9, width: 300, height: 200 } },
      ];
    });
    $('.ph .open').click();
    await settled();
    expect($<HTMLDialogElement>('dialog').open).to.equal(true);
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'Escape' });
    await settled();
    expect(root.querySelector('dialog')).to.equal(null);
  });

  it('asks for a fresh address before it opens a file', async () => {
    const { $, view, settled } = await open((first) => {
      first.items = [
        { ...talk(1, NOW)[0]!, text: undefined, file: { file_id: 'f1', type: 'application/pdf', name: 'x.pdf', url: '/expired', size: 9 } },
      ];
      first.freshUrl = 'data:text/plain,fresh';
    });
    const link = $<HTMLAnchorElement>('.fi');
    let opened = '';
    link.addEventListener('click', (event) => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      opened = link.href;
    });
    link.click();
    await settled();
    expect(view.asked).to.contain('refresh f1');
    expect(opened).to.equal('data:text/plain,fresh');
  });

  it('pauses and resumes an upload from its card and from its picture, by keys', async () => {
    const { el, root, view, $, settled } = await open();
    await new Promise<void>((done) => el.whenMore(done));
    const key = view.sendFile(text('notes.txt'));
    view.move(key, 'sending', { progress: 0.5, localFile: { name: 'notes.txt', type: 'text/plain', size: 2_000 } });
    await settled();
    el.focusRow(0);
    const control = () => root.activeElement?.getAttribute('aria-label');
    const press = async (label: string) => {
      await sendKeys({ press: 'Enter' });
      await settled();
      while (control() !== label) await sendKeys({ press: 'Tab' });
      await sendKeys({ press: 'Enter' });
      await settled();
    };
    await press('Pause upload of notes.txt');
    expect(view.asked).to.contain(`pause ${JSON.stringify([key])}`);
    view.move(key, 'sending', { paused: true });
    await settled();
    expect($('.fi').textContent).to.contain('Paused, 1 kB of 2 kB');
    await expect(el).to.be.accessible();
    view.move(key, 'sending', { localUrl: 'data:,', localFile: { name: 'pot.png', type: 'image/png', size: 2_000 } });
    await settled();
    el.focusRow(0);
    await press('Go on with upload of pot.png');
    expect(view.asked).to.contain(`resume ${JSON.stringify([key])}`);
  });
});
