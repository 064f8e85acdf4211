import { uuid } from '../base/index.ts';
import type { KeyValue } from './api.ts';

/** Holds nothing longer than the page. */
function memory(): KeyValue {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

/** `localStorage` where it may be used (a sandboxed frame throws at the mere look, a full one at a write), else memory. */
export function defaultStorage(): KeyValue {
  const fallback = memory();
  let store: KeyValue | undefined;
  try {
    store = typeof document === 'undefined' ? undefined : globalThis.localStorage;
  } catch {
    // not allowed here
  }
  if (!store) return fallback;
  const attempt = <T>(task: () => T, otherwise: () => T): T => {
    try {
      return task();
    } catch {
      return otherwise();
    }
  };
  return {
    getItem: (key) =>
      fallback.getItem(key) ??
      attempt(
        () => store.getItem(key),
        () => null,
      ),
    setItem: (key, value) =>
      attempt(
        () => store.setItem(key, value),
        () => fallback.setItem(key, value),
      ),
    removeItem: (key) => {
      fallback.removeItem(key);
      attempt(
        () => store.removeItem(key),
        () => {},
      );
    },
  };
}

/** The random id of this browser profile. */
export function deviceId(storage: KeyValue): string {
  const key = 'earshot:device';
  const known = storage.getItem(key);
  if (known && known.length <= 64) return known;
  const id = uuid();
  storage.setItem(key, id);
  return id;
}
