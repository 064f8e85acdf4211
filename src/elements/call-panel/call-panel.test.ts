import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import type { LitElement } from 'lit';
import { EarshotError } from '../../core/protocol/errors.ts';
import { type FakeCall, listenToSpeech } from '../internal/testing.ts';
import '../incoming-call/define.ts';
import type { CallPanel } from './call-panel.ts';
import './define.ts';
import type { CallPanelErrorEvent, CallPanelStateEvent } from './events.ts';
import { drawn, PanelClient } from './testing.ts';

const root = (el: LitElement) => el.shadowRoot!;
const $ = <T extends HTMLElement = HTMLElement>(el: LitElement, selector: string) => root(el).querySelector<T>(selector);
const nameOf = (node: HTMLElement) => (node.ariaLabel ?? node.textContent ?? '').trim().replaceAll(/\s+/g, ' ');
const labelled = (el: LitElement, name: string) =>
  [...root(el).querySelectorAll<HTMLElement>('button')].find((button) => nameOf(button) === name && button.checkVisibility());
const text = (el: LitElement) =>
  (root(el).querySelector('.panel') ?? root(el).querySelector('.help'))?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '';
const states = (el: LitElement, ...names: string[]) => names.filter((name) => el.matches(`:state(${name})`));

let client: PanelClient;
let speech: ReturnType<typeof listenToSpeech>;

async function settled(el: LitElement): Promise<void> {
  for (let i = 0; i < 6; i++) {
    await client.clock.advance(0);
    await import('./session.ts'); // loaded on demand
    await el.updateComplete;
  }
}

async function make(width = 640): Promise<CallPanel> {
  const frame = await fixture<HTMLElement>(
    html`<div style=${`inline-size:${width}px;block-size:520px`}><call-panel .client=${client}></call-panel></div>`,
  );
  const el = frame.querySelector('call-panel')!;
  el.style.setProperty('--earshot-motion', '0');
  return el;
}

async function talking(width = 640, from = 'maya', name = 'Maya Okafor'): Promise<{ el: CallPanel; call: FakeCall }> {
  const el = await make(width);
  const call = await client.calls.make(from, { name });
  call.connect();
  await settled(el);
  return { el, call };
}

async function press(el: LitElement, name: string): Promise<void> {
  const button = labelled(el, name);
  if (!button) throw new Error(`no button "${name}" in: ${text(el)}`);
  button.click();
  await settled(el);
}

describe('<call-panel>', () => {
  beforeEach(() => {
    client = new PanelClient('alice', { maya: 'Maya Okafor', jonas: 'Jonas Lind' });
    speech = listenToSpeech();
  });
  afterEach(() => speech.stop());

  it('shows what the page puts there while there is no call', async () => {
    const el = await fixture<CallPanel>(html`<call-panel .client=${client}><p slot="idle">Nobody calls.</p></call-panel>`);
    expect([states(el, 'idle'), $(el, '.panel')]).to.deep.equal([['idle'], null]);
    expect(el.querySelector('p')!.checkVisibility()).to.equal(true);
    await expect(el).to.be.accessible();
  });

  it('walks a call from the first ring to its end, each state said and accessible', async () => {
    const el = await make();
    const seen: string[] = [];
    el.addEventListener('call-panel-state', (event) => seen.push((event as CallPanelStateEvent).shown));
    const call = await client.calls.make('maya', { name: 'Maya Okafor' });
    const walk: [() => void, string, string][] = [
      [() => call.set({ requestingMedia: true }), 'requesting', 'Allow your microphone'],
      [() => call.set({ requestingMedia: false, state: 'initiated' }), 'calling', 'Calling…'],
      [() => call.set({ state: 'ringing' }), 'ringing', 'Ringing…'],
      [() => call.connect(), 'answered', '00:00'],
      [() => void call.hold(), 'hold', 'On hold, 00:00'],
      [() => call.set({ remoteHold: true }), 'hold', 'On hold, 00:00'],
      [() => void call.unhold(), 'hold', 'They put you on hold'],
      [() => call.set({ remoteHold: false, state: 'connected' }), 'answered', '00:00'],
      [() => call.set({ reconnecting: true }), 'reconnecting', 'stay on the line'],
      [() => call.set({ reconnecting: false, muted: true }), 'answered', 'Maya Okafor'],
      [() => call.finish('completed'), 'ended', 'Call ended'],
    ];
    for (const [step, state, words] of walk) {
      step();
      await settled(el);
      expect(states(el, 'requesting', 'calling', 'ringing', 'answered', 'hold', 'reconnecting', 'ended')).to.deep.equal([state]);
      expect(text(el)).to.contain(words);
      await expect(el).to.be.accessible();
    }
    expect(seen.filter((shown, i) => shown !== seen[i - 1])).to.deep.equal([
      'requesting',
      'calling',
      'ringing',
      'answered',
      'hold',
      'answered',
      'reconnecting',
      'answered',
      'ended',
    ]);
    expect(speech.said).to.include.members(['Ringing.', 'Connected to Maya Okafor.', 'Connection lost. Reconnecting.', 'Reconnected.']);
    await client.clock.advance(6_001);
    await settled(el);
    expect(states(el, 'idle', 'ended')).to.deep.equal(['idle']);
  });

  it('says each way a call can fail, and offers what can be done', async () => {
    for (const [reason, title, action] of [
      ['rejected', 'Call declined', 'Call again'],
      ['unanswered', 'No answer', 'Call again'],
      ['busy', 'Line is busy', 'Try again'],
      ['unreachable', 'Not reachable', 'Try again'],
      ['failed', 'Call didn’t connect', 'Try again'],
    ] as const) {
      const el = await make();
      const call = await client.calls.make('maya', { name: 'Maya Okafor' });
      await settled(el);
      call.finish(reason);
      await settled(el);
      expect(text(el)).to.contain(title);
      expect(!!labelled(el, 'Export a report')).to.equal(reason === 'failed');
      await expect(el).to.be.accessible();
      await press(el, action);
      expect(client.calls.calls.length, 'it calls again').to.equal(1);
      client.calls.calls[0]!.finish('cancelled');
      await settled(el);
      expect(states(el, 'idle')).to.deep.equal(['idle']);
      el.remove();
    }
  });

  it('helps with a blocked microphone', async () => {
    const el = await make();
    const call = await client.calls.make('maya');
    await settled(el);
    call.finish('failed', 'media:denied');
    await settled(el);
    expect(text(el)).to.contain('Microphone is blocked');
    await expect(el).to.be.accessible();
    await press(el, 'Not now');
    expect(states(el, 'idle')).to.deep.equal(['idle']);
  });

  it('mutes, holds and hangs up by its buttons', async () => {
    const { el, call } = await talking();
    await press(el, 'Mute');
    expect([call.muted, labelled(el, 'Mute')!.ariaPressed]).to.deep.equal([true, 'true']);
    await press(el, 'Hold');
    expect([call.localHold, labelled(el, 'Hold')!.ariaPressed]).to.deep.equal([true, 'true']);
    await press(el, 'Hold');
    await press(el, 'Hang up');
    expect(call.asked).to.deep.equal(['mute', 'hold', 'unhold', 'end']);
  });

  it('does the same by keys while the focus is inside, and nothing by Escape', async () => {
    const { el, call } = await talking();
    labelled(el, 'Mute')!.focus();
    for (const key of ['m', 'h', 'h', 'v', 's']) {
      await sendKeys({ press: key });
      await settled(el);
    }
    await sendKeys({ press: 'Escape' });
    expect(call.asked).to.deep.equal(['mute', 'hold', 'unhold', 'startVideo', 'shareScreen']);
    expect(call.state).to.equal('connected');
    (document.activeElement as HTMLElement).blur();
    await sendKeys({ press: 'm' });
    expect(call.muted, 'not from outside').to.equal(true);
  });

  it('is one stop for Tab in its toolbar, walked by arrows, with Hang up after it', async () => {
    const { el } = await talking();
    const focused = () => nameOf(root(el).activeElement as HTMLElement);
    labelled(el, 'Mute')!.focus();
    await sendKeys({ press: 'ArrowRight' });
    await settled(el);
    expect(focused()).to.equal('Camera');
    await sendKeys({ press: 'ArrowLeft' });
    await sendKeys({ press: 'ArrowLeft' });
    await settled(el);
    expect(focused(), 'round the end').to.equal('More');
    await sendKeys({ press: 'Tab' });
    expect(focused()).to.equal('Hang up');
    await sendKeys({ press: 'Shift+Tab' });
    expect(focused(), 'back where one was').to.equal('More');
  });

  it('is walked the other way round where one writes from right to left', async () => {
    document.documentElement.dir = 'rtl';
    const { el } = await talking();
    labelled(el, 'Mute')!.focus();
    await sendKeys({ press: 'ArrowLeft' });
    expect(nameOf(root(el).activeElement as HTMLElement)).to.equal('Camera');
    document.documentElement.dir = '';
  });

  it('moves what has no room into the menu, and keeps a stop for Tab', async () => {
    const { el } = await talking(300);
    expect(['Share', 'Keypad', 'Devices'].filter((name) => labelled(el, name))).to.deep.equal([]);
    await press(el, 'More');
    expect(['Share', 'Keypad', 'Devices'].filter((name) => labelled(el, name)).length).to.equal(3);
    expect(root(el).activeElement!.getAttribute('role')).to.equal('menuitem');
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'Escape' });
    await settled(el);
    expect(nameOf(root(el).activeElement as HTMLElement), 'back to what opened it').to.equal('More');
    expect(el.shadowRoot!.querySelector('.panel')!.scrollWidth <= 300).to.equal(true);
  });

  it('shows both pictures, the own one mirrored, silent and inline, and moves it by arrows', async () => {
    const { el, call } = await talking();
    call.set({ remoteStream: drawn('face'), localStream: drawn('face', 200) });
    await settled(el);
    const videos = [...root(el).querySelectorAll('video')];
    expect(videos.map((video) => [video.getAttribute('part'), video.muted, video.hasAttribute('playsinline'), !!video.srcObject])).to.deep.equal([
      ['video', true, true, true],
      ['self', true, true, true],
    ]);
    expect(getComputedStyle(videos[1]!).scale).to.equal('-1 1');
    expect(states(el, 'video')).to.deep.equal(['video']);
    expect($(el, '.panel')!.ariaLabel).to.equal('Video call with Maya Okafor');
    expect(labelled(el, 'Camera')!.ariaPressed).to.equal('true');
    await expect(el).to.be.accessible();
    const own = $(el, '.self')!;
    own.focus();
    const place = () => {
      const [a, b] = [own.getBoundingClientRect(), $(el, '.panel')!.getBoundingClientRect()];
      return [a.left - b.left < b.right - a.right ? 'left' : 'right', a.top - b.top < b.bottom - a.bottom ? 'top' : 'bottom'];
    };
    expect(place()).to.deep.equal(['right', 'bottom']);
    for (const [key, where] of [
      ['ArrowLeft', ['left', 'bottom']],
      ['ArrowUp', ['left', 'top']],
      ['ArrowRight', ['right', 'top']],
      ['ArrowDown', ['right', 'bottom']],
    ] as const) {
      await sendKeys({ press: key });
      await settled(el);
      expect(place()).to.deep.equal(where);
    }
    call.remoteStream!.getVideoTracks()[0]!.stop();
    call.set({ remoteStream: undefined });
    await settled(el);
    expect(states(el, 'video'), 'their picture has gone').to.deep.equal([]);
  });

  it('shows all of a screen that is shared there, and says so', async () => {
    const { el, call } = await talking();
    call.set({ remoteStream: drawn('screen'), remoteSharing: true, localStream: drawn('face') });
    await settled(el);
    expect(getComputedStyle($(el, '.share video')!).objectFit).to.equal('contain');
    expect(text(el)).to.contain('Maya is sharing their screen');
    expect(speech.said).to.include('Maya is sharing their screen.');
    await expect(el).to.be.accessible();
  });

  it('says that one shares a screen, and stops it', async () => {
    const { el, call } = await talking();
    call.does.shareScreen = () => call.set({ sharing: true, localStream: drawn('screen') });
    call.does.stopScreen = () => call.set({ sharing: false, localStream: undefined });
    await press(el, 'Share');
    expect([labelled(el, 'Share')!.ariaPressed, states(el, 'sharing')]).to.deep.equal(['true', ['sharing']]);
    expect(text(el)).to.contain('Everyone in the call sees it.');
    expect(speech.said).to.include('You’re sharing your screen.');
    await expect(el).to.be.accessible();
    await press(el, 'Stop sharing');
    expect([call.actions.map(([name]) => name), states(el, 'sharing')]).to.deep.equal([['shareScreen', 'stopScreen'], []]);
  });

  it('takes a picker that was closed for an answer', async () => {
    const { el, call } = await talking();
    call.does.shareScreen = () => Promise.reject(new EarshotError('media:denied', 'share the screen'));
    await press(el, 'Share');
    expect([$(el, '.note'), labelled(el, 'Share')!.ariaPressed, speech.assertive]).to.deep.equal([null, 'false', []]);
  });

  it('says what failed and how to mend it, shows the call as it is, and tries again', async () => {
    const { el, call } = await talking();
    call.does.startVideo = () => Promise.reject(new EarshotError('media:in-use', 'start the camera'));
    const failed = oneEvent(el, 'call-panel-error') as Promise<CallPanelErrorEvent>;
    await press(el, 'Camera');
    const { wish, error, callId } = await failed;
    expect([wish, error.code, callId]).to.deep.equal(['camera', 'media:in-use', call.id]);
    expect(labelled(el, 'Camera')!.ariaPressed).to.equal('false');
    expect($(el, '.note')!.textContent).to.contain('Another app is using the camera. Close it, then try again.');
    expect(speech.assertive).to.deep.equal(['Camera didn’t change. Another app is using the camera. Close it, then try again.']);
    expect(!!labelled(el, 'Export a report')).to.equal(true);
    await expect(el).to.be.accessible();
    call.does.startVideo = () => call.set({ localStream: drawn('face') });
    await press(el, 'Try again');
    expect([$(el, '.note'), labelled(el, 'Camera')!.ariaPressed]).to.deep.equal([null, 'true']);
  });

  it('does nothing twice while it is being done', async () => {
    const { el, call } = await talking();
    let done = () => {};
    call.does.startVideo = () => new Promise<void>((resolve) => (done = resolve));
    await press(el, 'Camera');
    expect(labelled(el, 'Camera')!.ariaBusy).to.equal('true');
    await press(el, 'Camera');
    done();
    await settled(el);
    expect([call.actions.length, labelled(el, 'Camera')!.ariaBusy]).to.deep.equal([1, null]);
  });

  it('leaves ringing to what else shows it, and takes the call over when it is answered', async () => {
    const toast = await fixture<LitElement>(html`<incoming-call .client=${client}></incoming-call>`);
    const el = await make();
    const call = client.calls.ring('maya', 'Maya Okafor');
    for (let i = 0; i < 4; i++) {
      await client.clock.advance(20);
      await Promise.all([import('../incoming-call/live.ts'), toast.updateComplete, settled(el)]);
    }
    expect(states(el, 'idle')).to.deep.equal(['idle']);
    await call.answer();
    for (let i = 0; i < 4; i++) {
      await client.clock.advance(20);
      await Promise.all([toast.updateComplete, settled(el)]);
    }
    expect(states(el, 'answered')).to.deep.equal(['answered']);
    expect(root(toast).querySelector('[part=capsule]'), 'not shown twice').to.equal(null);
  });

  it('answers by itself where nothing else on the page does, with a picture when one is offered', async () => {
    const el = await make();
    const call = client.calls.ring('maya', 'Maya Okafor');
    call.set({ media: ['audio', 'video'] });
    await settled(el);
    expect(text(el)).to.contain('Incoming video call');
    await expect(el).to.be.accessible();
    await press(el, 'Answer with video');
    expect([call.answered, states(el, 'answered')]).to.deep.equal([{ video: true }, ['answered']]);
  });

  it('lets go of everything when it is removed, and of no call', async () => {
    const { el, call } = await talking();
    call.set({ remoteStream: drawn('face') });
    labelled(el, 'Devices')!.click();
    await settled(el);
    el.remove();
    await client.clock.advance(1);
    expect([
      call.claimed,
      call.levelListeners,
      call.listenerCount(),
      client.calls.listenerCount(),
      client.media.listenerCount(),
      client.clock.pending,
    ]).to.deep.equal([false, 0, 0, 0, 0, 0]);
    expect([call.state, root(el).querySelector('video')]).to.deep.equal(['connected', null]);
  });

  it('leaves calls to others while it is not displayed', async () => {
    const { el, call } = await talking();
    const drawnAnew = () => new Promise<void>((resolve) => new IntersectionObserver((_, observer) => resolve(observer.disconnect())).observe(el));
    await drawnAnew();
    el.parentElement!.hidden = true;
    await drawnAnew();
    call.set({ muted: true });
    await settled(el);
    expect([call.claimed, states(el, 'idle')]).to.deep.equal([false, ['idle']]);
    el.parentElement!.hidden = false;
    await drawnAnew();
    await settled(el);
    expect([call.claimed, states(el, 'answered')]).to.deep.equal([true, ['answered']]);
  });

  it('warns of values that are none', async () => {
    const warned: string[] = [];
    const original = console.warn;
    console.warn = (message: string) => void warned.push(message);
    try {
      await fixture(html`<call-panel heading-level="9" recording="loud"></call-panel>`);
    } finally {
      console.warn = original;
    }
    expect(warned).to.deep.equal([
      '<call-panel> heading-level: "9" is not between 1 and 6',
      '<call-panel> recording: "loud" is not ask, tell or off',
    ]);
  });

  it('shrinks to a small window with the picture, to a bar without, and comes back', async () => {
    const { el, call } = await talking();
    await press(el, 'Shrink to a small window');
    expect([states(el, 'small'), !!$(el, '.rbar'), !!labelled(el, 'Hang up')]).to.deep.equal([['small'], true, true]);
    await expect(el).to.be.accessible();
    call.set({ remoteStream: drawn('face') });
    await settled(el);
    expect($(el, '.win')!.matches(':popover-open')).to.equal(true);
    await expect(el).to.be.accessible();
    await press(el, 'Back to full size');
    expect([states(el, 'small'), $(el, '.win')]).to.deep.equal([[], null]);
  });

  it('stays inside of a narrow page, in both directions of writing', async () => {
    await setViewport({ width: 320, height: 640 });
    try {
      for (const dir of ['ltr', 'rtl']) {
        document.documentElement.dir = dir;
        const { el, call } = await talking(280, 'wolfe', 'Wolfeschlegelsteinhausenbergerdorff von und zu Hohenlohe');
        call.set({ remoteRecording: 'asking', recording: 'recording', warnings: ['high-loss'] });
        await settled(el);
        const panel = $(el, '.panel')!;
        expect(panel.scrollWidth <= panel.clientWidth).to.equal(true);
        await expect(el).to.be.accessible();
        call.finish('completed');
        el.remove();
      }
    } finally {
      document.documentElement.dir = '';
      await setViewport({ width: 1000, height: 800 });
    }
  });
});
