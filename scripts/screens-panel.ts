/** The galleries of `<call-panel>` and of the dialog of `<incoming-call>`. */
import '../src/elements/call-panel/define.ts';
import '../src/elements/incoming-call/define.ts';
import type { CallPanel } from '../src/elements/call-panel/call-panel.ts';
import { drawn, PanelClient, talkFor } from '../src/elements/call-panel/testing.ts';
import type { FakeCall } from '../src/elements/internal/testing.ts';

type Section = (title: string, min: number) => HTMLElement;
type Show = (parent: HTMLElement, caption: string, node: HTMLElement) => void;
type Scene = (call: FakeCall, client: PanelClient, panel: CallPanel) => unknown;

const MINUTES = 60_000;

const settle = async (client: PanelClient, panel: CallPanel): Promise<void> => {
  for (let i = 0; i < 6; i++) {
    await client.clock.advance(1);
    await panel.updateComplete;
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
};

/** A voice, so that the line has something to draw. */
function speak(call: FakeCall): void {
  let step = 0;
  const next = () => {
    step++;
    call.level('local', Math.abs(Math.sin(step / 4) * Math.sin(step / 13)) * 0.9 + 0.08);
    call.level('remote', 0.6);
    if (step < 400) setTimeout(next, 40);
  };
  next();
}

async function panel(
  parent: HTMLElement,
  show: Show,
  caption: string,
  scene: Scene,
  { incoming = false, height = 480, talk = true } = {},
): Promise<void> {
  const client = new PanelClient('alice', { maya: 'Maya Okafor' });
  await client.whoIs('maya');
  const element = document.createElement('call-panel');
  element.client = client;
  const frame = document.createElement('div');
  frame.style.blockSize = `${height}px`;
  frame.append(element);
  show(parent, caption, frame);
  const call = incoming ? client.calls.ring('maya', 'Maya Okafor') : await client.calls.make('maya', { name: 'Maya Okafor' });
  if (talk && !incoming) talkFor(call, client, 12 * MINUTES + 8_000);
  await settle(client, element);
  await scene(call, client, element);
  await settle(client, element);
  speak(call);
}

const press = async (client: PanelClient, element: CallPanel, ...keys: string[]): Promise<void> => {
  for (const key of keys) {
    const buttons = [...element.shadowRoot!.querySelectorAll<HTMLElement>('button')];
    buttons.find((button) => (button.ariaLabel ?? button.textContent ?? '').trim() === key)?.click();
    await settle(client, element);
  }
};

export async function panels(section: Section, show: Show): Promise<void> {
  const pictures = section('Pictures', 440);
  const face = (call: FakeCall) => call.set({ remoteStream: drawn('face'), localStream: drawn('face', 220), quality: 3 });
  await panel(
    pictures,
    show,
    'Video',
    (call) => {
      face(call);
      call.set({ muted: true });
    },
    { height: 500 },
  );
  await panel(
    pictures,
    show,
    'They are sharing',
    (call) => call.set({ remoteStream: drawn('screen'), remoteSharing: true, localStream: drawn('face', 220) }),
    { height: 500 },
  );
  const small = section('Sound', 300);
  await panel(small, show, 'Audio', () => {});
  await panel(small, show, 'Ringing', (call) => call.set({ state: 'ringing' }), { talk: false });
  await panel(small, show, 'Allow', (call) => call.set({ requestingMedia: true }), { talk: false });
  await panel(small, show, 'Incoming with video', (call) => call.set({ media: ['audio', 'video'] }), { incoming: true });
  await panel(small, show, 'Reconnecting', (call) => call.set({ reconnecting: true }));
  await panel(small, show, 'On hold', (call) => call.hold());
  await panel(small, show, 'You are sharing', (call) => call.set({ sharing: true, localStream: drawn('screen'), remoteStream: drawn('face') }));
  await panel(small, show, 'Video, narrow', (call) => face(call));
  await panel(small, show, 'Muted there, held back', (call) => call.set({ remoteMuted: true, soundBlocked: true }));
  const two = section('Two calls', 300);
  const second: Scene = async (call, client, element) => {
    const other = client.calls.ring('jonas', 'Jonas Lindqvist');
    await settle(client, element);
    await press(client, element, 'Hold and answer Jonas Lindqvist');
    other.set({ connectedAtMs: client.clock.now() - MINUTES });
    call.set({ heldAtMs: client.clock.now() - 72_000 });
  };
  await panel(two, show, 'A second one rings', (_, client) => void client.calls.ring('amira', 'Amira Haddad'));
  await panel(two, show, 'One waits', second);
  await panel(two, show, 'Conference', async (call, client, element) => {
    await second(call, client, element);
    const calls = [...client.calls.calls];
    const conference = { id: 'c', calls, ended: false, on: () => () => {}, setMuted() {}, async split() {}, async end() {} };
    for (const one of calls) one.set({ conference, localHold: false, state: 'connected' });
  });
  await panel(two, show, 'Transfer', (_, client, element) => press(client, element, 'More', 'Transfer'));
  await panel(two, show, 'Transfer rings', (call) => call.set({ detail: { transfer: { to: { user_id: 'tom', name: 'Tomás' }, state: 'ringing' } } }));
  const more = section('What is open', 300);
  await panel(more, show, 'Menu', (_, client, element) => press(client, element, 'More'));
  await panel(more, show, 'Devices', (_, client, element) => press(client, element, 'Devices'));
  await panel(more, show, 'Keypad', (_, client, element) => press(client, element, 'Keypad', '4', '2', '#'));
  await panel(more, show, 'Words', async (call, client, element) => {
    call.does.verify = () => ({ words: ['amber', 'boat', 'cedar', 'drum'], emoji: ['🟠', '⛵', '🌲', '🥁'] });
    await press(client, element, 'More', 'Compare words');
  });
  await panel(more, show, 'Hand-off', async (call, client, element) => {
    call.does.handOff = () => ({ code: '482 913', url: 'https://example.com/call#k8Xq2Lw', expiresAtMs: client.clock.now() + 120_000 });
    await press(client, element, 'More', 'Move to another device');
  });
  await panel(more, show, 'Figures', async (call, client, element) => {
    const figures = { atMs: 0, mos: 4.12, jitterMs: 9, roundTripMs: 84, loss: 0.004, codec: 'opus', bytesSent: 1, bytesReceived: 1 };
    call.set({ quality: 3, qualityReport: { ...figures, localCandidate: 'host', remoteCandidate: 'host' } });
    await settle(client, element);
    await press(client, element, 'Connection: good');
  });
  const lines = section('Lines', 300);
  await panel(lines, show, 'Consent', (call) => call.set({ remoteRecording: 'asking' }));
  await panel(lines, show, 'Both record', (call) => call.set({ remoteRecording: 'recording', recording: 'recording' }));
  await panel(lines, show, 'Failure', async (call, client, element) => {
    call.does.startVideo = () => Promise.reject(new Error('no'));
    await press(client, element, 'Camera');
  });
  await panel(lines, show, 'Warning', (call) => call.set({ quality: 1, warnings: ['silent-microphone'] }));
  const ends = section('After', 300);
  for (const reason of ['completed', 'rejected', 'unanswered', 'busy', 'failed'] as const)
    await panel(ends, show, reason, (call) => call.finish(reason), { height: 430, talk: reason === 'completed' });
  await panel(ends, show, 'Microphone blocked', (call) => call.finish('failed', 'media:denied'), { height: 430, talk: false });
  await panel(ends, show, 'Return bar', (_, __, element) => element.setAttribute('small', ''), { height: 60 });
}

/** The dialog, with replies of the page; in the top layer, so one a picture. */
export async function ringing(): Promise<void> {
  const client = new PanelClient('alice');
  const element = document.createElement('incoming-call');
  element.client = client;
  element.mode = 'dialog';
  element.innerHTML = '<button slot="quick-replies">Can’t talk now</button><button slot="quick-replies">Call you in 10 min</button>';
  document.body.append(element);
  await element.updateComplete;
  const call = client.calls.ring('maya', 'Maya Okafor');
  call.set({ media: ['audio', 'video'] });
  await client.clock.advance(10);
}
