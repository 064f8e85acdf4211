import type { Page } from 'playwright-core';
import type { PhoneClient, Session } from '../../src/compat/phone-client.ts';
import type { Call } from '../../src/core/call/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Stage } from './stage.ts';
import { SOUND_FLAGS, toneContext } from './tones.ts';

interface PhonePage {
  client: { host: string; appId: string; userId: string; disconnect(): Promise<void> };
  PhoneClient: typeof PhoneClient;
  mine: PhoneClient;
  session: Session;
  call: Call;
  told: string[];
  ear: { hears(...hertz: number[]): Promise<void>; misses(hertz: number): Promise<void> };
}
const win = () => window as unknown as PhonePage;

const [ALICE, BOB] = [440, 1_250];

describe('phone and session between two browsers', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start({}, { flags: SOUND_FLAGS, modules: ['test/browser/call-tones.page.ts', 'test/browser/faces.page.ts'] });
  });
  after(() => stage.stop());

  /** A page as an app of that kind writes it: a phone, and listeners on every session it has. */
  async function person(userId: string, hertz: number): Promise<Page> {
    const page = await stage.person(userId, { context: await toneContext(stage, hertz) });
    await page.evaluate('window.win = () => window');
    await page.evaluate(
      async (options) => {
        const page = win();
        await page.client.disconnect();
        page.told = [];
        page.mine = new page.PhoneClient({ ...options, settings: { qualityIntervalMs: 200 } });
        page.mine.phone.on('newRTCSession', ({ session }) => {
          page.session = session;
          for (const type of ['accepted', 'confirmed', 'callReport', 'ended', 'failed'] as const) session.on(type, () => void page.told.push(type));
        });
        page.mine.calls.on('change', (call) => {
          page.call = call;
        });
        await page.mine.connect();
      },
      { host: stage.host, appId: stage.appId, userId, token: await stage.token(userId) },
    );
    return page;
  }
  const hears = (page: Page, tone: number) => page.evaluate((hertz) => win().ear.hears(hertz), tone);
  const misses = (page: Page, tone: number) => page.evaluate((hertz) => win().ear.misses(hertz), tone);

  it('talk, mute, hold, report and hang up as an app of that phone does it', async () => {
    const [alice, bob] = [await person('alice', ALICE), await person('bob', BOB)];
    expect(await alice.evaluate(async () => (await win().mine.phone.call('bob')).code)).to.be.lessThan(300);
    await bob.waitForFunction(() => win().session?.status.isRing);
    await bob.evaluate(() => win().session.answer());
    await Promise.all([hears(alice, BOB), hears(bob, ALICE)]);
    await Promise.all([alice, bob].map((page) => page.waitForFunction(() => win().told.includes('confirmed') && win().told.includes('callReport'))));
    expect(await alice.evaluate(() => [win().session.status.callStatus, win().session.status.number])).to.deep.equal(['talking', 'bob']);
    await alice.evaluate(() => win().session.mute());
    await misses(bob, ALICE);
    await alice.evaluate(() => win().session.unmute());
    await hears(bob, ALICE);
    await alice.evaluate(() => win().mine.phone.hold(win().session.status.callId));
    await Promise.all([misses(bob, ALICE), misses(alice, BOB)]);
    expect(await alice.evaluate(() => win().session.status.isHold)).to.equal(true);
    await alice.evaluate(() => win().session.unhold());
    await Promise.all([hears(alice, BOB), hears(bob, ALICE)]);
    await bob.evaluate(() => win().session.hangup());
    await Promise.all([alice, bob].map((page) => page.waitForFunction(() => win().told.at(-1) === 'ended')));
    await Promise.all([alice, bob].map((page) => page.context().close()));
  });
});
