import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { EarshotError } from '../../core/protocol/errors.ts';
import { PanelClient } from '../call-panel/testing.ts';
import { type FakeCall, listenToSpeech } from '../internal/testing.ts';
import './define.ts';
import type { VoiceCallButton } from './voice-call-button.ts';

const $ = <T extends HTMLElement = HTMLElement>(el: VoiceCallButton, selector: string) => el.shadowRoot!.querySelector<T>(selector);
const labelled = (el: VoiceCallButton, name: string) =>
  [...el.shadowRoot!.querySelectorAll<HTMLElement>('button')].find((button) => (button.ariaLabel ?? button.textContent ?? '').trim() === name)!;
const key = (el: VoiceCallButton, name: string) =>
  [...el.shadowRoot!.querySelectorAll<HTMLElement>('.key')].find((node) => node.querySelector('b')!.textContent === name)!;
const focused = (el: VoiceCallButton) => el.shadowRoot!.activeElement?.textContent?.trim() || el.shadowRoot!.activeElement?.ariaLabel;

let client: PanelClient;
let speech: ReturnType<typeof listenToSpeech>;

async function settled(el: VoiceCallButton): Promise<void> {
  for (let i = 0; i < 6; i++) {
    await client.clock.advance(0);
    await Promise.all([import('./live.ts'), import('./extras.ts')]); // loaded on demand
    await el.updateComplete;
  }
}

async function talking(width = 640): Promise<{ el: VoiceCallButton; call: FakeCall }> {
  const frame = await fixture<HTMLElement>(html`<div style=${`inline-size:${width}px;--earshot-motion:0`}>
    <voice-call-button to="maya" expand="inline" .client=${client}></voice-call-button>
  </div>`);
  const el = frame.querySelector('voice-call-button')!;
  el.call();
  await settled(el);
  const call = client.calls.calls[0]!;
  call.connect();
  await settled(el);
  return { el, call };
}

describe('<voice-call-button> in a call', () => {
  beforeEach(() => {
    client = new PanelClient('alice', { maya: 'Maya Okafor' });
    speech = listenToSpeech();
  });
  afterEach(() => speech.stop());

  it('opens a keypad whose keys, and digits typed, are tones one after the other', async () => {
    const { el, call } = await talking();
    let finish = () => {};
    call.does.sendDTMF = () => new Promise<void>((resolve) => (finish = resolve));
    labelled(el, 'Keypad').focus();
    await sendKeys({ press: 'k' });
    await settled(el);
    expect([labelled(el, 'Keypad').ariaExpanded, focused(el)]).to.deep.equal(['true', 'Keypad']);
    await expect(el).to.be.accessible();
    await sendKeys({ press: '2' });
    key(el, '#').click();
    await settled(el);
    expect([$(el, 'output')!.textContent, call.actions.length]).to.deep.equal(['2#', 1]);
    finish();
    await settled(el);
    expect(call.actions).to.deep.equal([
      ['sendDTMF', '2'],
      ['sendDTMF', '#'],
    ]);
  });

  it('sends no tones while the keypad is closed', async () => {
    const { el, call } = await talking();
    labelled(el, 'Mute').focus();
    await sendKeys({ press: '5' });
    await settled(el);
    expect(call.actions).to.deep.equal([]);
  });

  it('closes the keypad with Escape, never the call, and gives the focus back to its button', async () => {
    const { el, call } = await talking();
    labelled(el, 'Keypad').click();
    await settled(el);
    key(el, '5').focus();
    await sendKeys({ press: 'Escape' });
    await settled(el);
    expect([$(el, '.extra'), focused(el), call.state]).to.deep.equal([null, 'Keypad', 'connected']);
  });

  it('says when tones were not sent', async () => {
    const { el, call } = await talking();
    call.does.sendDTMF = () => Promise.reject(new EarshotError('call:held', 'send tones'));
    labelled(el, 'Keypad').click();
    await settled(el);
    key(el, '5').click();
    await settled(el);
    expect($(el, '.why')!.textContent).to.contain('Tones not sent');
    expect(speech.assertive.at(-1)).to.match(/^Tones not sent/);
    await expect(el).to.be.accessible();
  });

  it('picks microphone and speaker in a menu, by keys, and leaves it to where it was opened', async () => {
    const { el } = await talking();
    labelled(el, 'Devices').focus();
    await sendKeys({ press: 'd' });
    await settled(el);
    expect(focused(el)).to.equal('System default');
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowDown' });
    expect(focused(el)).to.equal('Headset');
    await sendKeys({ press: 'Enter' });
    await settled(el);
    expect([client.media.microphoneId, el.shadowRoot!.activeElement?.ariaChecked]).to.deep.equal(['mic2', 'true']);
    const way: unknown[] = [];
    for (const press of ['End', 'ArrowDown', 'ArrowUp', 'Home']) {
      await sendKeys({ press });
      way.push(focused(el));
    }
    expect(way).to.deep.equal(['Play a test sound', 'System default', 'Play a test sound', 'System default']);
    await sendKeys({ press: 'Escape' });
    await settled(el);
    expect([$(el, '.menu'), focused(el), client.media.listenerCount('devices')]).to.deep.equal([null, 'Devices', 0]);
  });

  it('shows the level of the microphone while the menu is open, nothing of a muted one, and plays a test sound', async () => {
    const { el, call } = await talking();
    const contexts: AudioContext[] = [];
    const played: MediaStream[] = [];
    Object.assign(client.media, {
      engine: { createAudioContext: () => contexts[contexts.push(new AudioContext()) - 1] },
      render: (stream: MediaStream) => played.push(stream) && (() => void played.pop()),
    });
    labelled(el, 'Devices').click();
    await settled(el);
    const level = () => $(el, '[aria-checked=true] .meter')!.style.getPropertyValue('--v');
    call.level('local', 0.5);
    expect(level()).to.equal('0.50');
    call.setMuted(true);
    call.level('local', 0.9);
    expect([level(), el.shadowRoot!.querySelectorAll('.meter').length]).to.deep.equal(['0.00', 1]);
    labelled(el, 'Play a test sound').click();
    await settled(el);
    expect([contexts.length, played.length]).to.deep.equal([1, 1]);
    await client.clock.advance(1_600);
    expect([contexts[0]!.state, played.length]).to.deep.equal(['closed', 0]);
    labelled(el, 'Play a test sound').click();
    await settled(el);
    expect(played.length).to.equal(1);
    labelled(el, 'Devices').click();
    await settled(el);
    expect([played.length, call.levelListeners]).to.deep.equal([0, 0]); // the line of a muted one draws no voice either
  });

  it('has one of both open at a time, and none after a press elsewhere or when the call is over', async () => {
    const { el, call } = await talking(280);
    labelled(el, 'Keypad').click();
    await settled(el);
    labelled(el, 'Devices').click();
    await settled(el);
    expect([labelled(el, 'Keypad').ariaExpanded, !!$(el, '.menu'), $(el, '.keys')]).to.deep.equal(['false', true, null]);
    await expect(el).to.be.accessible();
    document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    await settled(el);
    expect($(el, '.extra')).to.equal(null);
    labelled(el, 'Keypad').click();
    await settled(el);
    call.finish('completed');
    await settled(el);
    expect($(el, '.extra')).to.equal(null);
    expect(el.scrollWidth <= el.clientWidth).to.equal(true);
  });
});
