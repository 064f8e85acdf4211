import { expect, fixture, html } from '@open-wc/testing';
import type { ChatChannel } from './chat-channel/chat-channel.ts';
import { extras } from './chat-channel/extras-door.ts';
import { ChatClient, NOW, talk } from './chat-channel/testing.ts';
import './chat-channel/define.ts';
import './incoming-call/define.ts';
import type { IncomingCall } from './incoming-call/incoming-call.ts';
import { FakeClient, listenToSpeech } from './internal/testing.ts';
import './voice-call-button/define.ts';
import type { VoiceCallButton } from './voice-call-button/voice-call-button.ts';

/** Elements that an element holds, at most: each is laid out and styled on every page. */
const MOST = {
  'voice-call-button idle': 9,
  'voice-call-button ringing': 61,
  'voice-call-button calling': 89,
  'voice-call-button connected': 63,
  'incoming-call at rest': 3,
  'incoming-call ringing': 38,
  'chat-channel with 30 messages': 470,
};

/** All elements under a node, into shadow roots. */
function elements(root: ParentNode): number {
  let count = 0;
  for (const element of root.querySelectorAll('*')) count += 1 + (element.shadowRoot ? elements(element.shadowRoot) : 0);
  return count;
}

const STILL_FRAMES = 15;

/** What is loaded on demand, and what comes with the first look at the page, is there and drawn: nothing has come or gone for some frames. */
async function drawn(el: VoiceCallButton | IncomingCall, client: FakeClient): Promise<void> {
  await client.clock.advance(1);
  await Promise.all([import('./voice-call-button/live.ts'), import('./incoming-call/live.ts')]);
  for (let still = 0, before = 0; still < STILL_FRAMES; still++) {
    await new Promise((done) => requestAnimationFrame(done));
    await el.updateComplete;
    const now = elements(el.shadowRoot!);
    if (now !== before) still = 0;
    before = now;
  }
}

describe('elements under', () => {
  const newClient = () => new FakeClient('alice', { maya: 'Maya Okafor' });
  const hold = (what: keyof typeof MOST, el: Element) => expect(elements(el.shadowRoot!), what).to.be.within(1, MOST[what]);
  let speech: ReturnType<typeof listenToSpeech>;
  beforeEach(() => {
    speech = listenToSpeech();
  });
  afterEach(() => speech.stop());

  it('<voice-call-button> at rest, while it rings there, here, and when it is connected', async () => {
    const client = newClient();
    const el = await fixture<VoiceCallButton>(html`<voice-call-button to="maya" .client=${client}></voice-call-button>`);
    await el.updateComplete;
    hold('voice-call-button idle', el);
    el.call();
    await drawn(el, client);
    hold('voice-call-button calling', el);
    client.calls.calls[0]!.connect();
    await drawn(el, client);
    hold('voice-call-button connected', el);
    await client.calls.calls[0]!.end();
    const other = newClient();
    const callee = await fixture<VoiceCallButton>(html`<voice-call-button to="maya" .client=${other}></voice-call-button>`);
    other.calls.ring('maya');
    await drawn(callee, other);
    hold('voice-call-button ringing', callee);
  });

  it('<incoming-call> at rest and while it rings', async () => {
    const client = newClient();
    const el = await fixture<IncomingCall>(html`<incoming-call .client=${client}></incoming-call>`);
    hold('incoming-call at rest', el);
    client.calls.ring('maya', 'Maya Okafor');
    await drawn(el, client);
    hold('incoming-call ringing', el);
  });

  it('<chat-channel> with 30 messages, everything of it loaded', async () => {
    const client = new ChatClient('alice');
    client.chat.view('lobby').items = talk(30, NOW);
    const el = await fixture<ChatChannel>(
      html`<chat-channel channel-id="lobby" style="block-size:500px;inline-size:400px" .client=${client}></chat-channel>`,
    );
    await extras.load();
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    while (!el.more) await frame();
    const scroller = el.shadowRoot!.querySelector('.scroll')!;
    while (el.shadowRoot!.querySelectorAll('[role=listitem]').length < 30) {
      scroller.scrollTop = 0;
      await frame();
    }
    await el.updateComplete;
    hold('chat-channel with 30 messages', el);
  });
});
