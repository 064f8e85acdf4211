import { after, before, describe, expect, it } from '../harness.ts';
import type { Reading } from './chat.page.ts';
import { box, ChatStage, row, sendFile } from './chat-stage.ts';

declare const reading: Reading;

/** Each would run something, fetch something, or leave its place, if it were taken for more than words. */
const MARKUP = [
  '<script>window.pwned = 1</script>',
  '<img src="http://evil.invalid/x" onerror="window.pwned = 1">',
  '"><svg onload=window.pwned=1>',
  '[click](javascript:window.pwned=1)',
  'javascript:window.pwned=1',
  '{{constructor.constructor("window.pwned=1")()}}',
  '<style>*{display:none}</style>',
  '**<iframe srcdoc="<script>parent.pwned=1</script>">** `</code><script>window.pwned=1</script>`',
];
const RLO = '\u202e';
const ZALGO = [...'zalgo'].map((letter) => letter + '\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307'.repeat(20)).join('');

describe('a channel full of hostile content', () => {
  let chat: ChatStage;
  before(async () => {
    chat = await ChatStage.start();
    const { users } = chat.stage.server.core;
    await users.create('stage', { user_id: 'markup', name: '<b onclick=window.pwned=1>Mallory</b>' });
    await users.create('stage', { user_id: 'turned', name: `${RLO}yrollaM` });
    await users.create('stage', { user_id: 'zalgo', name: ZALGO.slice(0, 150) });
    await chat.channel('hostile', ['alice', 'bob', 'markup', 'zalgo']);
  });
  after(() => chat.stop());

  it('shows it as words and boxes: nothing runs, nothing is fetched, nothing leaves its place', async () => {
    for (const text of MARKUP) await chat.say('markup', 'hostile', text);
    const quoted = await chat.say('markup', 'hostile', MARKUP[1]!, { custom_type: 'unknown-thing', data: { html: MARKUP[0], __proto__: null } });
    await chat.say('bob', 'hostile', 'quoting', { reply_to: quoted.message_id });
    await chat.say('zalgo', 'hostile', ZALGO.slice(0, 800));
    await chat.say('markup', 'hostile', 'w'.repeat(8_192));
    await chat.say('markup', 'hostile', `${'\u0627'.repeat(4_000)}${RLO}${'x'.repeat(4_000)}`);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>window.pwned=1</script></svg>');
    const name = `<img src=x onerror=window.pwned=1>${RLO}gnp.exe`;
    await sendFile(chat, 'markup', 'hostile', { name, bytes: Buffer.from('MZ this is no picture') });
    await sendFile(chat, 'markup', 'hostile', { name: 'picture.svg', bytes: svg });
    await sendFile(chat, 'markup', 'hostile', { name: 'page.html', bytes: Buffer.from('<script>parent.pwned=1</script>') });
    await sendFile(chat, 'markup', 'hostile', { name: 'lie.png', bytes: svg });
    const bomb = Buffer.alloc(64); // a PNG of 10,000 × 10,000 in sixty bytes
    bomb.write('\x89PNG\r\n\x1a\n', 'latin1');
    bomb.writeUInt32BE(13, 8);
    bomb.write('IHDR', 12, 'latin1');
    bomb.writeUInt32BE(10_000, 16);
    bomb.writeUInt32BE(10_000, 20);
    await sendFile(chat, 'markup', 'hostile', { name: 'bomb.png', bytes: bomb });
    await chat.say('bob', 'hostile', 'the last of it');

    const context = await chat.stage.browser.newContext({ viewport: { width: 640, height: 560 } });
    const asked: string[] = [];
    const trouble: string[] = [];
    context.on('request', (request) => asked.push(request.url()));
    context.on('dialog', (dialog) => trouble.push(dialog.message()));
    context.on('weberror', (error) => trouble.push(error.error().message));
    const page = await chat.open('alice', { context, channel: 'hostile' });
    await row(page, 'the last of it').waitFor();
    await page.evaluate(() => reading.scroll(-200, () => reading.scroller().scrollTop === 0 && reading.channel().view!.atStart));

    const found = await page.evaluate(() => {
      const root = reading.channel().shadowRoot!;
      const list = root.querySelector('.lst')!;
      const width = reading.scroller().clientWidth;
      const bare = [...list.querySelectorAll('bdi,[dir=auto]')].length;
      return {
        pwned: 'pwned' in window,
        active: list.querySelectorAll('script,style,iframe,object,embed,img:not([class]),svg script').length,
        handlers: [...list.querySelectorAll('*')].flatMap((node) => node.getAttributeNames().filter((name) => name.startsWith('on'))),
        schemes: [...list.querySelectorAll('a')]
          .map((link) => new URL(link.href, location.href).protocol)
          .filter((one) => !/^https?:|^mailto:|^tel:/.test(one)),
        wide: [...list.querySelectorAll<HTMLElement>('[role=listitem]')].filter((one) => one.scrollWidth > width + 1).length,
        sideways: reading.scroller().scrollWidth > width,
        pictures: [...list.querySelectorAll('img')].map((img) => img.alt),
        bare,
      };
    });
    expect(found).to.deep.include({ pwned: false, active: 0, handlers: [], schemes: [], wide: 0, sideways: false, pictures: [] });
    expect(found.bare).to.be.greaterThan(10);
    for (const text of MARKUP.slice(0, 3)) expect(await page.getByText(text).count(), text).to.be.greaterThan(0);
    const foreign = asked.filter((url) => !url.startsWith('http://127.0.0.1'));
    expect(foreign).to.deep.equal([]);
    expect(trouble).to.deep.equal([]);

    // files that could act are downloads, under a name that cannot be misread
    for (const [link, saved] of [
      [/picture\.svg/, 'picture.svg'],
      [/page\.html/, 'page.html'],
      [/lie\.png/, 'lie.png'],
    ] as const) {
      const coming = page.waitForEvent('download');
      await page.getByRole('listitem').getByRole('link', { name: link }).click();
      const download = await coming;
      expect(download.suggestedFilename()).to.equal(saved);
      await download.cancel();
    }
    expect(page.url()).to.match(/#hostile$/);
    expect(
      await page.evaluate(() =>
        [...reading.channel().shadowRoot!.querySelectorAll('.lst *')].some((node) => node.textContent!.includes('\u202egnp')),
      ),
    ).to.equal(false);
    await context.close();
  });

  it('does not let a name turn the sentence around it', async () => {
    const page = await chat.open('alice', { channel: 'hostile' });
    await chat.stage.server.core.execute({ kind: 'app', appId: 'stage' }, 'channel.add', { channel_id: 'hostile', user_ids: ['turned'] });
    await row(page, 'joined').last().waitFor();
    const order = await page.evaluate(() => {
      const rows = [...reading.channel().shadowRoot!.querySelectorAll('[role=listitem]')];
      const walker = document.createTreeWalker(rows.findLast((one) => one.textContent!.includes('joined'))!, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent!.indexOf('joined');
        if (at < 0) continue;
        const leftOf = (offset: number) => {
          const range = document.createRange();
          range.setStart(node, at + offset);
          range.setEnd(node, at + offset + 1);
          return range.getBoundingClientRect().left;
        };
        return [leftOf(0), leftOf(5)];
      }
      return [];
    });
    expect(order).to.have.length(2);
    expect(order[0]).to.be.lessThan(order[1]!);
    await page.context().close();
  });

  it('refuses politely what is too long, before it is sent', async () => {
    const page = await chat.open('alice', { channel: 'hostile' });
    await box(page).focus();
    await page.evaluate(() => document.execCommand('insertText', false, 'y'.repeat(1_000_000)));
    await page.getByText(/characters too many/).waitFor();
    await box(page).press('Enter');
    expect(await page.getByRole('button', { name: 'Send', exact: true }).getAttribute('aria-disabled')).to.equal('true');
    const wide = await page.evaluate(() => reading.channel().shadowRoot!.querySelector('.ch')!.scrollWidth - reading.channel().clientWidth);
    expect(wide).to.be.below(2);
    await box(page).fill('line\n'.repeat(400));
    const tall = await page.evaluate(() => reading.channel().shadowRoot!.querySelector('textarea')!.clientHeight);
    expect(tall).to.be.below(250);
    await page.context().close();
  });
});
