/** The page that scripts/screens.ts photographs: one gallery after the data-gallery of the body. */
import '../src/elements/incoming-call/define.ts';
import '../src/elements/voice-call-button/define.ts';
import { type FakeCall, FakeClient } from '../src/elements/internal/testing.ts';
import type { VoiceCallButton } from '../src/elements/voice-call-button/voice-call-button.ts';
import { companions } from './screens-companions.ts';
import { doctors } from './screens-doctor.ts';
import { panels, ringing } from './screens-panel.ts';

type Scene = (client: FakeClient, call: FakeCall) => void;

const MINUTES = 60_000;

function show(parent: HTMLElement, caption: string, node: HTMLElement): void {
  const figure = document.createElement('figure');
  const text = document.createElement('figcaption');
  text.textContent = caption;
  figure.append(text, node);
  parent.append(figure);
}

function section(title: string, min: number): HTMLElement {
  const heading = document.createElement('h3');
  heading.textContent = title;
  const grid = document.createElement('div');
  grid.className = 'grid';
  grid.style.setProperty('--min', `${min}px`);
  document.body.append(heading, grid);
  return grid;
}

async function button(attributes: Record<string, string>, scene?: Scene, incoming = false, label = ''): Promise<VoiceCallButton> {
  const client = new FakeClient('alice', { maya: 'Maya Okafor' });
  await client.whoIs('maya');
  const element = document.createElement('voice-call-button');
  element.client = client;
  element.textContent = label;
  for (const [name, value] of Object.entries({ to: 'maya', ...attributes })) element.setAttribute(name, value);
  if (scene) {
    const call = incoming ? client.calls.ring('maya') : await client.calls.make('maya');
    scenes.push(() => scene(client, call));
  }
  return element;
}

const scenes: (() => void)[] = [];
const talking: Scene = (client, call) => {
  call.connect();
  call.set({ connectedAtMs: client.clock.now() - 2 * MINUTES - 41_000 });
  speak(call);
};

/** A voice, so that the line has something to draw. */
function speak(call: FakeCall): void {
  let step = 0;
  const next = () => {
    step++;
    const level = Math.abs(Math.sin(step / 4) * Math.sin(step / 13)) * 0.9 + 0.08;
    call.level('local', level);
    call.level('remote', 0.6);
    if (step < 400) setTimeout(next, 40);
  };
  next();
}

async function calls(): Promise<void> {
  const row = section('Idle and disabled', 120);
  row.className = 'row';
  row.append(
    await button({}, undefined, false, 'Call support'),
    await button({ variant: 'soft' }, undefined, false, 'Call support'),
    await button({ variant: 'outline' }, undefined, false, 'Call support'),
    await button({ size: 'small' }, undefined, false, 'Call'),
    await button({ variant: 'icon' }),
    await button({ disabled: '' }, undefined, false, 'Call support'),
  );
  const focused = await button({}, undefined, false, 'Keyboard focus');
  row.append(focused);
  const handset = section('Handset', 300);
  const withNote = async (attributes: Record<string, string>, label: string, note: string) => {
    const element = await button({ variant: 'handset', ...attributes }, undefined, false, label);
    const line = document.createElement('span');
    line.slot = 'note';
    line.textContent = note;
    element.append(line);
    return element;
  };
  show(handset, 'Handset', await withNote({}, 'Talk to Maya', 'Answers in about a minute'));
  show(handset, 'Plain', await button({ variant: 'handset' }));
  show(handset, 'Disabled', await withNote({ to: '' }, '', 'Open again at 09:00'));

  const through = section('Getting through', 480);
  show(through, 'Asking for the microphone', await button({}, (_, call) => call.set({ requestingMedia: true })));
  show(through, 'Calling', await button({}, (_, call) => call.set({ state: 'initiated' })));
  show(through, 'Ringing', await button({}, (_, call) => call.set({ state: 'ringing' })));
  show(through, 'Incoming', await button({}, () => {}, true));

  const inCall = section('In the call', 480);
  show(inCall, 'Answered', await button({}, talking));
  show(
    inCall,
    'Muted',
    await button({}, (client, call) => {
      talking(client, call);
      call.setMuted(true);
    }),
  );
  show(
    inCall,
    'On hold',
    await button({}, (client, call) => {
      talking(client, call);
      void call.hold();
      call.set({ heldAtMs: client.clock.now() - 72_000 });
    }),
  );
  show(
    inCall,
    'Reconnecting',
    await button({}, (client, call) => {
      talking(client, call);
      call.set({ reconnecting: true });
    }),
  );
  show(
    inCall,
    'Weak',
    await button({}, (client, call) => {
      talking(client, call);
      call.set({ quality: 2 });
    }),
  );
  show(
    inCall,
    'Held back by the browser',
    await button({}, (client, call) => {
      talking(client, call);
      call.set({ soundBlocked: true });
    }),
  );
  show(inCall, 'Very long name', await button({ name: 'Wolfeschlegelsteinhausenbergerdorff von und zu Hohenlohe' }, talking));

  const after = section('After', 300);
  const ends = ['rejected', 'unanswered', 'busy', 'failed', 'unreachable'] as const;
  show(
    after,
    'Completed',
    await button({}, (client, call) => {
      call.connect();
      call.set({ connectedAtMs: client.clock.now() - 4 * MINUTES - 12_000 });
      call.finish('completed');
    }),
  );
  for (const reason of ends) show(after, reason, await button({ messageable: '' }, (_, call) => call.finish(reason)));
  show(after, 'Missed', await button({}, (_, call) => call.finish('cancelled'), true));
  show(after, 'Elsewhere', await button({}, (_, call) => call.finish('answered_elsewhere'), true));

  const trouble = section('Microphone trouble', 300);
  for (const code of ['media:denied', 'media:not-found', 'media:in-use', 'media:policy'] as const)
    show(trouble, code, await button({}, (_, call) => call.finish('failed', code)));
}

async function over(): Promise<void> {
  const header = document.createElement('header');
  header.append('kiln & co', await button({ expand: 'over' }, talking));
  document.body.append(header);
}

async function toast(): Promise<void> {
  const client = new FakeClient('alice', { maya: 'Maya Okafor', amira: 'Amira Haddad' });
  const element = document.createElement('incoming-call');
  element.client = client;
  document.body.append(element);
  await element.updateComplete;
  const first = client.calls.ring('maya', 'Maya Okafor');
  await client.clock.advance(10);
  talking(client, first);
  client.calls.ring('amira', 'Amira Haddad');
  await client.clock.advance(10);
  const alone = new FakeClient('alice');
  const second = document.createElement('incoming-call');
  second.client = alone;
  second.style.setProperty('--earshot-inset', '210px');
  document.body.append(second);
  await second.updateComplete;
  alone.calls.ring('jonas', 'Jonas Lindqvist');
  await alone.clock.advance(10);
}

const style = new CSSStyleSheet();
style.replaceSync(`
  body { margin: 0; padding: 20px 32px 40px; background: light-dark(#f6f3ee, #141210); color: light-dark(#241d17, #efece6); font: 16px/1.5 Inter, system-ui, sans-serif; }
  @media (max-width: 400px) { body { padding: 12px 0; } h3, figcaption { margin-inline: 8px; } }
  h3 { font-size: 15px; margin-block: 28px 12px; }
  .grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(var(--min), 100%), 1fr)); gap: 18px 24px; align-items: start; }
  .row { display: flex; flex-wrap: wrap; gap: 14px; }
  figure { margin: 0; min-inline-size: 0; } figcaption { font-size: 12px; margin-block-end: 6px; }
  header { display: flex; justify-content: space-between; align-items: center; padding: 10px 16px; border-radius: 14px; background: light-dark(#fff, #201d1a); }
`);
document.adoptedStyleSheets = [style];

const galleries: Record<string, () => Promise<void>> = {
  call: calls,
  over,
  toast,
  doctor: () => doctors(section, show),
  panel: () => panels(section, show),
  ringing,
  companions: () => companions(section, show),
};
await galleries[document.body.dataset.gallery ?? 'call']!();
const elements = [...document.querySelectorAll('voice-call-button')];
for (const element of elements) element.updateComplete;
// what shows a call is loaded on demand; then the scenes play
await new Promise((resolve) => setTimeout(resolve, 100));
for (const scene of scenes) scene();
await new Promise((resolve) => setTimeout(resolve, 1_600));
document.querySelectorAll('voice-call-button')[6]?.focus();
document.body.dataset.ready = '';
