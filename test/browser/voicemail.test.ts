import type { Page } from 'playwright-core';
import type { Call } from '../../src/core/call/api.ts';
import type { ClientApi } from '../../src/core/client/api.ts';
import type { Client } from '../../src/core/client/client.ts';
import type { LeavingMessage, MailboxState, Voicemail } from '../../src/core/voicemail/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { type PersonOptions, Stage } from './stage.ts';
import { decode, SOUND_FLAGS, toneContext } from './tones.ts';

declare global {
  interface Window {
    client: Client;
    call: Call;
    voicemail: Voicemail;
    leaving: LeavingMessage;
    /** States of the message that is left, and of the mailbox, as they were told. */
    steps: string[];
    changes: MailboxState[];
    troubles: string[];
  }
}

const [ALICE, GREETING] = [440, 1_250];
const SETTINGS: PersonOptions['settings'] = { backoffBaseMs: 50, backoffMaxMs: 200 };

describe('voicemail', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start({ callTickMs: 50, reachGraceMs: 100, ringTimeoutMs: 1_000 }, { flags: SOUND_FLAGS });
  });
  after(() => stage.stop());

  async function person(id: string, hertz: number): Promise<Page> {
    const page = await stage.person(id, { settings: SETTINGS, context: await toneContext(stage, hertz) });
    await page.evaluate(() => {
      window.voicemail = (window as unknown as { Earshot: { voicemailOf(client: ClientApi): Voicemail } }).Earshot.voicemailOf(window.client);
      window.changes = [];
      window.troubles = [];
      window.voicemail.on('change', (state) => window.changes.push(state));
      window.voicemail.on('error', (error) => window.troubles.push(error.code));
    });
    return page;
  }
  const part = (...pages: Page[]) => Promise.all(pages.map((page) => page.context().close()));

  /** Calls somebody who does not answer, and waits for the end. */
  const callInVain = (page: Page, to: string) =>
    page.evaluate(async (name) => {
      window.call = await window.client.calls.make(name);
      await new Promise<void>((resolve) => {
        const look = () => window.call.state === 'ended' && resolve();
        window.call.on('change', look);
        look();
      });
      return [window.call.endReason, window.call.detail.voicemail];
    }, to);

  const leave = (page: Page) =>
    page.evaluate(async () => {
      window.leaving = await window.voicemail.leave(window.call.id);
      window.steps = [window.leaving.state];
      window.leaving.on('change', () => window.steps.push(window.leaving.state));
    });
  const records = (page: Page, ms: number) =>
    page.waitForFunction((least) => window.leaving.state === 'recording' && window.leaving.durationMs > least, ms);
  const failure = (page: Page, act: () => Promise<unknown>): Promise<string> =>
    page.evaluate(
      (code) =>
        new Function(`return (${code})()`)().then(
          () => 'none',
          (error: { code: string }) => error.code,
        ),
      act.toString(),
    );

  it('keeps what a caller says to one who is away, and counts it on all his devices until he has heard it [RB-vm-01] [RB-vm-02] [RB-vm-03]', async () => {
    const owner = await person('bob', 2_000);
    await owner.evaluate(() => window.voicemail.enable());
    await part(owner);
    const alice = await person('alice', ALICE);
    const [reason, offered] = await callInVain(alice, 'bob');
    expect([['unanswered', 'unreachable'].includes(String(reason)), offered]).to.deep.equal([true, true]);
    await leave(alice);
    await records(alice, 1_500);
    await alice.evaluate(() => window.leaving.stop());
    expect(await alice.evaluate(() => window.leaving.preview?.startsWith('blob:'))).to.equal(true);
    await alice.evaluate(() => window.leaving.again());
    await records(alice, 1_500);
    await alice.evaluate(() => window.leaving.send());
    expect(await alice.evaluate(() => window.steps)).to.deep.equal([
      'tone',
      'recording',
      'recorded',
      'tone',
      'recording',
      'recorded',
      'sending',
      'sent',
    ]);
    expect(await failure(alice, () => window.voicemail.leave('no-such-call'))).to.equal('call:not-found');

    const [bob, tablet] = [await person('bob', 2_000), await person('bob', 2_000)];
    expect(await bob.evaluate(() => window.voicemail.get())).to.equal(undefined);
    const state = await bob.evaluate(() => window.voicemail.fetch());
    expect(state).to.deep.include({
      newMessagesWaiting: true,
      totalVoice: 1,
      unheardVoice: 1,
      voice: { new: 1, old: 0, urgent: 0 },
      fax: { new: 0, old: 0, urgent: 0 },
      multimedia: { new: 0, old: 0, urgent: 0 },
    });
    expect(state.lastUpdated).to.be.greaterThan(0);
    expect(await bob.evaluate(() => [window.voicemail.get(), window.changes.at(-1)])).to.deep.equal([state, state]);
    const { messages } = await bob.evaluate(() => window.voicemail.list());
    const [message] = messages;
    expect(message).to.deep.include({ heard: false, callId: await alice.evaluate(() => window.call.id) });
    expect(message!.from.user_id).to.equal('alice');
    expect(message!.durationMs).to.be.greaterThan(1_400);
    const bytes = new Uint8Array(await (await fetch(message!.url)).arrayBuffer());
    const { seconds, channels } = await decode(bob, bytes, [ALICE, 1_000]);
    expect(seconds).to.be.greaterThan(1);
    expect(channels[0]![0]).to.be.greaterThan(0.05);
    expect(channels[0]![1]).to.be.lessThan(channels[0]![0]! / 10); // the tone before it is no part of it

    await bob.evaluate((id) => window.voicemail.markHeard(id), message!.id);
    await tablet.waitForFunction(() => window.changes.at(-1)?.unheardVoice === 0);
    expect(await tablet.evaluate(() => window.voicemail.get()!.voice)).to.deep.equal({ new: 0, old: 1, urgent: 0 });
    await tablet.evaluate((id) => window.voicemail.delete(id), message!.id);
    await bob.waitForFunction(() => window.changes.at(-1)?.totalVoice === 0);
    expect((await fetch(message!.url)).status).to.equal(404);
    await part(alice, bob, tablet);
  });

  it('plays the greeting first, and leaves nothing when the caller thinks better of it', async () => {
    const owner = await person('carol', GREETING);
    await owner.evaluate(async () => {
      await window.voicemail.enable();
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const recorder = new MediaRecorder(stream);
      const pieces: Blob[] = [];
      recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
      recorder.start(100);
      while (new Blob(pieces).size < 5_000) await new Promise(requestAnimationFrame);
      await new Promise((resolve) => {
        recorder.addEventListener('stop', resolve);
        recorder.stop();
      });
      await window.voicemail.setGreeting(new Blob(pieces, { type: recorder.mimeType }));
    });
    const { greeting, enabled } = await owner.evaluate(() => window.voicemail.settings());
    expect(enabled).to.equal(true);
    expect(greeting!.durationMs).to.be.greaterThan(100);
    const dave = await person('dave', ALICE);
    // she is there, and does not answer
    expect(await callInVain(dave, 'carol')).to.deep.equal(['unanswered', true]);
    await dave.evaluate(() => {
      const { play } = HTMLMediaElement.prototype;
      HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
        for (const type of ['ended', 'error']) this.addEventListener(type, () => window.troubles.push(`${type} ${this.currentSrc}`));
        return play.call(this);
      };
    });
    await leave(dave);
    expect(await dave.evaluate(() => window.leaving.greeting?.type)).to.equal('audio/webm');
    await records(dave, 200);
    expect((await dave.evaluate(() => window.steps)).slice(0, 3)).to.deep.equal(['greeting', 'tone', 'recording']);
    expect(await dave.evaluate(() => window.troubles)).to.deep.equal([`ended ${await dave.evaluate(() => window.leaving.greeting!.url)}`]);
    await dave.evaluate(() => window.leaving.cancel());
    expect(await dave.evaluate(() => window.leaving.state)).to.equal('cancelled');
    expect((await owner.evaluate(() => window.voicemail.fetch())).totalVoice).to.equal(0);
    await owner.evaluate(() => window.voicemail.setGreeting(undefined));
    expect((await fetch(greeting!.url)).status).to.equal(404);
    await owner.evaluate(() => window.voicemail.enable(false));
    expect(await callInVain(dave, 'carol')).to.deep.equal(['unanswered', undefined]);
    expect(await failure(dave, () => window.voicemail.leave(window.call.id))).to.equal('voicemail:disabled');
    await part(owner, dave);
  });

  it('says that the mailbox could not be read [RB-vm-04]', async () => {
    const page = await person('erin', ALICE);
    await page.route('**/v1/voicemail', (route) => route.abort());
    expect(await failure(page, () => window.voicemail.fetch())).to.equal('connection:unreachable');
    expect(await page.evaluate(() => window.troubles)).to.deep.equal(['connection:unreachable']);
    await part(page);
  });
});
