import { createHash } from 'node:crypto';
import type { CallRow, LegGrant } from '../../../src/core/protocol/index.ts';
import type { CallHubPorts } from './ports.ts';
import type { Peer } from './signals.ts';

/** The right to a leg, and what its page gathers candidates by. Derived, so that a repeated request gets the same. */
export function grantOf(
  { links, iceServers }: Pick<CallHubPorts, 'links' | 'iceServers'>,
  { app, row }: { app: string; row: CallRow },
  legId: string,
  generation: number,
  me: Peer,
): LegGrant {
  return {
    leg_id: legId,
    leg_token: links.legToken(app, row.call_id, legId),
    generation,
    ice_servers: row.state === 'ended' ? [] : iceServers(app, me.userId),
  };
}

/** The same invite gets the same leg, however often it is asked. */
export const inviteLeg = (me: Peer, call: string): string =>
  createHash('sha256')
    .update(JSON.stringify([me.appId, me.userId, call]))
    .digest('base64url')
    .slice(0, 22);
