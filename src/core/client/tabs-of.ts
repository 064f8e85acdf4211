import type { TabCalls } from '../tabs/api.ts';
import { callsOfTabs } from '../tabs/calls-of-tabs.ts';
import type { ClientApi } from './api.ts';

/**
 * The calls that other tabs of this browser hold for the same user, and a hand on them. Tabs that share their socket show them to each other by
 * themselves (`ClientApi.tabCalls`); with a socket each, every tab must ask for it. Rejects when its code cannot be loaded, and with `client:disposed`.
 */
export const tabsOf = (client: ClientApi): Promise<TabCalls> => callsOfTabs(client);
