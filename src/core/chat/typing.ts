import type { Clock, Timer } from '../base/index.ts';
import type { BaseUser } from '../protocol/index.ts';

/** Who is typing: each for as long as the server says, or until a message of theirs comes. */
export class Typing {
  readonly #users = new Map<string, { user: BaseUser; timer: Timer }>();
  readonly #clock: Clock;
  readonly #changed: () => void;

  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  get users(): BaseUser[] {
    return [...this.#users.values()].map(({ user }) => user);
  }

  heard(user: BaseUser, ttlMs: number): void {
    this.#clock.clearTimeout(this.#users.get(user.user_id)?.timer);
    this.#users.set(user.user_id, { user, timer: this.#clock.setTimeout(() => this.stopped(user.user_id), ttlMs) });
    this.#changed();
  }

  stopped(userId: string): void {
    const entry = this.#users.get(userId);
    if (!entry) return;
    this.#clock.clearTimeout(entry.timer);
    this.#users.delete(userId);
    this.#changed();
  }

  clear(): void {
    for (const { timer } of this.#users.values()) this.#clock.clearTimeout(timer);
    this.#users.clear();
  }
}
