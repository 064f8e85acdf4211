import type { Clock, Timer } from '../base/index.ts';
import type { Connection } from '../connection/api.ts';

/** There is no stream of comings and goings: an open channel asks now and then who is there. Returns the end of it. */
export function watchOnline(
  channel_id: string,
  { connection, clock, settings }: { connection: Connection; clock: Clock; settings: { onlineIntervalMs: number } },
  told: (userIds: readonly string[]) => void,
): () => void {
  let timer: Timer | undefined;
  let over = false;
  const wait = () => {
    timer = clock.setTimeout(async () => {
      if (connection.state === 'connected') {
        try {
          const { user_ids } = await connection.request('presence.channel', { channel_id });
          if (!over) told(user_ids);
        } catch {
          // what is shown stays shown until the next time
        }
      }
      if (!over) wait();
    }, settings.onlineIntervalMs);
  };
  wait();
  return () => {
    over = true;
    clock.clearTimeout(timer);
  };
}
