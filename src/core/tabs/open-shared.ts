import type { SocketLike } from '../connection/api.ts';
import { SharedSocket, type TabParts } from './shared-socket.ts';

/** A share of the one socket of all tabs; a socket of this tab's own where the page has no Web Locks. */
export function openShared(parts: Omit<TabParts, 'locks'>): SocketLike {
  const locks = globalThis.document && globalThis.navigator?.locks;
  return locks ? new SharedSocket({ ...parts, locks }) : parts.openSocket(parts.url);
}
