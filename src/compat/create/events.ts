import { Emitter, type Unsubscribe } from '../../core/base/index.ts';
import type { CreateEvents } from './types.ts';

type Type = keyof CreateEvents;
type Listener<K extends Type> = (...params: CreateEvents[K]) => void;

/** Events that are listened to by `on` and `off`. */
export class Events extends Emitter<CreateEvents> {
  readonly #undos = new Map<Type, Map<unknown, Unsubscribe[]>>();

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

  /** For the parts of the face. */
  tell<K extends Type>(type: K, ...params: CreateEvents[K]): void {
    this.emit(type, ...params);
  }

  /** Removes all of them. */
  clear(): void {
    for (const of of this.#undos.values()) for (const undos of of.values()) for (const undo of undos) undo();
    this.#undos.clear();
  }
}
