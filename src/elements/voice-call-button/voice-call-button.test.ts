import { aTimeout, expect, fixture, html, nextFrame, oneEvent } from '@open-wc/testing';
import { resetMouse, sendKeys, sendMouse } from '@web/test-runner-commands';
import { EarshotError } from '../../core/protocol/errors.ts';
import type { FakeCall } from '../internal/testing.ts';
import { FakeClient, listenToSpeech } from '../internal/testing.ts';
import './define.ts';
import type { VoiceCallButtonMessageEvent, VoiceCallButtonStateEvent } from './events.ts';
import type { VoiceCallButton } from './voice-call-button.ts';

const root = (el: VoiceCallButton) => el.shadowRoot!;
const part = (el: VoiceCallButton, name: string) => root(el).querySelector<HTMLElement>(`[part~="${name}"]`);
const labelled = (el: VoiceCallButton, name: string) =>
  [...root(el).querySelectorAll<HTMLElement>('button')].find((button) => (button.ariaLabel ?? button.textContent ?? '').trim() === name);
const status = (el: VoiceCallButton) => part(el, 'status')?.textContent?.trim();
const title = (el: VoiceCallButton) => part(el, 'name')?.textContent?.trim();
const focused = (el: VoiceCallButton) => root(el).activeElement;
const state = (el: VoiceCallButton, name: string) => el.matches(`:state(${name})`);

/** Waits until what is loaded on demand is there and drawn. */
async function settled(el: VoiceCallButton): Promise<void> {
  for (let i = 0; i < 6; i++) {
    await import('./live.ts');
    await el.updateComplete;
  }
}

async function make(client: FakeClient | null = newClient(), to = 'maya'): Promise<VoiceCallButton> {
  const el = await fixture<VoiceCallButton>(html`<voice-call-button to=${to} .client=${client ?? undefined}></voice-call-button>`);
  el.style.setProperty('--earshot-motion', '0'); // audits want what stays, not what fades in
  await settled(el);
  return el;
}

const newClient = () => new FakeClient('alice', { maya: 'Maya Okafor' });

/** A button with a call it has placed. */
async function calling(): Promise<{ el: VoiceCallButton; client: FakeClient; call: FakeCall }> {
  const client = newClient();
  const el = await make(client);
  el.call();
  await settled(el);
  return { el, client, call: client.calls.calls[0]! };
}

async function talking() {
  const all = await calling();
  all.call.connect();
  await settled(all.el);
  return all;
}

async function ringing() {
  const client = newClient();
  const el = await make(client);
  const call = client.calls.ring('maya');
  await settled(el);
  return { el, client, call };
}

let speech: ReturnType<typeof listenToSpeech>;

describe('<voice-call-button>', () => {
  beforeEach(() => {
    speech = listenToSpeech();
  });
  afterEach(async () => {
    speech.stop();
    await resetMouse();
  });

  describe('at rest', () => {
    it('is disabled without a client, says why, and stays focusable', async () => {
      const el = await make(null);
      const button = part(el, 'button')!;
      expect(state(el, 'disabled')).to.equal(true);
      expect(button.getAttribute('aria-disabled')).to.equal('true');
      expect(root(el).getElementById(button.getAttribute('aria-describedby')!)!.textContent).to.contain('Not connected');
      el.focus();
      expect(focused(el) === button).to.equal(true);
      button.click();
      await settled(el);
      expect(state(el, 'disabled')).to.equal(true);
      await expect(el).to.be.accessible();
    });

    it('is disabled without someone to call, and for oneself', async () => {
      expect(state(await make(newClient(), ''), 'disabled')).to.equal(true);
      expect(state(await make(newClient(), 'alice'), 'disabled')).to.equal(true);
    });

    it('asks the server once for the name, and prefers the attribute', async () => {
      const client = newClient();
      const el = await make(client);
      expect(part(el, 'button')!.textContent!.trim()).to.equal('Call Maya Okafor');
      expect(client.askedFor).to.deep.equal(['maya']);
      el.name = 'The workshop';
      await el.updateComplete;
      expect(part(el, 'button')!.textContent!.trim()).to.equal('Call The workshop');
    });

    it('shows the id when nobody knows the name', async () => {
      const el = await make(newClient(), 'zoe');
      expect(part(el, 'button')!.textContent!.trim()).to.equal('Call zoe');
    });

    for (const variant of ['solid', 'soft', 'outline', 'icon', 'handset'] as const) {
      it(`has a name and passes the audit as ${variant}`, async () => {
        const el = await make();
        el.variant = variant;
        await settled(el);
        await expect(el).to.be.accessible();
        expect(part(el, 'button')!.textContent).to.contain('Call Maya Okafor');
      });
    }

    it('fetches the code of calls once, when the page is idle and connected, and not for who saves data', async () => {
      const asked: IdleRequestCallback[] = []; // a page that nobody sees is told of idle time every ten seconds at best
      const { requestIdleCallback } = globalThis;
      globalThis.requestIdleCallback = (task) => asked.push(task);
      const idle = () => {
        for (const task of asked.splice(0)) task({ didTimeout: false, timeRemaining: () => 50 });
      };
      try {
        const client = newClient();
        const el = await make(client);
        expect(client.calls.loaded).to.equal(0);
        idle();
        el.requestUpdate();
        await settled(el);
        idle();
        expect(client.calls.loaded).to.equal(1);
        Object.defineProperty(navigator, 'connection', { value: { saveData: true }, configurable: true });
        const saver = newClient();
        await make(saver);
        idle();
        expect(saver.calls.loaded).to.equal(0);
      } finally {
        globalThis.requestIdleCallback = requestIdleCallback;
        delete (navigator as { connection?: unknown }).connection;
      }
    });

    it('warms the engine once on hover or focus', async () => {
      const client = newClient();
      const el = await make(client);
      expect(client.calls.prepared).to.equal(0);
      el.focus();
      part(el, 'button')!.dispatchEvent(new PointerEvent('pointerenter'));
      await settled(el);
      expect(client.calls.prepared).to.equal(1);
    });
  });

  describe('placing a call', () => {
    it('calls from the keyboard, says so, and moves the focus to the capsule', async () => {
      const client = newClient();
      const el = await make(client);
      el.focus();
      const fired = oneEvent(el, 'voice-call-button-state') as Promise<VoiceCallButtonStateEvent>;
      await sendKeys({ press: 'Enter' });
      const event = await fired;
      await settled(el);
      expect([event.state, event.previous, event.shown, event.callId]).to.deep.equal(['initiating', 'idle', 'calling', client.calls.calls[0]!.id]);
      expect(event.bubbles && event.composed).to.equal(true);
      expect(speech.said).to.deep.equal(['Calling Maya Okafor.']);
      expect(focused(el) === part(el, 'capsule')).to.equal(true);
      expect(part(el, 'capsule')!.ariaLabel).to.equal('Call with Maya Okafor');
    });

    it('walks from asking for the microphone to the answer, on one Cancel button', async () => {
      const { el, call, client } = await calling();
      call.set({ requestingMedia: true });
      await el.updateComplete;
      expect([title(el), state(el, 'requesting')]).to.deep.equal(['Allow your microphone', true]);
      const cancel = part(el, 'hangup')!;
      expect(cancel.textContent!.trim()).to.equal('Cancel');
      await expect(el).to.be.accessible();

      call.set({ requestingMedia: false, state: 'initiated' });
      await el.updateComplete;
      expect([title(el), status(el), state(el, 'calling')]).to.deep.equal(['Maya Okafor', 'Calling…', true]);
      await expect(el).to.be.accessible();

      call.set({ state: 'ringing' });
      await el.updateComplete;
      expect([status(el), state(el, 'ringing')]).to.deep.equal(['Ringing…', true]);
      await expect(el).to.be.accessible();

      call.connect();
      await client.clock.advance(2_000);
      await el.updateComplete;
      expect([status(el), state(el, 'answered')]).to.deep.equal(['00:02', true]);
      expect(part(el, 'hangup') === cancel).to.equal(true);
      expect(cancel.ariaLabel).to.equal('Hang up');
      expect(speech.said).to.include.members(['Allow your microphone in the browser.', 'Ringing.', 'Connected to Maya Okafor.']);
      await expect(el).to.be.accessible();
    });

    it('ignores the second half of a double click, not a click elsewhere', async () => {
      const client = newClient();
      const el = await make(client);
      const box = part(el, 'button')!.getBoundingClientRect();
      const at = { clientX: box.x + 20, clientY: box.y + 20, detail: 1, bubbles: true };
      part(el, 'button')!.dispatchEvent(new MouseEvent('click', at));
      await settled(el);
      const call = client.calls.calls[0]!;
      part(el, 'hangup')!.dispatchEvent(new MouseEvent('click', { ...at, detail: 2 }));
      expect(call.asked).to.deep.equal([]);
      part(el, 'hangup')!.dispatchEvent(new MouseEvent('click', { ...at, clientX: at.clientX + 200 }));
      expect(call.asked).to.deep.equal(['end']);
    });

    it('goes straight back to idle when the caller cancels', async () => {
      const { el, call } = await calling();
      labelled(el, 'Hang up')!.click();
      await settled(el);
      expect([call.endReason, state(el, 'idle')]).to.deep.equal(['cancelled', true]);
    });

    it('shows at once that it is calling, while what makes the call is on its way, and calls once', async () => {
      const client = newClient();
      const { promise, resolve } = Promise.withResolvers<void>();
      client.calls.loading = promise;
      const el = await make(client);
      const button = part(el, 'button')!;
      button.click();
      button.click();
      await settled(el);
      expect([state(el, 'calling'), state(el, 'idle'), button.ariaBusy, button.textContent!.trim()]).to.deep.equal([true, false, 'true', 'Calling…']);
      resolve();
      await settled(el);
      expect([client.calls.calls.length, status(el), state(el, 'calling')]).to.deep.equal([1, 'Calling…', true]);
    });

    it('ends a call that was hung up before it existed', async () => {
      const client = newClient();
      const { promise, resolve } = Promise.withResolvers<void>();
      client.calls.loading = promise;
      const el = await make(client);
      let made: FakeCall | undefined;
      client.calls.on('outgoing', (call) => {
        made = call as FakeCall;
      });
      el.call();
      await el.updateComplete;
      el.hangUp();
      await settled(el);
      expect(state(el, 'idle')).to.equal(true);
      resolve();
      await settled(el);
      expect([made?.asked, state(el, 'idle')]).to.deep.equal([['end'], true]);
    });

    it('shows the failure when what makes calls cannot be loaded', async () => {
      const client = newClient();
      client.calls.makeError = new EarshotError('call:media-failed', 'call', 'a chunk is missing');
      const el = await make(client);
      part(el, 'button')!.click();
      await settled(el);
      expect([state(el, 'ended'), title(el)]).to.deep.equal([true, 'Call didn’t connect']);
    });

    it('tells when a call cannot even be made', async () => {
      const client = newClient();
      client.calls.makeError = new EarshotError('call:limit', 'call');
      const el = await make(client);
      part(el, 'button')!.click();
      await settled(el);
      expect(title(el)).to.equal('You’re in another call');
      await expect(el).to.be.accessible();
    });

    it('says plainly that a browser has no calls, offers no second try, and goes back to the button', async () => {
      const client = newClient();
      client.calls.makeError = new EarshotError('media:unsupported', 'call');
      const el = await make(client);
      part(el, 'button')!.click();
      await settled(el);
      expect([title(el), state(el, 'denied'), labelled(el, 'Try again')]).to.deep.equal(['This browser can’t make calls', true, undefined]);
      await expect(el).to.be.accessible();
      labelled(el, 'Not now')!.click();
      await settled(el);
      expect(state(el, 'idle')).to.equal(true);
    });
  });

  describe('an incoming call', () => {
    it('claims a call of its person, says so twice, and never takes the focus', async () => {
      const { el, client, call } = await ringing();
      expect([call.claimed, state(el, 'incoming'), status(el)]).to.deep.equal([true, true, 'Incoming voice call']);
      expect(speech.assertive).to.deep.equal(['Maya Okafor is calling. Answer or decline.']);
      expect(focused(el)).to.equal(null);
      await client.clock.advance(15_000);
      expect(speech.assertive.length).to.equal(2);
      await expect(el).to.be.accessible();
    });

    it('answers from the keyboard and keeps the focus with the call', async () => {
      const { el, call } = await ringing();
      labelled(el, 'Answer')!.focus();
      await sendKeys({ press: 'Enter' });
      await settled(el);
      expect([call.asked, state(el, 'answered')]).to.deep.equal([['answer'], true]);
      expect(focused(el) === part(el, 'capsule')).to.equal(true);
    });

    it('declines and is idle at once', async () => {
      const { el, call } = await ringing();
      labelled(el, 'Decline')!.click();
      await settled(el);
      expect([call.asked, state(el, 'idle')]).to.deep.equal([['reject'], true]);
    });

    it('helps with a blocked microphone while it still rings', async () => {
      const { el, call } = await ringing();
      call.answerError = new EarshotError('media:denied', 'answer');
      labelled(el, 'Answer')!.click();
      await settled(el);
      expect([title(el), state(el, 'denied')]).to.deep.equal(['Microphone is blocked', true]);
      call.answerError = undefined;
      labelled(el, 'Try again')!.click();
      await settled(el);
      expect(state(el, 'answered')).to.equal(true);
    });

    it('is claimed by the first of two buttons only', async () => {
      const client = newClient();
      const first = await make(client);
      const second = await make(client);
      client.calls.ring('maya');
      await settled(first);
      await settled(second);
      expect([state(first, 'incoming'), state(second, 'idle')]).to.deep.equal([true, true]);
    });

    it('rings there after a click to call until the other answers, and tells no missed call when nobody does', async () => {
      const { el, client, call } = await ringing();
      await client.clock.advance(5_000); // the same words are said once a second
      const bridge = { user_id: 'maya', name: 'Maya Okafor' };
      call.set({ detail: { bridge } });
      await settled(el);
      expect(status(el)).to.equal('Answer to call them');
      labelled(el, 'Answer')!.click();
      await settled(el);
      expect([state(el, 'ringing'), status(el), part(el, 'line')!.dataset.s]).to.deep.equal([true, 'Ringing…', 'ring']);
      expect([labelled(el, 'Mute'), speech.said.at(-1)]).to.deep.equal([undefined, 'Ringing.']);
      call.set({ detail: { replaces: [call.id] } });
      await settled(el);
      expect([state(el, 'answered'), speech.said.at(-1)]).to.deep.equal([true, 'Connected to Maya Okafor.']);
      call.set({ detail: { bridge } });
      call.finish('unanswered');
      await settled(el);
      expect(title(el)).to.equal('No answer');
    });

    it('shows a call out of sight where nothing else does, and keeps it once answered', async () => {
      const client = newClient();
      const [el, other] = [await make(client), await make(client)];
      for (const node of [el, other]) node.style.cssText += 'position:absolute;inset-block-start:300vh';
      const call = client.calls.ring('maya');
      const both = async () => {
        for (const node of [el, other]) await settled(node);
      };
      await both();
      await nextFrame();
      await both();
      const shown = [el, other].filter((node) => state(node, 'incoming'));
      expect([shown.length, call.claimed]).to.deep.equal([1, false]);
      shown[0]!.answer();
      await both();
      expect([state(shown[0]!, 'answered'), call.claimed]).to.deep.equal([true, true]);
      const undo = call.claim(); // something else shows it as well
      await both();
      expect(state(shown[0]!, 'answered')).to.equal(true);
      undo();
    });

    it('leaves calls of other people alone', async () => {
      const client = newClient();
      const el = await make(client);
      const call = client.calls.ring('jonas');
      await settled(el);
      expect([call.claimed, state(el, 'idle')]).to.deep.equal([false, true]);
    });

    it('tells of a missed call and of one answered elsewhere', async () => {
      for (const [reason, words] of [
        ['cancelled', 'Missed call'],
        ['answered_elsewhere', 'Answered elsewhere'],
      ] as const) {
        const { el, call } = await ringing();
        call.finish(reason);
        await settled(el);
        expect(title(el)).to.equal(words);
        await expect(el).to.be.accessible();
      }
    });
  });

  describe('in a call', () => {
    it('mutes and holds by key and by button, and says which is pressed', async () => {
      const { el, call } = await talking();
      part(el, 'capsule')!.focus();
      await sendKeys({ press: 'm' });
      await el.updateComplete;
      const mute = labelled(el, 'Mute')!;
      expect([call.muted, mute.ariaPressed, status(el), state(el, 'muted')]).to.deep.equal([true, 'true', 'You’re muted', true]);
      await expect(el).to.be.accessible();
      mute.click();
      expect(call.muted).to.equal(false);
      await sendKeys({ press: 'h' });
      await el.updateComplete;
      expect([call.localHold, labelled(el, 'Hold')!.ariaPressed, status(el), state(el, 'hold')]).to.deep.equal([
        true,
        'true',
        'On hold, 00:00',
        true,
      ]);
      await expect(el).to.be.accessible();
    });

    it('ignores its keys elsewhere on the page, and Escape never hangs up', async () => {
      const { el, call } = await talking();
      const outside = document.createElement('button');
      document.body.append(outside);
      outside.focus();
      await sendKeys({ press: 'm' });
      part(el, 'capsule')!.focus();
      await sendKeys({ press: 'Escape' });
      outside.remove();
      expect(call.asked).to.deep.equal([]);
    });

    it('tells when the other side holds', async () => {
      const { el, call } = await talking();
      call.set({ remoteHold: true, state: 'on_hold' });
      await el.updateComplete;
      expect(status(el)).to.equal('They put you on hold');
    });

    it('shows a lost connection and its return', async () => {
      const { el, call } = await talking();
      call.set({ reconnecting: true });
      await el.updateComplete;
      expect([status(el), state(el, 'reconnecting'), part(el, 'quality')!.ariaLabel]).to.deep.equal(['Reconnecting…', true, 'Connection: lost']);
      await expect(el).to.be.accessible();
      call.set({ reconnecting: false });
      await el.updateComplete;
      expect(speech.assertive).to.deep.equal(['Connection lost. Reconnecting.']);
      expect(speech.said.at(-1)).to.equal('Reconnected.');
    });

    it('warns of a weak connection once a minute', async () => {
      const { el, call, client } = await talking();
      call.set({ quality: 1 });
      await el.updateComplete;
      await client.clock.advance(30_000);
      await el.updateComplete;
      expect(speech.said.filter((text) => text === 'Weak connection.').length).to.equal(1);
    });

    it('says a word to someone who speaks while muted, and listens for that only then', async () => {
      const { el, call } = await talking();
      expect(call.speechListeners).to.equal(0);
      call.setMuted(true);
      await el.updateComplete;
      for (const event of ['speaking', 'muted-speech', 'quiet'] as const) call.speech(event);
      expect(speech.said.filter((text) => text === 'You’re muted.').length).to.equal(1);
      expect(part(el, 'status')!.getAnimations().length).to.equal(1);
      call.setMuted(false);
      await el.updateComplete;
      expect(call.speechListeners).to.equal(0);
    });

    it('follows voices only while its line can be seen', async () => {
      const { el, call } = await talking();
      const seen = async (wanted: number) => {
        for (let i = 0; i < 60 && call.levelListeners !== wanted; i++) await nextFrame();
        return call.levelListeners;
      };
      el.style.marginBlockStart = '300vh';
      expect(await seen(0)).to.equal(0);
      el.style.marginBlockStart = '';
      expect(await seen(2)).to.equal(2);
      call.setMuted(true);
      await el.updateComplete;
      expect(call.levelListeners).to.equal(0); // flat dots need none
    });

    it('offers one tap while the browser holds the sound back, and says so once', async () => {
      const { el, call } = await talking();
      const hear = () => root(el).querySelector<HTMLElement>('.hear');
      expect(hear()).to.equal(null);
      call.set({ soundBlocked: true });
      await el.updateComplete;
      call.set({ quality: 3 });
      await el.updateComplete;
      expect(hear()!.textContent).to.equal('Tap to hear');
      expect(status(el)).to.equal('No sound until you tap.');
      expect(speech.assertive.filter((text) => text === 'Your browser holds the sound back. Tap to hear.').length).to.equal(1);
      await expect(el).to.be.accessible();
      hear()!.focus();
      await sendKeys({ press: 'Enter' });
      await el.updateComplete;
      expect([call.asked.at(-1), hear(), part(el, 'line') !== null]).to.deep.equal(['unlock', null, true]);
      expect(root(el).activeElement).to.equal(part(el, 'capsule'));
    });

    it('draws the line, and keeps the timer out of speech', async () => {
      const { el } = await talking();
      await nextFrame();
      await aTimeout(0);
      expect(part(el, 'line')!.children.length).to.be.greaterThan(4);
      const timer = root(el).querySelector('[role=timer]')!;
      expect(timer.getAttribute('aria-live')).to.equal('off');
    });

    it('lets go of every listener and timer when it is removed', async () => {
      const { el, call, client } = await talking();
      expect(call.levelListeners).to.equal(2);
      call.setMuted(true);
      await el.updateComplete;
      expect(call.speechListeners).to.equal(1);
      el.remove();
      expect([call.levelListeners + call.speechListeners, call.listenerCount(), client.calls.listenerCount(), client.listenerCount()]).to.deep.equal([
        0, 0, 0, 0,
      ]);
      expect([client.clock.pending, call.claimed, call.asked]).to.deep.equal([0, false, ['mute']]);
    });

    it('finds its call again when it is moved', async () => {
      const { el, call } = await talking();
      const shelf = document.createElement('div');
      el.after(shelf);
      shelf.append(el);
      await settled(el);
      expect([state(el, 'answered'), call.claimed]).to.deep.equal([true, true]);
      expect(call.levelListeners).to.equal(2);
    });

    it('takes over a call that was there before it', async () => {
      const client = newClient();
      const call = await client.calls.make('maya');
      call.connect();
      const el = await make(client);
      expect(state(el, 'answered')).to.equal(true);
      expect(speech.said).to.deep.equal([]);
    });

    it('answers, mutes and hangs up by page-wide keys when asked to, but not while typing', async () => {
      const { el, call } = await ringing();
      el.hotkeys = true;
      const field = document.createElement('input');
      document.body.append(field);
      field.focus();
      await sendKeys({ press: 'Alt+Shift+KeyA' });
      expect(call.asked).to.deep.equal([]);
      field.blur();
      field.remove();
      await sendKeys({ press: 'Alt+Shift+KeyA' });
      await settled(el);
      await sendKeys({ press: 'Alt+Shift+KeyM' });
      await sendKeys({ press: 'Alt+Shift+KeyX' });
      expect(call.asked).to.deep.equal(['answer', 'mute', 'end']);
    });
  });

  describe('after a call', () => {
    const ends = [
      ['rejected', 'Call declined', 'They can’t talk right now.'],
      ['unanswered', 'No answer', 'Try again in a few minutes.'],
      ['busy', 'Line is busy', 'They’re on another call.'],
      ['failed', 'Call didn’t connect', 'Check your connection.'],
      ['unreachable', 'Not reachable', 'They’re not online right now.'],
    ] as const;
    for (const [reason, words, body] of ends) {
      it(`tells that it was ${reason}`, async () => {
        const { el, call } = await calling();
        call.finish(reason);
        await settled(el);
        expect([title(el), status(el), state(el, 'ended')]).to.deep.equal([words, body, true]);
        expect(speech.said.at(-1)).to.equal(`${words}. ${body}`);
        await expect(el).to.be.accessible();
      });
    }

    it('offers a report of a call that failed, after trying again', async () => {
      const { el, call } = await calling();
      call.finish('failed');
      await settled(el);
      const actions = [...part(el, 'controls')!.querySelectorAll('button')].map((button) => button.textContent!.trim());
      expect(actions).to.deep.equal(['Try again', 'Export a report']);
    });

    it('tells how long it was, and goes back to idle after six seconds', async () => {
      const { el, call, client } = await talking();
      await client.clock.advance(252_000);
      call.finish('completed');
      await settled(el);
      expect([title(el), status(el)]).to.deep.equal(['Call ended', '4 min 12 s']);
      expect(speech.said.at(-1)).to.equal('Call ended, 4 minutes 12 seconds.');
      await client.clock.advance(5_999);
      expect(state(el, 'ended')).to.equal(true);
      const fired = oneEvent(el, 'voice-call-button-state') as Promise<VoiceCallButtonStateEvent>;
      await client.clock.advance(1);
      const event = await fired;
      expect([event.state, event.previous, event.callId]).to.deep.equal(['idle', 'ended', call.id]);
    });

    it('waits while the pointer is on it', async () => {
      const { el, call, client } = await talking();
      call.finish('completed');
      await settled(el);
      await client.clock.advance(4_000);
      const { x, y } = el.getBoundingClientRect();
      await sendMouse({ type: 'move', position: [Math.round(x + 30), Math.round(y + 20)] });
      await client.clock.advance(60_000);
      await el.updateComplete;
      expect(state(el, 'ended')).to.equal(true);
      await sendMouse({ type: 'move', position: [2, 790] });
      await client.clock.advance(2_000);
      await el.updateComplete;
      expect(state(el, 'idle')).to.equal(true);
    });

    it('moves the focus to the action, and back to the button, only when it was inside', async () => {
      const { el, call } = await talking();
      part(el, 'capsule')!.focus();
      call.finish('failed');
      await settled(el);
      expect(focused(el) === labelled(el, 'Try again')).to.equal(true);
      const other = await talking();
      other.call.finish('failed');
      await settled(other.el);
      expect(focused(other.el)).to.equal(null);
    });

    it('calls again', async () => {
      const { el, call, client } = await calling();
      call.finish('unanswered');
      await settled(el);
      labelled(el, 'Call again')!.click();
      await settled(el);
      expect([client.calls.calls.length, state(el, 'calling')]).to.deep.equal([1, true]);
    });

    it('offers to write where the page can', async () => {
      const { el, call } = await calling();
      el.messageable = true;
      call.finish('rejected');
      await settled(el);
      const fired = oneEvent(el, 'voice-call-button-message') as Promise<VoiceCallButtonMessageEvent>;
      labelled(el, 'Message')!.click();
      expect((await fired).to).to.equal('maya');
    });
  });

  describe('the microphone', () => {
    it('explains a blocked one step by step, and stays until something is done', async () => {
      const { el, call, client } = await calling();
      call.finish('failed', 'media:denied');
      await settled(el);
      expect([title(el), root(el).querySelectorAll('li').length, state(el, 'denied')]).to.deep.equal(['Microphone is blocked', 3, true]);
      expect(speech.assertive).to.deep.equal(['Microphone is blocked. Steps to turn it on follow.']);
      await expect(el).to.be.accessible();
      await client.clock.advance(60_000);
      expect(state(el, 'denied')).to.equal(true);
      labelled(el, 'Not now')!.click();
      await settled(el);
      expect(state(el, 'idle')).to.equal(true);
    });

    it('offers to listen only when there is none', async () => {
      const { el, call, client } = await calling();
      call.finish('failed', 'media:not-found');
      await settled(el);
      expect(state(el, 'no-mic')).to.equal(true);
      await expect(el).to.be.accessible();
      labelled(el, 'Listen only')!.click();
      await settled(el);
      expect(client.calls.options?.audio).to.equal(false);
    });
  });

  describe('room', () => {
    it('stays within 280 px, in both directions of writing', async () => {
      for (const dir of ['ltr', 'rtl']) {
        const { el } = await talking();
        el.parentElement!.style.inlineSize = '280px';
        el.parentElement!.dir = dir;
        await settled(el);
        await nextFrame();
        const outer = el.getBoundingClientRect();
        expect(outer.width).to.be.at.most(280);
        for (const button of root(el).querySelectorAll('button')) {
          const box = button.getBoundingClientRect();
          expect(box.left >= outer.left && box.right <= outer.right).to.equal(true);
        }
      }
    });

    it('opens over the page where it has no room; Escape closes that, not the call', async () => {
      const client = newClient();
      const el = await make(client);
      el.parentElement!.style.inlineSize = '120px';
      el.call();
      await settled(el);
      const popover = part(el, 'popover')!;
      expect([state(el, 'floating'), popover.matches(':popover-open')]).to.deep.equal([true, true]);
      part(el, 'capsule')!.focus();
      await sendKeys({ press: 'Escape' });
      await el.updateComplete;
      expect([popover.matches(':popover-open'), part(el, 'button')!.ariaExpanded, client.calls.calls[0]!.asked]).to.deep.equal([false, 'false', []]);
      part(el, 'button')!.click();
      await el.updateComplete;
      expect(popover.matches(':popover-open')).to.equal(true);
    });

    it('docks to the bottom when asked to', async () => {
      const client = newClient();
      const el = await make(client);
      el.expand = 'dock';
      el.call();
      await settled(el);
      expect(part(el, 'popover')!.getBoundingClientRect().bottom).to.be.greaterThan(innerHeight / 2);
    });
  });
});
