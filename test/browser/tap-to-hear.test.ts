import type { CDPSession, Page } from 'playwright-core';
import { after, before, describe, expect, it } from '../harness.ts';
import { Stage } from './stage.ts';

/** What runs in the page without counting as a gesture, as `evaluate` would. */
async function quiet(page: Page): Promise<<T>(expression: string) => Promise<T>> {
  const session: CDPSession = await page.context().newCDPSession(page);
  return async <T>(expression: string) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
      userGesture: false,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as T;
  };
}

/** A promise in the page that resolves when an expression is true. */
const until = (expression: string) => `(async () => { while (!(${expression})) await new Promise(requestAnimationFrame); })()`;

/** Whether the call's element plays, and gets on. */
const PLAYED = `(async () => {
  const element = players.at(-1);
  const before = element.currentTime;
  for (let frames = 0; frames < 30; frames++) await new Promise(requestAnimationFrame);
  return { paused: element.paused, went: element.currentTime > before };
})()`;

/** Energy of what was played out of a hundred packets: sound that is held back has none. */
const ENERGY = `(async () => {
  const read = async () => {
    for (const report of (await client.calls.calls[0].peerConnection.getStats()).values())
      if (report.type === 'inbound-rtp' && report.kind === 'audio') return { energy: report.totalAudioEnergy ?? 0, packets: report.packetsReceived };
    return { energy: 0, packets: 0 };
  };
  const before = await read();
  for (;;) {
    const now = await read();
    if (now.packets >= before.packets + 100) return now.energy - before.energy;
    await new Promise(requestAnimationFrame);
  }
})()`;

/** The page notes what it plays through, which is in no document. */
const NOTE = `{
  globalThis.players = [];
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () { if (this.srcObject && !players.includes(this)) players.push(this); return play.call(this); };
}`;

describe('a browser that holds sound back', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start(
      {},
      { flags: ['--autoplay-policy=document-user-activation-required'], modules: ['src/elements/incoming-call/define.ts'] },
    );
  });
  after(() => stage?.stop());

  /** A page of this user that nobody has touched. */
  async function untouched(user: string): Promise<Page> {
    const first = await stage.person(user); // the driver touches it
    const url = first.url();
    await first.context().close();
    const context = await stage.browser.newContext({ permissions: ['microphone'] });
    const page = await context.newPage();
    await page.addInitScript(NOTE);
    await page.goto(url);
    return page;
  }

  it('shows one tap to hear in a call that a script answered; a tap, or any key, lets the sound flow', async () => {
    for (const mend of ['tap', 'key'] as const) {
      const alice = await stage.person(`alice-${mend}`);
      const bob = await untouched(`bob-${mend}`);
      const run = await quiet(bob);
      await run(until("globalThis.client?.state === 'connected'"));
      await run(`{
        const element = document.createElement('incoming-call');
        element.client = client;
        document.body.append(element);
        client.calls.once('incoming', (call) => void call.answer({ audio: false }));
      }`);
      await alice.evaluate(async (to) => void (await window.client.calls.make(to)), `bob-${mend}`);
      const button = "document.querySelector('incoming-call').shadowRoot.querySelector('.hear')";
      await run(until(button));
      expect(await run(`[client.calls.calls[0].soundBlocked, players.length, players[0].paused, players[0].isConnected]`)).to.deep.equal([
        true,
        1,
        true,
        false,
      ]);
      expect(await run(PLAYED)).to.deep.equal({ paused: true, went: false });
      expect(await run<number>(ENERGY)).to.equal(0);
      if (mend === 'tap') await bob.mouse.click(...(await middleOf(run, button)));
      else await bob.keyboard.press('a');
      await run(until(`!client.calls.calls[0].soundBlocked && !${button}`));
      await run(until('!players[0].paused && players[0].currentTime > 0'));
      expect(await run(PLAYED)).to.deep.equal({ paused: false, went: true });
      expect(await run<number>(ENERGY)).to.be.above(0);
      await alice.context().close();
      await bob.context().close();
    }
  });
});

const middleOf = async (run: <T>(expression: string) => Promise<T>, element: string): Promise<[number, number]> =>
  run(`(() => { const { x, y, width, height } = ${element}.getBoundingClientRect(); return [x + width / 2, y + height / 2]; })()`);
