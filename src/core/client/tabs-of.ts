import type { TabCalls } from '../tabs/api.ts';
import type { ClientApi } from './api.ts';

const TABS = Symbol.for('earshot/tabs');

/**
 * The calls that other tabs of this browser hold for the same user, and a hand on them; ask for it in every tab. Rejects when its code cannot be loaded, and
 * with `client:disposed`.
 */
export async function tabsOf(client: ClientApi): Promise<TabCalls> {
  const { createTabCalls } = await import('../tabs/tab-calls.ts');
  return client.service(TABS, createTabCalls);
}
