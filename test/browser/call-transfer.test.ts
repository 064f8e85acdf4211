import type { Page } from 'playwright-core';
import type { Call } from '../../src/core/call/api.ts';
import type { Client } from '../../src/core/client/client.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { type PersonOptions, Stage } from './stage.ts';
import { SOUND_FLAGS, toneContext } from './tones.ts';

interface TransferPage {
  client: Client;
  call: Call;
  consult: Call;
  /** What an operation came to. */
  outcome: string | undefined;
  ear: { hears(...hertz: number[]): Promise<void>; misses(hertz: number): Promise<void> };
}
const win = () => window as unknown as TransferPage;

const [ALICE, BOB, CAROL] = [440, 1_250, 2_500];
const SETTINGS: PersonOptions['settings'] = { backoffBaseMs: 50, backoffMaxMs: 200 };
/** What runs in the pages is named by `win`, which they do not have. */
const pageOf = async (page: Page): Promise<Page> => {
  await page.addInitScript('window.win = () => window');
  await page.evaluate('window.win = () => window');
  return page;
};

describe('a transferred call between three browsers', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start({ beatMs: 500, callTickMs: 50, graceMs: 15_000 }, { flags: SOUND_FLAGS, modules: ['test/browser/call-tones.page.ts'] });
  });
  after(() => stage.stop());

  /** Three people, each with a voice of one tone. */
  async function three(turn: string): Promise<[Page, Page, Page]> {
    const pages: Page[] = [];
    for (const [name, hertz] of [['a', ALICE] as const, ['b', BOB] as const, ['c', CAROL] as const]) {
      const page = await pageOf(await stage.person(`${name}-${turn}`, { settings: SETTINGS, context: await toneContext(stage, hertz) }));
      await waitForCall(page);
      pages.push(page);
    }
    return pages as [Page, Page, Page];
  }

  /** What rings here next becomes `window.call`. */
  const waitForCall = (page: Page) =>
    page.evaluate(() => {
      win().client.calls.on('incoming', (call) => {
        win().call = call;
      });
    });
  const rings = (page: Page) => page.waitForFunction(() => win().call?.state === 'ringing');
  const answer = async (page: Page) => {
    await rings(page);
    await page.evaluate(() => win().call.answer());
  };
  const call = (page: Page, to: string) =>
    page.evaluate(async (name) => {
      win().call = await win().client.calls.make(name);
    }, to);
  const connected = (page: Page) =>
    page.waitForFunction(() => win().call?.state === 'connected' && /connected|completed/.test(win().call.mediaState) && !win().call.reconnecting);
  const over = (page: Page, reason: string) => page.waitForFunction((why) => win().call?.endReason === why, reason);
  const hears = (page: Page, ...hertz: number[]) => page.evaluate((tones) => win().ear.hears(...tones), hertz);
  const misses = (page: Page, hertz: number) => page.evaluate((tone) => win().ear.misses(tone), hertz);
  const part = (...pages: Page[]) => Promise.all(pages.map((page) => page.context().close()));
  const peerConnections = (page: Page) => page.evaluate(() => win().client.calls.calls.filter((one) => one.peerConnection).length);

  /** Begins a blind transfer; what comes of it is in `outcome`. */
  const transfer = (page: Page, to: string) =>
    page.evaluate((name) => {
      win().outcome = undefined;
      void win()
        .call.transfer(name)
        .then(
          () => 'done',
          (error: { code: string }) => error.code,
        )
        .then((outcome) => {
          win().outcome = outcome;
        });
    }, to);
  const outcome = async (page: Page) => {
    await page.waitForFunction(() => win().outcome !== undefined);
    return page.evaluate(() => win().outcome);
  };

  it('lets the two who are left hear each other, and nobody the one who left', async () => {
    const [alice, bob, carol] = await three('blind');
    await call(alice, 'b-blind');
    await answer(bob);
    await Promise.all([hears(alice, BOB), hears(bob, ALICE)]);
    await transfer(alice, 'c-blind');
    await rings(carol);
    await misses(bob, ALICE); // on hold
    await answer(carol);
    expect(await outcome(alice)).to.equal('done');
    await over(alice, 'transferred');
    await Promise.all([connected(bob), connected(carol)]);
    await Promise.all([hears(bob, CAROL), hears(carol, BOB)]);
    await Promise.all([misses(bob, ALICE), misses(carol, ALICE)]);
    expect(await bob.evaluate(() => [win().call.peer.user_id, win().client.calls.calls.length])).to.deep.equal(['c-blind', 1]);
    expect(await Promise.all([alice, bob, carol].map(peerConnections))).to.deep.equal([0, 1, 1]);
    await carol.evaluate(() => win().call.end());
    await over(bob, 'completed');
    await part(alice, bob, carol);
  });

  it('stays on hold when it is declined there, and then goes on as it was', async () => {
    const [alice, bob, carol] = await three('declined');
    await call(alice, 'b-declined');
    await answer(bob);
    await hears(bob, ALICE);
    await transfer(alice, 'c-declined');
    await rings(carol);
    await carol.evaluate(() => win().call.reject());
    expect(await outcome(alice)).to.equal('call:transfer-failed');
    expect(await alice.evaluate(() => win().call.state)).to.equal('on_hold');
    await alice.evaluate(() => win().call.unhold());
    await Promise.all([hears(alice, BOB), hears(bob, ALICE)]);
    await part(alice, bob, carol);
  });

  it('is followed by a page that is reloaded in the moment of the answer', async () => {
    const [alice, bob, carol] = await three('reload');
    await call(alice, 'b-reload');
    await answer(bob);
    await hears(bob, ALICE);
    await transfer(alice, 'c-reload');
    await rings(carol);
    const [id] = await Promise.all([
      carol.evaluate(async () => {
        await win().call.answer();
        return win().call.id;
      }),
      bob.reload(),
    ]);
    await bob.waitForFunction((callId) => {
      win().call = win().client.calls.get(callId) as Call;
      return Boolean(win().call);
    }, id);
    await Promise.all([connected(bob), connected(carol)]);
    await Promise.all([hears(bob, CAROL), hears(carol, BOB)]);
    expect(await outcome(alice)).to.equal('done');
    await part(alice, bob, carol);
  });

  it('connects the other two after a consultation, of which the first one hears nothing', async () => {
    const [alice, bob, carol] = await three('consult');
    await call(bob, 'a-consult');
    await answer(alice);
    await hears(bob, ALICE);
    await alice.evaluate(async () => {
      const consult = win().call.startConsult('c-consult');
      win().consult = await consult;
    });
    await answer(carol);
    await hears(carol, ALICE);
    await Promise.all([misses(bob, ALICE), misses(carol, BOB)]);
    await alice.evaluate(() => win().call.completeTransfer(win().consult));
    await over(alice, 'transferred');
    await Promise.all([connected(bob), connected(carol)]);
    await Promise.all([hears(bob, CAROL), hears(carol, BOB)]);
    await Promise.all([misses(bob, ALICE), misses(carol, ALICE)]);
    expect(await Promise.all([bob, carol].map((page) => page.evaluate(() => win().call.peer.user_id)))).to.deep.equal(['c-consult', 'b-consult']);
    await bob.evaluate(() => win().call.end());
    await over(carol, 'completed');
    await part(alice, bob, carol);
  });

  it('that is sent on before the answer is heard where it is answered', async () => {
    const [alice, bob, carol] = await three('forward');
    await call(alice, 'b-forward');
    await rings(bob);
    await bob.evaluate(() => win().call.forward('c-forward'));
    await over(bob, 'forwarded');
    await answer(carol);
    await Promise.all([connected(alice), connected(carol)]);
    await Promise.all([hears(alice, CAROL), hears(carol, ALICE)]);
    expect(await Promise.all([alice, bob, carol].map(peerConnections))).to.deep.equal([1, 0, 1]);
    await alice.evaluate(() => win().call.end());
    await over(carol, 'completed');
    await part(alice, bob, carol);
  });
});
