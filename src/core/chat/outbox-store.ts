import { type Clock, systemClock } from '../base/index.ts';
import { openDatabase, promised, within } from './database.ts';
import type { OutboxRow, OutboxStore } from './ports.ts';

/** Keeps rows for as long as the page lives. */
export function memoryStore(): OutboxStore {
  const rows = new Map<string, OutboxRow>();
  return {
    all: async (scope) => [...rows.values()].filter(({ id }) => id.startsWith(scope)).sort((a, b) => a.order - b.order),
    get: async (id) => rows.get(id),
    put: async (row) => void rows.set(row.id, { ...row }),
    delete: async (id) => void rows.delete(id),
  };
}

/** Keeps rows, files included, in the browser's database; in memory where it has none, forbids it, or gives no answer. */
export function browserStore(clock: Clock = systemClock): OutboxStore {
  let opened: Promise<IDBDatabase | undefined> | undefined;
  const fallback = memoryStore();
  const database = () => {
    opened ??= within(
      clock,
      openDatabase('earshot', 1, (db) => db.createObjectStore('outbox', { keyPath: 'id' })),
    ).catch(() => undefined);
    return opened;
  };
  const use = async <T>(mode: IDBTransactionMode, task: (store: IDBObjectStore) => IDBRequest, otherwise: () => Promise<T>): Promise<T> => {
    const db = await database();
    if (!db) return otherwise();
    let store: IDBObjectStore;
    try {
      store = db.transaction('outbox', mode).objectStore('outbox');
    } catch {
      opened = undefined; // closed under us, by a newer version or by the browser: the next use opens it again
      return otherwise();
    }
    return promised<T>(task(store));
  };
  return {
    all: async (scope) => {
      const rows = await use<OutboxRow[]>(
        'readonly',
        (store) => store.getAll(IDBKeyRange.bound(scope, `${scope}\uffff`)),
        () => fallback.all(scope),
      );
      return rows.sort((a, b) => a.order - b.order);
    },
    get: (id) =>
      use<OutboxRow | undefined>(
        'readonly',
        (store) => store.get(id),
        () => fallback.get(id),
      ),
    put: (row) =>
      use<void>(
        'readwrite',
        (store) => store.put(row),
        () => fallback.put(row),
      ),
    delete: (id) =>
      use<void>(
        'readwrite',
        (store) => store.delete(id),
        () => fallback.delete(id),
      ),
  };
}
