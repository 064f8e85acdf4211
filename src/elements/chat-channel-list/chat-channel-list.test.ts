import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { listenToSpeech } from '../internal/testing.ts';
import type { ChatChannelList } from './chat-channel-list.ts';
import './define.ts';
import type { ChatChannelListSelectEvent } from './events.ts';
import { head, ListClient, posted } from './testing.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const $ = <T extends HTMLElement = HTMLElement>(el: ChatChannelList, selector: string) => el.shadowRoot!.querySelector<T>(selector);
const $$ = (el: ChatChannelList, selector: string) => [...el.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
const words = (node: Element | null | undefined) => node?.textContent?.replaceAll(/\s+/g, ' ').trim();
const row = (el: ChatChannelList, id: string) => $(el, `[data-key="${id}"]`)!;
const preview = (el: ChatChannelList, id: string) => words(row(el, id).querySelector('.lm'));
const focused = (el: ChatChannelList) => (el.shadowRoot!.activeElement as HTMLElement | null)?.dataset.key;

let client: ListClient;
let speech: ReturnType<typeof listenToSpeech>;
let noon: number;

async function settled(el: ChatChannelList): Promise<void> {
  for (let i = 0; i < 6; i++) {
    await client.clock.advance(0);
    await import('./list.ts'); // loaded on demand
    await el.updateComplete;
  }
}

async function make(href?: string): Promise<ChatChannelList> {
  const frame = await fixture<HTMLElement>(
    html`<div style="inline-size:300px;block-size:500px"><chat-channel-list .client=${client}></chat-channel-list></div>`,
  );
  const el = frame.querySelector('chat-channel-list')!;
  el.href = href;
  await settled(el);
  return el;
}

function showThree(): void {
  client.chat.show(
    head('orders', 'Workshop orders', posted('orders', 'Kiln two is free\nafter lunch', noon - HOUR), { unread: 2 }),
    head(
      'glaze',
      'Glaze lab',
      posted('glaze', '', noon - 2 * DAY, { user: { user_id: 'alice', name: 'Alice', created_at: 0, updated_at: 0 }, content: 'done' }),
      {
        freeze: true,
      },
    ),
    head('desk', 'Front desk', undefined),
  );
}

describe('<chat-channel-list>', () => {
  beforeEach(async () => {
    client = new ListClient();
    await client.clock.advance(new Date(client.clock.now()).setHours(36, 0, 0, 0) - client.clock.now());
    noon = client.clock.now();
    speech = listenToSpeech();
  });
  afterEach(() => speech.stop());

  it('lists the channels with the last message, when it came and what is unread', async () => {
    client.line.answers['channel.joined'] = () => new Promise(() => {});
    const el = await make();
    expect(el.matches(':state(loading)'), 'loading').to.equal(true);
    showThree();
    await settled(el);
    expect(el.matches(':state(loading)'), 'loaded').to.equal(false);
    expect($$(el, '.crow').map(({ dataset }) => dataset.key)).to.deep.equal(['orders', 'glaze', 'desk']);
    expect(preview(el, 'orders')).to.equal('Maya: Kiln two is free after lunch');
    expect(preview(el, 'glaze')).to.equal('You: done');
    expect(preview(el, 'desk')).to.equal('No messages yet');
    expect(words(row(el, 'orders').querySelector('[part=badge]'))).to.equal('2, 2 unread');
    expect(row(el, 'glaze').querySelector('[part=badge]')).to.equal(null);
    expect(words(row(el, 'glaze').querySelector('.nm'))).to.contain('Frozen');
    expect(words(row(el, 'orders').querySelector('time'))).to.match(/11.00/);
    expect(words(row(el, 'glaze').querySelector('time'))).to.match(/^\p{L}+$/u);
    await expect(el).to.be.accessible();
  });

  it('says what kind of message a file or voice message is, and leaves the name out between two', async () => {
    const file = { file_id: 'f', type: 'image/png', name: 'a.png', url: '/f', size: 1 };
    client.chat.show(
      head('photo', 'Photo', posted('photo', '', noon, { type: 'file', content: undefined, file })),
      head(
        'paper',
        'Paper',
        posted('paper', '', noon, { type: 'file', content: undefined, file: { ...file, type: 'application/pdf', name: 'plan.pdf' } }),
      ),
      head('voice', 'Voice', posted('voice', '', noon, { type: 'file', file, voice: { duration_ms: 42_000, waveform: [1] } }), { member_count: 2 }),
    );
    const el = await make();
    expect(['photo', 'paper', 'voice'].map((id) => preview(el, id))).to.deep.equal(['Maya: Photo', 'Maya: plan.pdf', 'Voice message, 0:42']);
  });

  it('marks a mention, a muted channel, a draft and who is typing', async () => {
    showThree();
    const el = await make();
    const mention = posted('orders', '@Alice look', noon, { mentions: ['alice'] });
    client.chat.show(head('orders', 'Workshop orders', mention, { unread: 1, mentions: 1 }), head('glaze', 'Glaze lab', undefined));
    await settled(el);
    expect(words(row(el, 'orders').querySelector('.at'))).to.equal(', Mentions you');
    client.drafts.set('glaze', 'Could we  move');
    client.chat.show(
      head('orders', 'Workshop orders', mention, { unread: 0 }),
      head('glaze', 'Glaze lab', undefined, { unread: 120, notify: { mode: 'none', until: noon + HOUR } }),
    );
    await settled(el);
    expect(row(el, 'orders').querySelector('.at'), 'read').to.equal(null);
    expect(preview(el, 'glaze')).to.equal('Draft: Could we move');
    expect(row(el, 'glaze').querySelector('.badge')!.className).to.equal('badge mute');
    expect(words(row(el, 'glaze').querySelector('.badge'))).to.equal('99+, 120 unread');
    client.line.typing('orders', 'alice', 'Alice');
    await settled(el);
    expect(preview(el, 'orders'), 'not me').to.equal('Maya: @Alice look');
    client.line.typing('orders', 'maya', 'Maya');
    await settled(el);
    client.chat.came(mention);
    await settled(el);
    expect(preview(el, 'orders'), 'she has sent it').to.equal('Maya: @Alice look');
    client.line.typing('orders', 'jonas', 'Jonas');
    await settled(el);
    expect(preview(el, 'orders')).to.equal('Jonas is typing…');
    await client.clock.advance(6_000);
    await settled(el);
    expect(preview(el, 'orders')).to.equal('Maya: @Alice look');
    await client.clock.advance(HOUR);
    el.requestUpdate();
    await settled(el);
    expect(row(el, 'glaze').querySelector('.badge')!.className, 'loud again').to.equal('badge');
  });

  it('is one tab stop that the arrows go along, and Enter opens', async () => {
    showThree();
    const el = await make();
    el.selected = 'glaze';
    await settled(el);
    expect($$(el, '.crow[tabindex="0"]').map(({ dataset }) => dataset.key)).to.deep.equal(['glaze']);
    expect(row(el, 'glaze').getAttribute('aria-current')).to.equal('true');
    el.focus();
    expect(el.shadowRoot!.activeElement?.localName).to.equal('input');
    await sendKeys({ press: 'ArrowDown' });
    expect(focused(el)).to.equal('orders');
    await sendKeys({ press: 'End' });
    expect(focused(el)).to.equal('desk');
    await sendKeys({ press: 'ArrowUp' });
    expect(focused(el)).to.equal('glaze');
    await sendKeys({ press: 'Home' });
    await settled(el);
    expect(focused(el)).to.equal('orders');
    expect(row(el, 'orders').tabIndex).to.equal(0);
    const chosen = oneEvent(el, 'chat-channel-list-select') as Promise<ChatChannelListSelectEvent>;
    const before = location.href;
    await sendKeys({ press: 'Enter' });
    expect((await chosen).channelId).to.equal('orders');
    expect(el.selected).to.equal('orders');
    expect(location.href).to.equal(before);
    await sendKeys({ press: '/' });
    expect(el.shadowRoot!.activeElement?.localName).to.equal('input');
  });

  it('leads where the page says', async () => {
    showThree();
    const el = await make('/chat/{id}');
    expect(row(el, 'glaze').getAttribute('href')).to.equal('/chat/glaze');
  });

  it('searches names at once and messages after a pause, marks what fits, and Escape ends it', async () => {
    showThree();
    client.line.answers['message.search'] = () => ({ messages: [posted('orders', 'the petrol glaze came up', noon - DAY, { message_id: 77 })] });
    const el = await make();
    $(el, 'input')!.focus();
    await sendKeys({ type: 'Glaze' });
    await settled(el);
    expect($$(el, '.crow').map(({ dataset }) => dataset.key)).to.deep.equal(['glaze']);
    expect(client.line.asked.filter((asked) => asked.startsWith('message.search'))).to.deep.equal([]);
    await client.clock.advance(250);
    await settled(el);
    expect(client.line.asked.at(-1)).to.equal('message.search {"query":"Glaze","limit":30}');
    expect($$(el, '.group').map(words)).to.deep.equal(['Channels', 'Messages']);
    expect($$(el, 'mark').map(words)).to.deep.equal(['glaze']);
    expect(speech.said).to.deep.equal(['2 results']);
    await expect(el).to.be.accessible();
    const chosen = oneEvent(el, 'chat-channel-list-select') as Promise<ChatChannelListSelectEvent>;
    row(el, 'orders 77').click();
    expect((await chosen).messageId).to.equal(77);
    $(el, 'input')!.focus();
    await sendKeys({ press: 'Escape' });
    await settled(el);
    expect($<HTMLInputElement>(el, 'input')!.value).to.equal('');
    expect($$(el, '.crow').length).to.equal(3);
  });

  it('says that nothing fits, and that messages could not be searched', async () => {
    showThree();
    client.line.answers['message.search'] = () => ({ messages: [] });
    const el = await make();
    $(el, 'input')!.focus();
    await sendKeys({ type: 'terracota' });
    await client.clock.advance(250);
    await settled(el);
    expect(words($(el, '.empty b'))).to.equal('No match for “terracota”');
    expect(speech.said).to.deep.equal(['No match for “terracota”']);
    await expect(el).to.be.accessible();
    $(el, '.empty .btn')!.click();
    await settled(el);
    expect(el.shadowRoot!.activeElement?.localName).to.equal('input');
    delete client.line.answers['message.search'];
    await sendKeys({ type: 'kiln' });
    await client.clock.advance(250);
    await settled(el);
    expect(words($(el, '.note'))).to.equal('Messages weren’t searched. Check your connection.');
  });

  it('says when there are none, and when there is no connection', async () => {
    const el = await make();
    await settled(el);
    expect(client.line.asked).to.deep.equal(['channel.joined {}']);
    expect(words($(el, '.empty b'))).to.equal('No channels yet');
    expect(el.matches(':state(empty)')).to.equal(true);
    client.setState('disconnected');
    await settled(el);
    expect(words($(el, '.empty b'))).to.equal('Not connected');
  });

  it('lets go of one client and follows another', async () => {
    showThree();
    const el = await make();
    const other = new ListClient();
    other.chat.show(head('other', 'Other', undefined));
    const first = client;
    el.client = client = other;
    await settled(el);
    expect($$(el, '.crow').map(({ dataset }) => dataset.key)).to.deep.equal(['other']);
    expect(first.chat.listenerCount('channels')).to.equal(0);
    expect(first.line.listenerCount('typing')).to.equal(0);
    el.remove();
    expect(other.chat.listenerCount('entry')).to.equal(0);
    expect(other.clock.pending).to.equal(0);
  });
});
