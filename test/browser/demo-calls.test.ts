import type { Page } from 'playwright-core';
import { after, before, describe, expect, it } from '../harness.ts';
import { connected, DemoStage, hear, heardUntil, inboundAudio } from './demo-stage.ts';

const callButton = (page: Page, name: string) => page.getByRole('button', { name: `Call ${name}` });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** From idle to talking, by what people see and press. */
async function talk(caller: Page, callee: Page, calleeName: string): Promise<void> {
  await callButton(caller, calleeName).click();
  await button(callee, 'Answer').click();
  await Promise.all([hear(caller, 10), hear(callee, 10)]);
}

describe('two people in the demo, by its buttons', () => {
  let stage: DemoStage;
  before(async () => {
    stage = await DemoStage.start();
  });
  after(() => stage.stop());

  it('carries sound both ways, mutes it, and ends on both sides at one hang-up', async () => {
    const alice = await stage.open('alice');
    const bob = await stage.open('bob');
    await talk(alice, bob, 'Bob');
    expect(await hear(bob), 'Bob hears Alice').to.be.greaterThan(1e-5);
    expect(await hear(alice), 'Alice hears Bob').to.be.greaterThan(1e-5);
    await button(alice, 'Mute').click();
    await heardUntil(bob, (energy) => energy < 1e-6);
    expect(await hear(bob), 'Bob hears nothing').to.be.lessThan(1e-6);
    await button(alice, 'Mute').click();
    await heardUntil(bob, (energy) => energy > 1e-5);
    await button(bob, 'Hang up').click();
    await alice.getByText('Call ended').first().waitFor();
    await bob.getByText('Call ended').first().waitFor();
    expect((await inboundAudio(alice)).packets).to.equal(0);
    await alice.context().close();
    await bob.context().close();
  });

  it('says that a call was declined', async () => {
    const alice = await stage.open('alice');
    const bob = await stage.open('bob');
    await callButton(alice, 'Bob').click();
    await button(bob, 'Decline').click();
    await alice.locator('voice-call-button').getByText('Call declined').waitFor();
    await callButton(bob, 'Alice').waitFor();
    await alice.context().close();
    await bob.context().close();
  });

  it('stops ringing when the caller gives up', async () => {
    const alice = await stage.open('alice');
    const bob = await stage.open('bob');
    await callButton(alice, 'Bob').click();
    await button(bob, 'Answer').waitFor();
    await button(alice, 'Cancel').or(button(alice, 'Hang up')).click();
    await callButton(bob, 'Alice').waitFor();
    await callButton(alice, 'Bob').waitFor();
    await alice.context().close();
    await bob.context().close();
  });

  it('says at once that the other has no page open', async () => {
    const alice = await stage.open('alice');
    await callButton(alice, 'Carol').click();
    await alice.locator('voice-call-button').getByText('Not reachable').waitFor();
    await alice.context().close();
  });

  it('says what to do when the microphone is refused, and rings nobody', async () => {
    const alice = await stage.open('alice', { microphone: false });
    const bob = await stage.open('bob');
    await callButton(alice, 'Bob').click();
    await alice.getByText('Microphone is blocked').first().waitFor();
    expect(await button(bob, 'Answer').count()).to.equal(0);
    await alice.context().close();
    await bob.context().close();
  });

  it('rings every device of the callee and stops the others when one answers', async () => {
    const alice = await stage.open('alice');
    const phone = await stage.open('bob');
    const desk = await stage.open('bob');
    await callButton(alice, 'Bob').click();
    await button(phone, 'Answer').waitFor();
    await button(desk, 'Answer').click();
    await callButton(phone, 'Alice').waitFor();
    await Promise.all([hear(alice), hear(desk)]);
    await button(alice, 'Hang up').click();
    await desk.getByText('Call ended').first().waitFor();
    for (const page of [alice, phone, desk]) await page.context().close();
  });

  it('is back in the call after a reload, with sound', async () => {
    const alice = await stage.open('alice');
    const bob = await stage.open('bob');
    await talk(alice, bob, 'Bob');
    await bob.reload();
    await connected(bob);
    await Promise.all([hear(alice), hear(bob)]);
    expect(await hear(alice)).to.be.greaterThan(1e-5);
    await button(bob, 'Hang up').click();
    await alice.getByText('Call ended').first().waitFor();
    await alice.context().close();
    await bob.context().close();
  });

  it('keeps talking while the line to the server is cut, and hangs up cleanly after it', async () => {
    const alice = await stage.open('alice');
    const bob = await stage.open('bob', { direct: true });
    await talk(alice, bob, 'Bob');
    stage.cut();
    await alice.waitForFunction(
      () => (document.querySelector('earshot-client') as unknown as { client: { state: string } }).client.state === 'reconnecting',
    );
    // ten seconds of sound, measured in packets of 20 ms, not by a clock
    await Promise.all([hear(alice, 500), hear(bob, 500)]);
    stage.mend();
    await connected(alice);
    expect(await hear(bob)).to.be.greaterThan(1e-5);
    await button(alice, 'Hang up').click();
    await bob.getByText('Call ended').first().waitFor();
    await alice.context().close();
    await bob.context().close();
  });

  it('survives a server that is killed and started again', async () => {
    const alice = await stage.open('alice');
    const bob = await stage.open('bob');
    await talk(alice, bob, 'Bob');
    await stage.killServer();
    await Promise.all([hear(alice), hear(bob)]);
    await stage.startServer();
    await connected(alice);
    await connected(bob);
    await Promise.all([hear(alice), hear(bob)]);
    await button(alice, 'Hang up').click();
    await bob.getByText('Call ended').first().waitFor();
    await alice.context().close();
    await bob.context().close();
  });
});

describe('ringing that nobody hears', () => {
  let stage: DemoStage;
  before(async () => {
    stage = await DemoStage.start({ RING_TIMEOUT_MS: '1500' });
  });
  after(() => stage.stop());

  it('gives up after the ring timeout and says so on both sides', async () => {
    const alice = await stage.open('alice');
    const bob = await stage.open('bob');
    await callButton(alice, 'Bob').click();
    await button(bob, 'Answer').waitFor();
    await alice.locator('voice-call-button').getByText('No answer').waitFor();
    await callButton(bob, 'Alice').waitFor();
    await alice.context().close();
    await bob.context().close();
  });
});
