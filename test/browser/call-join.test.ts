import type { Page } from 'playwright-core';
import type { Call } from '../../src/core/call/api.ts';
import type { Conference } from '../../src/core/call/control/api.ts';
import type { Client } from '../../src/core/client/client.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { type PersonOptions, Stage } from './stage.ts';
import { SOUND_FLAGS, toneContext } from './tones.ts';

interface JoinPage {
  client: Client;
  call: Call;
  other: Call;
  conference: Conference;
  operations: string[];
  ear: { hears(...hertz: number[]): Promise<void>; misses(hertz: number): Promise<void> };
}
const win = () => window as unknown as JoinPage;

const [ALICE, BOB, CAROL, DAVE] = [440, 1_250, 2_500, 3_700];
const SETTINGS: PersonOptions['settings'] = { backoffBaseMs: 50, backoffMaxMs: 200, maxCalls: 3 };
const ready = async (page: Page): Promise<Page> => {
  await page.evaluate('window.win = () => window'); // what runs in the pages is named by `win`
  await page.evaluate(() => {
    win().client.calls.on('incoming', (call) => {
      win().call = call;
    });
  });
  return page;
};

describe('joined calls between three browsers', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start({ beatMs: 500, callTickMs: 50, graceMs: 15_000 }, { flags: SOUND_FLAGS, modules: ['test/browser/call-tones.page.ts'] });
  });
  after(() => stage.stop());

  const part = (...pages: Page[]) => Promise.all(pages.map((page) => page.context().close()));
  const hears = (page: Page, ...hertz: number[]) => page.evaluate((tones) => win().ear.hears(...tones), hertz);
  const misses = (page: Page, hertz: number) => page.evaluate((tone) => win().ear.misses(tone), hertz);
  const answer = async (page: Page, video = false) => {
    await page.waitForFunction(() => win().call?.state === 'ringing');
    await page.evaluate((picture) => win().call.answer({ video: picture }), video);
  };
  const flowing = (page: Page, which: 'call' | 'other') =>
    page.waitForFunction((name) => win()[name]?.state === 'connected' && /connected|completed/.test(win()[name].mediaState), which);

  /** Alice calls bob, holds, and calls carol; both calls stand. */
  async function twoCalls(alice: Page, bob: Page, carol: Page, names: [string, string], video = false): Promise<void> {
    await alice.evaluate(
      async ([name, picture]) => {
        win().call = await win().client.calls.make(name, { video: picture });
      },
      [names[0], video] as const,
    );
    await answer(bob, video);
    await Promise.all([flowing(alice, 'call'), flowing(bob, 'call')]);
    await alice.evaluate(
      async ([name, picture]) => {
        await win().call.hold();
        win().other = await win().client.calls.make(name, { video: picture });
      },
      [names[1], video] as const,
    );
    await answer(carol, video);
    await Promise.all([flowing(alice, 'other'), flowing(carol, 'call')]);
  }

  async function three(turn: string): Promise<[Page, Page, Page]> {
    const pages: Page[] = [];
    for (const [name, hertz] of [['a', ALICE] as const, ['b', BOB] as const, ['c', CAROL] as const])
      pages.push(await ready(await stage.person(`${name}-${turn}`, { settings: SETTINGS, context: await toneContext(stage, hertz) })));
    const [alice, bob, carol] = pages as [Page, Page, Page];
    await twoCalls(alice, bob, carol, [`b-${turn}`, `c-${turn}`]);
    return [alice, bob, carol];
  }

  it('let each hear the two others and nobody himself; what is not held is held first, and the far sides see an unhold [RB-call-46] [RB-call-47]', async () => {
    const [alice, bob, carol] = await three('join');
    await alice.evaluate(async () => {
      win().operations = [];
      for (const call of [win().call, win().other])
        call.on('operation', ({ operation, transition, isLocal }) => win().operations.push(`${operation} ${transition}${isLocal ? '' : ' remote'}`));
      win().conference = await win().call.join(win().other);
    });
    expect(
      await alice.evaluate(() =>
        win()
          .operations.filter((one) => /^join (START|FINISH)$/.test(one))
          .sort(),
      ),
    ).to.deep.equal(['join FINISH', 'join FINISH', 'join START', 'join START']);
    expect(await alice.evaluate(() => win().operations.includes('hold START')), 'the second call was not on hold').to.equal(true);
    await Promise.all([bob, carol].map((page) => page.waitForFunction(() => win().call.state === 'connected' && !win().call.remoteHold)));
    await Promise.all([hears(bob, ALICE, CAROL), hears(carol, ALICE, BOB)]);
    await Promise.all([misses(bob, BOB), misses(carol, CAROL)]);
    expect(
      await alice.evaluate(() => [win().call, win().other].map((call) => [call.state, call.conference?.id === win().conference.id])),
    ).to.deep.equal([
      ['connected', true],
      ['connected', true],
    ]);

    // our microphone alone is muted: the others go on hearing each other
    await alice.evaluate(() => win().conference.setMuted(true));
    await Promise.all([misses(bob, ALICE), misses(carol, ALICE)]);
    await Promise.all([hears(bob, CAROL), hears(carol, BOB)]);
    await alice.evaluate(() => win().conference.setMuted(false));
    await Promise.all([hears(bob, ALICE), hears(carol, ALICE)]);

    // whoever holds is not heard, and hears nothing
    await bob.evaluate(() => win().call.hold());
    await misses(carol, BOB);
    await hears(carol, ALICE);
    await bob.evaluate(() => win().call.unhold());
    await hears(carol, ALICE, BOB);

    await alice.evaluate(() => win().conference.end());
    await Promise.all([bob, carol].map((page) => page.waitForFunction(() => win().call.endReason === 'completed')));
    expect(await alice.evaluate(() => [win().conference.ended, win().conference.calls.length])).to.deep.equal([true, 0]);
    await part(alice, bob, carol);
  });

  it('are two again when one is taken out, who waits on hold while the other talks on', async () => {
    const [alice, bob, carol] = await three('split');
    await alice.evaluate(async () => {
      win().conference = await win().call.join(win().other);
    });
    await Promise.all([hears(bob, ALICE, CAROL), hears(carol, ALICE, BOB)]);
    await alice.evaluate(() => win().conference.split(win().call));
    await Promise.all([misses(carol, BOB), misses(bob, CAROL), misses(bob, ALICE)]);
    await hears(carol, ALICE);
    expect(
      await alice.evaluate(() => [win().call.state, win().other.state, win().conference.ended, win().call.conference, win().other.conference]),
    ).to.deep.equal(['on_hold', 'connected', true, undefined, undefined]);
    // joined anew, and now one hangs up
    await alice.evaluate(async () => {
      win().conference = await win().other.join(win().call);
    });
    await Promise.all([hears(bob, ALICE, CAROL), hears(carol, ALICE, BOB)]);
    await bob.evaluate(() => win().call.end());
    await alice.waitForFunction(() => win().conference.ended);
    await misses(carol, BOB);
    await hears(carol, ALICE);
    expect(await alice.evaluate(() => win().other.state)).to.equal('connected');
    await part(alice, bob, carol);
  });

  it('are a conference of four, whose page is reloaded: each hears the three others and nobody himself, before and after', async () => {
    const [alice, bob, carol] = await three('four');
    const dave = await ready(await stage.person('d-four', { settings: SETTINGS, context: await toneContext(stage, DAVE) }));
    await alice.evaluate(async () => {
      win().conference = await win().call.join(win().other);
      await Promise.all(win().conference.calls.map((call) => call.hold()));
      win().other = await win().client.calls.make('d-four');
    });
    await answer(dave);
    await Promise.all([flowing(alice, 'other'), flowing(dave, 'call')]);
    await alice.evaluate(async () => {
      await win().other.join(win().call);
      await Promise.all(win().conference.calls.map((call) => call.unhold()));
    });
    const all = async () => {
      await Promise.all([hears(bob, ALICE, CAROL, DAVE), hears(carol, ALICE, BOB, DAVE), hears(dave, ALICE, BOB, CAROL)]);
      await Promise.all([misses(bob, BOB), misses(carol, CAROL), misses(dave, DAVE)]);
      for (const [party, hertz] of [['b-four', BOB] as const, ['c-four', CAROL] as const, ['d-four', DAVE] as const]) {
        await alice.evaluate((name) => {
          win().call = win().client.calls.calls.find(({ peer }) => peer.user_id === name) as Call;
        }, party);
        await hears(alice, hertz);
      }
    };
    await all();
    const id = await alice.evaluate(() => win().conference.id);

    await alice.reload();
    await alice.evaluate('window.win = () => window');
    await alice.waitForFunction((before) => win().client?.calls.calls.filter(({ conference }) => conference?.id === before).length === 3, id);
    await all();
    expect(await alice.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('joined')).length)).to.equal(1);

    await bob.reload(); // the page of a party, too
    await ready(bob);
    await bob.waitForFunction(() => {
      [win().call] = win().client.calls.calls as [Call];
      return Boolean(win().call);
    });
    await all();

    await alice.evaluate(() => win().client.calls.calls[0]!.conference!.end());
    await Promise.all([bob, carol, dave].map((page) => page.waitForFunction(() => win().call.endReason === 'completed')));
    expect(await alice.evaluate(() => Object.keys(localStorage).filter((key) => /joined|leg/.test(key)))).to.deep.equal([]);
    await part(alice, bob, carol, dave);
  });

  it('have no picture, also when both had one, and none can be added [RB-call-48]', async () => {
    const pages: Page[] = [];
    for (const name of ['a', 'b', 'c']) pages.push(await ready(await stage.person(`${name}-video`, { settings: SETTINGS })));
    const [alice, bob, carol] = pages as [Page, Page, Page];
    await twoCalls(alice, bob, carol, ['b-video', 'c-video'], true);
    await alice.waitForFunction(() => [win().call, win().other].every((call) => call.remoteStream?.getVideoTracks().length === 1));
    await alice.evaluate(async () => {
      win().conference = await win().call.join(win().other);
    });
    const pictures = (call: Call) => [call.localStream, call.remoteStream].map((stream) => stream?.getVideoTracks().length);
    await alice.evaluate(`window.pictures = ${pictures}`);
    await alice.waitForFunction(() => {
      const count = (window as unknown as { pictures: (call: Call) => number[] }).pictures;
      return [win().call, win().other].every((call) => count(call).join() === '0,0');
    });
    await Promise.all(
      [bob, carol].map((page) =>
        page.waitForFunction(() =>
          win()
            .call.peerConnection!.getTransceivers()
            .filter(({ receiver }) => receiver.track.kind === 'video')
            .every(({ currentDirection }) => currentDirection === 'inactive'),
        ),
      ),
    );
    expect(
      await alice.evaluate(() =>
        win()
          .call.startVideo()
          .catch(({ code }: { code: string }) => code),
      ),
    ).to.equal('call:wrong-state');
    await alice.evaluate(() => win().conference.split(win().call));
    await alice.evaluate(() => win().call.unhold());
    await alice.waitForFunction(() => win().call.remoteStream?.getVideoTracks().length === 1); // theirs comes again
    await part(alice, bob, carol);
  });
});
