import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { Conference } from '../../core/call/control/api.ts';
import { EarshotError } from '../../core/protocol/errors.ts';
import { type FakeCall, listenToSpeech } from '../internal/testing.ts';
import type { CallPanel } from './call-panel.ts';
import './define.ts';
import { PanelClient } from './testing.ts';

const root = (el: CallPanel) => el.shadowRoot!;
const $ = (el: CallPanel, selector: string) => root(el).querySelector<HTMLElement>(selector);
const nameOf = (node: HTMLElement) => (node.ariaLabel ?? node.textContent ?? '').trim().replaceAll(/\s+/g, ' ');
const labelled = (el: CallPanel, name: string) =>
  [...root(el).querySelectorAll<HTMLElement>('button')].find((button) => nameOf(button) === name && button.checkVisibility());
const text = (el: CallPanel) => $(el, '.panel')?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '';
const notes = (el: CallPanel) => [...root(el).querySelectorAll('.note .tx')].map((note) => note.textContent!.trim());

let client: PanelClient;
let speech: ReturnType<typeof listenToSpeech>;

async function settled(el: CallPanel): Promise<void> {
  for (let i = 0; i < 6; i++) {
    await client.clock.advance(0);
    await import('./session.ts'); // loaded on demand
    await el.updateComplete;
  }
}

async function talking(attributes: Partial<Pick<CallPanel, 'recording' | 'contacts'>> = {}): Promise<{ el: CallPanel; call: FakeCall }> {
  const frame = await fixture<HTMLElement>(html`<div style="inline-size:640px;block-size:560px"><call-panel .client=${client}></call-panel></div>`);
  const el = Object.assign(frame.querySelector('call-panel')!, attributes);
  el.style.setProperty('--earshot-motion', '0');
  const call = await client.calls.make('maya', { name: 'Maya Okafor' });
  call.connect();
  await settled(el);
  return { el, call };
}

async function press(el: CallPanel, ...names: string[]): Promise<void> {
  for (const name of names) {
    const button = labelled(el, name);
    if (!button) throw new Error(`no button "${name}" in: ${text(el)}`);
    button.click();
    await settled(el);
  }
}

/** Maya waits, Jonas is in front. */
async function two(): Promise<{ el: CallPanel; maya: FakeCall; jonas: FakeCall }> {
  const { el, call: maya } = await talking();
  const jonas = client.calls.ring('jonas', 'Jonas Lind');
  await settled(el);
  await press(el, 'Hold and answer Jonas Lind');
  return { el, maya, jonas };
}

const refuse = (code: ConstructorParameters<typeof EarshotError>[0]) => () => Promise.reject(new EarshotError(code, 'do it'));

describe('<call-panel> with a second call', () => {
  beforeEach(() => {
    client = new PanelClient('alice');
    speech = listenToSpeech();
  });
  afterEach(() => speech.stop());

  it('holds the one that runs before it answers another, and shows that one in front', async () => {
    const { el, maya, jonas } = await two();
    expect([maya.asked, jonas.asked, el.currentCall === jonas]).to.deep.equal([['hold'], ['answer'], true]);
    expect($(el, '.other')!.textContent).to.contain('On hold, 00:00');
    await expect(el).to.be.accessible();
  });

  it('takes the first one back when the second cannot be answered', async () => {
    const { el, call } = await talking();
    const jonas = client.calls.ring('jonas', 'Jonas Lind');
    jonas.answerError = new EarshotError('call:taken', 'answer');
    await settled(el);
    await press(el, 'Hold and answer Jonas Lind');
    expect([call.asked, call.localHold, el.currentCall === call]).to.deep.equal([['hold', 'unhold'], false, true]);
    expect(notes(el)[0]).to.contain('Not answered');
  });

  it('swaps, and says with whom one is now', async () => {
    const { el, maya, jonas } = await two();
    await press(el, 'Swap to Maya Okafor');
    expect([maya.localHold, jonas.localHold, el.currentCall === maya]).to.deep.equal([false, true, true]);
    expect(speech.said).to.include('Now with Maya Okafor.');
    await press(el, 'Swap to Jonas Lind');
    expect(el.currentCall === jonas).to.equal(true);
  });

  it('undoes a swap that fails half way', async () => {
    const { el, maya, jonas } = await two();
    maya.unhold = refuse('connection:lost');
    await press(el, 'Swap to Maya Okafor');
    expect([jonas.localHold, el.currentCall === jonas]).to.deep.equal([false, true]);
    expect(speech.assertive).to.include('Calls weren’t swapped. Check your connection, then try again.');
  });

  it('comes back to the one that waits when the one in front ends', async () => {
    const { el, maya, jonas } = await two();
    jonas.finish('completed');
    await settled(el);
    expect([el.currentCall === maya, !!$(el, '.other')]).to.deep.equal([true, false]);
    expect(speech.said.some((said) => said.startsWith('Call ended'))).to.equal(true);
    await press(el, 'Hold');
    expect(maya.localHold).to.equal(false);
  });

  it('ends and declines what is not in front', async () => {
    const { el, maya } = await two();
    await press(el, 'End call with Maya Okafor');
    expect(maya.endReason).to.equal('completed');
    const zoe = client.calls.ring('zoe', 'Zoe');
    await settled(el);
    await press(el, 'Decline Zoe');
    expect(zoe.endReason).to.equal('rejected');
  });

  it('joins two calls, shows who is in, takes one out, and ends for all', async () => {
    const { el, maya, jonas } = await two();
    const did: string[] = [];
    const conference = {
      id: 'c',
      calls: [jonas, maya],
      ended: false,
      on: () => () => {},
      setMuted: (muted: boolean) => void did.push(muted ? 'mute' : 'unmute'),
      split: async () => void did.push('split'),
      end: async () => void did.push('end'),
    } as unknown as Conference;
    jonas.does.join = () => {
      for (const call of [jonas, maya]) call.set({ conference, localHold: false, state: 'connected' });
    };
    await press(el, 'Join Maya Okafor and Jonas Lind');
    expect([jonas.localHold, jonas.actions.map(([name]) => name)]).to.deep.equal([false, ['join']]);
    expect([!!$(el, '.other'), speech.said.includes('All of you hear each other now.')]).to.deep.equal([false, true]);
    expect([...root(el).querySelectorAll('.parties b')].map((party) => party.textContent)).to.deep.equal(['Jonas Lind', 'Maya Okafor']);
    await expect(el).to.be.accessible();
    await press(el, 'Mute', 'Take out Maya Okafor', 'Hang up');
    expect(did).to.deep.equal(['mute', 'split', 'end']);
  });

  /** Maya and Jonas are joined; the panel shows them in front. */
  async function joined() {
    const { el, maya, jonas } = await two();
    const conference = { id: 'c', calls: [jonas, maya], ended: false, on: () => () => {}, setMuted: () => {} } as unknown as Conference;
    for (const call of [jonas, maya]) call.set({ conference, localHold: false, state: 'connected' });
    await settled(el);
    return { el, maya, jonas, conference };
  }

  it('holds everybody of a conference while it answers somebody else, and takes them back when that fails', async () => {
    const { el, maya, jonas } = await joined();
    const tomas = client.calls.ring('tomas', 'Tomás Silva');
    await settled(el);
    tomas.answerError = new EarshotError('call:taken', 'answer the call');
    await press(el, 'Hold and answer Tomás Silva');
    expect([jonas.localHold, maya.localHold]).to.deep.equal([false, false]);
    tomas.answerError = undefined;
    await press(el, 'Hold and answer Tomás Silva');
    expect([jonas.localHold, maya.localHold, tomas.state]).to.deep.equal([true, true, 'connected']);
  });

  it('calls one more while the conference waits, and joins them without putting anybody of it on hold again', async () => {
    const { el, maya, jonas, conference } = await joined();
    await press(el, 'More', 'Add a call');
    await sendKeys({ type: 'tomas' });
    await sendKeys({ press: 'Enter' });
    await settled(el);
    const tomas = client.calls.calls.find(({ peer }) => peer.user_id === 'tomas') as FakeCall;
    expect([jonas.localHold, maya.localHold]).to.deep.equal([true, true]);
    tomas.connect();
    await settled(el);
    tomas.does.join = () => {
      for (const call of [jonas, maya, tomas])
        call.set({ conference: { ...conference, calls: [jonas, maya, tomas] }, localHold: false, state: 'connected' });
    };
    const holds = () => [jonas, maya].map(({ asked }) => asked.filter((intent) => intent === 'hold').length);
    const before = holds();
    const join = [...root(el).querySelectorAll<HTMLElement>('button')].find((button) => nameOf(button).startsWith('Join '))!;
    join.click();
    await settled(el);
    expect([holds(), jonas.localHold, maya.localHold, tomas.localHold]).to.deep.equal([before, false, false, false]);
  });

  it('takes a call back that it held for a join which failed', async () => {
    const { el, maya, jonas } = await two();
    jonas.does.join = refuse('call:media-failed');
    await press(el, 'Join Maya Okafor and Jonas Lind');
    expect([jonas.localHold, maya.localHold, notes(el)[0]!.startsWith('Calls weren’t joined.')]).to.deep.equal([false, true, true]);
  });

  it('transfers to whom one types, by Enter, and says when nobody answered there', async () => {
    const { el, call } = await talking({ contacts: [{ user_id: 'u7', name: 'Tomás' }] });
    call.does.transfer = refuse('call:transfer-failed');
    await press(el, 'More', 'Transfer');
    expect(root(el).activeElement!.tagName).to.equal('INPUT');
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'Enter' });
    expect(call.actions, 'nobody was named').to.deep.equal([]);
    await sendKeys({ type: 'tomás' });
    await sendKeys({ press: 'Enter' });
    await settled(el);
    expect([call.actions, $(el, '.sheet')]).to.deep.equal([[['transfer', 'u7']], null]);
    expect(speech.assertive).to.deep.equal(['Not transferred. They didn’t answer. You’re still in the call.']);
  });

  it('shows where a transfer rings', async () => {
    const { el, call } = await talking();
    call.set({ detail: { transfer: { to: { user_id: 'tom', name: 'Tomás' }, state: 'ringing' } } });
    await settled(el);
    expect(notes(el)).to.deep.equal(['Ringing Tomás for Maya']);
  });

  it('asks first, and connects the two', async () => {
    const { el, call: maya } = await talking();
    let jonas: FakeCall;
    maya.does.startConsult = async (to: string) => {
      await maya.hold();
      jonas = await client.calls.make(to, { name: 'Jonas Lind' });
      return jonas;
    };
    await press(el, 'More', 'Transfer');
    await sendKeys({ type: 'jonas' });
    await press(el, 'Ask first');
    expect(el.currentCall === jonas!).to.equal(true);
    jonas!.connect();
    await settled(el);
    expect(notes(el)).to.deep.equal(['Maya is on hold. Connect the two when you’re ready.']);
    await expect(el).to.be.accessible();
    await press(el, 'Connect Maya Okafor and Jonas Lind');
    expect(maya.actions.at(-1)).to.deep.equal(['completeTransfer', jonas!]);
    maya.finish('transferred');
    jonas!.finish('transferred');
    await settled(el);
    expect([text(el).includes('Transferred'), !!labelled(el, 'Call again')]).to.deep.equal([true, false]);
  });

  it('says that another party is at the far end now', async () => {
    const { el, call } = await talking();
    call.set({ peer: { user_id: 'tom', name: 'Tomás' } });
    await settled(el);
    expect([speech.said.at(-1), $(el, '[part=name]')!.textContent]).to.deep.equal(['You’re now with Tomás.', 'Tomás']);
  });
});

describe('<call-panel> and recording', () => {
  beforeEach(() => {
    client = new PanelClient('alice');
    speech = listenToSpeech();
  });
  afterEach(() => speech.stop());

  it('asks the far side first, shows that it waits, records, pauses and stops', async () => {
    const { el, call } = await talking();
    let agree = () => {};
    call.does.startRecording = () => {
      call.set({ recording: 'asking' });
      return new Promise<void>((resolve) => (agree = resolve));
    };
    call.does.pauseRecording = () => call.set({ recording: 'paused' });
    call.does.stopRecording = () => call.set({ recording: 'stopped' });
    await press(el, 'More', 'Record');
    expect([call.actions[0], notes(el)]).to.deep.equal([['startRecording', { consent: true }], ['Waiting for Maya to agree to the recording']]);
    call.set({ recording: 'recording' });
    agree();
    await settled(el);
    expect([notes(el), speech.said.includes('Recording.'), el.matches(':state(recording)')]).to.deep.equal([
      ['You’re recording. Maya knows.'],
      true,
      true,
    ]);
    await expect(el).to.be.accessible();
    await press(el, 'More', 'Pause recording');
    expect(notes(el)).to.deep.equal(['Recording paused']);
    await press(el, 'Stop recording');
    expect([notes(el), speech.said.at(-1)]).to.deep.equal([[], 'Recording stopped.']);
  });

  it('says plainly that they did not agree', async () => {
    const { el, call } = await talking();
    call.does.startRecording = refuse('recording:consent');
    await press(el, 'More', 'Record');
    expect(speech.assertive).to.deep.equal(['Not recorded. They didn’t agree to be recorded.']);
  });

  it('says nothing more when the question is taken back, and says so when their consent is', async () => {
    const { el, call } = await talking();
    let refused = (_: EarshotError) => {};
    call.does.startRecording = () => {
      call.set({ recording: 'asking' });
      return new Promise<void>((_, reject) => (refused = reject));
    };
    call.does.stopRecording = () => {
      call.set({ recording: 'stopped' });
      refused(new EarshotError('request:aborted', 'record the call'));
    };
    await press(el, 'More', 'Record');
    await press(el, 'Cancel');
    expect([notes(el), speech.assertive]).to.deep.equal([[], []]);
    call.set({ error: new EarshotError('recording:consent', 'go on recording') });
    await settled(el);
    expect(notes(el)).to.deep.equal(['The recording stopped: Maya doesn’t agree any more.']);
    await press(el, 'Dismiss');
    expect(notes(el)).to.deep.equal([]);
  });

  it('only tells where the page wants that, and offers none where it does not', async () => {
    const { el, call } = await talking({ recording: 'tell' });
    await press(el, 'More', 'Record');
    expect(call.actions[0]).to.deep.equal(['startRecording', { consent: false }]);
    el.recording = 'off';
    await press(el, 'More');
    expect(labelled(el, 'Record')).to.equal(undefined);
  });

  it('asks whether the far side may record, at once and aloud, and shows it as long as it does', async () => {
    const { el, call } = await talking();
    call.set({ remoteRecording: 'asking' });
    await settled(el);
    expect(speech.assertive).to.deep.equal(['Maya wants to record this call. Nothing is recorded until you agree.']);
    await expect(el).to.be.accessible();
    call.does.allowRecording = (allowed: boolean) => call.set({ remoteRecording: allowed ? 'recording' : 'stopped' });
    await press(el, 'Agree');
    expect([call.actions, notes(el)]).to.deep.equal([[['allowRecording', true]], ['Maya is recording this call']]);
    call.does.allowRecording = (allowed: boolean) => !allowed && call.set({ remoteRecording: 'stopped' });
    await press(el, 'Don’t record'); // thought better of
    expect(call.actions.at(-1)).to.deep.equal(['allowRecording', false]);
    expect([notes(el), speech.said.at(-1)]).to.deep.equal([[], 'The recording stopped.']);
    call.set({ remoteRecording: 'asking' });
    await settled(el);
    await press(el, 'Don’t record');
    expect(call.actions.at(-1)).to.deep.equal(['allowRecording', false]);
  });
});

describe('<call-panel> and what is seldom wanted', () => {
  beforeEach(() => {
    client = new PanelClient('alice');
    speech = listenToSpeech();
  });
  afterEach(() => speech.stop());

  it('shows words to compare, and remembers what came of it', async () => {
    const { el, call } = await talking();
    call.does.verify = () => ({ words: ['amber', 'boat', 'cedar', 'drum'], emoji: ['🟠', '⛵', '🌲', '🥁'] });
    await press(el, 'More', 'Compare words');
    expect([...root(el).querySelectorAll('.words b')].map((word) => word.textContent)).to.deep.equal(['amber', 'boat', 'cedar', 'drum']);
    await expect(el).to.be.accessible();
    await press(el, 'They match');
    expect([$(el, '.sheet'), $(el, '.top')!.textContent!.includes('Verified')]).to.deep.equal([null, true]);
    await press(el, 'More', 'Compare words', 'They differ');
    expect(speech.assertive).to.deep.equal(['Words differ. Somebody may be listening. Hang up and call over another network.']);
    call.does.verify = () => ({ words: ['elm', 'fog', 'gold', 'hat'], emoji: [] });
    await press(el, 'More', 'Compare words');
    expect(notes(el), 'other words, another comparison').to.deep.equal([]);
  });

  it('says when there are no words', async () => {
    const { el, call } = await talking();
    call.does.verify = refuse('call:wrong-state');
    await press(el, 'More', 'Compare words');
    expect([speech.assertive, !!$(el, '.words')]).to.deep.equal([['No words to compare. Try again. If it stays, save a report.'], false]);
  });

  it('shows a code and a link that take the call along', async () => {
    const { el, call } = await talking();
    call.does.handOff = () => ({ code: '482 913', url: 'https://earshot.test/#h', expiresAtMs: client.clock.now() + 60_000 });
    await press(el, 'More', 'Move to another device');
    expect([$(el, '.code b')!.textContent, $(el, '.link')!.textContent]).to.deep.equal(['482 913', 'https://earshot.test/#h']);
    await expect(el).to.be.accessible();
  });

  it('sends tones by buttons and by keys, in their order', async () => {
    const { el, call } = await talking();
    await press(el, 'Keypad');
    await expect(el).to.be.accessible();
    await press(el, '1', '#');
    for (const key of ['5', '*']) await sendKeys({ press: key });
    await settled(el);
    expect(call.actions).to.deep.equal([
      ['sendDTMF', '1'],
      ['sendDTMF', '#'],
      ['sendDTMF', '5'],
      ['sendDTMF', '*'],
    ]);
    expect($(el, '.tones')!.textContent!.trim()).to.equal('1#5*');
    await sendKeys({ press: 'Escape' });
    await settled(el);
    expect([$(el, '.sheet'), nameOf(root(el).activeElement as HTMLElement)]).to.deep.equal([null, 'Keypad']);
  });

  it('lists devices in groups, walked by arrows, and takes another one', async () => {
    const { el } = await talking();
    await press(el, 'Devices');
    const items = [...root(el).querySelectorAll('[role=menuitemradio]')].map((item) => [item.textContent!.trim(), item.ariaChecked]);
    expect(items[0]).to.deep.equal(['System default', 'true']);
    expect(items.map(([label]) => label)).to.include.members(['Headset', 'Desk camera', 'MacBook Pro Microphone']);
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Enter' });
    await settled(el);
    expect(client.media.microphoneId).to.equal('mic2');
  });

  it('tells how good the connection is in bars, in words and in figures', async () => {
    const { el, call } = await talking();
    call.set({
      quality: 3,
      qualityReport: {
        atMs: 0,
        mos: 4.12,
        jitterMs: 9,
        roundTripMs: 84,
        loss: 0.004,
        codec: 'opus',
        localCandidate: 'relay',
        remoteCandidate: 'host',
        bytesSent: 1,
        bytesReceived: 1,
      },
    });
    await settled(el);
    await press(el, 'Connection: good');
    expect([...root(el).querySelectorAll('.figures dd')].map((figure) => figure.textContent)).to.deep.equal([
      '4.1 of 4.5',
      '84 ms',
      '0.4 %',
      '9 ms',
      'opus',
      'Through a relay',
    ]);
    await expect(el).to.be.accessible();
  });

  it('says a warning once, shows it while it lasts, and what to do', async () => {
    const { el, call } = await talking();
    call.set({ warnings: ['high-loss'] });
    call.set({ warnings: ['high-loss', 'silent-microphone'] });
    await settled(el);
    expect(speech.said.filter((said) => said.startsWith('No sound from your microphone')).length).to.equal(1);
    expect(notes(el)).to.deep.equal(['No sound from your microphone. Pick another or check its switch.']);
    call.set({ warnings: [] });
    await settled(el);
    expect(notes(el)).to.deep.equal([]);
  });

  it('says that a device has gone, with a way to another and a report', async () => {
    const { el, call } = await talking();
    call.set({ error: new EarshotError('media:not-found', 'use the microphone') });
    await settled(el);
    expect([notes(el)[0]!.startsWith('A device stopped working.'), !!labelled(el, 'Export a report')]).to.deep.equal([true, true]);
    await press(el, 'Pick another');
    expect($(el, '.sheet')!.ariaLabel).to.equal('Devices');
  });

  it('offers one tap while the browser holds the sound back', async () => {
    const { el, call } = await talking();
    call.set({ soundBlocked: true });
    await settled(el);
    await press(el, 'Tap to hear');
    expect([call.asked.at(-1), labelled(el, 'Tap to hear')]).to.deep.equal(['unlock', undefined]);
  });

  it('tells of a failure once, whichever call it was in', async () => {
    const { el, call } = await talking();
    call.hold = refuse('call:operation-conflict');
    const failed = oneEvent(el, 'call-panel-error');
    await press(el, 'Hold');
    await failed;
    expect([labelled(el, 'Hold')!.ariaPressed, speech.assertive]).to.deep.equal([
      'false',
      ['Hold didn’t change. Something else is still under way. Wait a moment.'],
    ]);
    await press(el, 'Dismiss');
    expect(notes(el)).to.deep.equal([]);
  });
});

describe('<call-panel> where nobody answers', () => {
  beforeEach(() => {
    client = new PanelClient('alice');
    speech = listenToSpeech();
  });
  afterEach(() => speech.stop());

  async function unanswered(): Promise<CallPanel> {
    await import('../../core/client/voicemail-of.ts'); // loaded on demand
    const { el, call } = await talking();
    call.finish('completed');
    await settled(el);
    await press(el, 'Done');
    const next = await client.calls.make('maya', { name: 'Maya Okafor' });
    await settled(el);
    next.set({ detail: { voicemail: true } });
    next.finish('unanswered');
    await settled(el);
    return el;
  }

  it('takes a message after the tone, to be heard, recorded again and sent', async () => {
    const el = await unanswered();
    await client.clock.advance(60_000);
    expect(text(el), 'it stays').to.contain('No answer');
    await expect(el).to.be.accessible();
    await press(el, 'Leave a message');
    const it = client.leaving!;
    expect(text(el)).to.contain('After the tone');
    await press(el, 'Skip greeting');
    it.set('recording', 14_000);
    await settled(el);
    expect([text(el).includes('00:14'), speech.said.includes('Recording.')]).to.deep.equal([true, true]);
    await press(el, 'Stop');
    expect(speech.said.at(-1)).to.equal('Recording stopped, 14 seconds.');
    await expect(el).to.be.accessible();
    await press(el, 'Record again', 'Stop', 'Send');
    expect([it.asked, speech.said.at(-1)]).to.deep.equal([['skip', 'stop', 'again', 'stop', 'send'], 'Message sent.']);
    await press(el, 'Done');
    expect([el.matches(':state(idle)'), it.listenerCount()]).to.deep.equal([true, 0]);
  });

  it('says why a message was not sent or cannot be left, and drops what is cancelled', async () => {
    const el = await unanswered();
    client.leaveError = new EarshotError('voicemail:disabled', 'leave a message');
    await press(el, 'Leave a message');
    expect(speech.assertive).to.deep.equal(['Message not sent. They don’t take messages.']);
    expect(notes(el).length).to.equal(1);
    client.leaveError = undefined;
    await press(el, 'Leave a message');
    const it = client.leaving!;
    it.sendError = new EarshotError('connection:lost', 'send');
    it.set('recorded', 3_000);
    await settled(el);
    await press(el, 'Send');
    expect(speech.assertive.at(-1)).to.equal('Message not sent. Check your connection, then try again.');
    await press(el, 'Cancel');
    expect([it.asked.at(-1), el.matches(':state(idle)')]).to.deep.equal(['cancel', true]);
  });
});
