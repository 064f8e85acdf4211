import type { Channel, ChannelHead, Message } from '../protocol/index.ts';

/** A moment of the server by this machine's clock; undefined when it is over, or none. */
function ahead(serverMs: unknown, { nowMs, offsetMs }: Now): number | undefined {
  const ms = typeof serverMs === 'number' ? serverMs - offsetMs : 0;
  return ms > nowMs ? ms : undefined;
}

interface Now {
  nowMs: number;
  /** The server's clock minus this one. */
  offsetMs: number;
}

/** Until when I am muted or banned. */
export const until = (banned: { end_at?: number | undefined } | undefined, head: ChannelHead | undefined, now: Now): number | undefined =>
  ahead(banned ? banned.end_at : head?.muted_until, now);

/** Until when slow mode keeps me from writing. */
export function slowUntil(channel: Channel | undefined, messages: readonly Message[], me: string, now: Now): number | undefined {
  const mine = messages.findLast(({ user }) => user.user_id === me);
  return channel?.slow_ms && mine ? ahead(mine.created_at + channel.slow_ms, now) : undefined;
}
