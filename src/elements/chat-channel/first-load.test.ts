import { expect } from '@open-wc/testing';
import { emulateMedia, sendKeys } from '@web/test-runner-commands';
import './define.ts';
import { Lazy } from '../../core/base/lazy.ts';
import { listenToSpeech } from '../internal/testing.ts';
import type { ChatChannel } from './chat-channel.ts';
import * as module from './extras/extras.ts';
import { alice, ChatClient, type FakeView, fakeUser, NOW, noticed, said, talk } from './testing.ts';

const maya = fakeUser('maya', 'Maya Okafor');
const frame = () => new Promise((done) => requestAnimationFrame(done));

/** A channel whose extras come, or fail to come, when the test says so. */
async function open(prepare: (view: FakeView, client: ChatClient) => void) {
  const client = new ChatClient('alice');
  const view = client.chat.view('lobby');
  prepare(view, client);
  const asked: { come(): void; fail(): void }[] = [];
  const el = document.createElement('chat-channel') as ChatChannel;
  el.extras = new Lazy<typeof module>(
    () => new Promise((resolve, reject) => asked.push({ come: () => resolve(module), fail: () => reject(new TypeError('the network is gone')) })),
  );
  el.channelId = 'lobby';
  el.client = client;
  el.style.cssText = 'block-size:500px;inline-size:400px';
  const settled = async () => {
    await el.updateComplete;
    for (let i = 0; i < 3; i++) await frame();
    await el.updateComplete;
  };
  /** The element asks once it is idle, or earlier if it cannot do without. */
  const wanted = async (count = 1) => {
    while (asked.length < count) await frame();
    return asked[count - 1]!;
  };
  document.body.append(el);
  await settled();
  const root = el.shadowRoot!;
  const $ = <T extends HTMLElement = HTMLElement>(selector: string) => root.querySelector<T>(selector)!;
  const all = (selector: string) => [...root.querySelectorAll<HTMLElement>(selector)];
  return { el, client, view, root, $, all, settled, asked, wanted, remove: () => el.remove() };
}

const history = (view: FakeView) => {
  view.items = [
    ...talk(10, NOW - 86_400_000),
    ...talk(6, NOW),
    said(maya, 'See https://a.example/x for the plan', NOW),
    said(alice, 'On my way', NOW, { sendState: 'delivered' }),
    said(maya, '👍', NOW),
  ];
  view.dividerKey = view.items.at(-1)!.key;
  view.dividerCount = view.unread = 1;
};
const photo = { file_id: 'f', type: 'image/png', name: 'a.png', url: 'data:image/png,x', size: 1, width: 300, height: 200 };

describe('<chat-channel> before its extras are here', () => {
  it('paints history, groups, days, divider, ticks, links and composer', async () => {
    const { el, $, all, remove } = await open(history);
    expect(el.matches(':state(ready)')).to.equal(true);
    expect(all('[role=listitem]').length).to.equal(19);
    expect(all('.day').map((node) => node.textContent)).to.deep.equal(['Yesterday', 'Today']);
    expect(all('.who').length).to.be.greaterThan(3);
    expect($('[part=unread]').textContent).to.equal('1 new message');
    expect($('.tick[data-state=delivered] path')).to.not.equal(null);
    expect($('.body a')).to.not.equal(null);
    expect($('.sks')).to.equal(null);
    expect($('textarea').getBoundingClientRect().height).to.be.greaterThan(20);
    await expect(el).to.be.accessible();
    remove();
  });

  it('moves nothing when they come', async () => {
    const shifts: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
    });
    const { all, settled, wanted, root, remove, el } = await open(history);
    observer.observe({ type: 'layout-shift' });
    const boxes = () =>
      all('.hd, .cap-t *, .row, .row *, .day, .new, .typ, .cmp, .cmp :not(.snd, .mic, :is(.snd, .mic) *)').flatMap((node) => {
        const { x, y, width, height } = node.getBoundingClientRect();
        return width && height ? [`${node.localName} ${x} ${y} ${width} ${height}`] : [];
      });
    const before = boxes();
    (await wanted()).come();
    await settled();
    expect(el.more).to.not.equal(undefined);
    expect(boxes()).to.deep.equal(before);
    expect(root.querySelectorAll('[role=listitem]').length).to.equal(19);
    shifts.push(...observer.takeRecords().map((entry) => (entry as PerformanceEntry & { value: number }).value));
    observer.disconnect();
    expect(shifts).to.deep.equal([]);
    remove();
  });

  const rare: [string, (view: FakeView) => void, string][] = [
    ['a photo', (view) => (view.items = [...talk(3, NOW), said(maya, undefined, NOW, { file: photo })]), '.ph'],
    ['a notice', (view) => (view.items = [...talk(3, NOW), noticed('join', maya, NOW)]), '.sys'],
    ['a message that was not sent', (view) => (view.items = [...talk(3, NOW), said(alice, 'x', NOW, { sendState: 'failed' })]), '.sub button'],
    ['a very long text', (view) => (view.items = [said(maya, 'a '.repeat(5_000), NOW)]), '.all'],
    ['a lock in place of the composer', (view) => Object.assign(view, { items: talk(3, NOW), access: 'frozen' }), '[part=notice]'],
  ];
  for (const [what, prepare, selector] of rare) {
    it(`waits with ${what}, so that nothing jumps`, async () => {
      const { el, $, wanted, settled, remove } = await open(prepare);
      expect(el.matches(':state(loading)')).to.equal(true);
      expect($('.row')).to.equal(null);
      (await wanted()).come();
      await settled();
      expect(el.matches(':state(loading)')).to.equal(false);
      expect($(selector)).to.not.equal(null);
      remove();
    });
  }

  it('shows the texts when they cannot be had, says so, and asks again until they come', async () => {
    const warned: string[] = [];
    const { warn } = console;
    console.warn = (text: string) => warned.push(text);
    const { el, client, $, all, wanted, settled, asked, remove } = await open(
      (view) => (view.items = [...talk(3, NOW), said(maya, undefined, NOW, { file: photo })]),
    );
    (await wanted()).fail();
    (await wanted(2)).fail(); // what every channel asks for once it is painted
    await settled();
    console.warn = warn;
    expect(warned).to.deep.equal(['<chat-channel> could not load all of itself; it will try again']);
    expect(el.matches(':state(ready)')).to.equal(true);
    expect(all('.body').length).to.equal(3);
    expect(asked.length).to.equal(2);
    await client.clock.advance(5_000);
    (await wanted(3)).come();
    await settled();
    expect($('.ph')).to.not.equal(null);
    remove();
  });

  it('sends what is written', async () => {
    const { el, view, settled, remove } = await open(history);
    el.focus();
    await sendKeys({ type: 'early' });
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(view.asked).to.contain('send early');
    remove();
  });

  it('answers keys pressed and held meanwhile, each once and in order', async () => {
    const { el, root, wanted, settled, remove } = await open(history);
    el.focus();
    await sendKeys({ press: 'ArrowUp' });
    for (let i = 0; i < 3; i++) await sendKeys({ press: 'ArrowUp' });
    expect((root.activeElement as HTMLElement).ariaPosInSet).to.equal('19');
    (await wanted()).come();
    await settled();
    expect((root.activeElement as HTMLElement).ariaPosInSet).to.equal('16');
    await sendKeys({ press: 'ArrowDown' });
    expect((root.activeElement as HTMLElement).ariaPosInSet).to.equal('17');
    remove();
  });

  it('forgets keys of the list when the focus has left it since', async () => {
    const { el, root, $, wanted, settled, remove } = await open(history);
    el.focus();
    await sendKeys({ press: 'ArrowUp' });
    await sendKeys({ press: 'ArrowUp' });
    el.focus();
    (await wanted()).come();
    await settled();
    expect(root.activeElement === $('textarea')).to.equal(true);
    remove();
  });

  it('keeps files that are dropped or pasted meanwhile', async () => {
    const { $, all, view, settled, wanted, remove } = await open(history);
    const data = new DataTransfer();
    data.items.add(new File(['hello'], 'a.txt', { type: 'text/plain' }));
    const drop = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true, composed: true });
    $('.scroll').dispatchEvent(drop);
    expect(drop.defaultPrevented).to.equal(true);
    await settled();
    expect($('[part=send]').ariaDisabled).to.equal('false');
    (await wanted()).come();
    await settled();
    expect(all('.th').length).to.equal(1);
    $('[part=send]').click();
    expect(view.asked).to.contain('send a.txt');
    remove();
  });

  it('says what was heard and what is the matter once they are here', async () => {
    const speech = listenToSpeech();
    const { client, view, wanted, settled, remove } = await open(history);
    view.receive('Kiln two is free', maya);
    (await wanted()).come();
    await settled();
    await client.clock.advance(2_000);
    expect(speech.said).to.deep.equal(['Maya Okafor: Kiln two is free']);
    remove();
    const other = await open((first) => (first.state = 'error'));
    expect(speech.assertive).to.deep.equal([]);
    (await other.wanted()).come();
    await other.settled();
    expect(speech.assertive).to.deep.equal(['Messages didn’t load. Check your connection, then try again. Your draft is safe.']);
    other.$('.mid button').click();
    await other.settled();
    expect(other.view.asked).to.contain('reload');
    other.remove();
    speech.stop();
  });

  it('waits for the rules of forced colours where they are in force', async () => {
    await emulateMedia({ forcedColors: 'active' });
    const { el, $, wanted, settled, remove } = await open(history);
    expect(el.matches(':state(loading)')).to.equal(true);
    (await wanted()).come();
    await settled();
    expect(el.matches(':state(ready)')).to.equal(true);
    expect(getComputedStyle($('.bub')).borderTopWidth).to.not.equal('0px');
    remove();
    await emulateMedia({ forcedColors: 'none' });
  });
});
