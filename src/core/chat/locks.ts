import type { Locks } from './ports.ts';

/** One after another within this page, by name. */
export function pageLocks(): Locks {
  const tails = new Map<string, Promise<unknown>>();
  return (name, signal, task) => {
    const turn = (tails.get(name) ?? Promise.resolve()).then(() => {
      signal.throwIfAborted();
      return task();
    });
    const tail = turn.catch(() => {}).then(() => void (tails.get(name) === tail && tails.delete(name)));
    tails.set(name, tail);
    return turn;
  };
}

/** Web Locks, so that two tabs never send the same row; on insecure pages, which have none, the server's idempotency is the net. */
export function browserLocks(): Locks {
  const locks = globalThis.navigator?.locks;
  if (!locks) return pageLocks();
  return async (name, signal, task) => await locks.request(name, { signal }, task);
}
