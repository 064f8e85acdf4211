import type { Clock } from '../base/index.ts';

/** A browser's database that has not opened by then counts as none: some never answer. */
const OPEN_MS = 5_000;

export const promised = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Opens a database of this browser; rejects where there is none or it may not be used. */
export async function openDatabase(name: string, version: number, upgrade: (db: IDBDatabase) => void): Promise<IDBDatabase> {
  if (typeof indexedDB === 'undefined') throw new Error('this platform has no database');
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => upgrade(request.result);
  const db = await promised(request);
  db.onversionchange = () => db.close();
  return db;
}

/** The same, or a rejection when it takes too long. */
export function within<T>(clock: Pick<Clock, 'setTimeout' | 'clearTimeout'>, task: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = clock.setTimeout(() => reject(new Error('the database does not answer')), OPEN_MS);
    task.then(resolve, reject).finally(() => clock.clearTimeout(timer));
  });
}
