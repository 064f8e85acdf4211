/**
 * The worker of Earshot: shows what is pushed while no page is open. A page registers it as `/earshot-sw.js`, or its own worker takes it in by
 * `importScripts`; it listens beside what is there, and leaves alone what is not from Earshot.
 */
import { type ClickData, callTag, channelTag, encodeKey, keyBytes, type StoredPush, store } from '../core/push/store.ts';
import { fill } from '../core/push/words.ts';

/** The part of a service worker that is used; the DOM's types have none. */
interface Worker {
  registration: ServiceWorkerRegistration;
  clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<Page[]>;
    openWindow(url: string): Promise<unknown>;
  };
  addEventListener(type: 'push', listener: (event: WaitEvent & { data: { json(): unknown } | null }) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: WaitEvent & { notification: Notification; action: string }) => void): void;
  addEventListener(type: 'pushsubscriptionchange', listener: (event: WaitEvent) => void): void;
}
interface WaitEvent {
  waitUntil(done: Promise<unknown>): void;
  stopImmediatePropagation(): void;
}
interface Page {
  url: string;
  visibilityState: DocumentVisibilityState;
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}

interface Person {
  user_id: string;
  name: string;
  profile_url?: string;
}
interface Of {
  v: 1;
  app_id: string;
  user_id: string;
}
interface MessagePush extends Of {
  t: 'message';
  channel_id: string;
  channel?: string;
  message_id: number;
  thread_id?: number;
  from: Person;
  what: 'text' | 'file' | 'image' | 'voice';
  text?: string;
  mention?: boolean;
  unread: number;
  at_ms: number;
}
interface ReadPush extends Of {
  t: 'read';
  channel_id: string;
}
interface CallPush extends Of {
  t: 'call';
  call_id: string;
  from: Person;
  media: string[];
  over?: boolean;
  missed?: boolean;
  decline_key?: string;
}
type Payload = MessagePush | ReadPush | CallPush;

/** Not in the DOM's types, and not in every browser. */
interface ShownOptions extends NotificationOptions {
  renotify?: boolean;
  timestamp?: number;
  vibrate?: number[];
  actions?: { action: string; title: string }[];
}

const worker = globalThis as unknown as Worker;

worker.addEventListener('push', (event) => {
  const payload = read(event.data);
  if (payload) event.waitUntil(tell(payload));
});
worker.addEventListener('notificationclick', (event) => {
  const data = event.notification.data as Partial<ClickData> | null;
  if (data?.earshot !== 'push') return;
  event.notification.close();
  event.waitUntil(clicked({ ...(data as ClickData), ...(event.action !== '' && { action: event.action }) }));
});
worker.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew()));

function read(data: { json(): unknown } | null): Payload | undefined {
  try {
    const payload = data?.json() as Partial<Payload> | null;
    return payload?.v === 1 && ['message', 'read', 'call'].includes(payload.t!) && typeof payload.app_id === 'string'
      ? (payload as Payload)
      : undefined;
  } catch {
    return undefined; // not ours
  }
}

async function tell(payload: Payload): Promise<void> {
  const told = await store.get(payload.app_id);
  if (!told || told.userId !== payload.user_id) return; // of whoever was here before
  if (payload.t === 'message') await showMessage(told, payload);
  else if (payload.t === 'read') await close(channelTag(payload.app_id, payload.channel_id));
  else if (payload.over) await endCall(told, payload);
  else await showCall(told, payload);
}

async function showMessage({ words, icon }: StoredPush, push: MessagePush): Promise<void> {
  const { from, channel, mention, text, what, unread, app_id, channel_id, message_id, thread_id, at_ms } = push;
  const values = { name: from.name, channel, n: unread };
  const title = mention ? words.mention : channel === undefined ? words.message : words.channel;
  const lines = [text ?? words[what], ...(unread > 1 ? [words.unread] : [])];
  const data: ClickData = { earshot: 'push', app_id, kind: 'message', channel_id, message_id, ...(thread_id !== undefined && { thread_id }) };
  await show(fill(title, values), {
    tag: channelTag(app_id, channel_id),
    body: [text ?? fill(lines[0]!, values), ...lines.slice(1).map((line) => fill(line, values))].join('\n'),
    timestamp: at_ms,
    data,
    ...picture(from, icon),
  });
}

async function showCall({ words, icon }: StoredPush, { app_id, call_id, from, media, decline_key }: CallPush): Promise<void> {
  const data: ClickData = { earshot: 'push', app_id, kind: 'call', call_id, ...(decline_key !== undefined && { decline_key }) };
  await show(fill(words.call, { name: from.name }), {
    tag: callTag(call_id),
    body: media.includes('video') ? words.videoCall : words.audioCall,
    requireInteraction: true,
    vibrate: [400, 150, 200, 150, 400],
    actions: [
      { action: 'answer', title: words.answer },
      { action: 'decline', title: words.decline },
    ],
    data,
    ...picture(from, icon),
  });
}

async function endCall({ words, icon }: StoredPush, { app_id, call_id, from, missed }: CallPush): Promise<void> {
  const tag = callTag(call_id);
  // a browser of Apple stops pushes to whoever shows nothing for one
  const mustShow = /Apple/.test(navigator.vendor);
  if (!missed && !mustShow) return close(tag);
  const data: ClickData = { earshot: 'push', app_id, kind: 'call', call_id };
  const title = missed ? fill(words.missed, { name: from.name }) : words.over;
  await show(title, { tag, data, renotify: false, silent: !missed, ...picture(from, icon) });
}

const picture = ({ profile_url }: Person, icon?: string): { icon?: string } => {
  const found = profile_url && /^https?:/.test(profile_url) ? profile_url : icon;
  return found === undefined ? {} : { icon: found };
};

const show = (title: string, options: ShownOptions): Promise<void> =>
  worker.registration.showNotification(title, { renotify: true, ...options } as NotificationOptions);

async function close(tag: string): Promise<void> {
  for (const shown of await worker.registration.getNotifications({ tag })) shown.close();
}

async function clicked(data: ClickData): Promise<void> {
  const told = await store.get(data.app_id);
  if (!told) return;
  if (data.action === 'decline') return decline(told, data);
  const { decline_key: _, ...click } = data;
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  // the part of the address that is the same for every channel
  const base = new URL(told.url.replace(/[?#]?[^/?#]*\{channel_id\}.*/, ''));
  const ours = pages.filter(({ url }) => new URL(url).origin === base.origin && new URL(url).pathname.startsWith(base.pathname));
  const page = ours.find(({ visibilityState }) => visibilityState === 'visible') ?? ours[0];
  if (page) {
    page.postMessage(click);
    await page.focus().catch(() => {}); // the browser may think otherwise; it has been told
  } else {
    await store.leaveClick({ atMs: Date.now(), data: click });
    await worker.clients.openWindow(told.url.replaceAll('{channel_id}', encodeURIComponent(data.channel_id ?? '')));
  }
}

async function decline({ origin, userId }: StoredPush, { app_id, call_id, decline_key }: ClickData): Promise<void> {
  await post(`${origin}/v1/push/decline`, { app_id, user_id: userId, call_id, decline_key });
}

/** The push service has given the browser another address: the server learns it without a page. */
async function renew(): Promise<void> {
  for (const told of await store.all()) {
    const { origin, appId: app_id, endpoint, auth, key } = told;
    const { pushManager } = worker.registration;
    const had = await pushManager.getSubscription();
    const next = had ?? (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: keyBytes(key) }));
    if (next.endpoint === endpoint) continue;
    const given = { endpoint: next.endpoint, auth: encodeKey(next.getKey('auth')), p256dh: encodeKey(next.getKey('p256dh')) };
    const { ok } = await post(`${origin}/v1/push/renew`, { app_id, endpoint, auth, next: given });
    if (ok) await store.put({ ...told, endpoint: given.endpoint, auth: given.auth });
  }
}

const post = (url: string, body: object): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
