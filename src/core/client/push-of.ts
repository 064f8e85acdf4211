import { pushKey } from '../base/push-key.ts';
import type { Push } from '../push/api.ts';
import type { ClientApi } from './api.ts';
import { defaultStorage } from './storage.ts';

const PUSH = Symbol.for('earshot/push');

/** How a client's user is told while no page is open. Rejects when its code cannot be loaded, and with `client:disposed`. */
export async function pushOf(client: ClientApi): Promise<Push> {
  const { createPush } = await import('../push/push.ts');
  return client.service(PUSH, createPush);
}

/** Whether somebody is told on this device, this user or another. */
export const isPushed = (client: ClientApi): boolean => defaultStorage().getItem(pushKey(client.appId)) !== null;

/** Where somebody is told on this device: goes on with that, or ends it when that is somebody else. */
export function resumePush(client: ClientApi): void {
  if (isPushed(client)) pushOf(client).catch(() => {}); // the next page tries
}
