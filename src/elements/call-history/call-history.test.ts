import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { EarshotError } from '../../core/protocol/errors.ts';
import { FakeClient, listenToSpeech } from '../internal/testing.ts';
import type { CallHistory } from './call-history.ts';
import './define.ts';
import type { CallHistoryCallEvent, CallHistoryErrorEvent } from './events.ts';
import { type FakeHistory, missed, past, withHistory } from './testing.ts';

const $ = <T extends HTMLElement = HTMLElement>(el: CallHistory, selector: string) => el.shadowRoot!.querySelector<T>(selector);
const $$ = (el: CallHistory, selector: string) => [...el.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
const words = (node: Element | null) => node?.textContent?.replaceAll(/\s+/g, ' ').trim();
const buttons = (el: CallHistory) => $$(el, '[part=callback]').map(({ ariaLabel }) => ariaLabel);
const labelled = (el: CallHistory, name: string) => $$(el, 'button').find((button) => (button.ariaLabel ?? words(button)) === name)!;
const outcomes = (el: CallHistory) => $$(el, '.hrow .who .trunc:not(b)').map((node) => words(node)!.replace(/, \d+:.*$/, ''));
const days = (el: CallHistory) => $$(el, '.dayh').map(words);
const focused = (el: CallHistory) => el.shadowRoot!.activeElement?.closest<HTMLElement>('.hrow')?.dataset.id;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let client: FakeClient;
let history: FakeHistory;
let speech: ReturnType<typeof listenToSpeech>;
let noon: number;

async function settled(el: CallHistory): Promise<void> {
  for (let i = 0; i < 6; i++) {
    await client.clock.advance(0);
    await import('./list.ts'); // loaded on demand
    await el.updateComplete;
  }
}

async function until(el: CallHistory, holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await settled(el);
  }
}

async function make(): Promise<CallHistory> {
  const frame = await fixture<HTMLElement>(
    html`<div style="inline-size:380px;block-size:450px"><call-history .client=${client}></call-history></div>`,
  );
  const el = frame.querySelector('call-history')!;
  el.style.setProperty('--earshot-motion', '0');
  await settled(el);
  return el;
}

describe('<call-history>', () => {
  beforeEach(async () => {
    client = new FakeClient('alice');
    await client.clock.advance(new Date(client.clock.now()).setHours(36, 0, 0, 0) - client.clock.now());
    noon = client.clock.now();
    history = withHistory(
      client,
      missed('a', noon - 1 * HOUR, { seen: false }),
      missed('b', noon - 2 * HOUR),
      past('c', noon - 3 * HOUR),
      past('d', noon - DAY, { direction: 'outgoing', peer: { user_id: '+4722', name: '+47 22 80' }, endReason: 'busy', answeredAtMs: undefined }),
      past('e', noon - 400 * DAY, { media: ['audio', 'video'], peer: { user_id: 'leo', name: '' } }),
    );
    speech = listenToSpeech();
  });
  afterEach(() => speech.stop());

  it('lists the calls under their days, those missed in a row as one, and says what came of each', async () => {
    const el = await make();
    expect(days(el).slice(0, 2)).to.deep.equal(['Today', 'Yesterday']);
    expect(days(el)[2]).to.contain(String(new Date(noon - 400 * DAY).getFullYear()));
    expect(outcomes(el)).to.deep.equal(['Missed twice', 'Incoming, 1 min', 'Outgoing, Line was busy', 'Incoming, 1 min, video']);
    expect(buttons(el)).to.deep.equal(['Call Maya Okafor', 'Call Maya Okafor', 'Call +47 22 80', 'Call leo']);
    expect($(el, 'b > bdi')?.getAttribute('dir')).to.equal('ltr');
    expect(history.asked[0]).to.equal('fetch 50 0');
    await expect(el).to.be.accessible();
  });

  it('says each way that a call ends', async () => {
    const ways = [
      past('1', noon - 1, { endReason: 'answered_elsewhere' }),
      past('2', noon - 2, { answeredAtMs: undefined, endReason: 'rejected' }),
      past('3', noon - 3, { answeredAtMs: undefined, endReason: 'unanswered', direction: 'outgoing' }),
      past('4', noon - 4, { answeredAtMs: undefined, endReason: 'unreachable', direction: 'outgoing' }),
      past('5', noon - 5, { answeredAtMs: undefined, endReason: 'cancelled', direction: 'outgoing' }),
      past('6', noon - 6, { answeredAtMs: undefined, endReason: 'failed', direction: 'outgoing' }),
      past('7', noon - 7, { answeredAtMs: undefined, endReason: 'forwarded' }),
      past('8', noon - 8, { answeredAtMs: undefined, endReason: 'ignored' }),
    ];
    history.server = ways;
    const el = await make();
    expect(outcomes(el).map((text) => text.split(', ')[1])).to.deep.equal([
      'Answered elsewhere',
      'Declined',
      'No answer',
      'Not reachable',
      'Cancelled',
      'Didn’t connect',
      'Forwarded',
      'Ignored',
    ]);
  });

  it('marks new missed calls, tells the server once that they were shown, and only when somebody may look', async () => {
    const el = await make();
    await until(el, () => history.asked.includes('see'));
    await settled(el);
    expect([$$(el, '.dot').length, history.asked.filter((what) => what === 'see').length]).to.deep.equal([1, 1]);
    el.style.display = 'none';
    await until(el, () => !el.checkVisibility());
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await settled(el);
    history.add(missed('f', noon, { seen: false }));
    await settled(el);
    expect(history.asked.filter((what) => what === 'see').length).to.equal(1);
  });

  it('shows a call as soon as it is over, and the other days’ names after midnight', async () => {
    const el = await make();
    history.add(past('f', noon));
    await settled(el);
    expect($$(el, '.hrow')[0]!.dataset.id).to.equal('f');
    await client.clock.advance(12 * HOUR + 1);
    await settled(el);
    expect(days(el)[0]).to.equal('Yesterday');
  });

  it('shows the missed ones alone, by the arrow keys', async () => {
    const el = await make();
    labelled(el, 'All').focus();
    const told = oneEvent(el, 'call-history-filter');
    await sendKeys({ press: 'ArrowRight' });
    await told;
    await settled(el);
    expect([el.filter, outcomes(el), words(el.shadowRoot!.activeElement)]).to.deep.equal(['missed', ['Missed twice'], 'Missed']);
    await expect(el).to.be.accessible();
    history.server = [past('c', noon)];
    await history.fetch();
    await settled(el);
    expect(words($(el, '.empty b'))).to.equal('No missed calls');
    await expect(el).to.be.accessible();
  });

  it('is one tab stop, with the arrows going along its lines', async () => {
    const el = await make();
    labelled(el, 'Edit').focus();
    await sendKeys({ press: 'Tab' });
    const way = [focused(el)];
    for (const press of ['ArrowDown', 'End', 'ArrowDown', 'Home', 'ArrowUp']) {
      await sendKeys({ press });
      await settled(el);
      way.push(focused(el));
    }
    expect(way).to.deep.equal(['a', 'c', 'e', 'e', 'a', 'a']);
    expect($$(el, '[part=callback][tabindex="0"]').length).to.equal(1);
  });

  it('calls back, with video where there was video, and hangs up by the same button until something else shows the call', async () => {
    const el = await make();
    const told = oneEvent(el, 'call-history-call') as Promise<CallHistoryCallEvent>;
    labelled(el, 'Call leo').focus();
    await sendKeys({ press: 'Enter' });
    expect((await told).to).to.equal('leo');
    await settled(el);
    const call = client.calls.calls[0]!;
    call.set({ state: 'ringing' });
    await settled(el);
    expect([client.calls.options?.video, outcomes(el)[3]]).to.deep.equal([true, 'Incoming, Ringing…']);
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'Enter' });
    await settled(el);
    expect([call.asked.at(-1), buttons(el)[3]]).to.deep.equal(['end', 'Call leo']);
    labelled(el, 'Call leo').click();
    await settled(el);
    client.calls.calls[0]!.claim();
    await settled(el);
    expect(buttons(el)[3]).to.equal('Call leo');
  });

  it('says why somebody could not be called', async () => {
    const el = await make();
    client.calls.makeError = new EarshotError('call:not-found', 'call');
    const told = oneEvent(el, 'call-history-error') as Promise<CallHistoryErrorEvent>;
    labelled(el, 'Call leo').click();
    expect((await told).wish).to.equal('call');
    await settled(el);
    expect(words($(el, '[part=notice]'))).to.contain('Couldn’t call them');
    expect(speech.assertive.length).to.equal(1);
    await expect(el).to.be.accessible();
  });

  it('removes a line with all its calls, and puts the focus on the next one', async () => {
    const el = await make();
    labelled(el, 'Edit').click();
    await settled(el);
    await expect(el).to.be.accessible();
    const button = labelled(el, 'Remove call with Maya Okafor');
    button.focus();
    await sendKeys({ press: 'Enter' });
    await until(el, () => focused(el) === 'c');
    expect(history.asked.filter((what) => what.startsWith('remove'))).to.deep.equal(['remove a', 'remove b']);
    expect(speech.said.at(-1)).to.equal('Removed.');
    await sendKeys({ press: 'Delete' });
    await until(el, () => focused(el) === 'd');
    expect($$(el, '.hrow').length).to.equal(2);
  });

  it('says when a call was not removed, and keeps it; one that is gone already is gone', async () => {
    const el = await make();
    labelled(el, 'Edit').click();
    await settled(el);
    history.failure = new EarshotError('connection:lost', 'remove');
    labelled(el, 'Remove call with leo').click();
    await settled(el);
    expect([words($(el, '[part=notice]')), $$(el, '.hrow').length]).to.deep.equal(['Not removed. Check your connection, then try again.', 4]);
    expect(speech.assertive.length).to.equal(1);
    history.failure = new EarshotError('history:not-found', 'remove');
    labelled(el, 'Remove call with leo').click();
    await settled(el);
    expect($(el, '[part=notice]')).to.equal(null);
  });

  it('clears all after it was asked twice', async () => {
    const el = await make();
    labelled(el, 'Edit').click();
    await settled(el);
    labelled(el, 'Clear all').click();
    await settled(el);
    expect(history.asked.includes('clear')).to.equal(false);
    labelled(el, 'Clear all, for good').click();
    await settled(el);
    expect([words($(el, '.empty b')), speech.said.at(-1), el.matches(':state(empty)')]).to.deep.equal(['No calls yet', 'All calls removed.', true]);
    await expect(el).to.be.accessible();
  });

  it('offers no removing where the page does not want it', async () => {
    const el = await make();
    el.readonly = true;
    await settled(el);
    labelled(el, 'Call leo').focus();
    await sendKeys({ press: 'Delete' });
    await settled(el);
    expect([$(el, '.edit'), history.asked.some((what) => what.startsWith('remove'))]).to.deep.equal([null, false]);
  });

  it('loads more when asked', async () => {
    history.server = Array.from({ length: 60 }, (_, i) => past(`p${i}`, noon - i * 1000));
    const el = await make();
    expect($$(el, '.hrow').length).to.equal(50);
    labelled(el, 'Show more').click();
    await settled(el);
    expect([$$(el, '.hrow').length, labelled(el, 'Show more')]).to.deep.equal([60, undefined]);
    expect(history.asked).to.include('fetch 50 50');
  });

  it('waits for the server in sight, and says when it did not answer', async () => {
    let go = () => {};
    history.waits = new Promise<void>((resolve) => (go = resolve));
    const el = await make();
    expect([el.matches(':state(loading)'), $(el, '.card')!.ariaBusy]).to.deep.equal([true, 'true']);
    await expect(el).to.be.accessible();
    go();
    await settled(el);
    expect($$(el, '.hrow[data-id]').length).to.equal(4);

    client = new FakeClient('bob');
    history = withHistory(client, past('a', noon));
    history.failure = new EarshotError('connection:lost', 'fetch');
    const told = oneEvent(el, 'call-history-error') as Promise<CallHistoryErrorEvent>;
    el.client = client;
    expect((await told).wish).to.equal('load');
    await settled(el);
    expect([el.matches(':state(error)'), words($(el, '.empty b'))]).to.deep.equal([true, 'Calls didn’t load']);
    await expect(el).to.be.accessible();
    history.failure = undefined;
    labelled(el, 'Try again').click();
    await settled(el);
    expect([$$(el, '.hrow[data-id]').length, history.asked.length]).to.deep.equal([1, 2]);
  });

  it('loads once it is connected, and lets go of everything when it leaves the page', async () => {
    client.setState('connecting');
    const el = await make();
    expect(history.asked).to.deep.equal([]);
    client.setState('connected');
    await settled(el);
    expect(history.asked[0]).to.equal('fetch 50 0');
    el.remove();
    await settled(el);
    expect([history.listenerCount('change'), client.clock.pending]).to.deep.equal([0, 0]);
  });

  it('says that it is not connected where there is no client', async () => {
    const el = await fixture<CallHistory>(html`<call-history></call-history>`);
    await settled(el);
    expect(words($(el, '.empty b'))).to.equal('Not connected');
    await expect(el).to.be.accessible();
  });
});
