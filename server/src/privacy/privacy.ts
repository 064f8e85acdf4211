import type { Clock } from '../../../src/core/base/index.ts';
import type { Database } from '../db/database.ts';
import type { Logger } from '../deps.ts';
import { type Erasing, FIRST } from './erase.ts';
import type { Removal } from './erase-rest.ts';
import { EXPORT_LISTS } from './export.ts';
import { RetentionKeeper } from './retention-keeper.ts';

export interface PrivacyPorts {
  db: Database;
  clock: Clock;
  /** How often channels that keep messages for a time are looked through. */
  retentionTickMs: number;
  log: Logger;
  /** Ends every session of a user. */
  expel(app: string, user: string): void;
}

/** What an app's server may ask for one of its people: all that is kept of him, and that nothing is any more. */
export class Privacy {
  readonly #ports: PrivacyPorts;
  readonly #running = new Map<string, Promise<void>>();
  readonly #retention: RetentionKeeper;
  #remove = async (): Promise<void> => {};
  #closed = false;

  constructor(ports: PrivacyPorts) {
    this.#ports = ports;
    this.#retention = new RetentionKeeper({ ...ports, everyMs: ports.retentionTickMs, onCut: () => this.#remove() });
  }

  /** Goes on with what a stop of the server cut short, and begins to look for what channels keep no longer. */
  async start(): Promise<void> {
    this.#retention.start();
    for (const { app, user } of await this.#ports.db.run('erase.unfinished', undefined)) {
      this.#finish(app, user).catch((error: unknown) => {
        if (!this.#closed) this.#ports.log.error({ reason: String(error) }, 'a user could not be erased; the next start tries again');
      });
    }
  }

  /**
   * Erases a user; resolves when nothing of him is left but the bytes of {@link removals}. He is gone for others, and his tokens are void, from
   * the start on. Idempotent, and survives a restart. Throws `user:not-found` for one who never was.
   */
  async erase(app: string, user: string): Promise<void> {
    const { db, expel } = this.#ports;
    const begun = await db.run('erase.begin', { app, user });
    if (!begun) return;
    setImmediate(() => expel(app, user)); // after his pages were told why
    await this.#finish(app, user);
  }

  /** Everything that is kept of a user, as the text of one JSON object, piece by piece. Throws `user:not-found`. */
  async export(app: string, user: string): Promise<AsyncIterable<string>> {
    const { db } = this.#ports;
    const profile = await db.run('export.profile', { app, user }); // before the first byte: a stream cannot be refused any more
    return (async function* () {
      yield `{"user":${JSON.stringify(profile)}`;
      for (const list of EXPORT_LISTS) {
        yield `,"${list}":[`;
        let after: string | undefined;
        let first = true;
        do {
          const page = await db.run('export.page', { app, user, list, ...(after !== undefined && { after }) });
          if (page.rows.length > 0) yield (first ? '' : ',') + page.rows.map((row) => JSON.stringify(row)).join(',');
          first &&= page.rows.length === 0;
          after = page.next;
        } while (after !== undefined);
        yield ']';
      }
      yield '}';
    })();
  }

  /** Bytes on disk that have no row any more, some of them; asked again until there are none. */
  removals(): Promise<Removal[]> {
    return this.#ports.db.run('removal.list', undefined);
  }

  /** Who takes them off the disk, and is called whenever there may be some. */
  onRemovals(remove: () => Promise<void>): void {
    this.#remove = remove;
  }

  /** Those are gone. */
  async removed(removals: Removal[]): Promise<void> {
    await this.#ports.db.run('removal.done', { removals });
  }

  close(): void {
    this.#closed = true;
    this.#retention.close();
  }

  #finish(app: string, user: string): Promise<void> {
    const key = `${app}\n${user}`;
    const running = this.#running.get(key) ?? this.#steps(app, user).finally(() => this.#running.delete(key));
    this.#running.set(key, running);
    return running;
  }

  async #steps(app: string, user: string): Promise<void> {
    for (let at: Erasing | null = FIRST; at !== null; ) at = await this.#ports.db.run('erase.step', { app, user, at });
  }
}
