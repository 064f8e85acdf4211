import type { PushWords } from './api.ts';

/** What the page leaves with the worker: all that it knows while no page is open. */
export interface StoredPush {
  appId: string;
  userId: string;
  /** Of the server. */
  origin: string;
  endpoint: string;
  /** Proves to the server that the subscription is ours. */
  auth: string;
  /** The server's key (`applicationServerKey`), base64url. */
  key: string;
  /** Of the worker. */
  scope: string;
  /** What a click opens. */
  url: string;
  words: PushWords;
  icon?: string;
}

/** A click that opened a page, for that page to take up. */
export interface PendingClick {
  atMs: number;
  data: ClickData;
}

/** What a notification of ours carries, and a page is told when it is clicked. */
export interface ClickData {
  earshot: 'push';
  app_id: string;
  kind: 'message' | 'call';
  action?: string;
  channel_id?: string;
  message_id?: number;
  thread_id?: number;
  call_id?: string;
  decline_key?: string;
}

const NAME = 'earshot-push';
const STORE = 'told';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => void asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function inStore<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const asked = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

const pending = (appId: string): string => `click ${appId}`;

/** What page and worker of one origin share. Not `localStorage`, which a worker has not; not a cache, which workers of pages clear. */
export const store = {
  get: (appId: string): Promise<StoredPush | undefined> => inStore('readonly', (told) => told.get(`app ${appId}`)),
  put: async (one: StoredPush): Promise<void> => void (await inStore('readwrite', (told) => told.put(one, `app ${one.appId}`))),
  remove: async (appId: string): Promise<void> => void (await inStore('readwrite', (told) => told.delete(`app ${appId}`))),
  all: (): Promise<StoredPush[]> => inStore('readonly', (told) => told.getAll(IDBKeyRange.bound('app ', 'app \uffff'))),
  leaveClick: async (click: PendingClick): Promise<void> => void (await inStore('readwrite', (told) => told.put(click, pending(click.data.app_id)))),
  takeClick: async (appId: string): Promise<PendingClick | undefined> => {
    const click = await inStore<PendingClick | undefined>('readonly', (told) => told.get(pending(appId)));
    if (click) await inStore('readwrite', (told) => told.delete(pending(appId)));
    return click;
  },
};

/** Tags of notifications: a newer one of the same takes the place of the older. */
export const channelTag = (appId: string, channelId: string): string => `earshot:${appId}:${channelId}`;
export const callTag = (callId: string): string => `earshot:${callId}`;

/** `applicationServerKey`, for browsers that want bytes. */
export function keyBytes(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** base64url, as the server has it. */
export const encodeKey = (bytes: ArrayBuffer | null): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
