import { EarshotError, type Hello, PROTOCOL_VERSION, type ServerFrames } from '../../../src/core/protocol/index.ts';
import type { ServerSettings } from '../api.ts';
import type { SignedToken, Tokens } from '../auth/tokens.ts';
import type { OpenedSession } from '../streams/commands.ts';

const OPERATION = 'connect';

/** Who says hello, by his token; throws what refuses him. What the database knows of both is asked with the rest of the welcome. */
export function admit(hello: Hello, tokens: Tokens, appExists: (appId: string) => boolean): SignedToken {
  if (hello.v !== PROTOCOL_VERSION) throw new EarshotError('protocol:version', OPERATION);
  if (!appExists(hello.app_id)) throw new EarshotError('auth:app-unknown', OPERATION);
  const token = tokens.read(hello.token);
  if (token.appId !== hello.app_id) throw new EarshotError('auth:token-invalid', OPERATION, 'the session token is of another app');
  return token;
}

export interface Greeting {
  session: string;
  now: number;
  epoch: string;
  expiresAt: number;
  opened: OpenedSession;
}

export function welcome({ session, now, epoch, expiresAt, opened }: Greeting, settings: ServerSettings): ServerFrames['welcome'] {
  return {
    t: 'welcome',
    session,
    now,
    heartbeat_ms: settings.heartbeatMs,
    epoch,
    user: opened.user,
    streams: opened.streams,
    channels: opened.channels,
    calls: opened.calls,
    token_expires_at: expiresAt,
    limits: { message_length: settings.messageLength, file_bytes: settings.fileBytes, frame_bytes: settings.frameBytes },
    timings: { ring_timeout_ms: settings.ringTimeoutMs, grace_ms: settings.graceMs, beat_ms: settings.beatMs },
  };
}
