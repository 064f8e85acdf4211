import { expect, fixture, html, nextFrame, oneEvent } from '@open-wc/testing';
import { FakeClock } from '../../../test/fake-clock.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { flightOf } from '../../core/client/flight-of.ts';
import type { Client } from '../../core/client/index.ts';
import { ringingOf } from '../../core/client/ringing-of.ts';
import { EarshotError } from '../../core/protocol/errors.ts';
import type { RingingOptions } from '../../core/ringing/api.ts';
import { FakeClient } from '../internal/testing.ts';
import '../voice-call-button/define.ts';
import type { VoiceCallButton } from '../voice-call-button/voice-call-button.ts';
import './define.ts';
import { EarshotClient, type EarshotClientErrorEvent, type EarshotClientStateEvent } from './earshot-client.ts';

/** Nothing listens there: what is made is what matters here. */
const HOST = '127.0.0.1:9';

const make = () => fixture<EarshotClient>(html`<earshot-client host=${HOST} app-id="demo" user-id="alice" token="t"><p>page</p></earshot-client>`);
const disabled = (button: VoiceCallButton) => button.matches(':state(disabled)');

describe('<earshot-client>', () => {
  it('makes and connects one client from its attributes, and shows the page inside', async () => {
    const el = await make();
    const { client } = el;
    expect([client?.host, client?.appId, client?.userId]).to.deep.equal([HOST, 'demo', 'alice']);
    expect(client?.state).to.not.equal('idle');
    expect(getComputedStyle(el).display).to.equal('contents');
  });

  it('uses the host of the page when none is given', async () => {
    const el = await fixture<EarshotClient>(html`<earshot-client app-id="demo" user-id="alice" token="t"></earshot-client>`);
    expect(el.client?.host).to.equal(location.host);
  });

  it('waits until it knows who talks, in whatever order that is told', async () => {
    const el = await fixture<EarshotClient>(html`<earshot-client host=${HOST}></earshot-client>`);
    expect(el.client).to.equal(undefined);
    el.tokenProvider = async () => 't';
    el.userId = 'alice';
    await el.updateComplete;
    expect(el.client).to.equal(undefined);
    el.appId = 'demo';
    await el.updateComplete;
    expect(el.client?.userId).to.equal('alice');
  });

  it('makes one new client for several changed attributes, and disposes the old one', async () => {
    const el = await make();
    const before = el.client!;
    const seen = new Set<ClientApi | undefined>();
    el.userId = 'bob';
    el.appId = 'other';
    await el.updateComplete;
    seen.add(el.client);
    expect([seen.size, el.client!.userId, el.client!.appId, before.state]).to.deep.equal([1, 'bob', 'other', 'disconnected']);
  });

  it('asks other tabs for their socket where the page wants that', async () => {
    await fixture<EarshotClient>(html`<earshot-client host=${HOST} app-id="demo" user-id="sharer" token="t" tabs="shared"></earshot-client>`);
    const channel = new BroadcastChannel(`earshot:socket:1:ws://${HOST}/v1/socket:demo:sharer:${localStorage.getItem('earshot:device')}`);
    const asked = await new Promise<{ k: string }>((resolve) => {
      channel.onmessage = ({ data }) => resolve(data);
    });
    channel.close();
    expect(['open', 'hub', 'shut', 'closed']).to.include(asked.k);
  });

  it('limits the calls at once, from its attribute and later, without a new client', async () => {
    const el = await fixture<EarshotClient>(
      html`<earshot-client host=${HOST} app-id="demo" user-id="alice" token="t" max-calls="1"></earshot-client>`,
    );
    const client = el.client as Client;
    const talk = await client.calls.make('bob');
    const refused = await client.calls.make('carol').catch((error: EarshotError) => error.code);
    expect(refused).to.equal('call:limit');
    el.setAttribute('max-calls', '2');
    await el.updateComplete;
    const second = await client.calls.make('carol');
    expect([el.client === client, talk.state, second.peer.user_id]).to.deep.equal([true, 'initiating', 'carol']);
    el.removeAttribute('max-calls');
    await el.updateComplete;
    expect(client.settings.maxCalls).to.equal(2);
  });

  it('warns about a limit that is none, and keeps two', async () => {
    const warned: unknown[] = [];
    const { warn } = console;
    console.warn = (...args: unknown[]) => void warned.push(args.join(' '));
    try {
      const el = await fixture<EarshotClient>(
        html`<earshot-client host=${HOST} app-id="demo" user-id="alice" token="t" max-calls="none"></earshot-client>`,
      );
      expect((el.client as Client).settings.maxCalls).to.equal(2);
    } finally {
      console.warn = warn;
    }
    expect(warned).to.have.lengthOf(1);
    expect(warned[0]).to.contain('max-calls');
  });

  it('keeps a recording of what happens, unless told not to', async () => {
    const markup = (off: boolean) => html`<earshot-client host=${HOST} app-id="demo" user-id="alice" token="t" ?no-recorder=${off}></earshot-client>`;
    const [on, off] = [await fixture<EarshotClient>(markup(false)), await fixture<EarshotClient>(markup(true))];
    const names = async (el: EarshotClient) => (await flightOf(el.client!)).events.map(({ name }) => name);
    expect(await names(on)).to.include.members(['start', 'state']);
    expect(await names(off)).to.deep.equal([]);
  });

  it('plays the sounds that its attributes name, now and later, silence for none, and its own again', async () => {
    const el = await fixture<EarshotClient>(
      html`<earshot-client host=${HOST} app-id="demo" user-id="alice" token="t" ringtone="/bell.mp3" busy-tone="none"></earshot-client>`,
    );
    const client = el.client as Client;
    await client.calls.make('bob');
    const ringing = await ringingOf(client);
    const sounds = async (there: (sounds: NonNullable<RingingOptions['sounds']>) => boolean) => {
      while (!there(ringing.options.sounds ?? {})) await nextFrame();
      return ringing.options.sounds;
    };
    expect(await sounds(({ busy }) => busy === false)).to.deep.equal({ ringtone: '/bell.mp3', busy: false });
    el.setAttribute('ringback', '/there.mp3');
    el.removeAttribute('ringtone');
    expect(await sounds(({ ringback }) => !!ringback)).to.deep.equal({ ringtone: undefined, busy: false, ringback: '/there.mp3' });
  });

  it('keeps its client through a move and a double mount', async () => {
    const el = await make();
    const clock = new FakeClock();
    el.clock = clock;
    const { client } = el;
    const shelf = document.createElement('div');
    el.after(shelf);
    shelf.append(el);
    el.remove();
    shelf.append(el);
    expect(clock.pending).to.equal(0);
    await clock.advance(60_000);
    expect(el.client === client).to.equal(true);
    expect(client!.state).to.not.equal('disconnected');
  });

  it('ends its client some time after it was removed, and makes one when it is back', async () => {
    const el = await make();
    const clock = new FakeClock();
    el.clock = clock;
    const client = el.client!;
    const ended = new Promise<void>((resolve) => client.on('state', (state) => state === 'disconnected' && resolve()));
    const parent = el.parentElement!;
    el.remove();
    expect(el.client === client).to.equal(true);
    await clock.advance(60_000);
    await ended;
    expect(el.client).to.equal(undefined);
    parent.append(el);
    await el.updateComplete;
    expect(el.client !== client && el.client?.userId === 'alice').to.equal(true);
  });

  it('provides a client of the page, and leaves connecting and disposing it to the page', async () => {
    const own = new FakeClient('alice', { maya: 'Maya' });
    const el = await fixture<EarshotClient>(html`<earshot-client .client=${own}><voice-call-button to="maya"></voice-call-button></earshot-client>`);
    const button = el.querySelector('voice-call-button')!;
    await button.updateComplete;
    expect(disabled(button)).to.equal(false);
    const clock = new FakeClock();
    el.clock = clock;
    el.remove();
    await clock.advance(60_000);
    expect(own.asked).to.deep.equal([]);
  });

  it('reaches elements that were there before it, and moved ones meet their new client', async () => {
    const place = await fixture<HTMLElement>(html`<div><voice-call-button to="maya"></voice-call-button></div>`);
    const button = place.querySelector('voice-call-button')!;
    expect(disabled(button)).to.equal(true);
    const [a, b] = [new FakeClient('alice'), new FakeClient('carol')].map((client) => {
      const provider = document.createElement('earshot-client');
      provider.client = client;
      place.append(provider);
      return provider;
    });
    a!.append(button);
    await a!.updateComplete;
    await button.updateComplete;
    expect(disabled(button)).to.equal(false);
    b!.append(button);
    await b!.updateComplete;
    await button.updateComplete;
    expect([a!.client, b!.client].map((client) => (client as FakeClient).calls.listenerCount())).to.deep.equal([0, 1]);
    place.append(button);
    await button.updateComplete;
    expect(disabled(button)).to.equal(true);
  });

  it('reaches the elements inside it when it is defined after them, in the order that a page loads things', async () => {
    const place = await fixture<HTMLElement>(
      html`<div><late-client><late-client><voice-call-button to="maya"></voice-call-button></late-client></late-client></div>`,
    );
    const button = place.querySelector('voice-call-button')!;
    expect(disabled(button)).to.equal(true);
    customElements.define('late-client', class extends EarshotClient {});
    const [outer, inner] = [...place.querySelectorAll<EarshotClient>('late-client')];
    const [far, near] = [new FakeClient('alice'), new FakeClient('carol')];
    outer!.client = far;
    inner!.client = near;
    await inner!.updateComplete;
    await button.updateComplete;
    expect(disabled(button)).to.equal(false);
    expect([far, near].map((client) => client.calls.listenerCount())).to.deep.equal([0, 1]); // the nearest alone
  });

  it('tells of its state and of errors by events that bubble', async () => {
    const own = new FakeClient();
    const el = await fixture<EarshotClient>(html`<earshot-client .client=${own}></earshot-client>`);
    const state = oneEvent(el.parentElement!, 'earshot-client-state') as Promise<EarshotClientStateEvent>;
    own.setState('reconnecting');
    expect([(await state).state, (await state).previous]).to.deep.equal(['reconnecting', 'connected']);
    const failed = oneEvent(el.parentElement!, 'earshot-client-error') as Promise<EarshotClientErrorEvent>;
    own.fail(new EarshotError('connection:unreachable', 'connect'));
    expect((await failed).error.code).to.equal('connection:unreachable');
  });

  it('warns of a host that is none, and does not throw', async () => {
    const warn = console.warn;
    const warned: unknown[] = [];
    console.warn = (...args) => warned.push(args);
    const el = await fixture<EarshotClient>(html`<earshot-client host="https://x/y z" app-id="demo" user-id="alice" token="t"></earshot-client>`);
    console.warn = warn;
    expect([el.client, warned.length]).to.deep.equal([undefined, 1]);
  });

  it('speaks the language of the page or its own, fetched when it is needed, in the direction of that language', async () => {
    const root = document.documentElement;
    const before = root.lang;
    const el = await fixture<EarshotClient>(html`<earshot-client><voice-call-button></voice-call-button></earshot-client>`);
    const button = el.querySelector('voice-call-button')!;
    const label = () => button.shadowRoot!.querySelector('button')!.textContent!.trim();
    const spoken = async (text: string) => {
      while (label() !== text) await nextFrame();
    };
    expect(label()).to.equal('Call');
    try {
      root.lang = 'de-AT';
      await spoken('Anrufen');
      el.lang = 'ar';
      await spoken('اتصال');
      expect(el.dir).to.equal('rtl');
      expect(button.matches(':dir(rtl)')).to.equal(true);
      el.lang = 'ko';
      await spoken('전화 걸기');
      expect(el.hasAttribute('dir')).to.equal(false);
      el.lang = 'en';
      await spoken('Call');
    } finally {
      root.lang = before;
    }
  });
});
