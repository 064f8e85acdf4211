import type { Page } from 'playwright-core';
import { after, before, describe, expect, it } from '../harness.ts';
import { noise, pictureLoaded, row, say, sendFiles, shown, shownUp, showsAll } from './demo-list.ts';
import { connected, DemoStage } from './demo-stage.ts';
import type { Direction } from './relay.ts';

/** The same points for the same seed: `EARSHOT_SEED=…` runs those of an earlier failure again. */
const SEED = Number(process.env.EARSHOT_SEED ?? 20_261);
const POINTS = 12;

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a browser tells its pages when its network is back; it spares the wait of the back-off. */
const online = (page: Page) => page.evaluate(() => void window.dispatchEvent(new Event('online')));

/** Waits until the page holds a message of this text, drawn or not. */
const arrived = (page: Page, text: string) =>
  page.waitForFunction((wanted) => {
    type View = { items: readonly { kind: string; text?: string }[] };
    const { view } = document.querySelector('chat-channel') as unknown as { view?: View };
    return view?.items.some((item) => item.text === wanted);
  }, text);

/** Sends a message of the setting by the page's client, and waits for its ack. */
const store = (page: Page, content: string) =>
  page.evaluate((text) => {
    type Client = { connection: { send(frame: object): Promise<unknown> } };
    const { client } = document.querySelector('earshot-client') as unknown as { client: Client };
    return client.connection.send({ t: 'send', client_id: crypto.randomUUID(), channel_id: 'lobby', type: 'text', content: text }).then(() => {});
  }, content);

describe('a line that is cut again and again', () => {
  let stage: DemoStage;
  before(async () => {
    stage = await DemoStage.start();
  });
  after(() => stage.stop());

  it(`loses, doubles and swaps nothing of two people who write at the same time (seed ${SEED})`, async () => {
    const alice = await stage.open('alice');
    const bob = await stage.open('bob');
    const pages = [alice, bob];
    // both have the channel before the first cut: nothing can be sent to one that is not here
    for (const page of pages) await page.getByRole('list', { name: 'Messages' }).getByRole('listitem').first().waitFor();
    const random = seeded(SEED);
    const points = Array.from({ length: POINTS }, () => ({
      direction: (random() < 0.5 ? 'up' : 'down') as Direction,
      frames: 1 + Math.floor(random() * 6),
    }));
    let passed = 0;
    let point = 0;
    stage.cutBefore = ({ direction, kind }) => {
      const next = points[point];
      if (kind !== 'frame' || direction !== next?.direction || ++passed < next.frames) return false;
      passed = 0;
      point++;
      return true;
    };
    const pictures = [await noise(alice, 120, 60), await noise(alice, 121, 60)];
    const write = async () => {
      for (let i = 0; i < 20; i++) {
        await say(alice, `sampled-a${i}.`);
        if (i === 6 || i === 13) await sendFiles(alice, [{ name: `sampled-p${i}.png`, buffer: pictures[i === 6 ? 0 : 1]! }]);
        if (i % 3 === 2) await online(alice);
      }
    };
    const writeBack = async () => {
      for (let i = 0; i < 10; i++) {
        await say(bob, `sampled-b${i}.`);
        if (i % 3 === 2) await online(bob);
      }
    };
    await Promise.all([write(), writeBack()]);
    // what is left of the points falls on what is left of the talk
    for (let i = 0; point < POINTS; i++) {
      for (const page of pages) await online(page);
      await say(i % 2 ? alice : bob, `sampled-c${i}.`);
    }
    stage.cutBefore = undefined;
    for (const page of pages) {
      await online(page);
      await connected(page);
    }
    await Promise.all(pages.map((page) => arrived(page, 'sampled-b9.')));
    const last = 'sampled-end';
    // each writes a last word, behind all of their own: once both are seen, all is there
    await Promise.all(pages.map((page, i) => say(page, `${last}${i}.`)));
    for (const page of pages) for (const i of [0, 1]) await row(page, `${last}${i}.`).waitFor();
    await row(alice, `${last}0`)
      .and(alice.getByRole('listitem', { name: /(Sent|Delivered|Read)\.$/ }))
      .waitFor();
    await row(bob, `${last}1`)
      .and(bob.getByRole('listitem', { name: /(Sent|Delivered|Read)\.$/ }))
      .waitFor();

    const mark = /sampled-[a-z]+\d+\./;
    const seen = await shownUp(bob, mark);
    await showsAll(alice, mark, seen);
    expect([...seen].sort(), 'nothing twice').to.deep.equal([...new Set(seen)].sort());
    const own = (kind: string) => seen.filter((text) => new RegExp(`sampled-${kind}\\d`).test(text));
    expect(own('[ap]')).to.deep.equal(
      Array.from({ length: 20 }, (_, i) => [`sampled-a${i}.`, ...(i === 6 || i === 13 ? [`sampled-p${i}.`] : [])]).flat(),
    );
    expect(own('b')).to.deep.equal(Array.from({ length: 10 }, (_, i) => `sampled-b${i}.`));
    for (const page of pages) {
      await pictureLoaded(page, /sampled-p6/, 120);
      await pictureLoaded(page, /sampled-p13/, 121);
    }
    await Promise.all(pages.map((page) => page.reload()));
    for (const page of pages) await showsAll(page, mark, seen);
    await alice.context().close();
    await bob.context().close();
  });

  for (const [direction, here] of [
    ['up', /"method":"message\.list"/],
    ['down', /"messages":\[\{/],
  ] as const) {
    it(`goes on paging through the past when the line goes down ${direction === 'up' ? 'before a page is asked for' : 'before it is here'}`, async () => {
      const count = 80; // the newest 50 come with the channel
      const mark = new RegExp(`paged-${direction}-\\d+\\.`);
      const text = (i: number) => `paged-${direction}-${String(i).padStart(3, '0')}.`;
      const writers = await Promise.all(['alice', 'bob', 'carol'].map((user) => stage.open(user, { direct: true })));
      for (let i = 0; i < count; i++) await store(writers[i % 3]!, text(i));
      for (const page of writers) await page.context().close();

      const reader = await stage.open('bob');
      await row(reader, text(count - 1)).waitFor();
      let cuts = 0;
      stage.cutBefore = (passing) => passing.kind === 'frame' && passing.direction === direction && here.test(passing.text) && ++cuts <= 2;
      await reader.getByRole('list', { name: 'Messages' }).hover();
      const top = row(reader, text(0));
      while (!(await top.count())) {
        await reader.mouse.wheel(0, -600);
        await reader.evaluate(() => new Promise(requestAnimationFrame));
        const now = (await shown(reader, mark)).map((label) => Number(/(\d+)\.$/.exec(label)![1]));
        // in one piece and in order, wherever one looks
        expect(now).to.deep.equal(now.map((_, i) => now[0]! + i));
      }
      stage.cutBefore = undefined;
      expect(cuts).to.be.at.least(2);
      await reader.context().close();
    });
  }
});
