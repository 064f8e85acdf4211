/** The page that scripts/screens-chat.ts photographs: chat, preview or talk, after the data-gallery of the body. */
import '../src/elements/chat-channel/define.ts';
import '../src/elements/media-preview/define.ts';
import type { ChatItem } from '../src/core/chat/api.ts';
import { alice, ChatClient, type FakeView, fakeUser, NOW, noticed, said } from '../src/elements/chat-channel/testing.ts';
import { load } from '../src/elements/internal/languages/languages.ts';
import type { MediaPreview } from '../src/elements/media-preview/media-preview.ts';
import { type FakeMedia, MediaClient } from '../src/elements/media-preview/testing.ts';
import { talks } from './screens-talk.ts';

const MINUTE = 60_000;
const maya = fakeUser('maya', 'Maya Okafor');
const jonas = fakeUser('jonas', 'Jonas Lind');
const amira = fakeUser('amira', 'Amira Haddad');
const leo = fakeUser('leo', 'Leo Tanaka');
const rtl = document.documentElement.dir === 'rtl';

function picture(width: number, height: number): string {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const c = canvas.getContext('2d')!;
  c.fillStyle = '#2f4a53';
  c.fillRect(0, 0, width, height);
  c.fillStyle = '#25383f';
  c.fillRect(0, height * 0.7, width, height);
  c.fillStyle = '#e9dfcd';
  c.beginPath();
  c.ellipse(width / 2, height * 0.6, width * 0.26, height * 0.24, 0, 0, 7);
  c.fill();
  return canvas.toDataURL();
}

const photo = (name = 'bowl.png') => ({ file_id: name, type: 'image/png', name, url: picture(640, 480), size: 384_000, width: 640, height: 480 });
const paper = (name: string, size: number) => ({ file_id: name, type: 'application/octet-stream', name, url: '/x', size });

const words = rtl
  ? [
      'هذا بالضبط ما طلبه المقهى. سأرسل لهم الورقة الآن.',
      'كم وعاءً في الدفعة الأولى؟ يفتحون في 14، لذا أحتاج إلى حجز الشاحنة.',
      '48 وعاءً و24 مزهرية. كلها مزججة قبل يوم الخميس.',
    ]
  : [
      'That is exactly what Harbour Café asked for. Sending them the sheet now.',
      'How many bowls in the first batch? They open on the 14th, so I need to book the van by Friday.',
      '48 bowls, 24 vases. All glazed by Thursday.',
    ];

function group(view: FakeView): void {
  const day = NOW - 20 * 60 * MINUTE;
  const items: ChatItem[] = [];
  for (let i = 0; i < 30; i++) items.push(said([maya, jonas, amira][i % 3]!, `Note ${i} about the kiln`, day - (40 - i) * 7 * MINUTE));
  items.push(
    said(alice, words[0], day),
    said(alice, undefined, day + MINUTE, { file: paper('Harbour-Cafe-quote.pdf', 1_200_000) }),
    noticed('join', leo, NOW - 96 * MINUTE),
    said(amira, words[1], NOW - 8 * MINUTE),
    said(amira, '@Jonas can you check the shelf? Plan is in https://kiln.example/delivery-sheet.', NOW - 7 * MINUTE),
    said(alice, words[2], NOW - 4 * MINUTE, { sendState: 'delivered' }),
    said(leo, 'On my way', NOW - MINUTE),
  );
  view.items = items;
  view.dividerKey = items.at(-4)!.key;
  view.dividerCount = 4;
  view.typing = [jonas];
}

const two: ChatItem[] = [
  said(jonas, 'Bowls are wrapped. Van is booked for Thursday, 8:30.', NOW - 3 * MINUTE),
  said(alice, 'Great. I will be there to load.', NOW - MINUTE),
];

const CHATS: [string, (view: FakeView, client: ChatClient) => void, number?][] = [
  ['Group, at the end', group, 700],
  [
    'Group, scrolled up',
    (view) => {
      group(view);
      view.unread = 4;
      view.typing = [];
    },
    700,
  ],
  [
    'Direct message',
    (view) => {
      view.channel = { ...view.channel!, name: 'Maya Okafor', member_count: 2 };
      view.members = [alice, maya];
      view.online = ['maya', 'alice'];
      view.items = [
        said(maya, 'Here is the shape we talked about:', NOW - 9 * MINUTE),
        said(maya, undefined, NOW - 9 * MINUTE, { file: photo() }),
        said(alice, 'Love the lip on it. Same clay body?', NOW - 5 * MINUTE),
        said(maya, 'Yes.\nFiring plan: bisque at 1000 °C, glaze at 1240 °C, hold 15 min', NOW - 4 * MINUTE),
        said(alice, '🙌', NOW - 3 * MINUTE),
        said(maya, 'شكراً جزيلاً، نلتقي غداً at 8:30', NOW - 2 * MINUTE),
      ];
    },
    700,
  ],
  ['Loading', (view) => (view.state = 'loading')],
  ['Empty', (view) => (view.channel = { ...view.channel!, member_count: 1 })],
  [
    'Offline',
    (view, client) => {
      view.items = [two[0]!, said(alice, 'Great. I will be there to load.', NOW - MINUTE, { sendState: 'sending' })];
      client.state = 'disconnected';
    },
  ],
  [
    'Reconnecting',
    (view, client) => {
      view.items = two;
      client.state = 'reconnecting';
    },
  ],
  [
    'Couldn’t load',
    (view) => {
      view.state = 'error';
      view.draft = 'Draft kept here';
    },
  ],
  [
    'Frozen',
    (view) => {
      view.items = [said(maya, 'Pausing this one while we count stock.', NOW - 2 * MINUTE), noticed('freeze', maya, NOW - MINUTE)];
      view.access = 'frozen';
    },
  ],
  [
    'Read only',
    (view) => {
      view.items = two.slice(0, 1);
      view.access = 'read-only';
    },
  ],
  [
    'Banned',
    (view) => {
      view.items = two.slice(0, 1);
      view.access = 'banned';
    },
  ],
  [
    'Send states',
    (view) => {
      view.items = (['sending', 'sent', 'delivered', 'read', 'failed'] as const).map((sendState, i) =>
        said(alice, ['Sending', 'Sent', 'Delivered', 'Read', 'The courier is outside'][i], NOW - (9 - i) * 1000, { sendState }),
      );
    },
  ],
  [
    'Files and uploads',
    (view) => {
      const up = { name: 'glaze-test-full.mov', type: 'video/quicktime', size: 42_000_000 };
      view.items = [
        said(amira, undefined, NOW - 5 * MINUTE, { file: paper('delivery-plan-june.xlsx', 84_000) }),
        said(alice, undefined, NOW - 3 * MINUTE, { localFile: up, progress: 0.43, sendState: 'sending' }),
        said(alice, undefined, NOW - 2 * MINUTE, {
          localFile: { name: 'vase.png', type: 'image/png', size: 9_000, width: 640, height: 480 },
          localUrl: picture(640, 480),
          progress: 0.6,
          sendState: 'sending',
        }),
      ];
    },
    520,
  ],
  [
    'System notices',
    (view) => {
      const people = ['Ana', 'Tom', 'Leo', 'Mia', 'Kai'].map((name) => fakeUser(name, name));
      view.items = [
        ...people.map((user, i) => noticed('join', user, NOW - (60 - i) * MINUTE)),
        noticed('leave', jonas, NOW - 50 * MINUTE),
        noticed('join', amira, NOW - 40 * MINUTE, maya),
        noticed('freeze', maya, NOW - 30 * MINUTE),
        noticed('unfreeze', maya, NOW - 20 * MINUTE),
        noticed('rename', jonas, NOW - 10 * MINUTE),
      ];
    },
  ],
  ['Attachments', (view) => (view.items = two)],
  ['Keyboard', (view) => (view.items = two)],
];

const press = (element: MediaPreview, name: string) => element.shadowRoot!.querySelector<HTMLElement>(`[aria-label="${name}"]`)!.click();
const PREVIEWS: [
  caption: string,
  prepare?: (media: FakeMedia, element: MediaPreview) => void,
  then?: (element: MediaPreview, client: MediaClient) => unknown,
][] = [
  ['Ready'],
  ['Can’t hear you', undefined, (_element, client) => client.media.hear('no-sound')],
  ['Idle', (_media, element) => (element.autostart = false)],
  [
    'Camera off, muted',
    undefined,
    (element) => {
      element.setMuted(true);
      element.setCameraOff(true);
    },
  ],
  ['Testing the speaker', undefined, (element) => press(element, 'Test speaker')],
  [
    'Not heard',
    undefined,
    async (element) => {
      press(element, 'Test speaker');
      await element.updateComplete;
      element.shadowRoot!.querySelector<HTMLElement>('.ask .btn:last-child')!.click();
    },
  ],
  [
    'Sound held back',
    undefined,
    (element, client) => {
      press(element, 'Test speaker');
      client.media.block(true);
    },
  ],
  ['Recording one’s voice', undefined, (element) => press(element, 'Test microphone')],
  [
    'Could not record',
    undefined,
    async (element, client) => {
      press(element, 'Test microphone');
      await client.clock.advance(5_000);
    },
  ],
  ['Asking for permission', (media) => (media.gate = new Promise(() => {}))],
  ['Permission denied', (media) => (media.fails = { audio: 'media:denied' })],
  [
    'Question closed',
    (media) => {
      media.fails = { audio: 'media:denied' };
      media.unanswered = true;
    },
  ],
  ['Denied by the system', (media) => (media.fails = { audio: 'media:system-denied' })],
  ['Not secure', (media) => (media.fails = { audio: 'media:insecure' })],
  ['Forbidden by the site', (media) => (media.fails = { audio: 'media:policy' })],
  ['In a frame without allow', (media) => (media.fails = { audio: 'media:iframe' })],
  [
    'No camera',
    (media) => {
      media.fails = { video: 'media:not-found' };
      media.found = { ...media.found, cameras: [] };
    },
  ],
  ['Camera blocked', (media) => (media.fails = { video: 'media:denied' })],
  ['Camera in use', (media) => (media.fails = { video: 'media:in-use' })],
  ['Camera failed', (media) => (media.fails = { video: 'media:failed' })],
  ['No microphone', (media) => (media.fails = { audio: 'media:not-found' })],
  ['Microphone in use', (media) => (media.fails = { audio: 'media:in-use' })],
  ['Failed', (media) => (media.fails = { audio: 'media:failed' })],
  ['Headset connected', undefined, (_element, client) => client.media.switchTo('AirPods Pro')],
  [
    'Picked one did not open',
    undefined,
    (element, client) => {
      const picker = element.shadowRoot!.querySelector<HTMLSelectElement>('select[data-kind=microphone]')!;
      picker.dispatchEvent(new Event('change'));
      client.media.fail('media:in-use');
    },
  ],
  [
    'Blurred, strong suppression',
    undefined,
    (element) => {
      element.setBlurred(true);
      element.setNoiseSuppression('strong');
    },
  ],
  ['Blur failed', (media) => (media.effectFails = { video: 'media:unsupported' }), (element) => element.setBlurred(true)],
  ['Sound only', (_media, element) => (element.audioOnly = true)],
];

function figure(caption: string, node: HTMLElement): void {
  const box = document.createElement('figure');
  const text = document.createElement('figcaption');
  text.textContent = caption;
  box.append(text, node);
  document.querySelector('.grid')!.append(box);
}

const frames = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
};

async function chats(): Promise<void> {
  for (const [caption, prepare, height = 440] of CHATS) {
    const client = new ChatClient('alice');
    const view = client.chat.view('lobby');
    prepare(view, client);
    const element = document.createElement('chat-channel');
    element.channelId = 'lobby';
    element.client = client;
    element.style.blockSize = `${height}px`;
    figure(caption, element);
    await element.updateComplete;
    const scroller = element.shadowRoot!.querySelector('.scroll')!;
    if (caption.includes('scrolled')) scroller.scrollTop -= 500;
    if (caption === 'Attachments') {
      const image = await (await fetch(picture(200, 200))).blob();
      const files = [
        new File([image], 'vase.png', { type: 'image/png' }),
        new File(['x'], 'quote.pdf'),
        new File([new Uint8Array(26_000_000)], 'archive-2019.zip'),
      ];
      const data = new DataTransfer();
      for (const file of files) data.items.add(file);
      element.shadowRoot!.querySelector('textarea')!.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    }
    await client.clock.advance(500);
    await frames(2);
    if (caption === 'Keyboard') {
      document.addEventListener('keydown', () => element.shadowRoot!.querySelector<HTMLElement>('[aria-posinset="2"]')?.focus(), { once: true });
    }
  }
}

async function previews(): Promise<void> {
  for (const [caption, prepare, then] of PREVIEWS) {
    const client = new MediaClient('jonas');
    client.user = jonas;
    const element = document.createElement('media-preview');
    element.client = client;
    element.autostart = true;
    prepare?.(client.media, element);
    if (caption === 'Ready') {
      const join = document.createElement('button');
      join.slot = 'actions';
      join.textContent = 'Join call';
      element.append(join);
    }
    figure(caption, element);
    if (element.autostart) {
      await client.clock.advance(1);
      while (element.state === 'idle') {
        await frames(1);
        await client.clock.advance(1);
      }
    }
    await frames(3);
    await then?.(element, client);
    const speaks = caption !== 'Can’t hear you' && caption !== 'Could not record';
    for (let i = 0; i < 60 && speaks; i++) client.media.level(0.35 + 0.3 * Math.sin(i * 0.7) * Math.sin(i * 0.23));
    setInterval(() => speaks && client.media.level(0.4 + 0.3 * Math.sin(Date.now() / 130) * Math.sin(Date.now() / 410)), 50);
    await frames(3);
  }
  await frames(40);
}

const style = document.createElement('style');
style.textContent = `body{margin:0;padding:16px;background:light-dark(#f5f2ec,#12110f);color:light-dark(#241d17,#eee);font:15px/1.4 Inter,system-ui,sans-serif}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(380px,100%),1fr));gap:22px;align-items:start}
figure{margin:0;min-inline-size:0}figcaption{margin-block-end:8px;font-size:13px}
.wide .grid{grid-template-columns:minmax(0,1fr)}
[slot=actions]{border:0;border-radius:99px;min-block-size:46px;font:inherit;font-weight:600;background:#0b6079;color:#fff}`;
document.head.append(style);
const grid = document.createElement('div');
grid.className = 'grid';
document.body.append(grid);
document.body.classList.toggle('wide', document.body.dataset.wide !== undefined);
await load(document.documentElement.lang);
await { preview: previews, chat: chats, talk: () => talks(figure) }[document.body.dataset.gallery as 'preview' | 'chat' | 'talk']();
document.body.dataset.ready = 'yes';
