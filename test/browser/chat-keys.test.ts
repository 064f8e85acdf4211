import { after, before, describe, expect, it } from '../harness.ts';
import { ChatStage, holds, row } from './chat-stage.ts';

describe('a channel without a mouse, and without eyes', () => {
  let chat: ChatStage;
  before(async () => {
    chat = await ChatStage.start();
    await chat.channel('keys_room');
    await chat.say('bob', 'keys_room', 'first words');
    const root = await chat.say('carol', 'keys_room', 'shall we?', {});
    await chat.say('bob', 'keys_room', 'yes, in a thread', { thread_id: root.message_id });
    const last = await chat.say('bob', 'keys_room', 'last words');
    await chat.as('carol', 'message.react', { channel_id: 'keys_room', message_id: last.message_id, emoji: '👍', on: true });
  });
  after(() => chat.stop());

  it('is walked by keys alone: list, menu, reaction, reply, thread, search, and back', async () => {
    const page = await chat.open('alice', { channel: 'keys_room' });
    const { keyboard } = page;
    /** Name of what has the focus, through all shadows. */
    const focused = () =>
      page.evaluate(() => {
        let at = document.activeElement;
        while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
        return `${at?.getAttribute('role') ?? at?.localName} ${at?.ariaLabel || at?.textContent?.trim()}`;
      });
    const comesTo = async (name: RegExp) => {
      let now = '';
      for (let frame = 0; frame < 600; frame++) {
        now = await focused();
        if (name.test(now)) return;
        await page.evaluate(() => new Promise(requestAnimationFrame));
      }
      throw new Error(`the focus is at "${now}", not at ${name}`);
    };
    // the text box, and up into the list
    for (let i = 0; !/^textarea/.test(await focused()) && i < 20; i++) await keyboard.press('Tab');
    await comesTo(/^textarea Message/);
    await keyboard.press('ArrowUp');
    await comesTo(/^listitem Bob, .*last words/);
    await keyboard.press('Home');
    await comesTo(/^listitem .*first words/);
    await keyboard.press('End');
    await comesTo(/^listitem .*last words/);

    // the menu: a reaction, by arrows alone
    await keyboard.press('+');
    await comesTo(/^menuitemcheckbox/);
    await keyboard.press('Enter');
    await comesTo(/^listitem .*last words.*2 reactions/);

    // reply by its letter; Escape would take it back
    await keyboard.press('r');
    await comesTo(/^textarea/);
    await keyboard.type('a reply by keys');
    await keyboard.press('Enter');
    await holds(page, ['first words', 'shall we?', 'last words', 'a reply by keys']);
    await row(page, 'a reply by keys').first().waitFor();
    // what the server does not have yet cannot be changed
    await page.waitForFunction(() => {
      const last = document.querySelector('chat-channel')!.view!.items.at(-1);
      return last?.kind === 'message' && !!last.message;
    });

    // my last one to be changed, and not after all
    const box = page.getByRole('textbox', { name: /^Message|^Edit/ });
    await keyboard.press('ArrowUp');
    await page.waitForFunction(() => document.querySelector('chat-channel')!.shadowRoot!.querySelector('textarea')!.value === 'a reply by keys');
    await keyboard.press('Escape');
    expect(await box.inputValue()).to.equal('');

    // into a message, to its thread, a word there, and back
    for (let i = 0; !/^listitem/.test(await focused()) && i < 10; i++) await keyboard.press('Shift+Tab');
    for (let i = 0; !/shall we/.test(await focused()) && i < 5; i++) await keyboard.press('ArrowUp');
    await comesTo(/^listitem .*shall we\?/);
    await keyboard.press('Enter');
    for (let i = 0; !/repl/.test(await focused()) && i < 10; i++) await keyboard.press('Tab');
    await keyboard.press('Enter');
    await comesTo(/^textarea/);
    await keyboard.type('from the keys');
    await keyboard.press('Enter');
    await page.getByRole('dialog').or(page.getByRole('region')).getByText('from the keys').first().waitFor();
    await keyboard.press('Escape');
    await comesTo(/shall we\?|repl/);

    // search, to the hit, and home
    if (/^button/.test(await focused())) await keyboard.press('Escape');
    await comesTo(/^listitem .*shall we\?/);
    await keyboard.press('/');
    await comesTo(/^input/);
    await keyboard.type('first');
    await keyboard.press('Enter');
    await page.getByText('1 result', { exact: true }).first().waitFor();
    for (let i = 0; !/first words/.test(await focused()) && i < 10; i++) await keyboard.press('Tab');
    await keyboard.press('Enter');
    await comesTo(/^listitem .*first words/);
    await keyboard.press('Escape');
    await comesTo(/^textarea Message/);
    await page.context().close();
  });

  it('is told to a screen reader as what it is: channel, list of channels and launcher', async () => {
    const page = await chat.open('carol', { channel: 'keys_room+chat-channel-list+chat-launcher' });
    await row(page, 'last words').first().waitFor();
    const told = async (tag: string) =>
      (await page.locator(tag).first().ariaSnapshot()).replace(/\d{1,2}:\d{2}(\s?[AP]M)?/g, 'TIME').replace(/\d+ online/g, 'N online');
    const channel = await told('chat-channel');
    for (const part of [
      /heading "keys_room" \[level=3\]/,
      /button "Search"/,
      /list "Messages":/,
      /listitem "Bob, TIME: first words\."/,
      /heading "Today" \[level=4\]/,
      /listitem "You, TIME: shall we\?\. (1 reply|2 replies)\..*"/,
      /button "1 reply|button "2 replies/,
      /listitem "Bob, TIME: last words\. \d reactions?\..*"/,
      /textbox "Message keys_room"/,
      /button "Attach/,
    ])
      expect(channel).to.match(part);
    expect(channel.indexOf('list "Messages"')).to.be.below(channel.indexOf('textbox "Message'));
    const list = await told('chat-channel-list');
    expect(list).to.match(/heading .*\[level=3\]/);
    expect(list).to.match(/keys_room/);
    const launcher = await told('chat-launcher');
    expect(launcher).to.match(/^- button ".*chat.*"/i);
    await page.locator('chat-launcher').getByRole('button').first().press('Enter');
    await page.locator('chat-launcher').getByRole('dialog').waitFor();
    expect(await told('chat-launcher')).to.match(
      /dialog "Chat":[\s\S]*heading .*\[level=3\][\s\S]*heading "Your conversations" \[level=4\][\s\S]*listitem:\s+- button "keys_room/,
    );
    await page
      .locator('chat-launcher')
      .getByRole('button', { name: /Send a message/ })
      .press('Enter');
    await page.locator('chat-launcher').getByRole('textbox').waitFor();
    await page.context().close();
  });

  it('is the same for two people with three pages, whoever does what', async () => {
    await chat.channel('together');
    const context = await chat.stage.browser.newContext({ viewport: { width: 640, height: 560 } });
    const [one, two, bob] = [
      await chat.open('alice', { context, channel: 'together' }),
      await chat.open('alice', { context, channel: 'together' }),
      await chat.open('bob', { channel: 'together' }),
    ];
    const send = (page: typeof one, text: string) => page.evaluate((words) => document.querySelector('chat-channel')!.view!.sendText(words), text);
    await Promise.all([send(one, 'a1'), send(two, 'a2'), send(bob, 'b1'), send(one, 'a3'), send(bob, 'b2')]);
    const stored = async () => (await chat.as('bob', 'message.list', { channel_id: 'together', mode: 'next', base_message_id: 0 })).messages;
    for (const page of [one, two, bob])
      await page.waitForFunction(() => {
        const items = document.querySelector('chat-channel')!.view!.items;
        return items.length === 5 && items.every((item) => item.kind === 'message' && item.message);
      });
    const first = await stored();
    await chat.as('bob', 'message.react', { channel_id: 'together', message_id: first[0]!.message_id, emoji: '👍', on: true });
    const mine = first.find(({ user }) => user.user_id === 'alice')!;
    await chat.as('alice', 'message.edit', { channel_id: 'together', message_id: mine.message_id, content: 'edited' });
    const theirs = first.findLast(({ user }) => user.user_id === 'bob')!;
    await chat.as('bob', 'message.delete', { channel_id: 'together', message_id: theirs.message_id });
    const texts = (await stored()).map(({ content }) => content!);
    expect(texts).to.have.length(4);
    for (const page of [one, two, bob]) {
      await holds(page, texts);
      await row(page, 'edited').first().waitFor();
    }
    await context.close();
    await bob.context().close();
  });
});
