import { Picture } from '../../server/src/demo/png.ts';
import type { Reading } from '../browser/chat.page.ts';
import { ChatStage, seed, sendFile } from '../browser/chat-stage.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { BACKSPACE, WebKit } from './webkit-stage.ts';

declare const reading: Reading;

/** Pictures of the server wait until they are let go. */
function latePictures({ stage }: ChatStage): () => void {
  const { server } = stage.server.app;
  const [answer] = server.listeners('request') as ((...exchange: unknown[]) => void)[];
  const { promise: gate, resolve: letGo } = Promise.withResolvers<void>();
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/v1/files/')) void gate.then(() => answer!(request, response));
    else answer!(request, response);
  });
  return () => {
    letGo();
    server.removeAllListeners('request');
    server.on('request', answer!);
  };
}

describe('the place of whoever reads, in WebKitGTK', () => {
  let chat: ChatStage;
  let webkit: WebKit;
  const picture = (name: string) => sendFile(chat, 'bob', 'history', { name, bytes: new Picture(300, 200, [200, 40, 40]).toPng() });
  before(async () => {
    [chat, webkit] = await Promise.all([ChatStage.start({}, { chromium: false }), WebKit.start()]);
    await chat.channel('history');
    for (let i = 0; i < 28; i++) {
      await seed(chat, 'history', 5);
      await picture(`picture ${i}.png`);
    }
    await webkit.open(`${await chat.stage.address('alice')}#history`);
    await webkit.until(() => reading.channel()?.more && reading.channel().view?.state === 'ready' && !reading.channel().view!.recalled);
  });
  after(async () => {
    await webkit?.stop();
    await chat?.stop();
  });

  const start = () => webkit.evaluate(() => reading.start());
  const stop = () => webkit.evaluate(() => reading.watch.stop());
  const arrives = (text: string) =>
    webkit.until((wanted) => reading.channel().view!.items.some((item) => item.kind === 'message' && item.text === wanted), text);
  /** Waits until more pictures than that are drawn; answers with how many. */
  const drawn = async (moreThan = -1) => {
    const { count } = await webkit.until((least) => {
      const all = [...reading.channel().shadowRoot!.querySelectorAll('img')];
      const count = all.filter((img) => img.complete && img.naturalWidth === 300).length;
      return count > least ? { count } : undefined;
    }, moreThan);
    return count;
  };
  /** Lets the pictures come, and waits until the page has drawn one that it had not. */
  async function comeIn(letGo: () => void): Promise<void> {
    const before = await drawn();
    letGo();
    await drawn(before);
  }

  it('stays at the end when it was there: texts, and a picture that comes late', async () => {
    const letGo = latePictures(chat);
    await start();
    for (let i = 0; i < 5; i++) await chat.say('bob', 'history', `end ${i} ${'words '.repeat(i * 20)}`.trim());
    await picture('end.png');
    await chat.say('bob', 'history', 'the end');
    await arrives('the end');
    await comeIn(letGo);
    const { gap, frames } = await stop();
    expect(frames).to.be.greaterThan(5);
    expect(gap).to.be.below(1.01);
  });

  it('stays at the end while the box grows with what is written, and shrinks again', async () => {
    await webkit.evaluate(() => reading.channel().shadowRoot!.querySelector('textarea')!.focus());
    const height = () => webkit.evaluate(() => reading.scroller().clientHeight);
    const before = await height();
    await start();
    await webkit.type('words that want a line of their own, and then one more, and then yet another one');
    await webkit.until((full) => reading.scroller().clientHeight < full, before);
    await webkit.type(BACKSPACE.repeat(60));
    await webkit.until((full) => reading.scroller().clientHeight === full, before);
    expect((await stop()).gap).to.be.below(1.01);
    await webkit.type(BACKSPACE.repeat(30));
  });

  it('stays to the pixel in the middle while a page, messages, an edit, a reaction and pictures come', async () => {
    const letGo = latePictures(chat);
    await webkit.evaluate(() => reading.scroll(-90, () => reading.scroller().scrollTop > 600 && reading.channel().view!.items.length > 90));
    const above = await webkit.evaluate(() => {
      const top = reading.scroller().getBoundingClientRect().top;
      const nodes = [...reading.channel().shadowRoot!.querySelectorAll<HTMLElement>('.lst > [data-key]')];
      const first = nodes.findIndex((node) => node.getBoundingClientRect().bottom > top);
      const item = nodes
        .slice(0, first - 1)
        .reverse()
        .map(({ dataset }) => reading.channel().view!.items.find(({ key }) => key === dataset.key))
        .find((one) => one?.kind === 'message' && one.text);
      return item?.kind === 'message' ? item.message!.message_id : 0;
    });
    await start();
    const { message } = await chat.as('bob', 'message.get', { channel_id: 'history', message_id: above });
    await chat.as('bob', 'message.react', { channel_id: 'history', message_id: above, emoji: '🎉', on: true });
    await chat.as(message.user.user_id, 'message.edit', { channel_id: 'history', message_id: above, content: 'much longer '.repeat(40) });
    await picture('middle.png');
    await chat.say('bob', 'history', 'new');
    await webkit.evaluate(() => reading.channel().view!.loadOlder());
    await arrives('new');
    await comeIn(letGo);
    const { drift, frames } = await stop();
    expect(frames).to.be.greaterThan(5);
    expect(drift).to.be.below(0.51);
    expect(await webkit.evaluate(() => reading.end())).to.be.greaterThan(300); // nobody was taken to it
  });

  it('stays to the pixel at scrollTop 0 when the page before comes in above it, with pictures in it', async () => {
    const letGo = latePictures(chat);
    await webkit.evaluate(() => reading.hold());
    await webkit.evaluate(() => reading.scroll(-300, () => reading.channel().view!.loadingOlder && reading.scroller().scrollTop === 0));
    await start();
    const held = await webkit.evaluate(() => reading.channel().view!.items.length);
    await webkit.evaluate(() => reading.letGo());
    await webkit.until((count) => reading.channel().view!.items.length > count, held);
    await comeIn(letGo);
    const { drift } = await stop();
    expect(drift).to.be.below(0.51);
    expect(await webkit.evaluate(() => reading.scroller().scrollTop)).to.be.greaterThan(300);
  });
});
