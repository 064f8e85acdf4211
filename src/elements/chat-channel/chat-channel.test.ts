import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import './define.ts';
import type { ChatItem } from '../../core/chat/api.ts';
import { EarshotError } from '../../core/protocol/errors.ts';
import { listenToSpeech } from '../internal/testing.ts';
import type { ChatChannel } from './chat-channel.ts';
import type { ChatChannelStateEvent } from './events.ts';
import { extras } from './extras-door.ts';
import { alice, ChatClient, type FakeView, fakeUser, NOW, noticed, said, talk } from './testing.ts';
import { MAX_ROWS } from './window/list-window.ts';

const maya = fakeUser('maya', 'Maya Okafor');
const jonas = fakeUser('jonas', 'Jonas Lind');
const frame = () => new Promise((done) => requestAnimationFrame(done));
const settled = async (el: ChatChannel) => {
  await el.updateComplete;
  for (let i = 0; i < 3; i++) await frame();
  await el.updateComplete;
};

async function open(prepare: (view: FakeView, client: ChatClient) => void = () => {}, style = 'block-size:500px;inline-size:400px') {
  const client = new ChatClient('alice');
  const view = client.chat.view('lobby');
  prepare(view, client);
  const el = await fixture<ChatChannel>(html`<chat-channel channel-id="lobby" style=${style} .client=${client}></chat-channel>`);
  await extras.load(); // a slow machine fetches the rest of the channel later than a few frames
  while (!el.more) await frame();
  await settled(el);
  const root = el.shadowRoot!;
  const $ = <T extends Element = HTMLElement>(selector: string) => root.querySelector<T>(selector)!;
  const all = (selector: string) => [...root.querySelectorAll<HTMLElement>(selector)];
  const scroller = $('.scroll');
  const gap = () => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  const scrollTo = async (top: number) => {
    scroller.scrollTop = top;
    await settled(el);
  };
  return { el, client, view, root, $, all, scroller, gap, scrollTo, area: () => $<HTMLTextAreaElement>('textarea') };
}

const now = NOW;

describe('<chat-channel>', () => {
  describe('shows a channel', () => {
    it('has the interface that pages script against: a box named "Message {channel}", a button "Send"', async () => {
      const { $ } = await open();
      expect($('textarea').ariaLabel).to.equal('Message Workshop orders');
      expect($('[part=send]').ariaLabel).to.equal('Send');
    });

    it('lists messages with their place, sender, time and text', async () => {
      const { $, all } = await open((view) => {
        view.items = [said(maya, 'Hello there', now - 60_000), said(alice, 'Hi', now)];
      });
      expect($('.lst').getAttribute('role')).to.equal('list');
      const rows = all('[role=listitem]');
      expect(rows.map((row) => [row.ariaPosInSet, row.ariaSetSize])).to.deep.equal([
        ['1', '2'],
        ['2', '2'],
      ]);
      expect(rows[0]!.ariaLabel).to.match(/^Maya Okafor, .+: Hello there\.$/);
      expect(rows[1]!.ariaLabel).to.match(/^You, .+: Hi\. Read\.$/);
    });

    it('says that the size of the set is unknown while older messages are to come', async () => {
      const { all } = await open((view) => {
        view.items = talk(3, now);
        view.atStart = false;
        view.gate = new Promise(() => {});
      });
      expect(all('[role=listitem]')[0]!.ariaSetSize).to.equal('-1');
    });

    it('starts each day with a heading inside its first message', async () => {
      const day = 86_400_000;
      const { all } = await open((view) => {
        view.items = [said(maya, 'a', now - 3 * day), said(maya, 'b', now - day), said(maya, 'c', now), said(maya, 'd', now)];
      });
      const headings = all('[role=listitem] [role=heading]');
      expect(headings.length).to.equal(3);
      expect(headings[1]!.textContent).to.equal('Yesterday');
      expect(headings[2]!.textContent).to.equal('Today');
      expect(headings[2]!.getAttribute('aria-level')).to.equal('4');
    });

    it('groups a sender within five minutes: one name, one picture', async () => {
      const { all } = await open((view) => {
        view.items = [said(maya, 'a', now - 400_000), said(maya, 'b', now - 390_000), said(maya, 'c', now - 10_000), said(jonas, 'd', now)];
      });
      expect(all('.who').map((node) => node.textContent)).to.deep.equal(['Maya Okafor', 'Maya Okafor', 'Jonas Lind']);
      expect(all('.row').map((row) => Boolean(row.querySelector('.av')))).to.deep.equal([false, true, true, true]);
    });

    it('tells joins and leaves that follow each other in one line', async () => {
      const names = ['Ana', 'Tom', 'Leo', 'Mia', 'Kai'].map((name) => fakeUser(name.toLowerCase(), name));
      const { all } = await open((view) => {
        view.items = [...names.map((user, i) => noticed('join', user, now + i)), noticed('leave', maya, now + 10)];
      });
      expect(all('.sys > span').map((node) => node.textContent)).to.deep.equal(['Ana, Tom, and 3 others joined', 'Maya Okafor left']);
    });

    it('marks where the unread ones start', async () => {
      const { $ } = await open((view) => {
        view.items = talk(6, now);
        view.dividerKey = view.items[2]!.key;
        view.dividerCount = 4;
      });
      const divider = $('[part=unread]');
      expect(divider.textContent).to.equal('4 new messages');
      expect((divider.closest('[role=listitem]') as HTMLElement).ariaPosInSet).to.equal('3');
    });

    it('opens at the divider when what is new does not fit', async () => {
      const { $, scroller, view } = await open((first) => {
        first.items = talk(80, now);
        first.dividerKey = first.items[30]!.key;
        first.dividerCount = first.unread = 50;
      });
      const top = $('[part=unread]').getBoundingClientRect().top - scroller.getBoundingClientRect().top;
      expect(top).to.be.within(0, 200);
      expect(view.unread).to.be.within(1, 49);
      expect($('[part=jump]').textContent).to.contain(`${view.unread} new`);
    });

    it('goes with another channel when the attribute changes, and lets go of the first', async () => {
      const { el, client, view, all } = await open((first) => {
        first.items = [said(maya, 'first', now)];
      });
      const second = client.chat.view('other');
      second.items = [said(jonas, 'second', now)];
      el.channelId = 'other';
      await settled(el);
      expect(all('.body').map((node) => node.textContent)).to.deep.equal(['second']);
      expect([view.holders, second.holders]).to.deep.equal([0, 1]);
    });

    it('lets go of everything when removed, and opens again when put back or moved', async () => {
      const { el, view } = await open();
      const parent = el.parentElement!;
      el.remove();
      await settled(el);
      expect(view.holders).to.equal(0);
      expect(view.listenerCount()).to.equal(0);
      parent.append(el);
      await settled(el);
      expect(view.holders).to.equal(1);
      const box = document.createElement('div');
      parent.append(box);
      box.append(el);
      await settled(el);
      expect(view.holders).to.equal(1);
      expect(view.listenerCount('change')).to.equal(1);
    });

    it('renders without a client, sends nothing and throws nothing', async () => {
      const el = await fixture<ChatChannel>(html`<chat-channel channel-id="lobby"></chat-channel>`);
      expect(el.shadowRoot!.querySelector('[part=send]')!.ariaDisabled).to.equal('true');
      el.focus();
      await sendKeys({ type: 'x' });
      await sendKeys({ press: 'Enter' });
      await expect(el).to.be.accessible();
    });
  });

  describe('every state', () => {
    const states: [string, (view: FakeView, client: ChatClient) => void, string, string?][] = [
      ['loading', (view) => (view.state = 'loading'), '.sks'],
      ['ready', (view) => (view.items = talk(12, now)), '.row'],
      ['empty', () => {}, '.mid', 'This is the start of Workshop orders'],
      ['offline', (_view, client) => (client.state = 'disconnected'), '[part=banner]', 'You’re offline.'],
      ['reconnecting', (_view, client) => (client.state = 'reconnecting'), '.hd.conn', 'Reconnecting…'],
      ['error', (view) => (view.state = 'error'), '.mid', 'Messages didn’t load'],
      ['frozen', (view) => (view.access = 'frozen'), '[part=notice]', 'This channel is frozen.'],
      ['read-only', (view) => (view.access = 'read-only'), '[part=notice]', 'Only managers can write here.'],
      ['banned', (view) => (view.access = 'banned'), '[part=notice]', 'You can’t write here.'],
    ];
    for (const [name, prepare, selector, words] of states) {
      it(`${name}: shows it, reflects it, and is accessible`, async () => {
        const { el, $ } = await open((view, client) => {
          if (['frozen', 'read-only', 'banned', 'offline', 'reconnecting'].includes(name)) view.items = talk(6, now);
          prepare(view, client);
        });
        expect(el.matches(`:state(${name})`)).to.equal(true);
        if (words) expect($(selector).textContent).to.contain(words);
        else expect($(selector)).to.not.equal(null);
        await expect(el).to.be.accessible();
      });
    }

    it('tells the page when the state changes', async () => {
      const { el, view } = await open((first) => (first.state = 'loading'));
      const fired = oneEvent(el, 'chat-channel-state') as unknown as Promise<ChatChannelStateEvent>;
      view.set({ state: 'ready', items: talk(2, now) });
      expect((await fired).state).to.equal('ready');
    });

    it('loads again after an error, with the draft kept', async () => {
      const { view, $, area, el } = await open((first) => {
        first.state = 'error';
        first.draft = 'Draft kept here';
      });
      expect(area().value).to.equal('Draft kept here');
      expect([...$('.mid').querySelectorAll('button')].map((button) => button.textContent!.trim())).to.deep.equal(['Try again', 'Export a report']);
      $('.mid button').click();
      await settled(el);
      expect(view.asked).to.contain('reload');
      expect(area().value).to.equal('Draft kept here');
    });

    it('hides the composer of a locked channel, never its history', async () => {
      const { all, $ } = await open((view) => {
        view.items = talk(4, now);
        view.access = 'frozen';
      });
      expect(all('.row').length).to.equal(4);
      expect($('textarea')).to.equal(null);
    });
  });

  describe('how far a message has come', () => {
    it('shows the clock only after 400 ms', async () => {
      const { el, client, view, all } = await open();
      view.items = [said(alice, 'x', client.clock.now(), { sendState: 'sending' })];
      view.tell();
      await settled(el);
      expect(all('.tick[data-state=sending] svg').length).to.equal(0);
      await client.clock.advance(400);
      await settled(el);
      expect(all('.tick[data-state=sending] svg').length).to.equal(1);
    });

    it('draws one tick, two ticks, two bold ones', async () => {
      const { el, view, $ } = await open();
      const key = view.sendText('x');
      const shapes: string[] = [];
      for (const state of ['sent', 'delivered', 'read'] as const) {
        view.move(key, state);
        await settled(el);
        shapes.push($(`.tick[data-state=${state}] path`).getAttribute('d')!);
      }
      expect(shapes[0]).to.not.equal(shapes[1]);
      expect(shapes[1]).to.equal(shapes[2]);
      expect(getComputedStyle($('.tick[data-state=read] svg')).strokeWidth).to.equal('2.3px');
    });

    it('keeps the row of a message from the first moment to the stored one', async () => {
      const { el, view, all } = await open();
      const key = view.sendText('x');
      await settled(el);
      const node = all('[role=listitem]')[0];
      view.move(key, 'sent');
      await settled(el);
      expect(all('[role=listitem]')[0] === node).to.equal(true);
    });

    it('says why one was rejected, which no other try would change', async () => {
      const { all } = await open((view) => {
        const error = new EarshotError('message:rejected', 'send the message', 'no card numbers, please');
        view.items = [said(alice, '4111', now, { sendState: 'failed', error })];
      });
      expect(all('.sub.bad').map((one) => one.innerText.replaceAll(/\s+/g, ' ').trim())).to.deep.equal(['Not sent. no card numbers, please Delete']);
    });

    it('offers Try again and Delete for one that failed', async () => {
      const { el, view, all } = await open();
      const key = view.sendText('x');
      view.move(key, 'failed');
      await settled(el);
      const [again, remove] = all('.sub button');
      expect([again!.textContent, remove!.textContent]).to.deep.equal(['Try again', 'Delete']);
      await expect(el).to.be.accessible();
      again!.click();
      expect(view.asked).to.contain(`retry ${key}`);
      view.move(key, 'failed');
      await settled(el);
      all('.sub button')[1]!.click();
      await settled(el);
      expect(view.asked).to.contain(`discard ${key}`);
      expect(all('.row').length).to.equal(0);
    });
  });

  describe('the list', () => {
    it('opens at the newest message with a bounded number of rows', async () => {
      const { gap, all } = await open((view) => (view.items = talk(10_000, now)));
      expect(gap()).to.be.lessThan(1);
      expect(all('[role=listitem]').length).to.be.lessThan(MAX_ROWS + 1);
    });

    it('takes a message that comes in one update, and looks at no more of a long history for it', async () => {
      let looked = 0;
      const watched = (items: readonly ChatItem[]) =>
        new Proxy(items, {
          get(target, name, receiver) {
            if (typeof name === 'string' && /^\d/.test(name)) looked++;
            return Reflect.get(target, name, receiver);
          },
        });
      const append = async (count: number) => {
        const items = talk(count, now);
        const { el, view, all } = await open((view) => (view.items = watched(items)));
        let updates = 0;
        el.addController({ hostUpdated: () => void updates++ });
        for (let i = 0; i < 3; i++) {
          items.push(said(maya, `new ${i}`, now));
          view.items = watched([...items]);
          looked = 0;
          view.tell();
          await el.updateComplete;
          expect(all('.body').at(-1)!.textContent).to.equal(`new ${i}`);
          expect(updates).to.equal(i + 1);
        }
        await settled(el);
        expect(updates).to.equal(3);
        return looked;
      };
      expect(await append(20_000)).to.be.at.most((await append(2_000)) * 1.05);
    });

    for (const at of [200, 0]) {
      it(`takes an older page at scrollTop ${at} without moving a pixel`, async () => {
        const { view, all, scroller, el } = await open((first) => {
          first.items = talk(20, now);
          first.atStart = false;
          first.older = [talk(50, now - 3_600_000, 'Older')];
          first.gate = new Promise(() => {});
        });
        let openGate = () => {};
        view.loadingOlder = false;
        view.gate = new Promise((done) => {
          openGate = done;
        });
        scroller.scrollTop = at;
        await settled(el);
        const box = scroller.getBoundingClientRect();
        const read = all('[role=listitem]').find((node) => node.getBoundingClientRect().bottom > box.top + 40)!;
        // the day heading belongs to the first message of the day and moves with it, so the text is what must stay
        const text = read.querySelector('.body') ?? read;
        const before = text.getBoundingClientRect().top;
        openGate();
        await settled(el);
        expect(view.items.length).to.equal(70);
        expect(Math.abs(text.getBoundingClientRect().top - before)).to.be.lessThan(0.6);
      });
    }

    it('moves no words when the name above them goes: an older message of the same sender came', async () => {
      const { view, el, scroller, scrollTo, all } = await open((first) => (first.items = [said(maya, 'The first', now - 1e6), ...talk(40, now)]));
      for (let i = 0; i < 20 && !scroller.querySelector('[aria-posinset="1"]'); i++) await scrollTo(0);
      await scrollTo(0);
      const words = all('.body')[0]!;
      expect(words.textContent).to.equal('The first');
      expect(words.closest('.item')!.querySelector('.who')).to.exist;
      const before = words.getBoundingClientRect().top;
      view.items = [...talk(30, now - 2e6), said(maya, 'Before it', now - 1.01e6), ...view.items];
      view.tell();
      await settled(el);
      expect(words.closest('.item')!.querySelector('.who')).to.equal(null);
      expect(Math.abs(words.getBoundingClientRect().top - before)).to.be.lessThan(0.6);
    });

    it('asks for older messages before the first one is reached', async () => {
      const { view, scroller, el } = await open((first) => {
        first.items = talk(100, now);
        first.atStart = false;
        first.gate = new Promise(() => {});
      });
      expect(view.asked).to.not.contain('older');
      for (let i = 0; i < 200 && !view.asked.includes('older'); i++) {
        scroller.scrollTop -= 150;
        await frame();
      }
      expect(view.asked).to.contain('older');
      expect(scroller.scrollTop).to.be.greaterThan(0);
      await settled(el);
    });

    it('follows new messages at the end', async () => {
      const { view, gap, el, $ } = await open((first) => (first.items = talk(60, now)));
      view.receive('new');
      await settled(el);
      expect(gap()).to.be.lessThan(1);
      expect($('[part=jump]')).to.equal(null);
    });

    it('leaves a reader alone further up, counts, and goes down on request', async () => {
      const { view, scroller, scrollTo, gap, el, $ } = await open((first) => (first.items = talk(60, now)));
      await scrollTo(scroller.scrollTop - 400);
      const before = scroller.scrollTop;
      view.receive('one');
      view.receive('two');
      await settled(el);
      expect(scroller.scrollTop).to.equal(before);
      expect($('[part=jump]').textContent!.trim()).to.equal('2 new');
      await expect(el).to.be.accessible();
      $('[part=jump]').click();
      await settled(el);
      expect(gap()).to.be.lessThan(1);
      expect($('[part=jump]')).to.equal(null);
    });

    it('moves nothing when a picture arrives late', async () => {
      const { el, all, scroller, scrollTo } = await open((view) => {
        const file = { file_id: 'f', type: 'image/png', name: 'a.png', url: '/slow.png', size: 1, width: 800, height: 600 };
        view.items = [...talk(30, now - 1e6), said(maya, undefined, now - 5e5, { file }), ...talk(14, now)];
      });
      await scrollTo(scroller.scrollHeight / 2);
      const box = all('.ph')[0]!.getBoundingClientRect();
      expect(box.height).to.be.within(200, 250);
      const image = all('.im')[0] as HTMLImageElement;
      image.loading = 'eager';
      const loaded = new Promise((done) => image.addEventListener('load', done, { once: true }));
      const canvas = document.createElement('canvas');
      canvas.width = 800;
      canvas.height = 600;
      image.src = canvas.toDataURL();
      await loaded;
      await settled(el);
      const after = all('.ph')[0]!.getBoundingClientRect();
      expect([after.top, after.height]).to.deep.equal([box.top, box.height]);
    });

    it('marks as read only what was seen on a page that is looked at', async () => {
      const { view, scroller, el, gap } = await open((first) => {
        first.items = talk(60, now);
        first.dividerKey = first.items[10]!.key;
        first.dividerCount = first.unread = 40;
      });
      expect(document.hasFocus()).to.equal(true);
      const read = view.read.at(-1)!;
      expect(read).to.be.a('number');
      const seen = view.items.findIndex((item) => item.kind === 'message' && item.message!.message_id === read);
      expect(seen).to.be.within(10, 40);
      for (let i = 0; i < 10 && (i === 0 || gap() > 1); i++) {
        scroller.scrollTop = scroller.scrollHeight;
        await settled(el);
      }
      expect(view.unread).to.equal(0);
    });

    it('touches as few nodes for each further message, however many there are', async () => {
      const touched = async (start: number) => {
        const { view, el, root, all } = await open((first) => (first.items = talk(start, now)));
        let nodes = 0;
        const count = (records: MutationRecord[]) => {
          for (const record of records) nodes += record.addedNodes.length + record.removedNodes.length;
        };
        const observer = new MutationObserver(count);
        observer.observe(root, { childList: true, subtree: true });
        for (let i = 0; i < 100; i++) {
          view.items = [...view.items, said(maya, `m ${i}`, now + i)];
          view.tell();
          await el.updateComplete;
        }
        count(observer.takeRecords());
        observer.disconnect();
        expect(all('[role=listitem]').length).to.be.lessThan(MAX_ROWS + 1);
        el.remove();
        return nodes;
      };
      expect(await touched(10_000)).to.be.at.most((await touched(150)) * 1.2);
    });
  });

  describe('the keyboard in the list', () => {
    it('has one tab stop, and arrows, Home and End move it', async () => {
      const { el, root, all, area } = await open((view) => (view.items = talk(20, now)));
      expect(all('[role=listitem]').filter((node) => node.tabIndex === 0).length).to.equal(1);
      const focused = () => (root.activeElement as HTMLElement).ariaPosInSet;
      el.focus();
      await sendKeys({ press: 'Shift+Tab' });
      await sendKeys({ press: 'Shift+Tab' });
      expect(focused()).to.equal('20');
      await sendKeys({ press: 'ArrowUp' });
      expect(focused()).to.equal('19');
      await sendKeys({ press: 'Home' });
      expect(focused()).to.equal('1');
      await sendKeys({ press: 'ArrowDown' });
      expect(focused()).to.equal('2');
      await sendKeys({ press: 'End' });
      expect(focused()).to.equal('20');
      expect(all('[role=listitem]').filter((node) => node.tabIndex === 0).length).to.equal(1);
      await sendKeys({ press: 'Escape' });
      expect(root.activeElement === area()).to.equal(true);
    });

    it('goes up from an empty text box, and not from one with text', async () => {
      const { el, root, area } = await open((view) => (view.items = talk(3, now)));
      el.focus();
      await sendKeys({ type: 'x' });
      await sendKeys({ press: 'ArrowUp' });
      expect(root.activeElement === area()).to.equal(true);
      await sendKeys({ press: 'Delete' });
      await sendKeys({ press: 'ArrowUp' });
      expect((root.activeElement as HTMLElement).ariaPosInSet).to.equal('3');
    });

    it('enters a message with Enter, cycles its links with Tab, leaves with Escape', async () => {
      const { root, all, el } = await open((view) => {
        view.items = [said(maya, 'see https://a.example/x and https://b.example/y', now)];
      });
      const [row] = all('[role=listitem]');
      expect(all('.body a').every((link) => link.tabIndex === -1)).to.equal(true);
      row!.focus();
      await sendKeys({ press: 'Enter' });
      await settled(el);
      expect((root.activeElement as HTMLAnchorElement).href).to.equal('https://a.example/x');
      await sendKeys({ press: 'Tab' });
      expect((root.activeElement as HTMLAnchorElement).href).to.equal('https://b.example/y');
      await sendKeys({ press: 'Tab' });
      expect((root.activeElement as HTMLAnchorElement).href).to.equal('https://a.example/x');
      await sendKeys({ press: 'Escape' });
      expect(root.activeElement === row).to.equal(true);
    });

    it('keeps the focused message in the document while one scrolls and messages arrive', async () => {
      const { root, view, scroller, el, all } = await open((first) => (first.items = talk(600, now)));
      const row = all('[role=listitem]').at(-3)!;
      row.focus();
      for (let i = 0; i < 40; i++) {
        scroller.scrollTop -= 450;
        await frame();
      }
      for (let i = 0; i < 130; i++) view.receive(`n ${i}`);
      await settled(el);
      expect(root.activeElement === row).to.equal(true);
      expect(all('[role=listitem]').length).to.be.lessThan(MAX_ROWS + 1);
    });
  });

  describe('speech', () => {
    it('reads one message, counts many, and is silent about one’s own', async () => {
      const speech = listenToSpeech();
      const { view, client } = await open();
      view.receive('Kiln two is free', maya);
      await client.clock.advance(700);
      expect(speech.said).to.deep.equal(['Maya Okafor: Kiln two is free']);
      for (let i = 0; i < 5; i++) view.receive(`m${i}`, jonas);
      await client.clock.advance(2_000);
      expect(speech.said.slice(1)).to.deep.equal(['5 new messages']);
      view.sendText('mine');
      await client.clock.advance(2_000);
      expect(speech.said.length).to.equal(2);
      speech.stop();
    });

    it('says aloud that a message was not sent', async () => {
      const speech = listenToSpeech();
      const { view, el } = await open();
      const key = view.sendText('x');
      await settled(el);
      view.move(key, 'failed');
      await settled(el);
      expect(speech.assertive).to.deep.equal(['Message not sent. Press up arrow to try again.']);
      speech.stop();
    });
  });

  describe('hostile content', () => {
    it('shows markup and scripts as text', async () => {
      const evil = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>';
      const { all, $ } = await open((view) => {
        view.items = [said(fakeUser('x', '<b>Eve</b>'), evil, now)];
        view.channel = { ...view.channel!, name: '<i>chan</i>' };
      });
      expect($('.body').textContent).to.equal(evil);
      expect($('.who').textContent).to.equal('<b>Eve</b>');
      expect($('[part=title]').textContent).to.equal('<i>chan</i>');
      expect(all('.body img, .body script').length).to.equal(0);
      expect((window as unknown as { pwned?: number }).pwned).to.equal(undefined);
    });

    it('links http, https, mailto and tel, and nothing else', async () => {
      const { all } = await open((view) => {
        view.items = [
          said(
            maya,
            'javascript:alert(1) data:text/html,x https://ok.example/a(b). mailto:a@b.example tel:+123 vbscript:x https://javascript:1@',
            now,
          ),
        ];
      });
      expect(all('.body a').map((a) => (a as HTMLAnchorElement).href)).to.deep.equal(['https://ok.example/a(b)', 'mailto:a@b.example', 'tel:+123']);
      expect((all('.body a')[0] as HTMLAnchorElement).rel).to.equal('noopener noreferrer nofollow');
    });

    it('keeps right-to-left overrides inside the text, and out of file names', async () => {
      const { $, all } = await open((view) => {
        const file = { file_id: 'f', type: 'application/x', name: 'annexe\u202egpj.exe', url: '/f', size: 1 };
        view.items = [said(maya, 'abc \u202e def', now), said(maya, undefined, now, { file })];
      });
      expect(getComputedStyle($('.body')).unicodeBidi).to.equal('isolate');
      expect(all('.fi b')[0]!.textContent).to.equal('annexegpj.exe');
    });

    it('stays inside its width with a word of one megabyte, and shows its beginning', async () => {
      const { $, el } = await open((view) => (view.items = [said(maya, 'a'.repeat(1_000_000), now)]));
      expect($('.body').textContent!.length).to.be.lessThan(4_000);
      expect($('.scroll').scrollWidth).to.equal($('.scroll').clientWidth);
      $('.all').click();
      await settled(el);
      expect($('.body').textContent!.length).to.equal(1_000_000);
      expect($('.scroll').scrollWidth).to.equal($('.scroll').clientWidth);
    });
  });

  for (const [width, dir] of [
    [280, 'ltr'],
    [280, 'rtl'],
    [1216, 'ltr'],
  ] as const) {
    it(`fits ${width} px ${dir}`, async () => {
      await setViewport({ width: 1280, height: 800 });
      const { el, root } = await open((view) => {
        view.items = talk(12, now);
        view.access = 'writable';
        view.channel = { ...view.channel!, name: 'A channel with a name that is much longer than its header' };
      }, `block-size:400px;inline-size:${width}px`);
      el.dir = dir;
      await settled(el);
      const box = el.getBoundingClientRect();
      for (const node of root.querySelectorAll('.bub, textarea, .snd:not(.off), .mic, .cap-t, .day')) {
        const { left, right } = node.getBoundingClientRect();
        expect(left, node.className).to.be.at.least(box.left - 0.5);
        expect(right, node.className).to.be.at.most(box.right + 0.5);
      }
      await setViewport({ width: 1000, height: 800 });
    });
  }
});
