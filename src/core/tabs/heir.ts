import type { Clock, Timer } from '../base/index.ts';
import { takeTurn } from '../base/turn.ts';
import type { CallRow } from '../protocol/index.ts';

interface HeirParts {
  clock: Clock;
  locks: LockManager;
  /** `TabSettings.tabReturnMs`. */
  returnMs: number;
  /** The lock of a leg, which is also where its token is stored. */
  legKey(callId: string): string;
  stored(key: string): boolean;
  /** Nobody has the call any more: this tab goes on with it. */
  inherit(callId: string): void;
}

/** Waits for calls of this browser to be left alone by their tab, so that one of the others goes on with them. */
export class Heir {
  readonly #parts: HeirParts;
  readonly #watched = new Map<string, () => void>();

  constructor(parts: HeirParts) {
    this.#parts = parts;
  }

  /** A call of this user that runs in another tab, or on another device. */
  watch({ call_id: id }: CallRow): void {
    if (this.#watched.has(id)) return;
    const { locks, legKey } = this.#parts;
    const undo: { next: () => void; turn: () => void } = { next: () => {}, turn: () => {} };
    this.#watched.set(id, () => {
      undo.next();
      undo.turn();
    });
    // one heir at a time, else all tabs would go for it
    undo.turn = takeTurn(locks, `${legKey(id)}:heir`, () => this.#wait(id, undo));
  }

  /** It is over, or it is ours. */
  forget(id: string): void {
    this.#watched.get(id)?.();
    this.#watched.delete(id);
  }

  stop(): void {
    for (const id of [...this.#watched.keys()]) this.forget(id);
  }

  #wait(id: string, undo: { next: () => void }): void {
    const { clock, locks, legKey, returnMs } = this.#parts;
    const leave = takeTurn(locks, legKey(id), () => {
      queueMicrotask(() => {
        leave();
        const timer: Timer = clock.setTimeout(() => void this.#look(id, undo), returnMs);
        undo.next = () => clock.clearTimeout(timer);
      });
    });
    undo.next = leave;
  }

  async #look(id: string, undo: { next: () => void }): Promise<void> {
    const { locks, legKey, stored, inherit } = this.#parts;
    const key = legKey(id);
    const { held = [] } = await locks.query();
    if (!this.#watched.has(id)) return;
    if (held.some(({ name }) => name === key)) {
      this.#wait(id, undo);
      return;
    }
    if (!stored(key)) {
      this.forget(id); // it is over, or of another device
      return;
    }
    this.forget(id);
    inherit(id);
  }
}
