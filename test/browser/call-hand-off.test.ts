import type { Page } from 'playwright-core';
import type { Call } from '../../src/core/call/api.ts';
import type { HandOff } from '../../src/core/call/control/api.ts';
import type { Client } from '../../src/core/client/client.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { type PersonOptions, Stage } from './stage.ts';
import { SOUND_FLAGS, toneContext } from './tones.ts';

interface HandPage {
  client: Client;
  call: Call;
  ready: Promise<void>;
  ear: { hears(...hertz: number[]): Promise<void>; misses(hertz: number): Promise<void> };
}
const win = () => window as unknown as HandPage;

const [ALICE, BOB, TABLET] = [440, 1_250, 2_500];
const SETTINGS: PersonOptions['settings'] = { backoffBaseMs: 50, backoffMaxMs: 200 };

describe('a call handed to another device', () => {
  let stage: Stage;
  before(async () => {
    // no beat tells it in time: the device that had the call hears of it at once
    stage = await Stage.start({ beatMs: 60_000, graceMs: 60_000 }, { flags: SOUND_FLAGS, modules: ['test/browser/call-tones.page.ts'] });
  });
  after(() => stage.stop());

  const ready = async (page: Page): Promise<Page> => {
    await page.evaluate('window.win = () => window'); // what runs in the pages is named by `win`
    await page.evaluate(() => {
      win().client.calls.on('incoming', (call) => {
        win().call = call;
      });
    });
    return page;
  };
  const person = async (name: string, hertz: number) =>
    ready(await stage.person(name, { settings: SETTINGS, context: await toneContext(stage, hertz) }));
  const hears = (page: Page, hertz: number) => page.evaluate((tone) => win().ear.hears(tone), hertz);
  const flowing = (page: Page) =>
    page.waitForFunction(() => win().call?.state === 'connected' && /connected|completed/.test(win().call.mediaState) && !win().call.reconnecting);

  async function inCall(turn: string): Promise<[Page, Page]> {
    const [alice, bob] = [await person(`a-${turn}`, ALICE), await person(`b-${turn}`, BOB)];
    await alice.evaluate(async (name) => {
      win().call = await win().client.calls.make(name);
    }, `b-${turn}`);
    await bob.waitForFunction(() => win().call?.state === 'ringing');
    await bob.evaluate(() => win().call.answer());
    await Promise.all([flowing(alice), flowing(bob)]);
    await Promise.all([hears(alice, BOB), hears(bob, ALICE)]);
    return [alice, bob];
  }
  const handOff = (page: Page): Promise<HandOff> => page.evaluate(() => win().call.handOff());
  const moved = (page: Page) => page.waitForFunction(() => win().call.endReason === 'answered_elsewhere');
  const part = (...pages: Page[]) => Promise.all(pages.map((page) => page.context().close()));

  it('goes on there when its code is typed, in both directions, and is over here', async () => {
    const [alice, bob] = await inCall('code');
    const { code, expiresAtMs } = await handOff(alice);
    expect(code).to.match(/^\d{3} \d{3}$/);
    expect(expiresAtMs).to.be.above(await alice.evaluate(() => Date.now()));
    const tablet = await person('a-code', TABLET);
    await tablet.evaluate(async (typed) => {
      win().call = await win().client.calls.takeOver(typed);
    }, code);
    await moved(alice);
    await Promise.all([flowing(tablet), flowing(bob)]);
    await Promise.all([hears(tablet, BOB), hears(bob, TABLET)]);
    expect(await tablet.evaluate(() => [win().call.peer.user_id, win().call.direction, win().client.calls.calls.length])).to.deep.equal([
      'b-code',
      'outgoing',
      1,
    ]);
    expect(await bob.evaluate(() => win().client.calls.calls.length), 'the same call').to.equal(1);
    expect(await alice.evaluate(() => win().client.calls.calls.length)).to.equal(0);
    // and it is as good a holder as the first: its page is reloaded, and it hangs up
    await tablet.reload();
    await tablet.evaluate('window.win = () => window');
    await tablet.waitForFunction(() => {
      win().call = win().client.calls.calls[0] as Call;
      return win().call?.state === 'connected';
    });
    await hears(tablet, BOB);
    await tablet.evaluate(() => win().call.end());
    await bob.waitForFunction(() => win().call.endReason === 'completed');
    await part(alice, bob, tablet);
  });

  it('goes on in the page that its link opens, of the one who answered, and the code does not stay in the address', async () => {
    const [alice, bob] = await inCall('link');
    const { url } = await handOff(bob);
    const tablet = await (await toneContext(stage, TABLET)).newPage();
    const asked: string[] = [];
    tablet.on('request', (request) => asked.push(request.url()));
    await tablet.goto(url);
    await tablet.evaluate('window.win = () => window');
    await tablet.waitForFunction(() => {
      win().call = win().client.calls.calls[0] as Call;
      return win().call?.state === 'connected';
    });
    await moved(bob);
    await Promise.all([flowing(tablet), flowing(alice)]);
    await Promise.all([hears(tablet, ALICE), hears(alice, TABLET)]);
    expect(await tablet.evaluate(() => location.hash)).to.equal('');
    const code = url.slice(-6);
    expect(asked.filter((address) => new URL(address).hash === '' && address.includes(code))).to.deep.equal([]);
    await part(alice, bob, tablet);
  });

  it('says when the code is wrong', async () => {
    const tablet = await person('a-wrong', TABLET);
    const code = await tablet.evaluate(() =>
      win()
        .client.calls.takeOver('000 000')
        .then(
          () => '',
          ({ code: why }: { code: string }) => why,
        ),
    );
    expect(code).to.equal('call:not-found');
    await part(tablet);
  });
});
