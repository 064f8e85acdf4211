import type { TabCalls } from './api.ts';
import type { TabCallsParts } from './tab-calls.ts';

const TABS = Symbol.for('earshot/tabs');

/** What it is a service of. */
export interface TabClient {
  service<T extends { dispose(): void }>(key: symbol, make: (parts: TabCallsParts) => T): T;
}

/** Loads what shows the calls of other tabs, once a client. */
export async function callsOfTabs(client: TabClient): Promise<TabCalls> {
  const { createTabCalls } = await import('./tab-calls.ts');
  return client.service(TABS, createTabCalls);
}
