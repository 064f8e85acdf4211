import type { BrowserContext, CDPSession, Page, Worker } from 'playwright-core';
import type { Client } from '../../src/core/client/client.ts';
import type { Push, PushOpened } from '../../src/core/push/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { type Browser, PushService } from '../push-service.ts';
import { Stage } from './stage.ts';

declare global {
  interface Window {
    client: Client;
    push: Push;
    clicks: PushOpened[];
  }
}
declare const Earshot: { pushOf(client: Client): Promise<Push> };

/** This browser has no push service: what it would give stands in its place, and what it would deliver is delivered by the test. */
function standIn({ endpoint, p256dh, auth }: { endpoint: string; p256dh: string; auth: string }): void {
  const bytes = (text: string) =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0)).buffer;
  const keys = { p256dh: bytes(p256dh), auth: bytes(auth) };
  let key: ArrayBuffer | null = null;
  const subscription = {
    endpoint,
    options: {
      get applicationServerKey() {
        return key;
      },
    },
    getKey: (name: 'p256dh' | 'auth') => keys[name],
    unsubscribe: async () => {
      delete (globalThis as { subscribed?: string }).subscribed;
      return true;
    },
  };
  Object.assign(PushManager.prototype, {
    getSubscription: async () => (key ? subscription : null),
    subscribe: async ({ applicationServerKey }: { applicationServerKey: Uint8Array<ArrayBuffer> }) => {
      key = applicationServerKey.buffer;
      return subscription;
    },
  });
}

/** A person with a browser that is pushed to. */
class Receiver {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly browser: Browser;
  readonly #cdp: CDPSession;
  readonly #origin: string;
  #registration = '';

  private constructor(page: Page, context: BrowserContext, browser: Browser, cdp: CDPSession) {
    this.page = page;
    this.context = context;
    this.browser = browser;
    this.#cdp = cdp;
    this.#origin = new URL(page.url()).origin;
  }

  static async start(stage: Stage, browser: Browser, userId: string): Promise<Receiver> {
    const context = await stage.browser.newContext({ permissions: ['notifications', 'microphone'] });
    await context.addInitScript(standIn, browser.subscription);
    const page = await stage.person(userId, { context, direct: true });
    const one = new Receiver(page, context, browser, await context.newCDPSession(page));
    one.#cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      one.#registration = registrations.find(({ isDeleted }) => !isDeleted)?.registrationId ?? '';
    });
    await one.#cdp.send('ServiceWorker.enable');
    await page.evaluate(async () => {
      window.push = await Earshot.pushOf(window.client);
      window.clicks = [];
      window.push.on('open', (opened) => void window.clicks.push(opened));
      await window.push.enable({ words: { missed: '{name} hat angerufen' } });
    });
    return one;
  }

  /** As if its user had turned to something else, or back. */
  async look(visible: boolean): Promise<void> {
    await this.page.evaluate(
      async (state) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
        document.dispatchEvent(new Event('visibilitychange'));
        await window.client.connection.request('user.me', {}); // what was said before has come there
      },
      visible ? 'visible' : 'hidden',
    );
  }

  /**
   * Hands the worker what the push service got for this browser; resolves when it has done with it. Whoever asks Chromium before that what is
   * shown makes it forget what is about to be shown.
   */
  async deliver(payload: object): Promise<void> {
    await this.worker.evaluate(() => {
      const scope = globalThis as unknown as {
        ExtendableEvent: { prototype: { waitUntil(done: Promise<unknown>): void } };
        handled: Promise<unknown>;
      };
      const { prototype } = scope.ExtendableEvent;
      const { waitUntil } = prototype;
      scope.handled = new Promise((resolve) => {
        prototype.waitUntil = function (done) {
          prototype.waitUntil = waitUntil;
          waitUntil.call(this, done);
          resolve(Promise.allSettled([done]));
        };
      });
    });
    await this.#cdp.send('ServiceWorker.deliverPushMessage', {
      origin: this.#origin,
      registrationId: this.#registration,
      data: JSON.stringify(payload),
    });
    await this.worker.evaluate(() => (globalThis as unknown as { handled: Promise<unknown> }).handled);
  }

  /** What is shown, once it has these titles, and the last of it says this. */
  async shows(titles: string[], body = ''): Promise<{ title: string; body: string; actions: number }[]> {
    const wanted = { titles: titles.join('\n'), body };
    return this.page.evaluate(async (expected) => {
      for (;;) {
        const [registration] = await navigator.serviceWorker.getRegistrations();
        const all = (await registration?.getNotifications()) ?? [];
        if (all.map(({ title }) => title).join('\n') === expected.titles && (all.at(-1)?.body ?? '').startsWith(expected.body))
          return all.map((one) => ({ title: one.title, body: one.body, actions: (one as { actions?: unknown[] }).actions?.length ?? 0 }));
        await new Promise(requestAnimationFrame);
      }
    }, wanted);
  }

  get worker(): Worker {
    return this.context.serviceWorkers()[0]!;
  }

  /** Clicks the one notification, or a button of it. */
  async click(action = ''): Promise<void> {
    await this.worker.evaluate(async (button) => {
      const scope = globalThis as unknown as { registration: ServiceWorkerRegistration };
      const [notification] = await scope.registration.getNotifications();
      const Clicked = (globalThis as unknown as { NotificationEvent: new (type: string, init: object) => Event }).NotificationEvent;
      globalThis.dispatchEvent(new Clicked('notificationclick', { notification, action: button }));
    }, action);
  }
}

describe('the push worker in a browser', () => {
  let stage: Stage;
  let service: PushService;
  let bob: Receiver;
  const say = async (content: string): Promise<void> => {
    const { core } = stage.server;
    await core.send('stage', 'alice', { client_id: crypto.randomUUID(), channel_id: 'club', type: 'text', content });
    await core.users.get('stage', 'bob'); // who is pushed to was looked up before that
  };
  const invite = (caller: Page, id: string) => caller.evaluate((to) => window.client.calls.make(to).then((call) => call.id), id);

  before(async () => {
    service = await new PushService().start();
    stage = await Stage.start({}, { push: true });
    const { core } = stage.server;
    for (const id of ['alice', 'bob']) await core.users.create('stage', { user_id: id, name: id === 'bob' ? 'Bob' : 'Alice' });
    const members = ['alice', 'bob'];
    await core.execute({ kind: 'user', appId: 'stage', userId: 'alice' }, 'channel.create', {
      channel_id: 'club',
      name: 'Club',
      members,
      visibility: 'listed',
    });
    bob = await Receiver.start(stage, service.browser('bob'), 'bob');
  });
  after(async () => {
    expect(service.complaints).to.deep.equal([]);
    await stage.stop();
    service.close();
  });

  it('shows what was written while the page is not seen, one notification a channel, until it is read', async () => {
    expect(await bob.page.evaluate(() => window.push.state)).to.equal('on');
    await bob.look(true);
    await say('seen');
    await bob.look(false);
    await say('one');
    await bob.deliver((await service.next('bob')).payload);
    expect(await bob.shows(['Alice'])).to.deep.equal([{ title: 'Alice', body: 'one\n2 unread messages', actions: 0 }]);
    await say('two');
    await bob.deliver((await service.next('bob', ({ text }) => text === 'two')).payload);
    expect((await bob.shows(['Alice'], 'two')).length).to.equal(1);
    expect(service.to('bob').map(({ text }) => text)).to.deep.equal(['one', 'two']);
    await bob.click();
    await bob.page.waitForFunction(() => window.clicks.length === 1);
    expect(await bob.page.evaluate(() => window.clicks[0])).to.deep.include({ kind: 'message', channelId: 'club' });
    await bob.deliver((await service.next('bob', ({ text }) => text === 'two')).payload);
    await bob.shows(['Alice']);
    await bob.deliver({ v: 1, t: 'read', app_id: 'stage', user_id: 'bob', channel_id: 'club' });
    await bob.shows([]);
  });

  it('shows a call with its buttons, declines it without the page, and says that it was missed', async () => {
    const alice = await stage.person('alice', { direct: true });
    const declined = await invite(alice, 'bob');
    await bob.deliver((await service.next('bob', ({ call_id }) => call_id === declined)).payload);
    expect(await bob.shows(['Alice is calling'])).to.deep.equal([{ title: 'Alice is calling', body: 'Voice call', actions: 2 }]);
    const over = alice.evaluate(
      (id) => new Promise((resolve) => window.client.calls.on('ended', (call) => call.id === id && resolve(call.endReason))),
      declined,
    );
    await bob.click('decline');
    expect(await over).to.equal('rejected');
    await bob.deliver((await service.next('bob', (one) => one.call_id === declined && one.over === true)).payload);
    await bob.shows([]);
    const missed = await invite(alice, 'bob');
    await bob.deliver((await service.next('bob', ({ call_id }) => call_id === missed)).payload);
    await bob.shows(['Alice is calling']);
    await alice.evaluate((id) => window.client.calls.get(id)?.end(), missed);
    await bob.deliver((await service.next('bob', (one) => one.call_id === missed && one.over === true)).payload);
    await bob.shows(['Alice hat angerufen']);
    await bob.click();
    await bob.shows([]);
    const answered = await invite(alice, 'bob');
    await bob.deliver((await service.next('bob', ({ call_id }) => call_id === answered)).payload);
    await bob.shows(['Alice is calling']);
    await bob.click('answer');
    await alice.waitForFunction((id) => window.client.calls.get(id)?.state === 'connected', answered);
    await alice.evaluate((id) => window.client.calls.get(id)?.end(), answered);
    await alice.context().close();
  });

  it('opens the page where none is open, and lets it know what was clicked', async () => {
    await bob.page.goto('about:blank');
    await stage.server.core.execute({ kind: 'user', appId: 'stage', userId: 'bob' }, 'channel.read', { channel_id: 'club', offset: 1 });
    const before = service.to('bob').length;
    await say('come back');
    const { payload } = await service.next('bob', ({ text }) => text === 'come back', before);
    await bob.worker.evaluate(() => {
      const scope = globalThis as unknown as {
        clients: { openWindow(url: string): Promise<void> };
        registration: ServiceWorkerRegistration;
        shown: Promise<void>;
        went: Promise<string>;
      };
      scope.went = new Promise((resolve) => {
        scope.clients.openWindow = async (url) => resolve(url);
      });
      const { registration } = scope;
      scope.shown = new Promise((resolve) => {
        registration.showNotification = async (title, options) => {
          await ServiceWorkerRegistration.prototype.showNotification.call(registration, title, options);
          resolve();
        };
      });
    });
    await bob.deliver(payload);
    await bob.worker.evaluate(() => (globalThis as unknown as { shown: Promise<void> }).shown);
    await bob.click();
    const went = await bob.worker.evaluate(() => (globalThis as unknown as { went: Promise<string> }).went);
    await bob.page.goto(went);
    const opened = await bob.page.evaluate(async () => {
      const push = await Earshot.pushOf(window.client);
      return new Promise<PushOpened>((resolve) => push.on('open', resolve));
    });
    expect(opened).to.deep.include({ kind: 'message', channelId: 'club' });
  });

  it('tells the server of another subscription without a page', async () => {
    const next = service.browser('bob2');
    await bob.worker.evaluate(({ endpoint, p256dh, auth }) => {
      const bytes = (text: string) =>
        Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0)).buffer;
      const subscription = { endpoint, getKey: (name: string) => bytes(name === 'auth' ? auth : p256dh) };
      Object.assign(PushManager.prototype, { getSubscription: async () => null, subscribe: async () => subscription });
      const Extendable = (globalThis as unknown as { ExtendableEvent: new (type: string) => Event }).ExtendableEvent;
      globalThis.dispatchEvent(new Extendable('pushsubscriptionchange'));
    }, next.subscription);
    await bob.page.goto('about:blank');
    const { core } = stage.server;
    let told = false;
    const found = service.next('bob2').then(() => {
      told = true;
    });
    while (!told) {
      await say('moved?'); // until the server has heard of it
      await Promise.race([found, core.execute({ kind: 'user', appId: 'stage', userId: 'alice' }, 'user.me', {})]);
    }
  });

  it('ends when another user is on the same device, and by `disable`', async () => {
    const alice = { kind: 'user', appId: 'stage', userId: 'alice' } as const;
    const both = async (text: string): Promise<string[]> => {
      await say(text);
      await service.next('bob2', (one) => one.text === text); // in one go with whatever goes to the other
      return service.to('shared').map((one) => String(one.text));
    };
    const dave = await Receiver.start(stage, service.browser('shared'), 'dave');
    await stage.server.core.execute(alice, 'channel.add', { channel_id: 'club', user_ids: ['dave'] });
    await dave.look(false);
    await dave.page.evaluate(() => window.push.enable({ language: 'de-AT' }));
    await say('for dave');
    const { payload } = await service.next('shared');
    await dave.deliver({ ...payload, unread: 2 });
    await dave.shows(['Alice · Club'], 'for dave\n2 ungelesene Nachrichten');
    const carol = await stage.person('carol', { context: dave.context, direct: true });
    const state = await carol.evaluate(async () => {
      window.push = await Earshot.pushOf(window.client);
      await window.push.disable(); // and what was begun before it is done
      return window.push.state;
    });
    expect(state).to.equal('off');
    await both('not for dave');
    expect(await both('nor this')).to.deep.equal(['for dave']);
    await dave.page.evaluate(() => window.push.enable());
    await say('again');
    await service.next('shared', ({ text }) => text === 'again');
    await dave.page.evaluate(() => window.push.disable());
    expect(await dave.page.evaluate(() => window.push.state)).to.equal('off');
    await both('off');
    expect(await both('still off')).to.deep.equal(['for dave', 'again']);
  });
});
