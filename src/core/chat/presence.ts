import { Emitter, type Timer } from '../base/index.ts';
import type { Connection } from '../connection/api.ts';
import type { ChatParts } from './ports.ts';

/** Whether somebody is here, and when they were last. */
export interface Presence {
  readonly online: boolean;
  /** By the server's clock; undefined while they are here, or when nobody may know. */
  readonly lastSeenAtMs: number | undefined;
}

interface PresenceEvents {
  /** Somebody who is watched came, went, or is known at last; coalesced to one an answer. */
  change: [];
}

/** So many users can be asked about at once. */
const BATCH = 100;

/**
 * Who is here, for all badges of a page together: asked in one request when the first badge of a turn appears, again every
 * `settings.onlineIntervalMs`, and with every new line. A user whom I may not see stays unknown.
 */
export class PresenceWatch extends Emitter<PresenceEvents> {
  readonly #connection: Connection;
  readonly #parts: Pick<ChatParts, 'clock' | 'settings'>;
  /** How many badges show each user. */
  readonly #watched = new Map<string, number>();
  #known = new Map<string, Presence>();
  #timer: Timer | undefined;
  #asking = false;
  readonly #undo: () => void;

  constructor({ connection, clock, settings }: Pick<ChatParts, 'connection' | 'clock' | 'settings'>) {
    super();
    this.#connection = connection;
    this.#parts = { clock, settings };
    this.#undo = connection.on('welcome', () => this.#soon());
  }

  /** What is known of a user who is watched. */
  get(userId: string): Presence | undefined {
    return this.#known.get(userId);
  }

  /** Keeps asking about a user until the returned function is called. */
  watch(userId: string): () => void {
    this.#watched.set(userId, (this.#watched.get(userId) ?? 0) + 1);
    if (!this.#known.has(userId)) this.#soon();
    let over = false;
    return () => {
      if (over) return;
      over = true;
      const left = (this.#watched.get(userId) ?? 1) - 1;
      if (left > 0) this.#watched.set(userId, left);
      else this.#watched.delete(userId);
      if (!this.#watched.size) this.#parts.clock.clearTimeout(this.#timer);
    };
  }

  dispose(): void {
    this.#undo();
    this.#watched.clear();
    this.#parts.clock.clearTimeout(this.#timer);
  }

  /** Once for all who begin in this turn. */
  #soon(): void {
    if (this.#asking) return;
    this.#asking = true;
    queueMicrotask(() => void this.#ask());
  }

  async #ask(): Promise<void> {
    const { clock, settings } = this.#parts;
    clock.clearTimeout(this.#timer);
    const userIds = [...this.#watched.keys()];
    this.#asking = false;
    if (!userIds.length) return;
    this.#timer = clock.setTimeout(() => void this.#ask(), settings.onlineIntervalMs);
    if (this.#connection.state !== 'connected') return; // the next welcome asks
    try {
      const known = new Map<string, Presence>();
      for (let at = 0; at < userIds.length; at += BATCH) {
        const { users } = await this.#connection.request('presence.get', { user_ids: userIds.slice(at, at + BATCH) }, { retry: true });
        for (const { user_id, online, last_seen_at } of users) known.set(user_id, { online, lastSeenAtMs: last_seen_at });
      }
      for (const [userId, presence] of this.#known) if (this.#watched.has(userId) && !userIds.includes(userId)) known.set(userId, presence);
      this.#known = known;
      this.emit('change');
    } catch {
      // what is known stays known until the next time
    }
  }
}
