/** The gallery of `<dial-pad>` and `<call-history>`. */
import '../src/elements/call-history/define.ts';
import '../src/elements/dial-pad/define.ts';
import '../src/elements/voice-call-button/define.ts';
import { EarshotError } from '../src/core/protocol/errors.ts';
import { missed, past, withHistory } from '../src/elements/call-history/testing.ts';
import { PanelClient, talkFor } from '../src/elements/call-panel/testing.ts';
import type { DialPad } from '../src/elements/dial-pad/dial-pad.ts';
import { FakeClient } from '../src/elements/internal/testing.ts';

type Section = (title: string, min: number) => HTMLElement;
type Show = (parent: HTMLElement, caption: string, node: HTMLElement) => void;

const HOUR = 3_600_000;

/** What a clock that stands still needs to let the pieces load. */
const settle = async (client: FakeClient, element: { updateComplete: Promise<boolean> }): Promise<void> => {
  for (let i = 0; i < 6; i++) {
    await client.clock.advance(0);
    await element.updateComplete;
    await new Promise((resolve) => setTimeout(resolve, 6));
  }
};

async function pad(parent: HTMLElement, show: Show, caption: string, value: string, scene: (client: FakeClient, pad: DialPad) => unknown = () => {}) {
  const client = new FakeClient('alice');
  const element = document.createElement('dial-pad');
  element.client = client;
  element.value = value;
  show(parent, caption, element);
  await settle(client, element);
  await scene(client, element);
  await settle(client, element);
}

async function history(parent: HTMLElement, show: Show, caption: string, scene: 'calls' | 'empty' | 'failed' | 'editing', width = ''): Promise<void> {
  const client = new FakeClient('alice');
  await client.clock.advance(new Date(client.clock.now()).setHours(36, 0, 0, 0) - client.clock.now());
  const noon = client.clock.now();
  const cafe = { user_id: 'cafe', name: 'Harbour Café' };
  const calls = [
    missed('a', noon - HOUR, { seen: false }),
    past('b', noon - 2 * HOUR, { durationMs: 252_000 }),
    past('c', noon - 3 * HOUR, { direction: 'outgoing', peer: cafe, answeredAtMs: undefined, endReason: 'unanswered' }),
    past('d', noon - 20 * HOUR, {
      direction: 'outgoing',
      peer: { user_id: 'leo', name: 'Leo Tanaka' },
      durationMs: 1_320_000,
      media: ['audio', 'video'],
    }),
    missed('e', noon - 21 * HOUR, { peer: { user_id: '+4722804106', name: '+47 22 80 41 06' } }),
    missed('f', noon - 22 * HOUR, { peer: { user_id: '+4722804106', name: '+47 22 80 41 06' } }),
    past('g', noon - 50 * HOUR, { peer: { user_id: 'ana', name: 'آنا بيريز' }, answeredAtMs: undefined, endReason: 'rejected' }),
  ];
  const fake = withHistory(client, ...(scene === 'empty' ? [] : calls));
  if (scene === 'failed') fake.failure = new EarshotError('connection:lost', 'fetch');
  const element = document.createElement('call-history');
  element.client = client;
  const frame = document.createElement('div');
  frame.style.blockSize = '450px';
  frame.style.inlineSize = width;
  frame.append(element);
  show(parent, caption, frame);
  await settle(client, element);
  if (scene === 'editing') element.shadowRoot?.querySelector<HTMLElement>('.edit')?.click();
  await settle(client, element);
}

async function button(parent: HTMLElement, show: Show, caption: string, opener: string, width = ''): Promise<void> {
  const client = new PanelClient('alice', { maya: 'Maya Okafor' });
  await client.whoIs('maya');
  const element = document.createElement('voice-call-button');
  Object.assign(element, { client, to: 'maya', expand: 'inline' });
  element.style.maxInlineSize = width;
  show(parent, caption, element);
  element.call();
  await settle(client, element);
  const call = client.calls.calls[0];
  if (call) talkFor(call, client, 161_000);
  await settle(client, element);
  element.shadowRoot?.querySelector<HTMLElement>(`[data-extra=${opener}]`)?.click();
  await settle(client, element);
}

export async function companions(section: Section, show: Show): Promise<void> {
  const pads = section('Dial pad', 280);
  await pad(pads, show, 'Number', '+47 22 80 41 06');
  await pad(pads, show, 'Empty', '');
  await pad(pads, show, 'Ringing', '+47 22 80 41 06', async (client, element) => {
    element.dial();
    await settle(client, element);
    client.calls.calls[0]?.set({ state: 'ringing' });
  });
  await pad(pads, show, 'Nobody there', '+47 22 80', async (client, element) => {
    client.calls.makeError = new EarshotError('call:not-found', 'call');
    element.dial();
    await settle(client, element);
  });
  await pad(pads, show, 'Tones', '', async (client, element) => {
    element.mode = 'tones';
    const call = await client.calls.make('maya');
    call.connect();
    await settle(client, element);
    for (const key of element.shadowRoot?.querySelectorAll<HTMLElement>('.key') ?? []) key.click();
  });
  const buttons = section('Call button', 520);
  await button(buttons, show, 'Keypad open', 'keypad');
  await button(buttons, show, 'Device picker open', 'devices');
  await button(buttons, show, 'Keypad open, 280 px', 'keypad', '280px');
  const lists = section('Call history', 300);
  await history(lists, show, 'Calls', 'calls');
  await history(lists, show, 'Editing', 'editing');
  await history(lists, show, 'Empty', 'empty');
  await history(lists, show, 'Failed', 'failed');
  await history(lists, show, '280 px', 'calls', '280px');
}
