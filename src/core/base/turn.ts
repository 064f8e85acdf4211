/** Locks of this origin, where tabs can share anything; pages alone have other tabs. */
export const pageLocks = (): LockManager | undefined => (globalThis.document ? globalThis.navigator?.locks : undefined);

/**
 * Calls `granted` as soon as no other tab has the lock of this name: at once where there are no locks. Returns what gives it up,
 * so that the tab that waits longest goes on. `robbed`: another tab took it by force.
 */
export function takeTurn(locks: LockManager | undefined, name: string, granted: () => void, robbed?: () => void): () => void {
  if (!locks) {
    granted();
    return () => {};
  }
  const stop = new AbortController();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  locks
    .request(name, { signal: stop.signal }, () => {
      if (stop.signal.aborted) return undefined;
      granted();
      return held;
    })
    .catch(() => {
      if (!stop.signal.aborted) robbed?.(); // else given up before it came
    });
  return () => {
    stop.abort();
    release();
  };
}
