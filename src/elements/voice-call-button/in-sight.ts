import type { Call } from '../../core/call/api.ts';
import type { HeldCall } from '../internal/held-call.ts';
import { onInSight } from '../internal/seen.ts';

/**
 * Claims a call that rings here only while a person can see it ring: a button that is scrolled away, hidden or in a closed dialog leaves it to a
 * toast, or to another button, and shows it nevertheless until one of them takes it.
 */
export class InSight {
  readonly #held: HeldCall;
  readonly #left = new WeakSet<Call>();
  #watched: Element | undefined;
  #unwatch: (() => void) | undefined;

  constructor(held: HeldCall) {
    this.#held = held;
  }

  /** It rings, and was left to others: taking it again would begin anew. */
  hasLeft(call: Call): boolean {
    return call.connectedAtMs === undefined && this.#left.has(call);
  }

  /** Before a rendering: something else has taken what nobody saw here. */
  yield(): void {
    const { call, claims } = this.#held;
    if (!call?.claimed || claims) return;
    this.#left.add(call);
    this.#held.drop();
  }

  /** After a rendering: `element` is what shows the call. */
  watch(element: Element | null): void {
    const watched = this.#held.shown === 'incoming' && element ? element : undefined;
    if (watched === this.#watched) return;
    this.stop();
    this.#watched = watched;
    if (!watched) this.#held.claims = true;
    else
      this.#unwatch = onInSight(watched, (seen) => {
        this.#held.claims = seen;
      });
  }

  stop(): void {
    this.#unwatch?.();
    this.#unwatch = this.#watched = undefined;
  }
}
