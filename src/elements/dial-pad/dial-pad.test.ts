import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { EarshotError } from '../../core/protocol/errors.ts';
import { PanelClient } from '../call-panel/testing.ts';
import { FakeClient, listenToSpeech } from '../internal/testing.ts';
import '../call-panel/define.ts';
import './define.ts';
import type { DialPad } from './dial-pad.ts';
import type { DialPadCallEvent, DialPadErrorEvent, DialPadInputEvent, DialPadToneEvent } from './events.ts';
import { numberOf } from './number.ts';

const $ = <T extends HTMLElement = HTMLElement>(el: DialPad, selector: string) => el.shadowRoot!.querySelector<T>(selector);
const field = (el: DialPad) => $<HTMLInputElement>(el, 'input')!;
const keys = (el: DialPad) => [...el.shadowRoot!.querySelectorAll<HTMLElement>('.key')];
const key = (el: DialPad, name: string) => keys(el).find((node) => node.querySelector('b')!.textContent === name)!;
const shown = (el: DialPad, part: string) => $(el, `[part=${part}]`)?.textContent?.replaceAll(/\s+/g, ' ').trim();

let client: FakeClient;
let speech: ReturnType<typeof listenToSpeech>;

async function settled(el: DialPad): Promise<void> {
  for (let i = 0; i < 6; i++) {
    await client.clock.advance(0);
    await import('./pad.ts'); // loaded on demand
    await el.updateComplete;
  }
}

async function make(value = ''): Promise<DialPad> {
  const el = await fixture<DialPad>(html`<dial-pad .client=${client} .value=${value}></dial-pad>`);
  el.style.setProperty('--earshot-motion', '0');
  await settled(el);
  return el;
}

describe('<dial-pad>', () => {
  beforeEach(() => {
    client = new FakeClient('alice');
    speech = listenToSpeech();
  });
  afterEach(() => speech.stop());

  it('dials what its keys and the keyboard enter, and tells each change', async () => {
    const el = await make();
    await expect(el).to.be.accessible();
    const told: string[] = [];
    el.addEventListener('dial-pad-input', (event) => told.push((event as DialPadInputEvent).value));
    key(el, '4').click();
    field(el).focus();
    await sendKeys({ type: '7#' });
    key(el, '*').focus();
    await sendKeys({ press: '9' });
    await settled(el);
    expect([el.value, field(el).value, told]).to.deep.equal(['47#9', '47#9', ['4', '47', '47#', '47#9']]);
    await expect(el).to.be.accessible();
    const called = oneEvent(el, 'dial-pad-call') as Promise<DialPadCallEvent>;
    field(el).focus();
    await sendKeys({ press: 'Enter' });
    expect([(await called).to, client.calls.calls[0]?.peer.user_id]).to.deep.equal(['47#9', '47#9']);
  });

  it('enters at the caret and over a selection, and deletes there', async () => {
    const el = await make('1234');
    field(el).setSelectionRange(1, 3);
    key(el, '9').click();
    await settled(el);
    expect([el.value, field(el).selectionStart]).to.deep.equal(['194', 2]);
    $(el, '[part=backspace]')!.click();
    await settled(el);
    expect(el.value).to.equal('14');
    key(el, '5').focus();
    await sendKeys({ press: 'Backspace' });
    await settled(el);
    expect(el.value).to.equal('4');
  });

  it('gives the focus to the field when the last digit was deleted and the button is gone', async () => {
    const el = await make('5');
    $(el, '[part=backspace]')!.focus();
    await sendKeys({ press: 'Enter' });
    await settled(el);
    expect([el.value, $(el, '[part=backspace]'), el.shadowRoot!.activeElement === field(el)]).to.deep.equal(['', null, true]);
  });

  it('enters + with Shift and 0, and when 0 is held', async () => {
    const el = await make();
    field(el).focus();
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Digit0' });
    await sendKeys({ up: 'Shift' });
    const zero = key(el, '0');
    zero.dispatchEvent(new PointerEvent('pointerdown', { button: 0 }));
    await client.clock.advance(450);
    zero.dispatchEvent(new PointerEvent('pointerup'));
    zero.click();
    await settled(el);
    expect(el.value).to.equal('++');
    zero.dispatchEvent(new PointerEvent('pointerdown', { button: 0 }));
    await client.clock.advance(200);
    zero.click();
    await client.clock.advance(1000);
    expect(el.value).to.equal('++0');
  });

  it('dials a number without what people write between its digits, and a name as it stands', () => {
    expect(['+47 (22) 80.41-06', ' *21# ', 'maya-o', '1-2 b'].map(numberOf)).to.deep.equal(['+4722804106', '*21#', 'maya-o', '1-2 b']);
  });

  it('calls nobody without a number, without a client and while it is disabled, and says why', async () => {
    const el = await make();
    const call = () => $(el, '[part=call]')!;
    call().click();
    await settled(el);
    expect([call().ariaDisabled, client.calls.calls.length]).to.deep.equal(['true', 0]);
    el.value = '5';
    el.disabled = true;
    await settled(el);
    call().click();
    el.dial();
    await settled(el);
    expect([$(el, '#why')?.textContent, el.matches(':state(disabled)'), client.calls.calls.length]).to.deep.equal(['No calls right now.', true, 0]);
    await expect(el).to.be.accessible();
    el.disabled = false;
    el.value = 'alice';
    await settled(el);
    expect($(el, '#why')?.textContent).to.equal('This is you.');
    const alone = await fixture<DialPad>(html`<dial-pad value="5"></dial-pad>`);
    await settled(alone);
    expect([$(alone, '#why')?.textContent, keys(alone).length]).to.deep.equal(['Not connected.', 12]);
  });

  it('shows its call until something else does: hung up by the same button, its keys tones once it is up', async () => {
    const el = await make('5551');
    const button = $(el, '[part=call]')!;
    button.focus();
    await sendKeys({ press: 'Enter' });
    await settled(el);
    const call = client.calls.calls[0]!;
    call.set({ state: 'ringing' });
    await settled(el);
    expect([shown(el, 'status'), shown(el, 'call'), el.matches(':state(calling)')]).to.deep.equal(['Ringing…', 'Cancel', true]);
    await expect(el).to.be.accessible();
    call.connect();
    await settled(el);
    key(el, '1').click();
    await sendKeys({ press: '2' });
    await settled(el);
    expect([shown(el, 'status'), shown(el, 'display'), call.actions.map(([, tone]) => tone)]).to.deep.equal(['5551 00:00', '12', ['1', '2']]);
    await expect(el).to.be.accessible();
    expect(el.shadowRoot!.activeElement === button).to.equal(true);
    await sendKeys({ press: 'Enter' });
    await settled(el);
    expect([call.endReason, shown(el, 'call'), field(el).value]).to.deep.equal(['completed', 'Call', '5551']);
  });

  it('leaves its call to what claims it', async () => {
    const el = await make('5551');
    el.dial();
    await settled(el);
    client.calls.calls[0]!.claim();
    await settled(el);
    expect([shown(el, 'call'), shown(el, 'status'), el.matches(':state(calling)')]).to.deep.equal(['Call', undefined, false]);
  });

  it('finds its call again when it was moved', async () => {
    const el = await make('5551');
    el.dial();
    await settled(el);
    const other = await fixture<HTMLElement>(html`<div></div>`);
    other.append(el);
    await settled(el);
    expect(shown(el, 'call')).to.equal('Cancel');
  });

  it('says what came of a call that nobody took, until the number changes', async () => {
    const el = await make('5551');
    el.dial();
    await settled(el);
    client.calls.calls[0]!.finish('busy');
    await settled(el);
    expect(shown(el, 'notice')).to.contain('Line is busy');
    expect(speech.said.at(-1)).to.match(/^Line is busy/);
    await expect(el).to.be.accessible();
    key(el, '2').click();
    await settled(el);
    expect(shown(el, 'notice')).to.equal(undefined);
  });

  it('says why a call could not be made, and makes it when asked once more', async () => {
    const el = await make('5551');
    client.calls.makeError = new EarshotError('call:not-found', 'call');
    const told = oneEvent(el, 'dial-pad-error') as Promise<DialPadErrorEvent>;
    el.dial();
    const event = await told;
    await settled(el);
    expect([event.wish, event.error.code]).to.deep.equal(['call', 'call:not-found']);
    expect(shown(el, 'notice')).to.contain('Nobody with that name');
    expect(speech.assertive.length).to.equal(1);
    await expect(el).to.be.accessible();
    client.calls.makeError = undefined;
    $(el, '[part=call]')!.click();
    await settled(el);
    expect([shown(el, 'notice'), client.calls.calls.length]).to.deep.equal([undefined, 1]);
  });

  it('sends tones to the call that is up and not on hold, one after the other, where it is for tones alone', async () => {
    const el = await make();
    el.mode = 'tones';
    await settled(el);
    expect([shown(el, 'status'), $(el, '[part=call]'), el.matches(':state(disabled)')]).to.deep.equal(['No call to send tones to.', null, true]);
    await expect(el).to.be.accessible();
    const held = await client.calls.make('maya');
    held.connect();
    await held.hold();
    const call = await client.calls.make('jonas');
    call.connect();
    let finish = () => {};
    call.does.sendDTMF = () => new Promise<void>((resolve) => (finish = resolve));
    await settled(el);
    const tones: string[] = [];
    el.addEventListener('dial-pad-tone', (event) => tones.push((event as DialPadToneEvent).tone));
    key(el, '0').click();
    key(el, '#').click();
    await settled(el);
    expect([tones, call.actions.length, held.actions.length, shown(el, 'display')]).to.deep.equal([['0', '#'], 1, 0, '0#']);
    finish();
    await settled(el);
    expect(call.actions.map(([, tone]) => tone)).to.deep.equal(['0', '#']);
  });

  it('says when tones were not sent', async () => {
    const el = await make();
    el.mode = 'tones';
    const call = await client.calls.make('maya');
    call.connect();
    call.does.sendDTMF = () => Promise.reject(new EarshotError('call:held', 'send tones'));
    await settled(el);
    key(el, '3').click();
    await settled(el);
    expect(shown(el, 'notice')).to.contain('Tones not sent');
    expect(speech.assertive.at(-1)).to.match(/^Tones not sent/);
  });

  it('takes the place of the keypad in a panel, and each key there is one tone', async () => {
    const panelClient = new PanelClient('alice');
    client = panelClient;
    const panel = await fixture<HTMLElement>(html`<div style="inline-size:640px;block-size:520px;--earshot-motion:0">
      <call-panel .client=${panelClient}><dial-pad slot="keypad" .client=${panelClient}></dial-pad></call-panel>
    </div>`);
    const el = panel.querySelector('dial-pad')!;
    const call = await panelClient.calls.make('maya');
    call.connect();
    const view = panel.querySelector('call-panel')!;
    for (let i = 0; i < 6; i++) {
      await import('../call-panel/session.ts');
      await view.updateComplete;
    }
    await settled(el);
    const opener = [...view.shadowRoot!.querySelectorAll('button')].find((button) => button.ariaLabel === 'Keypad' && button.checkVisibility())!;
    opener.click();
    await view.updateComplete;
    await settled(el);
    expect(el.checkVisibility()).to.equal(true);
    key(el, '6').focus();
    await sendKeys({ press: '7' });
    key(el, '8').click();
    await settled(el);
    expect(call.actions).to.deep.equal([
      ['sendDTMF', '7'],
      ['sendDTMF', '8'],
    ]);
    await expect(el).to.be.accessible();
  });
});
