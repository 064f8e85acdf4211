import { createHash, randomBytes } from 'node:crypto';
import type { Clock, Timer } from '../../../src/core/base/index.ts';
import { isEarshotError } from '../../../src/core/protocol/index.ts';
import type { AppRow } from '../api.ts';
import type { Database } from '../db/database.ts';
import type { Logger } from '../deps.ts';
import type { Entered, GuestPolicy } from './commands.ts';

export interface GuestsPorts {
  db: Database;
  clock: Clock;
  log: Logger;
  app(appId: string): AppRow | undefined;
  online(appId: string, userId: string): boolean;
  /** All that is kept of a user goes. */
  erase(appId: string, userId: string): Promise<void>;
  /** How long a guest is kept of whom nothing is seen. */
  idleMs: number;
  /** How often they are looked for. */
  tickMs: number;
}

const hash = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** People without an account: each a user with a secret that his page keeps. */
export class Guests {
  readonly #ports: GuestsPorts;
  #timer: Timer | undefined;
  #closed = false;

  constructor(ports: GuestsPorts) {
    this.#ports = ports;
  }

  policy(app: string): Promise<GuestPolicy> {
    return this.#ports.db.run('guest.policy', { app });
  }

  setPolicy(app: string, policy: GuestPolicy): Promise<GuestPolicy> {
    return this.#ports.db.run('guest.set-policy', { app, policy }, ({ enabled }) => {
      const row = this.#ports.app(app);
      if (row) row.guests = enabled;
    });
  }

  /** The guest of that secret, or a new one with a secret that is not shown again. Throws `auth:forbidden` where there are none. */
  async enter(app: string, given: { secret?: string; name?: string; email?: string }): Promise<Entered & { secret: string }> {
    const { secret, ...about } = given;
    const made = randomBytes(32).toString('base64url');
    const fresh = { user: `guest-${randomBytes(8).toString('hex')}`, hash: hash(made) };
    const entered = await this.#ports.db.run('guest.enter', { ...about, app, fresh, ...(secret !== undefined && { hash: hash(secret) }) });
    return { ...entered, secret: entered.resumed && secret !== undefined ? secret : made };
  }

  /** A guest has signed in: his channels and all he wrote are the user's, and the guest is no more. Throws `request:not-found`. */
  async claim(app: string, user: string, secret: string): Promise<{ channels: string[] }> {
    const { guest, channels } = await this.#ports.db.run('guest.claim', { app, user, hash: hash(secret) });
    await this.#ports.erase(app, guest);
    return { channels };
  }

  /** Begins to look for guests who do not come back. */
  start(): void {
    if (this.#closed) return;
    const { clock, log, tickMs } = this.#ports;
    this.#timer = clock.setTimeout(() => {
      this.#sweep()
        .catch((error: unknown) => {
          if (!this.#closed) log.warn({ reason: String(error) }, 'guests could not be removed; trying again');
        })
        .finally(() => this.start());
    }, tickMs);
  }

  close(): void {
    this.#closed = true;
    this.#ports.clock.clearTimeout(this.#timer);
  }

  /** His channel with the team goes with him: it was about him alone. */
  async #sweep(): Promise<void> {
    const { db, clock, idleMs, online, erase } = this.#ports;
    for (const { app, user, channel } of await db.run('guest.idle', { before: clock.now() - idleMs })) {
      if (this.#closed || online(app, user)) continue;
      if (channel !== null) {
        await db.run('channel.delete', { app, channel }).catch((error: unknown) => {
          if (!isEarshotError(error, 'channel:not-found')) throw error; // deleted before
        });
      }
      await erase(app, user);
    }
  }
}
