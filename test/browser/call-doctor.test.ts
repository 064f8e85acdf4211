import type { Page } from 'playwright-core';
import { after, before, describe, expect, it } from '../harness.ts';
import { DemoStage, hear } from './demo-stage.ts';
import { until } from './until.ts';

interface Told {
  checks: string[];
  cause?: string;
  state?: string;
}
type Window = typeof globalThis & { told: Told };

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const title = (page: Page, name: string) => page.getByRole('group', { name: 'Connection check' }).getByRole('heading', { name, exact: true });

/** Presses the button; what the element tells from then on is kept in the page. */
async function check(page: Page): Promise<void> {
  await page.evaluate(() => {
    const doctor = document.querySelector('call-doctor')!;
    const told: Told = { checks: [] };
    (window as unknown as Window).told = told;
    doctor.addEventListener('call-doctor-check', ({ check: { id, state } }) => told.checks.push(`${id} ${state}`));
    doctor.addEventListener('call-doctor-verdict', ({ diagnosis, state }) => Object.assign(told, { cause: diagnosis.cause, state }));
  });
  await button(page, 'Check my connection').click();
}

const told = async (page: Page): Promise<Told> => page.evaluate(() => (window as unknown as Window).told);

async function verdict(page: Page): Promise<Told> {
  await page.waitForFunction(() => (window as unknown as Window).told.cause, undefined, { timeout: 120_000 });
  return told(page);
}

/** Holds of the page on its devices. */
const openMedia = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const { mediaOf } = (await import('/earshot.js' as string)) as typeof import('../../src/index.ts');
    return mediaOf(document.querySelector('earshot-client')!.client!).local.length;
  });

describe('<call-doctor> on the demo page', () => {
  let stage: DemoStage;
  before(async () => {
    stage = await DemoStage.start();
  });
  after(() => stage.stop());

  it('finds that calls work here without a relay, in the middle of one that goes on unharmed', async () => {
    const [alice, bob] = [await stage.open('alice'), await stage.open('bob')];
    await alice.getByRole('button', { name: 'Call Bob' }).click();
    await button(bob, 'Answer').click();
    await Promise.all([hear(alice, 10), hear(bob, 10)]);
    const before = await openMedia(alice);
    await check(alice);
    const { cause, state, checks } = await verdict(alice);
    expect([cause, state]).to.deep.equal(['ok:no-relay', 'good']);
    for (const id of ['browser', 'permission', 'level', 'socket', 'token', 'loopback']) expect(checks).to.contain(`${id} passed`);
    for (const id of ['turn-udp', 'turn-tcp', 'turn-tls']) expect(checks).to.contain(`${id} skipped`);
    await title(alice, 'Calls work here').waitFor();
    expect(await openMedia(alice), 'what it opened is closed').to.equal(before);
    expect(await hear(bob), 'Bob still hears Alice').to.be.greaterThan(1e-5);
    await alice.getByText('Details').click();
    await alice.getByText('Voice quality').first().waitFor();
    for (const page of [alice, bob]) await page.context().close();
  });

  it('shows where to allow a microphone that is blocked', async () => {
    const page = await stage.open('alice', { microphone: false });
    await check(page);
    expect((await verdict(page)).cause).to.equal('permission:denied');
    await title(page, 'Microphone is blocked').waitFor();
    await page.getByText('Switch Microphone on.').first().waitFor();
    await page.context().close();
  });

  it('says that the server is gone when it goes in mid-diagnosis, and that it is back', async () => {
    const page = await stage.open('alice');
    await page.evaluate(() => {
      document.querySelector('call-doctor')!.addEventListener('call-doctor-check', ({ check: { id, state } }) => {
        if (id === 'level' && state === 'running') document.body.dataset.listening = '';
      });
    });
    await check(page);
    await page.waitForFunction(() => 'listening' in document.body.dataset);
    await stage.killServer();
    expect((await verdict(page)).cause).to.equal('server:unreachable');
    await title(page, 'Server can’t be reached').waitFor();
    await stage.startServer();
    await page.evaluate(() => {
      delete (window as unknown as Window).told.cause;
    });
    await button(page, 'Check again').click();
    expect((await verdict(page)).cause).to.equal('ok:no-relay');
    await page.context().close();
  });

  it('closes everything when it is removed in mid-diagnosis', async () => {
    const page = await stage.open('alice');
    await check(page);
    await page.waitForFunction(() => (window as unknown as Window).told.checks.includes('permission passed'));
    expect(await openMedia(page)).to.equal(1);
    await page.evaluate(() => document.querySelector('call-doctor')!.remove());
    await until(page, async () => {
      const { mediaOf } = (await import('/earshot.js' as string)) as typeof import('../../src/index.ts');
      return mediaOf(document.querySelector('earshot-client')!.client!).local.length === 0;
    });
    expect((await told(page)).cause).to.equal(undefined);
    await page.context().close();
  });
});
