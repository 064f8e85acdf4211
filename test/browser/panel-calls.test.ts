import type { Page } from 'playwright-core';
import type { CallPanel } from '../../src/elements/call-panel/call-panel.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import type { show as Show } from './call-media.page.ts';
import { Stage } from './stage.ts';

declare const show: typeof Show;

const SETTINGS = { backoffBaseMs: 50, backoffMaxMs: 200, maxCalls: 3 };
const PEOPLE = {
  alice: { hz: 1_000, camera: 'red', screen: { colour: 'lime', hz: 2_500 } },
  bob: { hz: 440, camera: 'blue', screen: { colour: 'lime', hz: 2_500 } },
  carol: { hz: 3_300, camera: 'lime', screen: { colour: 'red', hz: 2_500 } },
} as const;

/** A page with a panel and a toast for what rings. */
async function person(stage: Stage, name: keyof typeof PEOPLE, userId: string): Promise<Page> {
  const page = await stage.person(userId, { settings: SETTINGS });
  await page.evaluate(({ hz, camera, screen }) => show.play(hz, camera, screen), PEOPLE[name]);
  await page.evaluate(() => {
    document.body.innerHTML = '<div style="inline-size:640px;block-size:520px"><call-panel></call-panel></div><incoming-call></incoming-call>';
    for (const element of document.querySelectorAll('call-panel, incoming-call')) Object.assign(element, { client: window.client });
  });
  return page;
}

const call = (page: Page, to: string, video: boolean) =>
  page.evaluate(([to, video]) => window.client.calls.make(to, { video }).then(({ id }) => id), [to, video] as const);
const button = (page: Page, name: string) => page.locator('call-panel').getByRole('button', { name, exact: true });
const toast = (page: Page, name: string) => page.locator('incoming-call').getByRole('button', { name, exact: true });
/** Waits until the panel is in this state. */
const state = (page: Page, name: string, on = true) =>
  page.waitForFunction(([name, on]) => document.querySelector('call-panel')!.matches(`:state(${name})`) === on, [name, on] as const);
/** Waits until the panel says this. */
const says = (page: Page, text: string | RegExp) => page.locator('call-panel').getByText(text).first().waitFor();
/** Waits until that picture of the panel moves on. */
const moves = (page: Page, part: 'video' | 'self') =>
  page
    .locator(`call-panel video[part=${part}]`)
    .evaluate((video: HTMLVideoElement) => new Promise<void>((resolve) => video.requestVideoFrameCallback(() => resolve())));
const inFront = (page: Page) => page.evaluate(() => (document.querySelector('call-panel') as CallPanel).currentCall?.peer.user_id);

describe('a panel in two pages, by its buttons', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start(
      {},
      {
        flags: ['--autoplay-policy=no-user-gesture-required'],
        modules: ['test/browser/call-media.page.ts', 'src/elements/call-panel/define.ts', 'src/elements/incoming-call/define.ts'],
      },
    );
  });
  after(() => stage.stop());

  it('carries a video call: camera off and on, hold, a shared screen, and hang up', async () => {
    const alice = await person(stage, 'alice', 'p-alice');
    const bob = await person(stage, 'bob', 'p-bob');
    await call(alice, 'p-bob', false);
    await says(alice, 'Ringing…');
    await toast(bob, 'Answer').click();
    for (const page of [alice, bob]) await state(page, 'answered');
    await button(alice, 'Camera').click();
    await state(bob, 'video');
    await button(bob, 'Camera').click();
    for (const page of [alice, bob]) {
      await state(page, 'video');
      await Promise.all([moves(page, 'video'), moves(page, 'self')]);
    }

    await button(alice, 'Camera').click();
    await state(bob, 'video', false);
    await button(alice, 'Camera').click();
    await state(bob, 'video');
    await moves(bob, 'video');

    await button(alice, 'Hold').click();
    await says(alice, /On hold/);
    await says(bob, 'They put you on hold');
    await button(alice, 'Hold').click();
    await state(bob, 'answered');
    await moves(bob, 'video');

    await button(alice, 'Share').click();
    await says(alice, 'You’re sharing your screen');
    await says(bob, /is sharing their screen/);
    await moves(bob, 'video');
    await button(alice, 'Stop sharing').click();
    await state(alice, 'sharing', false);
    await bob.locator('call-panel .share').waitFor({ state: 'detached' });

    await button(bob, 'Hang up').click();
    await says(alice, 'Call ended');
    await says(bob, 'Call ended');
    await alice.context().close();
    await bob.context().close();
  });

  it('answers a video call with the picture, and is one view of it', async () => {
    const alice = await person(stage, 'alice', 'v-alice');
    const bob = await person(stage, 'bob', 'v-bob');
    await call(alice, 'v-bob', true);
    await toast(bob, 'Video').click();
    for (const page of [alice, bob]) {
      await state(page, 'video');
      await Promise.all([moves(page, 'video'), moves(page, 'self')]);
    }
    await bob.locator('incoming-call [part=capsule]').waitFor({ state: 'detached' });
    await button(alice, 'Camera').click();
    await state(bob, 'video', false);
    await moves(alice, 'video');
    await button(alice, 'Camera').click();
    await state(bob, 'video');
    await moves(bob, 'video');
    await button(alice, 'Full screen').click();
    await alice.waitForFunction(() => document.fullscreenElement?.localName === 'call-panel');
    await button(alice, 'Full screen').click();
    await alice.waitForFunction(() => !document.fullscreenElement);
    await button(alice, 'Hang up').click();
    await says(bob, 'Call ended');
    await alice.context().close();
    await bob.context().close();
  });

  it('answers a second call while the first waits, swaps, and comes back to the one that is left', async () => {
    const alice = await person(stage, 'alice', 'q-alice');
    const bob = await person(stage, 'bob', 'q-bob');
    const carol = await person(stage, 'carol', 'q-carol');
    await call(alice, 'q-bob', false);
    await toast(bob, 'Answer').click();
    await state(alice, 'answered');
    await call(carol, 'q-alice', false);
    await alice
      .locator('incoming-call')
      .getByRole('button', { name: /^Hold .* and answer$/ })
      .click();
    await says(bob, 'They put you on hold');
    await state(carol, 'answered');
    await alice.waitForFunction(() => (document.querySelector('call-panel') as CallPanel).currentCall?.peer.user_id === 'q-carol');
    await alice
      .locator('call-panel')
      .getByRole('button', { name: /^Swap to/ })
      .click();
    await says(carol, 'They put you on hold');
    await state(bob, 'answered');
    expect(await inFront(alice)).to.equal('q-bob');
    await button(bob, 'Hang up').click();
    await alice.waitForFunction(() => (document.querySelector('call-panel') as CallPanel).currentCall?.peer.user_id === 'q-carol');
    await button(alice, 'Hold').click();
    await state(carol, 'answered');
    await button(alice, 'Hang up').click();
    await says(carol, 'Call ended');
    for (const page of [alice, bob, carol]) await page.context().close();
  });

  /** Waits until the call in front brings that tone. */
  const hears = (page: Page, hz: number) =>
    page.waitForFunction((wanted) => {
      const track = (document.querySelector('call-panel') as CallPanel).currentCall?.remoteStream?.getAudioTracks()[0];
      return track !== undefined && show.hear(track, wanted).level > -50;
    }, hz);
  const more = async (page: Page, item: string) => {
    await button(page, 'More').click();
    await page.locator('call-panel').getByRole('menuitem', { name: item, exact: true }).click();
  };
  const whom = async (page: Page, to: string) => {
    const field = page.locator('call-panel').getByPlaceholder('Name or number');
    await field.fill(to);
    return field;
  };
  async function three(turn: string): Promise<[Page, Page, Page]> {
    const [alice, bob, carol] = [
      await person(stage, 'alice', `${turn}-alice`),
      await person(stage, 'bob', `${turn}-bob`),
      await person(stage, 'carol', `${turn}-carol`),
    ];
    await call(alice, `${turn}-bob`, false);
    await toast(bob, 'Answer').click();
    for (const page of [alice, bob]) await state(page, 'answered');
    return [alice, bob, carol];
  }

  it('compares words, records once the other agreed, and asks a third one before it connects the two', async () => {
    const [alice, bob, carol] = await three('t');
    const words = async (page: Page) => {
      await more(page, 'Compare words');
      const list = page.locator('call-panel ol.words b');
      await list.nth(3).waitFor();
      return list.allTextContents();
    };
    const seen = await words(alice);
    expect(seen).to.have.length(4);
    expect(await words(bob)).to.deep.equal(seen);
    await button(alice, 'They match').click();
    await says(alice, 'Verified');
    await button(bob, 'Close').click();

    await more(alice, 'Record');
    await says(bob, 'Nothing is recorded until you agree.');
    await says(alice, /^Waiting for .* to agree to the recording/);
    await button(bob, 'Agree').click();
    await says(alice, /^You’re recording\./);
    await says(bob, /is recording this call/);
    await more(alice, 'Stop recording');
    await bob.locator('call-panel').getByText('is recording this call').waitFor({ state: 'detached' });

    await more(alice, 'Transfer');
    await whom(alice, 't-carol');
    await button(alice, 'Ask first').click();
    await toast(carol, 'Answer').click();
    await state(carol, 'answered');
    await says(bob, 'They put you on hold');
    await hears(carol, PEOPLE.alice.hz);
    await alice
      .locator('call-panel')
      .getByRole('button', { name: /^Connect .* and / })
      .click();
    await Promise.all([hears(bob, PEOPLE.carol.hz), hears(carol, PEOPLE.bob.hz)]);
    await button(bob, 'Hang up').click();
    await says(carol, 'Call ended');
    for (const page of [alice, bob, carol]) await page.context().close();
  });

  it('adds a call and joins the two: all hear each other, and a party that is taken out hears nobody', async () => {
    const [alice, bob, carol] = await three('j');
    await more(alice, 'Add a call');
    await (await whom(alice, 'j-carol')).press('Enter');
    await toast(carol, 'Answer').click();
    await state(carol, 'answered');
    await alice
      .locator('call-panel')
      .getByRole('button', { name: /^Join .* and / })
      .click();
    await Promise.all([hears(bob, PEOPLE.carol.hz), hears(carol, PEOPLE.bob.hz), hears(bob, PEOPLE.alice.hz), hears(carol, PEOPLE.alice.hz)]);
    await alice
      .locator('call-panel')
      .getByRole('button', { name: /^Take out .*carol/i })
      .click();
    await says(carol, 'They put you on hold');
    await hears(bob, PEOPLE.alice.hz);
    for (const page of [alice, bob, carol]) await page.context().close();
  });
});
