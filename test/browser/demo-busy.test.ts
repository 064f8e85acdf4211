import type { Page } from 'playwright-core';
import { after, before, describe, expect, it } from '../harness.ts';
import { DemoStage, hear } from './demo-stage.ts';

const callButton = (page: Page, name: string) => page.getByRole('button', { name: `Call ${name}` });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

async function talk(caller: Page, callee: Page, calleeName: string): Promise<void> {
  await callButton(caller, calleeName).click();
  await button(callee, 'Answer').click();
  await Promise.all([hear(caller, 10), hear(callee, 10)]);
}

/** Notes every button that ever offered to answer, from now on; gives how many there were. */
async function watchRinging(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const client = (document.querySelector('earshot-client') as unknown as { client: { calls: { on(type: string, listener: () => void): void } } })
      .client;
    const seen = window as unknown as { rang: number };
    seen.rang = 0;
    client.calls.on('incoming', () => seen.rang++);
  });
  return () => page.evaluate(() => (window as unknown as { rang: number }).rang);
}

describe('calling someone who is in a call', () => {
  let stage: DemoStage;
  before(async () => {
    stage = await DemoStage.start();
  });
  after(() => stage.stop());

  it('says that the line is busy, rings nowhere and leaves the running call alone, with one call allowed', async () => {
    const bob = await stage.open('bob');
    await bob.evaluate(() => document.querySelector('earshot-client')!.setAttribute('max-calls', '1'));
    const alice = await stage.open('alice');
    const carol = await stage.open('carol');
    await talk(alice, bob, 'Bob');
    const rang = await watchRinging(bob);
    await callButton(carol, 'Bob').click();
    await carol.locator('voice-call-button').getByText('Line is busy').waitFor();
    await carol.locator('voice-call-button').getByText('They’re on another call.').waitFor();
    expect([await rang(), await button(bob, /answer/i).count()]).to.deep.equal([0, 0]);
    await callButton(bob, 'Carol').waitFor();
    expect(await hear(bob), 'Bob still hears Alice').to.be.greaterThan(1e-5);
    expect(await hear(alice), 'Alice still hears Bob').to.be.greaterThan(1e-5);
    await button(alice, 'Hang up').click();
    await bob.getByText('Call ended').first().waitFor();
    // the line is free: the same button gets through
    await callButton(carol, 'Bob').click();
    await button(bob, 'Answer').click();
    await Promise.all([hear(bob), hear(carol)]);
    await button(carol, 'Hang up').click();
    for (const page of [alice, bob, carol]) await page.context().close();
  });

  it('lets a second call wait and is busy for a third, with two calls allowed as by default', async () => {
    const [alice, bob, carol] = [await stage.open('alice'), await stage.open('bob'), await stage.open('carol')];
    const desk = await stage.open('alice');
    await talk(alice, bob, 'Bob');
    const rang = await watchRinging(bob);
    await callButton(carol, 'Bob').click();
    await carol.locator('voice-call-button').getByText('Ringing…').waitFor();
    await bob.getByRole('group', { name: 'Call with Carol' }).getByText('Incoming voice call').waitFor();
    await callButton(desk, 'Bob').click();
    await desk.locator('voice-call-button').getByText('Line is busy').waitFor();
    expect(await rang()).to.equal(1);
    await button(bob, 'Decline').click();
    await carol.locator('voice-call-button').getByText('Call declined').waitFor();
    expect(await hear(bob), 'Bob still hears Alice').to.be.greaterThan(1e-5);
    expect(await hear(alice), 'Alice still hears Bob').to.be.greaterThan(1e-5);
    await button(alice, 'Hang up').click();
    await bob.getByText('Call ended').first().waitFor();
    for (const page of [alice, bob, carol, desk]) await page.context().close();
  });
});
