import type { Page } from 'playwright-core';
import type { create as Create, CreateApi } from '../../src/compat/create/create.ts';
import type { Call } from '../../src/core/call/api.ts';
import type { Client } from '../../src/core/client/client.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Stage } from './stage.ts';
import { SOUND_FLAGS, toneContext } from './tones.ts';

interface JoinPage {
  client: Client;
  call: Call;
  api: CreateApi;
  joined: string;
  ear: { hears(...hertz: number[]): Promise<void>; misses(hertz: number): Promise<void> };
}
declare const create: typeof Create;
const win = () => window as unknown as JoinPage;

const [ALICE, BOB, CAROL] = [440, 1_250, 2_500];

describe('create().call.join between three browsers', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start({}, { flags: SOUND_FLAGS, modules: ['test/browser/call-tones.page.ts', 'test/browser/create.page.ts'] });
  });
  after(() => stage.stop());

  async function person(name: string, hertz: number): Promise<Page> {
    const page = await stage.person(name, { context: await toneContext(stage, hertz) });
    await page.evaluate('window.win = () => window'); // what runs in the pages is named by `win`
    await page.evaluate(() => {
      win().api = create({}, { client: win().client });
      win().api.services.subscribe(['call']);
      win().client.calls.on('incoming', (call) => {
        win().call = call;
      });
    });
    await page.waitForFunction(() => win().api.services.getSubscriptions().subscribed.includes('call'));
    return page;
  }
  const hears = (page: Page, ...hertz: number[]) => page.evaluate((tones) => win().ear.hears(...tones), hertz);
  const misses = (page: Page, hertz: number) => page.evaluate((tone) => win().ear.misses(tone), hertz);
  const answer = async (page: Page) => {
    await page.waitForFunction(() => win().call?.state === 'ringing');
    await page.evaluate(() => win().call.answer());
  };
  /** A call of alice's that stands and is held. */
  async function held(alice: Page, to: string, other: Page): Promise<string> {
    const id = await alice.evaluate((name) => {
      return win().api.call.make(name, { audio: true }, { customParameters: [{ name: 'X-For', value: name }] });
    }, to);
    await answer(other);
    await alice.waitForFunction(
      (callId) =>
        win().api.call.getById(callId)?.state === 'Connected' && /connected|completed/.test(win().api.call.getById(callId)!.mediaConnectionState),
      id,
    );
    await alice.evaluate((callId) => win().api.call.hold(callId), id);
    await alice.waitForFunction((callId) => win().api.call.getById(callId)?.localHold, id);
    return id;
  }

  it('makes one call of two that are held, with the parameters of the first; it goes on with who is left, and ends for all [RB-call-49] [RB-ce-07]', async () => {
    const [alice, bob, carol] = [await person('alice', ALICE), await person('bob', BOB), await person('carol', CAROL)];
    const ids = [await held(alice, 'bob', bob), await held(alice, 'carol', carol)] as const;
    await alice.evaluate(
      ([one, other]) =>
        new Promise<void>((resolve) => {
          win().api.on('call:join', ({ callId }) => {
            win().joined = callId;
            resolve();
          });
          win().api.call.join(one, other);
        }),
      ids,
    );
    await Promise.all([hears(bob, ALICE, CAROL), hears(carol, ALICE, BOB)]);
    const seen = await alice.evaluate(
      ([one, other]) =>
        [win().joined, one, other].map((id) => win().api.call.getById(id)!).map(({ state, customParameters }) => [state, customParameters[0]?.value]),
      ids,
    );
    expect(seen).to.deep.equal([
      ['Connected', 'bob'],
      ['Ended', 'bob'],
      ['Ended', 'carol'],
    ]);
    await bob.evaluate(() => win().call.end());
    await misses(carol, BOB);
    await hears(carol, ALICE);
    expect(await alice.evaluate(() => win().api.call.getById(win().joined)?.state)).to.equal('Connected');
    await alice.evaluate(() => win().api.call.end(win().joined));
    await carol.waitForFunction(() => win().call.endReason === 'completed');
    expect(await alice.evaluate(() => [win().api.call.getById(win().joined)?.state, win().client.calls.calls.length])).to.deep.equal(['Ended', 0]);
    await Promise.all([alice, bob, carol].map((page) => page.context().close()));
  });
});
