import { EventEmitter } from 'eventemitter3';

/** Undoes what returned it; calling it twice is harmless. */
export type Unsubscribe = () => void;

/**
 * Typed events: `on` returns its undo, only the owner emits, and a throwing listener cannot stop the owner
 * (its error is still reported, in a microtask of its own).
 */
export class Emitter<M extends { [K in keyof M]: unknown[] }> {
  readonly #ee = new EventEmitter();

  /** Calls `listener` on every `type` until the returned function is called. */
  on<K extends keyof M & string>(type: K, listener: (...args: M[K]) => void): Unsubscribe {
    const safe = (...args: unknown[]) => {
      try {
        listener(...(args as M[K]));
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    };
    this.#ee.on(type, safe);
    return () => void this.#ee.off(type, safe);
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
    return type ? this.#ee.listenerCount(type) : this.#ee.eventNames().reduce((n, name) => n + this.#ee.listenerCount(name), 0);
  }

  protected emit<K extends keyof M & string>(type: K, ...args: M[K]): void {
    this.#ee.emit(type, ...args);
  }
}
