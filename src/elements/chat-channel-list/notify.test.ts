import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { Emitter } from '../../core/base/emitter.ts';
import { EarshotError } from '../../core/protocol/index.ts';
import type { Push, PushEvents, PushOptions, PushState } from '../../core/push/api.ts';
import type { ChatChannelList } from './chat-channel-list.ts';
import './define.ts';
import { listenToSpeech } from '../internal/testing.ts';
import type { ChatChannelListSelectEvent } from './events.ts';
import { head, ListClient, posted } from './testing.ts';

class FakePush extends Emitter<PushEvents> implements Push {
  state: PushState = 'off';
  readonly given: PushOptions[] = [];
  refuses = false;

  async enable(options: PushOptions = {}): Promise<void> {
    this.given.push(options);
    if (this.refuses) {
      this.to('denied');
      throw new EarshotError('push:denied', 'be told by push');
    }
    this.to('on');
  }

  async disable(): Promise<void> {
    this.to('off');
  }

  to(state: PushState): void {
    this.state = state;
    this.emit('change');
  }

  clicked(channelId: string, messageId: number): void {
    this.emit('open', { kind: 'message', channelId, messageId });
  }

  dispose(): void {}
}

let client: ListClient;
let push: FakePush;
let speech: ReturnType<typeof listenToSpeech>;

async function settled(el: ChatChannelList): Promise<void> {
  for (let i = 0; i < 8; i++) {
    await client.clock.advance(0);
    await import('./list.ts'); // loaded on demand
    await import('./notify.ts');
    await import('../../core/push/push.ts');
    await el.updateComplete;
  }
}

async function make(): Promise<ChatChannelList> {
  const frame = await fixture<HTMLElement>(
    html`<div style="inline-size:300px;block-size:500px"><chat-channel-list .client=${client} notify-me selected="orders"></chat-channel-list></div>`,
  );
  const el = frame.querySelector('chat-channel-list')!;
  await settled(el);
  return el;
}

const part = (el: ChatChannelList, name: string) => el.renderRoot.querySelector<HTMLButtonElement>(`[part=${name}]`);

describe('<chat-channel-list> and being notified', () => {
  beforeEach(() => {
    speech = listenToSpeech();
    client = new ListClient();
    push = new FakePush();
    client.provide(Symbol.for('earshot/push'), push);
    client.chat.show(head('orders', 'Workshop orders', posted('orders', 'hi', client.clock.now())), head('glaze', 'Glaze lab', undefined));
  });

  afterEach(() => speech.stop());

  it('offers it by a button, in the language of its own words, and takes it back', async () => {
    const el = await make();
    const button = part(el, 'notify')!;
    expect([button.ariaLabel, button.ariaPressed]).to.deep.equal(['Notify me', 'false']);
    await expect(el).to.be.accessible();
    button.focus();
    await sendKeys({ press: 'Enter' });
    await settled(el);
    expect(push.given[0]?.language).to.equal('en');
    expect([part(el, 'notify')!.ariaPressed, speech.said]).to.deep.equal(['true', ['You’ll be notified on this device.']]);
    await sendKeys({ press: 'Enter' });
    await settled(el);
    expect(part(el, 'notify')!.ariaPressed).to.equal('false');
  });

  it('is quiet where there is no push, and once its user has said no', async () => {
    push.state = 'unsupported';
    const el = await make();
    expect(part(el, 'notify')).to.equal(null);
    push.to('off');
    push.refuses = true;
    await settled(el);
    part(el, 'notify')!.click();
    await settled(el);
    expect(part(el, 'notify')).to.equal(null);
    expect(speech.said.at(-1)).to.contain('Notifications are blocked');
  });

  it('leads to the channel whose notification was clicked', async () => {
    const el = await make();
    const chosen = oneEvent(el, 'chat-channel-list-select') as Promise<ChatChannelListSelectEvent>;
    push.clicked('glaze', 7);
    const { channelId, messageId } = await chosen;
    expect([channelId, messageId, el.selected]).to.deep.equal(['glaze', 7, 'glaze']);
  });

  it('mutes a channel from its line for so long, and lets it be heard again', async () => {
    const el = await make();
    const active = () => (el.renderRoot as ShadowRoot).activeElement as HTMLElement | null;
    /** Opens the menu of the line by its button, and waits for it. */
    const menu = async () => {
      await sendKeys({ press: 'Enter' });
      while (!part(el, 'menu')?.contains(active())) await settled(el);
      return [...part(el, 'menu')!.querySelectorAll('button')].map(({ textContent }) => textContent);
    };
    client.line.answers['channel.notify'] = () => ({ notify: { mode: 'none' } });
    el.renderRoot.querySelector<HTMLElement>('[data-key=orders]')!.focus();
    await sendKeys({ press: 'Tab' });
    const button = part(el, 'mute')!;
    expect(active() === button).to.equal(true);
    expect([button.ariaLabel, button.ariaHasPopup, button.ariaExpanded]).to.deep.equal(['Mute Workshop orders', 'menu', 'false']);
    expect(await menu()).to.deep.equal(['Mute for 1 hour', 'Mute for 8 hours', 'Mute until I turn it back on']);
    expect(button.ariaExpanded).to.equal('true');
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'Escape' });
    await settled(el);
    expect([part(el, 'menu'), active() === button, client.line.asked.some((one) => one.startsWith('channel.notify'))]).to.deep.equal([
      null,
      true,
      false,
    ]);
    await menu();
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Enter' });
    await settled(el);
    expect(client.line.asked.at(-1)).to.equal('channel.notify {"channel_id":"orders","mode":"none","seconds":28800}');
    expect(speech.said.at(-1)).to.match(/^Muted until /);
    const until = client.clock.now() + 3_600_000;
    client.chat.show(head('orders', 'Workshop orders', undefined, { notify: { mode: 'none', until } }));
    await settled(el);
    expect(el.renderRoot.querySelector('[data-key=orders] .nm')!.textContent).to.equal('Workshop orders, Muted');
    expect((await menu())[0]).to.equal('Unmute');
    await expect(el).to.be.accessible();
    delete client.line.answers['channel.notify'];
    await sendKeys({ press: 'Enter' });
    await settled(el);
    expect(client.line.asked.at(-1)).to.equal('channel.notify {"channel_id":"orders","mode":"all"}');
    expect(speech.said.at(-1)).to.contain('That didn’t work');
    await client.clock.advance(3_600_000);
    await settled(el);
    expect(el.renderRoot.querySelector('[data-key=orders] .nm')!.textContent).to.equal('Workshop orders');
  });
});
