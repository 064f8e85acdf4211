import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import type { Call } from '../../src/core/call/api.ts';
import type { Client } from '../../src/core/client/client.ts';
import type { Ringing } from '../../src/core/ringing/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Stage } from './stage.ts';
import { eventually, SOUND_FLAGS } from './tones.ts';

declare global {
  interface Window {
    client: Client;
    call: Call;
    ringing: Ringing;
    ear: AnalyserNode | undefined;
  }
}

/** Listens to all that goes to the speaker. */
function listenIn(): void {
  const { connect } = AudioNode.prototype as { connect: (this: AudioNode, ...to: unknown[]) => unknown };
  AudioNode.prototype.connect = function (this: AudioNode, ...to: unknown[]) {
    if (to[0] instanceof AudioDestinationNode) {
      const ear = new AnalyserNode(this.context, { fftSize: 8192, smoothingTimeConstant: 0 });
      connect.call(this, ear);
      window.ear = ear;
    }
    return connect.call(this, ...to);
  } as AudioNode['connect'];
}

const START = `(async () => {
  client.calls.on('change', (call) => { window.call = call; });
  window.ringing = await Earshot.ringingOf(client);
})()`;

/** The loudest frequency that is heard now, if any is: rounded to what the analysis can tell apart. */
const HEARD = `(() => {
  const ear = window.ear;
  if (!ear || ear.context.state !== 'running') return undefined;
  const bins = new Float32Array(ear.frequencyBinCount);
  ear.getFloatFrequencyData(bins);
  const best = bins.indexOf(Math.max(...bins));
  return bins[best] > -50 ? best * ear.context.sampleRate / ear.fftSize : undefined;
})()`;

const hears = (page: Page, hertz: number) => page.waitForFunction(`Math.abs((${HEARD} ?? 0) - ${hertz}) < 10`, undefined, { polling: 50 });

async function profile(stage: Stage): Promise<BrowserContext> {
  const context = await stage.browser.newContext({ permissions: ['microphone'] });
  await context.addInitScript(listenIn);
  return context;
}

describe('ringing in a browser that plays sound', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start({}, { flags: SOUND_FLAGS });
  });
  after(() => stage.stop());

  const person = async (user: string, context: BrowserContext) => {
    const page = await stage.person(user, { context });
    await page.evaluate(START);
    return page;
  };

  it('gives the caller ringback and a busy tone, one of several tabs the ringtone, and the next one when that is closed', async () => {
    const home = await profile(stage);
    const tabs = [await person('bob', home), await person('bob', home)];
    const alice = await person('alice', await profile(stage));
    await alice.evaluate(() => window.client.calls.make('bob').then(() => {}));
    await hears(alice, 425);
    const audible = async () => (await Promise.all(tabs.map((page) => page.evaluate(HEARD)))).map((hertz) => hertz !== undefined);
    // the ringtone has pauses: it counts who is heard over a whole round
    const heard = [false, false];
    await eventually(
      async () => {
        for (const [i, now] of (await audible()).entries()) heard[i] ||= now;
        return heard.some(Boolean) ? true : undefined;
      },
      () => heard,
    );
    await tabs[0]?.waitForFunction(() => document.title.endsWith('is calling'));
    const rings = heard.indexOf(true);
    for (let i = 0; i < 40; i++) {
      for (const [n, now] of (await audible()).entries()) heard[n] ||= now;
      await tabs[rings]?.evaluate(() => new Promise(requestAnimationFrame));
    }
    expect(heard.filter(Boolean).length).to.equal(1);
    const other = tabs[1 - rings] as Page;
    await tabs[rings]?.close();
    await eventually(
      async () => ((await other.evaluate(HEARD)) === undefined ? undefined : true),
      () => 'silence',
    );
    await other.evaluate(() => window.call.reject());
    await alice.waitForFunction(() => window.ringing.sound === 'busy');
    await hears(alice, 425);
    await alice.waitForFunction(() => window.ringing.sound === undefined);
    expect(await other.evaluate(() => [window.ringing.sound, document.title])).to.deep.equal([undefined, 'stage']);
    await Promise.all([home.close(), alice.context().close()]);
  });
});

describe('ringing in a browser that holds sound back', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start({}, { flags: ['--autoplay-policy=document-user-activation-required'] });
  });
  after(() => stage.stop());

  it('says so, and is heard with the next gesture', async () => {
    const context = await profile(stage);
    const page = await context.newPage();
    await page.goto(await stage.address('bob'));
    // the driver's own way to run a script counts as a gesture
    const session: CDPSession = await context.newCDPSession(page);
    const quiet = async (expression: string) => {
      const { result } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true, userGesture: false });
      return result.value as unknown;
    };
    await quiet('ready');
    await quiet(START);
    expect(await quiet('ringing.canRing()')).to.equal(false);
    await quiet('window.held = new Promise((resolve) => ringing.on("blocked", (blocked) => blocked && resolve(true))), undefined');
    const alice = await stage.person('alice');
    await alice.evaluate(() => window.client.calls.make('bob').then(() => {}));
    expect(await quiet('held')).to.equal(true);
    expect(await quiet(`[ringing.blocked, ringing.sound, ${HEARD}]`)).to.deep.equal([true, 'ringtone', null]);
    await page.mouse.click(50, 50);
    await eventually(
      async () => ((await quiet(HEARD)) === undefined ? undefined : true),
      () => 'silence',
    );
    expect(await quiet('ringing.blocked')).to.equal(false);
    await Promise.all([context.close(), alice.context().close()]);
  });
});
