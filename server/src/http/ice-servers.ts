import { createHmac } from 'node:crypto';
import type { Clock } from '../../../src/core/base/index.ts';
import type { IceServer } from '../../../src/core/protocol/index.ts';

export interface IceOptions {
  stunUrls: readonly string[];
  turnUrls: readonly string[];
  /** coturn's `static-auth-secret` (its `use-auth-secret` mode). */
  turnSecret?: string;
  /** How long credentials live; an hour at most. */
  turnTtlMs: number;
}

/**
 * Gives the ICE servers of one user: STUN as configured, TURN with credentials that expire (coturn REST, HMAC-SHA1), after `ttlMs` where that
 * is sooner.
 */
export function iceServersOf(options: IceOptions, clock: Clock): (appId: string, userId: string, ttlMs?: number) => IceServer[] {
  return (_appId, userId, ttlMs = options.turnTtlMs) => {
    const servers: IceServer[] = options.stunUrls.length > 0 ? [{ urls: [...options.stunUrls] }] : [];
    if (options.turnSecret && options.turnUrls.length > 0) {
      const expiresS = Math.floor((clock.now() + Math.min(ttlMs, options.turnTtlMs, 3_600_000)) / 1000);
      const username = `${expiresS}:${userId}`;
      const credential = createHmac('sha1', options.turnSecret).update(username).digest('base64');
      servers.push({ urls: [...options.turnUrls], username, credential });
    }
    return servers;
  };
}
