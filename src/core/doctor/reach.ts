import { EarshotError, type IceServer, type WireError } from '../protocol/index.ts';
import { type IceAnswer, missingBecause } from './ice-answer.ts';
import type { DoctorParts, Outcome } from './ports.ts';

/** What plain HTTP tells about a server whose socket did not come up. */
export interface Reached {
  outcome: Outcome;
  /** What the server gave over REST, when it answered there. */
  ice: IceAnswer | undefined;
}

const failed = (cause: Outcome['cause'], finding: string): Outcome => ({
  state: 'failed',
  finding,
  error: 'connection:unreachable',
  ...(cause && { cause }),
});

/**
 * Asks over REST, and where that fails by a request that any server answers: our own REST answers, so only sockets are stopped; only the
 * unreadable request gets through, so the server does not take this page's origin; neither, so it is down or out of reach.
 */
export async function reach({ client }: DoctorParts): Promise<Reached> {
  const response = await client.fetch('/v1/ice-servers').catch(() => undefined);
  if (response) {
    const body = (await response.json().catch(() => undefined)) as Partial<WireError> & { ice_servers?: IceServer[] };
    const blocked = failed('server:socket-blocked', 'The server answers over HTTP, but its socket is stopped on the way.');
    if (response.ok && body?.ice_servers) return { outcome: blocked, ice: { servers: body.ice_servers } };
    if (response.status < 500 && body?.error) {
      const error = EarshotError.fromWire(body as WireError, 'get ICE servers');
      return { outcome: blocked, ice: { missing: missingBecause(error) } };
    }
    return { outcome: failed('server:unreachable', 'Something answers at the address of the server, but it is not ready.'), ice: undefined };
  }
  const anything = await client.fetch('/healthz', { mode: 'no-cors', cache: 'no-store' }).catch(() => undefined);
  return anything
    ? { outcome: failed('server:origin-refused', 'The server is there, but does not take pages of this address.'), ice: undefined }
    : { outcome: failed('server:unreachable', 'The server does not answer.'), ice: undefined };
}
