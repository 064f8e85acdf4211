import { Emitter, type Unsubscribe } from '../../core/base/index.ts';
import type { CreateEvents } from './types.ts';

type Type = keyof CreateEvents;
type Listener<K extends Type> = (...params: CreateEvents[K]) => void;

/** Gets every event, its type first. */
export type GlobalListener = (...event: { [K in Type]: [type: K, ...params: CreateEvents[K]] }[Type]) => void;

/** Events that are listened to by `on` and `off`, or all at once by `subscribe` and `unsubscribe`. */
export class Events extends Emitter<CreateEvents> {
  readonly #undos = new Map<Type, Map<unknown, Unsubscribe[]>>();
  readonly #global: GlobalListener[] = [];
  #silent = false;

  /** Adds a listener for one type (RB-api-06). Returns its undo. */
  override on<K extends Type>(type: K, listener: Listener<K>): Unsubscribe {
    const undo = super.on(type, listener);
    const of = this.#undos.get(type) ?? new Map<unknown, Unsubscribe[]>();
    this.#undos.set(type, of);
    of.set(listener, [...(of.get(listener) ?? []), undo]);
    return undo;
  }

  /** Removes a listener, as often as it was added (RB-api-07). */
  off<K extends Type>(type: K, listener: Listener<K>): void {
    for (const undo of this.#undos.get(type)?.get(listener) ?? []) undo();
    this.#undos.get(type)?.delete(listener);
  }

  /** Adds a listener for all types (RB-api-08). */
  subscribe(listener: GlobalListener): void {
    this.#global.push(listener);
  }

  /** Removes it, as often as it was added (RB-api-09). */
  unsubscribe(listener: GlobalListener): void {
    for (let i = this.#global.indexOf(listener); i >= 0; i = this.#global.indexOf(listener)) this.#global.splice(i, 1);
  }

  /** For the parts of the face. */
  tell<K extends Type>(type: K, ...params: CreateEvents[K]): void {
    if (this.#silent) return;
    this.emit(type, ...params);
    for (const listener of [...this.#global]) {
      try {
        (listener as (...event: unknown[]) => void)(type, ...params);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  /** Removes all of them, and tells nothing any more. */
  clear(): void {
    this.#silent = true;
    for (const of of this.#undos.values()) for (const undos of of.values()) for (const undo of undos) undo();
    this.#undos.clear();
    this.#global.length = 0;
  }
}
