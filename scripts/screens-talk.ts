/** The gallery of what chat has beyond text: quotes, reactions, panels, menus, lists. */
import '../src/elements/chat-channel/define.ts';
import '../src/elements/chat-channel-list/define.ts';
import '../src/elements/chat-launcher/define.ts';
import '../src/elements/presence-badge/define.ts';
import type { ChatMessage } from '../src/core/chat/api.ts';
import type { Message } from '../src/core/protocol/index.ts';
import type { ChatChannel } from '../src/elements/chat-channel/chat-channel.ts';
import { alice, ChatClient, FakeView, fakeUser, NOW, said } from '../src/elements/chat-channel/testing.ts';
import { head, ListClient, posted } from '../src/elements/chat-channel-list/testing.ts';

type Figure = (caption: string, node: HTMLElement) => void;

const MINUTE = 60_000;
const maya = fakeUser('maya', 'Maya Okafor');
const jonas = fakeUser('jonas', 'Jonas Lind');
const leo = fakeUser('leo', 'Leo Tanaka');

const SAID: Record<string, string[]> = {
  ar: ['كم وعاءً في الدفعة الأولى؟ يفتحون في 14.', '48 وعاءً و24 مزهرية. كلها مزججة قبل يوم الخميس.', 'قواعد الفرن: لا شيء رطب.', 'نلتقي غدًا at 8:30'],
  de: [
    'Wie viele Schalen sind in der ersten Ladung? Sie öffnen am 14.',
    '48 Schalen, 24 Vasen. Bis Donnerstag alle glasiert.',
    'Ofenregeln: nichts Feuchtes.',
    'Bis morgen um 8:30',
  ],
  en: [
    'How many bowls in the first batch? They open on the 14th.',
    '48 bowls, 24 vases. All glazed by Thursday.',
    'Kiln rules: nothing damp.',
    'See you at 8:30',
  ],
};
const [bowls, glazed, rules, tomorrow] = (SAID[document.documentElement.lang] ?? SAID.en)! as [string, string, string, string];

function rich(user: typeof maya, text: string | undefined, atMs: number, more: Partial<Message>, fields: Partial<ChatMessage> = {}): ChatMessage {
  const item = said(user, text, atMs, fields);
  return { ...item, message: { ...item.message!, ...more } as Message };
}

const frames = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
};

async function until<T>(look: () => T | null | undefined | false): Promise<T> {
  for (;;) {
    const found = look();
    if (found) return found;
    await frames(1);
  }
}

const question = said(maya, bowls, NOW - 9 * MINUTE);
const voice = { file_id: 'v', type: 'audio/mp4', name: 'v.m4a', url: 'data:,', size: 9 };
const pinned = rich(maya, rules, NOW - 20 * MINUTE, { pinned: { at_ms: NOW, user_id: 'maya' }, edited_at: NOW });
const call = { call_id: 'c', caller: 'maya', callee: 'alice', media: ['audio'], started_at: NOW, ended_at: NOW };

function everything(view: FakeView): void {
  view.items = [
    pinned,
    question,
    rich(
      alice,
      glazed,
      NOW - 8 * MINUTE,
      {
        reply_to: { message_id: question.message!.message_id, user_id: 'maya', name: 'Maya Okafor', type: 'text', excerpt: bowls },
        reactions: [
          { emoji: '👍', count: 2, user_ids: ['alice', 'jonas'], mine: true },
          { emoji: '🎉', count: 1, user_ids: ['jonas'] },
        ],
      },
      { sendState: 'read' },
    ),
    rich(maya, tomorrow, NOW - 7 * MINUTE, {
      forwarded: { user_id: 'leo', name: 'Leo', at_ms: NOW },
      thread: { count: 3, last_at: NOW, user_ids: ['jonas', 'leo'] },
      reactions: [{ emoji: '❤️', count: 1, user_ids: ['leo'] }],
    }),
    rich(
      jonas,
      undefined,
      NOW - 6 * MINUTE,
      {
        type: 'file',
        voice: { duration_ms: 42_000, waveform: [...'abcdefghijklmnopqrstuvwxyzabcdef'].map((c, i) => (c.charCodeAt(0) * (i + 7)) % 32) },
      },
      { file: voice },
    ),
    rich(alice, 'Oops', NOW - 5 * MINUTE, {}, { deleting: true }),
    rich(leo, undefined, NOW - 4 * MINUTE, { hidden: true }),
    rich(maya, '-', NOW - 3 * MINUTE, { type: 'call', call: { ...call, end_reason: 'unanswered' } } as Partial<Message>),
    rich(maya, '-', NOW - 2 * MINUTE, { type: 'call', call: { ...call, end_reason: 'completed', answered_at: NOW - 252_000 } } as Partial<Message>),
    said(alice, undefined, NOW - MINUTE, {
      localFile: { name: 'kiln.mov', type: 'video/quicktime', size: 42_000_000 },
      progress: 0.43,
      paused: true,
      sendState: 'sending',
    }),
  ];
  view.typing = [jonas];
  view.deeds = { pins: async () => [pinned.message!] };
}

const few = (view: FakeView): void => {
  view.items = [question, rich(alice, glazed, NOW - 8 * MINUTE, { edited_at: NOW }, { sendState: 'read' })];
};

type Scene = [
  caption: string,
  prepare: (view: FakeView, client: ChatClient) => void,
  then?: (element: ChatChannel, root: ShadowRoot) => unknown,
  height?: number,
];

const item = (element: ChatChannel, index: number) => element.model.items[index] as ChatMessage;
const type = (root: ShadowRoot, text: string) => {
  const area = root.querySelector('textarea')!;
  area.value = text;
  area.setSelectionRange(text.length, text.length);
  area.dispatchEvent(new Event('input'));
};

const SCENES: Scene[] = [
  ['Everything', everything, undefined, 1_240],
  [
    'Pins',
    (view) => {
      few(view);
      view.deeds = { pins: async () => [pinned.message!, question.message!] };
    },
    (element) => element.more!.openPins(),
  ],
  [
    'Search',
    (view) => {
      few(view);
      view.deeds = { search: async () => ({ messages: [question.message!, pinned.message!], next: 'n' }) as never };
    },
    async (element, root) => {
      element.more!.openSearch();
      const box = await until(() => root.querySelector<HTMLInputElement>('input[type=search]'));
      box.value = bowls.split(' ')[1]!;
      box.dispatchEvent(new Event('input'));
      await frames(2);
      await (element.clock as unknown as { advance(ms: number): Promise<void> }).advance(400);
    },
  ],
  ['Thread', (view) => few(view), (element) => element.more!.openThread(question.message!.message_id)],
  [
    'Edit history',
    (view) => {
      few(view);
      view.deeds = { versions: async () => [{ content: '40', at_ms: NOW - 20 * MINUTE }] };
    },
    (element) => element.more!.openVersions(item(element, 1)),
  ],
  [
    'Forward',
    (view, client) => {
      few(view);
      Object.assign(client.chat, { channels: [head('kiln', 'Kiln', undefined), head('cafe', 'Harbour Café', undefined)] });
    },
    (element) => element.more!.openForward(item(element, 0)),
  ],
  ['Report', few, (element) => element.more!.openReport(item(element, 0))],
  [
    'Slow, answering',
    (view) => {
      few(view);
      view.slowUntilMs = NOW + 12_000;
    },
    (element) => element.reply(item(element, 0)),
  ],
  ['Editing', few, (element) => element.edit(item(element, 1))],
  [
    'Mention',
    (view) => {
      few(view);
      view.members = [alice, maya, jonas, leo];
    },
    (_element, root) => type(root, '@'),
  ],
  [
    'Send later',
    few,
    async (_element, root) => {
      type(root, tomorrow);
      await frames(3);
      root.querySelector('[part=send]')!.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }));
      await until(() => root.querySelector('.later'));
    },
  ],
];

const EMOJI: Scene = [
  'Emoji',
  few,
  async (_element, root) => {
    (await until(() => root.querySelector<HTMLElement>('.em button'))).click();
    await until(() => root.querySelector('.emo-q'));
  },
];

async function channel(figure: Figure, [caption, prepare, then, height = 460]: Scene): Promise<ChatChannel> {
  const client = new ChatClient('alice');
  const view = client.chat.view('lobby');
  view.members = [alice, maya, jonas];
  view.role = 'manager';
  prepare(view, client);
  const open = client.chat.open.bind(client.chat);
  client.chat.open = (channelId, threadId) => {
    if (threadId === undefined) return open(channelId);
    const thread = client.chat.view(`${channelId}/${threadId}`);
    thread.items = [question, said(jonas, glazed, NOW - 3 * MINUTE), said(alice, tomorrow, NOW - 2 * MINUTE)];
    return open(`${channelId}/${threadId}`);
  };
  const element = document.createElement('chat-channel');
  element.channelId = 'lobby';
  element.client = client;
  element.style.blockSize = `${height}px`;
  figure(caption, element);
  await until(() => element.more);
  await client.clock.advance(500);
  await frames(3);
  await then?.(element, element.shadowRoot!);
  await frames(4);
  return element;
}

async function lists(figure: Figure): Promise<void> {
  const client = new ListClient();
  const now = client.clock.now();
  client.chat.show(
    head('orders', 'Workshop orders', posted('orders', bowls, now - MINUTE), { unread: 12, mentions: 1 }),
    head('kiln', 'Kiln', posted('kiln', rules, now - 90 * MINUTE), { freeze: true }),
    head('cafe', 'Harbour Café', posted('cafe', tomorrow, now - 26 * 60 * MINUTE), { notify: { muted: true } as never, unread: 3 }),
    head('leo', 'Leo Tanaka', undefined),
  );
  client.drafts.set('kiln', glazed);
  const list = document.createElement('chat-channel-list');
  list.client = client;
  list.style.blockSize = '420px';
  figure('Channel list', list);
  const badges = document.createElement('div');
  badges.style.cssText = 'display:grid;gap:10px;justify-items:start';
  for (const status of ['online', 'away', 'busy', 'call', 'offline'] as const) {
    const badge = document.createElement('presence-badge');
    badge.status = status;
    badge.client = client;
    if (status === 'away') badge.since = now - 12 * MINUTE;
    if (status === 'busy') badge.until = now + 60 * MINUTE;
    if (status === 'offline') badge.since = now - 3 * 60 * MINUTE;
    badges.append(badge);
  }
  figure('Presence', badges);
  const launcher = document.createElement('chat-launcher');
  Object.assign(client.chat, { open: (channelId: string) => new FakeView(channelId) });
  launcher.client = client;
  launcher.channelId = 'orders';
  document.body.append(launcher);
  for (let i = 0; i < 8; i++) {
    await client.clock.advance(0);
    await frames(2);
  }
  launcher.open = innerWidth > 480; // else it is the whole page
  await frames(6);
}

export async function talks(figure: Figure): Promise<void> {
  for (const scene of SCENES) await channel(figure, scene);
  await lists(figure);
  document.body.style.paddingBlockEnd = '760px'; // the launcher's place
  // one menu at a time is open on a page
  const last = await channel(figure, ['Menu', few]);
  last.more!.openMenu(item(last, 1), last.shadowRoot!.querySelectorAll<HTMLElement>('[role=listitem] .bub')[1]!);
  await until(() => last.shadowRoot!.querySelector('.menu:popover-open'));
  // closes when the focus goes
  await channel(figure, EMOJI);
  await frames(4);
}
