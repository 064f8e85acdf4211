import { EarshotError, type Party } from '../protocol/index.ts';
import type { CallParts } from './ports.ts';

/** Whose calls do not ring here: theirs seem to be declined at once, on all devices, and they are not told why. Kept by the server. */
export interface Blocks {
  /** The latest first. */
  list(): Promise<readonly Party[]>;
  /** Idempotent. Rejects with `user:not-found`, `call:self`, and `request:invalid` when as many are blocked as may be. */
  add(userId: string): Promise<void>;
  /** Idempotent. */
  remove(userId: string): Promise<void>;
  dispose(): void;
}

export function createBlocks({ connection }: CallParts): Blocks {
  let disposed = false;
  const line = (operation: string) => {
    if (disposed) throw new EarshotError('client:disposed', operation);
    return connection;
  };
  return {
    list: async () => (await line('list blocked users').request('call.blocked', {})).users,
    add: async (user_id) => void (await line('block the user').request('call.block', { user_id }, { retry: true })),
    remove: async (user_id) => void (await line('unblock the user').request('call.unblock', { user_id }, { retry: true })),
    dispose() {
      disposed = true;
    },
  };
}
