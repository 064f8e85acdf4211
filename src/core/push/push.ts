import { type Clock, Emitter, type Log, type Timer, type Unsubscribe } from '../base/index.ts';
import { pushKey } from '../base/push-key.ts';
import type { CallManager } from '../call/api.ts';
import type { Connection } from '../connection/api.ts';
import { EarshotError, isEarshotError, userStream } from '../protocol/index.ts';
import type { Push, PushEvents, PushOptions, PushState, PushWords } from './api.ts';
import { wordsIn } from './languages.ts';
import { type ClickData, channelTag, encodeKey, keyBytes, type StoredPush, store } from './store.ts';
import { tellVisible } from './visible.ts';
import { ENGLISH } from './words.ts';

/** What push needs of a client; its `ClientParts` fit. */
export interface PushParts {
  client: { readonly appId: string; readonly userId: string; readonly calls: CallManager; url(path: string): string };
  connection: Connection;
  clock: Clock;
  log: Log;
  storage: { getItem(key: string): string | null; setItem(key: string, value: string): void; removeItem(key: string): void };
}

const ENABLE = 'be told by push';
/** A click that opened a page is taken up by it so soon, or not any more. */
const CLICK_MS = 60_000;

const isSupported = (): boolean =>
  typeof document !== 'undefined' &&
  globalThis.isSecureContext &&
  'serviceWorker' in navigator &&
  'PushManager' in globalThis &&
  'Notification' in globalThis;

class PushOfClient extends Emitter<PushEvents> implements Push {
  readonly #parts: PushParts;
  readonly #undo: Unsubscribe[] = [];
  #registration: ServiceWorkerRegistration | undefined;
  #stopTelling: (() => void) | undefined;
  #waitTimer: Timer | undefined;
  /** One thing after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(parts: PushParts) {
    super();
    this.#parts = parts;
    if (!isSupported()) return;
    const { connection, client } = parts;
    const said = ({ data }: MessageEvent): void => {
      const click = data as Partial<ClickData> | null;
      if (click?.earshot === 'push' && click.app_id === client.appId) this.#opened(click as ClickData);
    };
    navigator.serviceWorker.addEventListener('message', said);
    this.#undo.push(
      () => navigator.serviceWorker.removeEventListener('message', said),
      connection.on('entry', (stream, _offset, entry) => {
        if (entry.kind === 'read' && stream === userStream(client.userId)) void this.#close(channelTag(client.appId, entry.channel_id));
      }),
    );
    if (this.#owner) this.#inTurn(() => this.#resume()).catch((error: unknown) => parts.log('warn', 'push', 'unable to go on with push', error));
  }

  get state(): PushState {
    if (!isSupported()) return 'unsupported';
    if (Notification.permission === 'denied') return 'denied';
    return this.#owner === this.#parts.client.userId && Notification.permission === 'granted' ? 'on' : 'off';
  }

  async enable(options: PushOptions = {}): Promise<void> {
    if (!isSupported()) throw new EarshotError('push:unsupported', ENABLE, 'this browser, or a page without TLS, has no push');
    // before anything else, while the gesture counts
    const asked = Notification.permission === 'default' && navigator.userActivation?.isActive !== false;
    const permission = asked ? await Notification.requestPermission() : Notification.permission;
    if (permission !== 'granted') {
      this.emit('change');
      throw new EarshotError(
        'push:denied',
        ENABLE,
        permission === 'denied' ? 'the user does not allow it' : 'ask from a click, and the user has to agree',
      );
    }
    await this.#inTurn(async () => {
      const { client, connection } = this.#parts;
      const words = await this.#words(options.language ?? (document.documentElement.lang || navigator.language));
      const { public_key: key } = await connection.request('push.key', {}, { retry: true });
      const registration = await this.#worker(options);
      const subscription = await this.#subscribe(registration, key);
      const url = new URL(options.url ?? location.pathname + location.search, location.href);
      await this.#give(subscription, {
        appId: client.appId,
        userId: client.userId,
        origin: new URL(client.url('/')).origin,
        key,
        scope: registration.scope,
        url: decodeURI(url.href.replace(/#.*/, (hash) => (options.url === undefined ? '' : hash))),
        words: { ...words, ...options.words },
        ...(options.icon !== undefined && { icon: new URL(options.icon, location.href).href }),
      });
      this.#on(registration);
    });
  }

  async disable(): Promise<void> {
    await this.#inTurn(async () => {
      const { client, connection } = this.#parts;
      const told = isSupported() ? await store.get(client.appId) : undefined;
      this.#off();
      if (!told) return;
      try {
        if (told.userId === client.userId && connection.state === 'connected')
          await connection.request('push.unsubscribe', { endpoint: told.endpoint });
        else await this.#drop(told);
      } finally {
        await this.#forget(told);
      }
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#stopTelling?.();
    this.#parts.clock.clearTimeout(this.#waitTimer);
    for (const undo of this.#undo.splice(0)) undo();
  }

  /** Who is told on this device. */
  get #owner(): string | null {
    return this.#parts.storage.getItem(pushKey(this.#parts.client.appId));
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(() => {
      if (this.#disposed) throw new EarshotError('client:disposed', ENABLE);
      return task();
    });
    this.#turn = done.catch(() => {});
    return done;
  }

  /** The page was opened anew: what the browser and the server have of each other may have changed since. */
  async #resume(): Promise<void> {
    const { client, connection } = this.#parts;
    const told = await store.get(client.appId);
    if (!told || told.userId !== client.userId || Notification.permission !== 'granted') {
      this.#off();
      if (!told) return;
      await this.#drop(told).catch(() => {}); // the browser's part ends all the same
      await this.#forget(told);
      return;
    }
    const registration = await navigator.serviceWorker.getRegistration(told.scope);
    if (registration?.scope !== told.scope) {
      this.#off();
      return;
    }
    const had = await registration.pushManager.getSubscription();
    const subscription = had ?? (await this.#subscribe(registration, told.key));
    if (subscription.endpoint !== told.endpoint) {
      if (connection.state !== 'connected') await new Promise<void>((resolve) => this.#undo.push(connection.once('welcome', () => resolve())));
      await this.#give(subscription, told);
    }
    this.#on(registration);
    const click = await store.takeClick(client.appId);
    if (click && Date.now() - click.atMs < CLICK_MS) this.#opened(click.data);
  }

  async #words(language: string): Promise<PushWords> {
    try {
      return await wordsIn(language);
    } catch (error) {
      this.#parts.log('warn', 'push', `the words of "${language}" did not load; notifications are in English`, error);
      return ENGLISH;
    }
  }

  async #worker({ registration, worker = '/earshot-sw.js', scope }: PushOptions): Promise<ServiceWorkerRegistration> {
    try {
      const found = registration ?? (await navigator.serviceWorker.register(worker, { ...(scope !== undefined && { scope }) }));
      const coming = found.installing ?? found.waiting;
      if (!found.active && coming) {
        await new Promise<void>((resolve, reject) => {
          coming.addEventListener('statechange', () => {
            if (coming.state === 'activated') resolve();
            else if (coming.state === 'redundant') reject(new Error('the worker could not start'));
          });
        });
      }
      return found;
    } catch (error) {
      throw new EarshotError('push:failed', ENABLE, `the worker at ${worker} cannot be used`, { cause: error });
    }
  }

  async #subscribe(registration: ServiceWorkerRegistration, key: string): Promise<PushSubscription> {
    const { pushManager } = registration;
    try {
      const had = await pushManager.getSubscription();
      if (had && encodeKey(had.options.applicationServerKey) === key) return had;
      await had?.unsubscribe(); // of another server
      return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: keyBytes(key) });
    } catch (error) {
      throw new EarshotError('push:failed', ENABLE, 'the push service of this browser refused', { cause: error });
    }
  }

  async #give(subscription: PushSubscription, told: Omit<StoredPush, 'endpoint' | 'auth'>): Promise<void> {
    const { endpoint } = subscription;
    const auth = encodeKey(subscription.getKey('auth'));
    const p256dh = encodeKey(subscription.getKey('p256dh'));
    await this.#parts.connection.request('push.subscribe', { endpoint, p256dh, auth, language: navigator.language }, { retry: true });
    await store.put({ ...told, endpoint, auth });
  }

  /** Without a session, by the secret of the subscription. */
  async #drop({ origin, appId, endpoint, auth }: StoredPush): Promise<void> {
    const body = JSON.stringify({ app_id: appId, endpoint, auth });
    await fetch(`${origin}/v1/push/drop`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  }

  async #forget(told: StoredPush): Promise<void> {
    await store.remove(told.appId);
    if ((await store.all()).some(({ endpoint }) => endpoint === told.endpoint)) return; // another app's too
    for (const one of await navigator.serviceWorker.getRegistrations()) {
      const subscription = await one.pushManager.getSubscription();
      if (subscription?.endpoint === told.endpoint) await subscription.unsubscribe();
    }
  }

  #on(registration: ServiceWorkerRegistration): void {
    const { storage, client, connection, clock } = this.#parts;
    this.#registration = registration;
    storage.setItem(pushKey(client.appId), client.userId);
    if (!this.#disposed) this.#stopTelling ??= tellVisible(connection, clock);
    this.emit('change');
  }

  #off(): void {
    this.#parts.storage.removeItem(pushKey(this.#parts.client.appId));
    this.#stopTelling?.();
    this.#stopTelling = undefined;
    this.emit('change');
  }

  async #close(tag: string): Promise<void> {
    for (const shown of (await this.#registration?.getNotifications({ tag })) ?? []) shown.close();
  }

  #opened({ kind, action, call_id, channel_id, message_id, thread_id }: ClickData): void {
    if (kind === 'call' && call_id !== undefined) {
      this.emit('open', { kind, callId: call_id });
      if (action === 'answer') this.#answer(call_id);
    } else if (kind === 'message' && channel_id !== undefined && message_id !== undefined)
      this.emit('open', { kind, channelId: channel_id, messageId: message_id, ...(thread_id !== undefined && { threadId: thread_id }) });
  }

  /** The call may come only when this page, which was just opened, is connected. */
  #answer(callId: string): void {
    const { calls } = this.#parts.client;
    const { clock, log } = this.#parts;
    let stop: Unsubscribe = () => {};
    const answer = (): boolean => {
      const call = calls.get(callId);
      if (call?.direction !== 'incoming' || (call.state !== 'ringing' && call.state !== 'initiated')) return false;
      stop();
      clock.clearTimeout(this.#waitTimer);
      call.answer().catch((error: unknown) => {
        if (!isEarshotError(error)) throw error;
        log('warn', 'push', 'unable to answer the call', error); // the call itself tells why
      });
      return true;
    };
    if (answer()) return;
    stop = calls.on('change', () => void answer());
    this.#undo.push(stop);
    this.#waitTimer = clock.setTimeout(stop, CLICK_MS);
  }
}

export const createPush = (parts: PushParts): Push => new PushOfClient(parts);
