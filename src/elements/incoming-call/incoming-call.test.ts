import { expect, fixture, html, nextFrame, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { LitElement } from 'lit';
import { EarshotError } from '../../core/protocol/errors.ts';
import { FakeClient, listenToSpeech } from '../internal/testing.ts';
import '../voice-call-button/define.ts';
import './define.ts';
import type { IncomingCallErrorEvent, IncomingCallSilencedEvent, IncomingCallStateEvent } from './events.ts';
import type { IncomingCall } from './incoming-call.ts';

const root = (el: IncomingCall) => el.shadowRoot!;
const toast = (el: IncomingCall) => root(el).querySelector<HTMLElement>('[part=surface]');
const labelled = (el: IncomingCall, name: string) =>
  [...root(el).querySelectorAll<HTMLElement>('button')].find((button) => (button.ariaLabel ?? button.textContent ?? '').trim() === name);
const open = (el: IncomingCall) => root(el).querySelector('.stack')!.matches(':popover-open');

async function settled(el: IncomingCall, client: FakeClient): Promise<void> {
  await client.clock.advance(1);
  for (let i = 0; i < 6; i++) {
    await Promise.all([import('./live.ts'), import('../voice-call-button/live.ts')]); // loaded on demand
    await el.updateComplete;
  }
}

let client: FakeClient;
let speech: ReturnType<typeof listenToSpeech>;

async function make(): Promise<IncomingCall> {
  const el = await fixture<IncomingCall>(html`<incoming-call .client=${client}></incoming-call>`);
  el.style.setProperty('--earshot-motion', '0');
  return el;
}

async function ringing(from = 'maya', name = 'Maya Okafor') {
  const el = await make();
  const call = client.calls.ring(from, name);
  await settled(el, client);
  return { el, call };
}

describe('<incoming-call>', () => {
  beforeEach(() => {
    client = new FakeClient('alice', { maya: 'Maya Okafor' });
    speech = listenToSpeech();
  });
  afterEach(() => speech.stop());

  it('shows nothing at rest, and nothing without a client', async () => {
    const el = await make();
    expect([open(el), toast(el)]).to.deep.equal([false, null]);
    const alone = await fixture<IncomingCall>(html`<incoming-call></incoming-call>`);
    expect(open(alone)).to.equal(false);
  });

  it('rings as a dialog that is no modal and takes no focus, and says so once more after fifteen seconds', async () => {
    const field = await fixture<HTMLInputElement>(html`<input aria-label="Search" />`);
    field.focus();
    const { el, call } = await ringing();
    expect([toast(el)!.getAttribute('role'), toast(el)!.ariaModal, open(el), call.claimed]).to.deep.equal(['dialog', null, true, true]);
    expect(toast(el)!.ariaLabel).to.equal('Maya Okafor, Incoming voice call');
    expect(document.activeElement === field).to.equal(true);
    expect(speech.assertive).to.deep.equal(['Maya Okafor is calling. Answer or decline.']);
    await client.clock.advance(60_000);
    expect(speech.assertive.length).to.equal(2);
    await expect(el).to.be.accessible();
  });

  it('leaves a call to the button that claims it, wherever that is on the page', async () => {
    const el = await make();
    const button = await fixture<LitElement>(html`<voice-call-button to="zoe" .client=${client}></voice-call-button>`);
    client.calls.ring('zoe');
    for (let i = 0; i < 4; i++) await settled(el, client).then(() => button.updateComplete);
    expect([open(el), speech.assertive.length]).to.deep.equal([false, 1]);
  });

  it('rings in place of a button that nobody sees, and leaves the call to one in view', async () => {
    const el = await make();
    const frame = await fixture<HTMLElement>(
      html`<div style="block-size:120px;overflow:auto">
        <dialog><voice-call-button to="zoe" .client=${client}></voice-call-button></dialog>
        <div style="block-size:400px"></div>
        <voice-call-button to="maya" .client=${client} expand="inline" style="--earshot-motion:0"></voice-call-button>
      </div>`,
    );
    const button = frame.querySelector<LitElement>('[to=maya]')!;
    const shows = () => button.matches(':state(incoming)');
    const until = async (there: () => boolean) => {
      while (!there()) {
        await nextFrame();
        await settled(el, client);
        await button.updateComplete;
      }
    };
    frame.scrollTop = 400;
    const call = client.calls.ring('maya', 'Maya Okafor');
    await until(shows);
    await until(() => call.claimed);
    expect(open(el)).to.equal(false);
    frame.scrollTop = 0;
    await until(() => open(el) && !shows());
    expect([call.claimed, el.currentCalls.length]).to.deep.equal([true, 1]);
    labelled(el, 'Decline')!.click();
    await until(() => !open(el));
    const hidden = client.calls.ring('zoe', 'Zoe');
    await until(() => open(el));
    expect([el.currentCalls[0]?.peer.user_id, hidden.claimed]).to.deep.equal(['zoe', true]);
  });

  it('becomes a capsule with the controls once answered', async () => {
    const { el, call } = await ringing();
    const fired = oneEvent(el, 'incoming-call-state') as Promise<IncomingCallStateEvent>;
    labelled(el, 'Answer')!.focus();
    await sendKeys({ press: 'Enter' });
    await settled(el, client);
    const event = await fired;
    expect([event.state, event.callId, event.from]).to.deep.equal(['connected', call.id, 'maya']);
    expect(root(el).activeElement === root(el).querySelector('[part=capsule]')).to.equal(true);
    await expect(el).to.be.accessible();
    labelled(el, 'Mute')!.click();
    labelled(el, 'Hang up')!.click();
    await settled(el, client);
    expect([call.asked, open(el)]).to.deep.equal([['answer', 'mute', 'end'], false]);
    expect(speech.said.at(-1)).to.match(/^Call ended/);
  });

  it('declines', async () => {
    const { el, call } = await ringing();
    labelled(el, 'Decline')!.click();
    await settled(el, client);
    expect([call.asked, open(el)]).to.deep.equal([['reject'], false]);
  });

  it('goes away when the caller gives up, and says so', async () => {
    const { el, call } = await ringing();
    call.finish('cancelled');
    await settled(el, client);
    expect([open(el), speech.said.at(-1)]).to.deep.equal([false, 'Missed call. Maya Okafor hung up.']);
  });

  it('helps with a blocked microphone while it still rings', async () => {
    const { el, call } = await ringing();
    call.answerError = new EarshotError('media:denied', 'answer');
    labelled(el, 'Answer')!.click();
    await settled(el, client);
    await expect(el).to.be.accessible();
    labelled(el, 'Not now')!.click();
    await settled(el, client);
    expect(toast(el)).to.not.equal(null);
  });

  it('holds the running call before it answers a second one', async () => {
    const { el, call } = await ringing();
    labelled(el, 'Answer')!.click();
    await settled(el, client);
    const second = client.calls.ring('jonas', 'Jonas');
    await settled(el, client);
    await expect(el).to.be.accessible();
    labelled(el, 'Hold Maya Okafor and answer')!.click();
    await settled(el, client);
    expect([call.localHold, second.state, root(el).querySelectorAll('[part=capsule]').length]).to.deep.equal([true, 'connected', 2]);
  });

  it('ends the running call first when asked to', async () => {
    const { el, call } = await ringing();
    labelled(el, 'Answer')!.click();
    await settled(el, client);
    const second = client.calls.ring('jonas', 'Jonas');
    await settled(el, client);
    labelled(el, 'End Maya Okafor and answer')!.click();
    await settled(el, client);
    expect([call.endReason, second.state]).to.deep.equal(['completed', 'connected']);
  });

  it('offers one tap while the browser holds the sound back', async () => {
    const { el, call } = await ringing();
    labelled(el, 'Answer')!.click();
    call.set({ soundBlocked: true });
    await settled(el, client);
    expect(speech.assertive.filter((text) => text === 'Your browser holds the sound back. Tap to hear.').length).to.equal(1);
    await expect(el).to.be.accessible();
    labelled(el, 'Tap to hear')!.click();
    await settled(el, client);
    expect([call.asked.at(-1), labelled(el, 'Tap to hear')]).to.deep.equal(['unlock', undefined]);
  });

  it('lets go of everything when it is removed, and of no call', async () => {
    const { el, call } = await ringing();
    labelled(el, 'Answer')!.click();
    await settled(el, client);
    el.remove();
    await client.clock.advance(1);
    expect([call.claimed, call.levelListeners, call.listenerCount(), client.calls.listenerCount(), client.clock.pending]).to.deep.equal([
      false,
      0,
      0,
      0,
      0,
    ]);
    expect(call.state).to.equal('connected');
  });

  it('stays within the window, in both directions of writing', async () => {
    const { el } = await ringing('wolfe', 'Wolfeschlegelsteinhausenbergerdorff von und zu Hohenlohe');
    for (const dir of ['ltr', 'rtl']) {
      document.documentElement.dir = dir;
      const { left, right, top } = toast(el)!.getBoundingClientRect();
      expect(left >= 0 && right <= innerWidth && top >= 0).to.equal(true);
    }
    document.documentElement.dir = '';
  });

  it('answers a video call with sound or with the picture', async () => {
    for (const [label, options] of [
      ['Sound only', { video: false }],
      ['Video', { video: true }],
    ] as const) {
      const el = await make();
      const call = client.calls.ring('maya', 'Maya Okafor');
      call.set({ media: ['audio', 'video'] });
      await settled(el, client);
      expect(toast(el)!.textContent).to.contain('Incoming video call');
      labelled(el, label)!.click();
      await settled(el, client);
      expect(call.answered).to.deep.equal(options);
      call.finish('completed');
      el.remove();
    }
  });

  it('ignores a call without telling the caller', async () => {
    const { el, call } = await ringing();
    labelled(el, 'More')!.click();
    await settled(el, client);
    await expect(el).to.be.accessible();
    call.does.ignore = () => call.finish('ignored');
    labelled(el, 'Ignore')!.click();
    await settled(el, client);
    expect([call.asked, open(el)]).to.deep.equal([['ignore'], false]);
  });

  it('forwards to whom one types, and says when that does not work', async () => {
    const { el, call } = await ringing();
    call.does.forward = () => Promise.reject(new EarshotError('call:not-found', 'forward'));
    labelled(el, 'More')!.click();
    await settled(el, client);
    labelled(el, 'Forward to…')!.click();
    await settled(el, client);
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'Enter' });
    expect(call.actions, 'nobody was named').to.deep.equal([]);
    const failed = oneEvent(el, 'incoming-call-error') as Promise<IncomingCallErrorEvent>;
    await sendKeys({ type: 'jonas' });
    await sendKeys({ press: 'Enter' });
    await settled(el, client);
    expect([(await failed).wish, call.actions, open(el)]).to.deep.equal(['forward', [['forward', 'jonas']], true]);
    expect(speech.assertive.at(-1)).to.equal('Not forwarded. Nobody with that name. Check it, then try again.');
    expect(root(el).querySelector('[part=notice]')!.textContent).to.contain('Not forwarded.');
    call.does.forward = () => call.finish('forwarded');
    await sendKeys({ press: 'Enter' });
    await settled(el, client);
    expect([open(el), speech.said.some((said) => said.startsWith('Call ended'))]).to.deep.equal([false, false]);
  });

  it('rings in one toast each when several call', async () => {
    const { el } = await ringing();
    client.calls.ring('jonas', 'Jonas');
    await settled(el, client);
    expect([...root(el).querySelectorAll('[part=surface]')].map((surface) => surface.ariaLabel)).to.deep.equal([
      'Maya Okafor, Incoming voice call',
      'Jonas, Incoming voice call',
    ]);
    await expect(el).to.be.accessible();
  });

  it('hands a call over to whatever else claims it once it is answered', async () => {
    const { el, call } = await ringing();
    labelled(el, 'Answer')!.click();
    const undo = call.claim(); // as a panel does
    await settled(el, client);
    expect([open(el), call.state, call.claimed]).to.deep.equal([false, 'connected', true]);
    undo();
  });

  describe('as a dialog', () => {
    const dialog = (el: IncomingCall) => root(el).querySelector('dialog');
    async function modal() {
      const el = await make();
      el.mode = 'dialog';
      const call = client.calls.ring('maya', 'Maya Okafor');
      await settled(el, client);
      return { el, call };
    }

    it('is modal, with the focus on the heading, and deaf to keys at first', async () => {
      const { el, call } = await modal();
      expect([dialog(el)!.matches(':modal'), root(el).activeElement?.id, el.matches(':state(modal)')]).to.deep.equal([true, 'who', true]);
      await expect(el).to.be.accessible();
      await sendKeys({ press: 'Escape' });
      await settled(el, client);
      expect(!!dialog(el), 'that Escape was meant for the page').to.equal(true);
      await client.clock.advance(400);
      labelled(el, 'Answer')!.focus();
      await sendKeys({ press: 'Enter' });
      await settled(el, client);
      expect([call.asked, dialog(el)]).to.deep.equal([['answer'], null]);
      expect(root(el).activeElement === root(el).querySelector('[part=capsule]'), 'the focus stays with the call').to.equal(true);
    });

    it('becomes a toast by Escape, and declines nothing', async () => {
      const { el, call } = await modal();
      await client.clock.advance(400);
      const silenced = oneEvent(el, 'incoming-call-silenced') as Promise<IncomingCallSilencedEvent>;
      await sendKeys({ press: 'Escape' });
      await settled(el, client);
      expect([(await silenced).callId, dialog(el), !!toast(el), call.asked]).to.deep.equal([call.id, null, true, []]);
    });

    it('offers a video call, a second call and the page’s own replies', async () => {
      const { el, call } = await modal();
      call.set({ media: ['audio', 'video'] });
      await settled(el, client);
      await expect(el).to.be.accessible();
      labelled(el, 'Answer with video')!.click();
      await settled(el, client);
      expect(call.answered).to.deep.equal({ video: true });
      const second = client.calls.ring('jonas', 'Jonas');
      await settled(el, client);
      await expect(el).to.be.accessible();
      labelled(el, 'Hold Maya Okafor and answer')!.click();
      await settled(el, client);
      expect([call.localHold, second.state]).to.deep.equal([true, 'connected']);
    });

    it('goes away when the caller gives up', async () => {
      const { el, call } = await modal();
      call.set({ peer: { user_id: 'zoe', name: 'Zoe' } });
      call.finish('cancelled');
      await settled(el, client);
      expect([dialog(el), speech.said.at(-1)]).to.deep.equal([null, 'Missed call. Zoe hung up.']);
    });
  });
});
