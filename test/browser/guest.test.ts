import type { Page } from 'playwright-core';
import { after, before, describe, expect, it } from '../harness.ts';
import { DemoStage } from './demo-stage.ts';

const launcher = (page: Page) => page.locator('chat-launcher');
const box = (page: Page) => launcher(page).getByRole('textbox', { name: 'Message Help · Gwen' });

/** Opens the launcher's panel and gives it. */
async function openPanel(page: Page): Promise<void> {
  await launcher(page)
    .getByRole('button', { name: /^Open chat/ })
    .click();
}

describe('somebody without an account', () => {
  let stage: DemoStage;
  before(async () => {
    stage = await DemoStage.start();
  });
  after(() => stage.stop());

  it('writes to the team from the button in the corner, is answered, and is the same after a reload', async () => {
    const context = await stage.context({ microphone: false });
    const guest = await context.newPage();
    await guest.goto(`${stage.direct}/?guest`);
    await openPanel(guest);
    await launcher(guest).getByRole('button', { name: 'Send a message' }).click();
    await launcher(guest).getByRole('textbox', { name: 'Your name' }).fill('Gwen');
    await launcher(guest).getByRole('button', { name: 'Start the chat' }).click();
    await box(guest).fill('is anybody there?');
    await box(guest).press('Enter');

    const alice = await stage.open('alice', { direct: true, microphone: false });
    await alice.getByText('Channels, and who is here').click();
    await openPanel(alice);
    await launcher(alice)
      .getByRole('button', { name: /Help · Gwen/ })
      .click();
    await launcher(alice).getByText('is anybody there?').first().waitFor();
    await box(alice).fill('yes, how can we help?');
    await box(alice).press('Enter');
    await launcher(guest).getByText('yes, how can we help?').first().waitFor();

    const who = () => guest.evaluate(() => document.querySelector('earshot-client')?.client?.userId);
    const before = await who();
    expect(before).to.match(/^guest-/);
    await guest.reload();
    await openPanel(guest);
    await launcher(guest)
      .getByRole('button', { name: /Send a message/ })
      .click();
    await launcher(guest).getByText('yes, how can we help?').first().waitFor();
    expect(await who()).to.equal(before);
    await context.close();
    await alice.context().close();
  });
});
