import type { Clock } from '../../../src/core/base/index.ts';
import type { Session } from '../socket/session.ts';

/** Pages of one socket that are remembered; a browser has fewer tabs, or is no browser. */
const PAGES_MAX = 100;

/** Which pages of a socket are in front of their user. Each says so again and again: one that was frozen or killed says nothing any more. */
export class VisiblePages {
  readonly #clock: Clock;
  readonly #believedMs: number;
  readonly #pages = new WeakMap<Session, Map<string, number>>();

  constructor(clock: Clock, believedMs: number) {
    this.#clock = clock;
    this.#believedMs = believedMs;
  }

  set(session: Session, page: string, visible: boolean): void {
    const pages = this.#pages.get(session) ?? new Map<string, number>();
    this.#pages.set(session, pages);
    pages.delete(page);
    if (visible) pages.set(page, this.#clock.now() + this.#believedMs);
    if (pages.size > PAGES_MAX) pages.delete(pages.keys().next().value!);
  }

  /** Whether the user of one of these sockets has a page before his eyes. */
  any(sessions: Iterable<Session>): boolean {
    const now = this.#clock.now();
    for (const session of sessions) for (const until of this.#pages.get(session)?.values() ?? []) if (until > now) return true;
    return false;
  }
}
