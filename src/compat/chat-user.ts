import { Emitter } from '../core/base/index.ts';
import type { Client } from '../core/client/client.ts';
import type { BaseUser } from '../core/protocol/index.ts';
import type { Session } from './chat-client.ts';
import { asChatError } from './codes.ts';

interface UserEvents {
  /** My own profile changed. */
  user_update: [user: BaseUser];
  /** My account is gone; `disconnected` follows (A40). */
  user_delete: [user: BaseUser];
}

/** Me (GC-041 to 046). */
export class UserModule extends Emitter<UserEvents> {
  readonly #session: () => Session;

  constructor(session: () => Session) {
    super();
    this.#session = session;
  }

  /** @internal */
  attach(client: Client): void {
    client.connection.on('entry', (_stream, _offset, entry) => {
      if ((entry.kind === 'user_update' || entry.kind === 'user_delete') && entry.user.user_id === client.userId) this.emit(entry.kind, entry.user);
    });
  }

  async me(): Promise<BaseUser> {
    return this.#ask((session) => session.client.connection.request('user.me', {}, { retry: true }));
  }

  async updateUser(params: { name?: string; profile_url?: string }): Promise<BaseUser> {
    const { name, profile_url } = params ?? {};
    return this.#ask((session) => session.client.connection.request('user.update', { name, profile_url }, { retry: true }));
  }

  /** Adds or overwrites. */
  async updateMeta(params: Record<string, string>): Promise<BaseUser> {
    return this.#ask((session) => session.client.connection.request('user.meta', { set: params }, { retry: true }));
  }

  async deleteMeta(keys: string[]): Promise<BaseUser> {
    return this.#ask((session) => session.client.connection.request('user.meta', { remove: keys }, { retry: true }));
  }

  async #ask(task: (session: Session) => Promise<{ user: BaseUser }>): Promise<BaseUser> {
    try {
      return (await task(this.#session())).user;
    } catch (error) {
      throw asChatError(error);
    }
  }
}
