import { pageLocks } from '../base/turn.ts';
import { legKey } from '../call/ports.ts';
import type { SocketLike } from '../connection/api.ts';
import type { TabCalls } from './api.ts';
import { HeldMemory } from './held-memory.ts';
import { type MeetingClient, meetingOf } from './meeting.ts';
import { SharedSocket, type TabParts } from './shared-socket.ts';

interface SharedParts extends Omit<TabParts, 'locks' | 'meet' | 'clock' | 'settings'> {
  client: TabParts['client'] & MeetingClient & Pick<TabParts, 'clock' | 'settings'>;
  /** What other tabs have of calls is known, or has changed. */
  met(calls: TabCalls): void;
}

/** So long may a page that is reloaded hold its locks when its successor runs already. */
const DYING_MS = 1_000;

/** Users whose memory this page has looked through. */
const looked = new Set<string>();

/** A share of the one socket of all tabs; a socket of this tab's own where the browser does not let tabs find each other. */
export async function openShared(parts: SharedParts): Promise<SocketLike> {
  const { clock, settings } = parts.client;
  try {
    const locks = pageLocks()!;
    await dropCopies(parts, locks);
    return new SharedSocket({ ...parts, clock, settings, locks, meet: meetingOf(parts.client, parts.met) });
  } catch {
    return parts.openSocket(parts.url); // no page, no BroadcastChannel, or no origin, or a private window without a store: a look at locks is refused
  }
}

/** A tab that was duplicated has a copy of what the other one remembers: calls whose lock stays held are not its own. */
async function dropCopies({ client: { appId, userId, clock } }: SharedParts, locks: LockManager): Promise<void> {
  const { held = [] } = await locks.query();
  const key = `${appId}:${userId}`;
  if (looked.has(key)) return; // what is held now may be held by this very page
  looked.add(key);
  const memory = new HeldMemory(appId, userId);
  const copies = memory.ids.filter((id) => held.some(({ name }) => name === legKey(appId, userId, id)));
  await Promise.all(
    copies.map(async (id) => {
      const stop = new AbortController();
      const timer = clock.setTimeout(() => stop.abort(), DYING_MS);
      try {
        await locks.request(legKey(appId, userId, id), { signal: stop.signal }, () => {});
      } catch {
        memory.remove(id);
      } finally {
        clock.clearTimeout(timer);
      }
    }),
  );
}
