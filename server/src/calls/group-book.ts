import type { Database } from '../db/database.ts';
import type { CallGroup } from './groups.ts';

/** The groups that can be called, by their apps' own servers, and who is in them: known here so that an invite needs no question first. */
export class GroupBook {
  readonly #db: Database;
  readonly #members = new Map<string, readonly string[]>();

  constructor(db: Database) {
    this.#db = db;
  }

  async load(): Promise<void> {
    await this.#db.run('group.load', undefined, (groups) => {
      for (const { app, group, members } of groups) this.#members.set(keyOf(app, group), members);
    });
  }

  members(app: string, group: string): readonly string[] | undefined {
    return this.#members.get(keyOf(app, group));
  }

  /** Whom a call to `to` may ring. */
  users(app: string, to: string): readonly string[] {
    return this.members(app, to) ?? [to];
  }

  async put(app: string, group: string, { name, members }: { name?: string; members: string[] }): Promise<CallGroup> {
    const args = { app, group, members, ...(name !== undefined && { name }) };
    return this.#db.run('group.put', args, (stored) => void this.#members.set(keyOf(app, group), stored.members));
  }

  get(app: string, group: string): Promise<CallGroup> {
    return this.#db.run('group.get', { app, group });
  }

  async delete(app: string, group: string): Promise<void> {
    await this.#db.run('group.delete', { app, group }, () => void this.#members.delete(keyOf(app, group)));
  }
}

const keyOf = (app: string, group: string): string => `${app}\n${group}`;
