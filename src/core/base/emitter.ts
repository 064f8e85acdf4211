/** Undoes what returned it; calling it twice is harmless. */
export type Unsubscribe = () => void;

type Listener = (...args: unknown[]) => void;

/**
 * Typed events: `on` returns its undo, only the owner emits, and a throwing listener cannot stop the owner
 * (its error is still reported, in a microtask of its own). An event goes to those who listened when it was emitted.
 */
export class Emitter<M extends { [K in keyof M]: unknown[] }> {
  /** Each with an identity of its own, so that one function may listen twice. */
  readonly #listeners = new Map<string, Set<{ listener: Listener }>>();

  /** Calls `listener` on every `type` until the returned function is called. */
  on<K extends keyof M & string>(type: K, listener: (...args: M[K]) => void): Unsubscribe {
    const listeners = this.#listeners.get(type) ?? new Set();
    const entry = { listener: listener as Listener };
    this.#listeners.set(type, listeners.add(entry));
    return () => void listeners.delete(entry);
  }

  /** Like `on`, for the next event only. */
  once<K extends keyof M & string>(type: K, listener: (...args: M[K]) => void): Unsubscribe {
    const off = this.on(type, (...args) => {
      off();
      listener(...args);
    });
    return off;
  }

  /** How many listeners are attached, of one type or in all: what leak tests count. */
  listenerCount(type?: keyof M & string): number {
    let count = 0;
    for (const [name, { size }] of this.#listeners) if (!type || name === type) count += size;
    return count;
  }

  protected emit<K extends keyof M & string>(type: K, ...args: M[K]): void {
    for (const { listener } of [...(this.#listeners.get(type) ?? [])]) {
      try {
        listener(...args);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
