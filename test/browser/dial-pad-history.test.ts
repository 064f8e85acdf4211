import type { Page } from 'playwright-core';
import { after, before, describe, expect, it } from '../harness.ts';
import type { show as Show } from './call-media.page.ts';
import { Stage } from './stage.ts';

declare const show: typeof Show;

const SETTINGS = { backoffBaseMs: 50, backoffMaxMs: 200 };

/** A page that can dial, answer, and see its past calls. */
async function person(stage: Stage, userId: string, answers: boolean): Promise<Page> {
  const page = await stage.person(userId, { settings: SETTINGS });
  await page.evaluate(() => show.play(440, 'red', { colour: 'lime', hz: 2_500 }));
  await page.evaluate((answers) => {
    document.body.innerHTML = `<dial-pad></dial-pad><div style="block-size:450px"><call-history></call-history></div>${answers ? '<incoming-call></incoming-call>' : ''}`;
    for (const element of document.body.querySelectorAll('dial-pad, call-history, incoming-call')) Object.assign(element, { client: window.client });
  }, answers);
  return page;
}

const pad = (page: Page, name: string) => page.locator('dial-pad').getByRole('button', { name, exact: true });
const past = (page: Page) => page.locator('call-history');
const toast = (page: Page, name: string) => page.locator('incoming-call').getByRole('button', { name, exact: true });

describe('a keypad and a history in two pages', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start(
      {},
      {
        flags: ['--autoplay-policy=no-user-gesture-required'],
        modules: ['call-media.page.ts', 'dial-pad', 'call-history', 'incoming-call'].map((name) =>
          name.endsWith('.ts') ? `test/browser/${name}` : `src/elements/${name}/define.ts`,
        ),
      },
    );
  });
  after(() => stage.stop());

  it('calls who was dialled, lets the far side hear its keys, and hangs up; both find the call in their history', async () => {
    const alice = await person(stage, 'd-alice', false);
    const bob = await person(stage, '5551', true);
    await bob.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      window.client.calls.on('incoming', (call) => void call.on('dtmf', ({ tone }) => heard.push(tone)));
    });
    for (const key of ['5', '5', '5', '1']) await pad(alice, key).click();
    await pad(alice, 'Call').click();
    await alice.locator('dial-pad').getByText('Ringing…').waitFor();
    await toast(bob, 'Answer').click();
    await alice.locator('dial-pad:state(tones)').waitFor();
    await pad(alice, '4').click();
    await alice.keyboard.press('#');
    await bob.waitForFunction(() => (window as unknown as { heard: string[] }).heard.join('') === '4#');
    await pad(alice, 'Hang up').press('Enter');
    await past(alice).getByText('Outgoing, ').waitFor({ state: 'attached' });
    await past(bob).getByText('Incoming, ').waitFor({ state: 'attached' });
    expect(await alice.locator('dial-pad input').inputValue()).to.equal('5551');
    await alice.context().close();
    await bob.context().close();
  });

  it('shows a call as missed on all devices of a user, calls back, and removes it from all of them', async () => {
    const alice = await person(stage, 'm-alice', false);
    const bob = await person(stage, 'm-bob', true);
    const phone = await person(stage, 'm-bob', true);
    await alice.locator('dial-pad input').fill('m-bob');
    await alice.keyboard.press('Enter');
    for (const page of [bob, phone]) await toast(page, 'Decline').waitFor();
    await pad(alice, 'Cancel').press('Enter'); // a click so soon in the same place would count as a double click
    for (const page of [bob, phone]) await past(page).getByText('Missed', { exact: true }).nth(1).waitFor();
    await bob.waitForFunction(() => document.querySelector('call-history')!.matches(':not(:state(empty))'));

    await past(bob)
      .getByRole('button', { name: /^Call m-alice/ })
      .click();
    await past(bob).getByText('Ringing…').waitFor();
    await past(bob).getByRole('button', { name: 'Hang up m-alice' }).press('Enter');
    await past(bob).getByText('Cancelled').waitFor();

    await past(bob).getByRole('button', { name: 'Edit' }).click();
    const remove = past(bob).getByRole('button', { name: 'Remove call with m-alice' });
    await remove.last().click();
    for (const page of [bob, phone]) {
      await page.waitForFunction(() => document.querySelector('call-history')!.shadowRoot!.querySelectorAll('.hrow[data-id]').length === 1);
    }
    for (const page of [alice, bob, phone]) await page.context().close();
  });
});
