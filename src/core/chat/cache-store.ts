import { openDatabase, promised, within } from './database.ts';
import type { CacheRow, CacheStore } from './ports.ts';

/** Remembers channels for as long as the page lives. */
export function memoryCache(): CacheStore {
  const rows = new Map<string, CacheRow>();
  return {
    get: async (id) => structuredClone(rows.get(id)),
    put: async (row, limit) => {
      rows.set(row.id, structuredClone(row));
      const newestFirst = [...rows.values()].sort((a, b) => b.saved_at - a.saved_at);
      for (const [index, { id, saved_at }] of newestFirst.entries()) if (index >= limit.rows || saved_at < limit.sinceMs) rows.delete(id);
    },
    ids: async (start) => [...rows.keys()].filter((id) => id.startsWith(start)),
    remove: async (ids) => {
      for (const id of ids) rows.delete(id);
    },
  };
}

/**
 * Remembers channels in a database of the browser's that holds nothing else: whatever becomes of it, only the cache is lost. Each
 * method is one transaction, which happens whole or not at all. Rejects where there is no database, or none that answers.
 */
export function browserCache(clock: Parameters<typeof within>[0]): CacheStore {
  let opened: Promise<IDBDatabase> | undefined;
  const run = async <T>(mode: IDBTransactionMode, task: (store: IDBObjectStore) => Promise<T>): Promise<T> => {
    opened ??= within(
      clock,
      openDatabase('earshot-cache', 1, (db) => db.createObjectStore('channels', { keyPath: 'id' }).createIndex('saved_at', 'saved_at')),
    );
    let transaction: IDBTransaction;
    try {
      transaction = (await opened).transaction('channels', mode);
    } catch (error) {
      opened = undefined; // closed under us, or never open: the next use tries again
      throw error;
    }
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const [result] = await Promise.all([task(transaction.objectStore('channels')), done]);
    return result;
  };
  const keys = async (source: IDBObjectStore | IDBIndex, range?: IDBKeyRange): Promise<string[]> =>
    (await promised(source.getAllKeys(range))) as string[];
  return {
    get: (id) => run('readonly', (store) => promised<CacheRow | undefined>(store.get(id))),
    put: (row, limit) =>
      run('readwrite', async (store) => {
        await promised(store.put(row));
        const index = store.index('saved_at');
        const expired = await keys(index, IDBKeyRange.upperBound(limit.sinceMs, true));
        const all = await keys(index); // oldest first
        for (const id of all.slice(0, Math.max(expired.length, all.length - limit.rows))) store.delete(id);
      }),
    ids: (start) => run('readonly', async (store) => (await keys(store)).filter((id) => id.startsWith(start))),
    remove: (ids) =>
      run('readwrite', async (store) => {
        for (const id of ids) store.delete(id);
      }),
  };
}
