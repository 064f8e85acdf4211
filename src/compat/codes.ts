import { consoleLog } from '../core/base/index.ts';
import { type EarshotError, type EarshotErrorCode, isEarshotError } from '../core/protocol/index.ts';

/** Numbers that `ChatClient` itself gives (GC-104 to 113); every other number is the server's and passes through (A41). */
export const CHAT_CODES = {
  4001: 'unauthorized',
  60101: 'invalid_parameters',
  60102: 'invalid_token',
  60103: 'expired_token',
  60104: 'invalid_channel_id',
  60901: 'server_not_responding',
  60902: 'unable_to_connect',
  60903: 'unable_to_subscribe_event',
  60904: 'not_connected',
  60999: 'unknown_error',
} as const;

export type ChatCode = keyof typeof CHAT_CODES;

/** Which of our errors they stand for. */
const NUMBERS: Partial<Record<EarshotErrorCode, ChatCode>> = {
  'auth:unauthorized': 4001,
  'auth:origin': 4001,
  'auth:token-invalid': 60102,
  'auth:token-revoked': 60102,
  'auth:token-expired': 60103,
  'client:invalid-config': 60101,
  'client:disposed': 60904,
  'connection:closed': 60904,
  'connection:lost': 60901,
  'connection:restart': 60901,
  'connection:unreachable': 60902,
  'request:timeout': 60901,
};

/** What `ChatClient` throws and rejects with (GC-103). */
export class ChatError extends Error {
  /** 601xx and 609xx of the client, or the server's own number. */
  readonly code: number;
  readonly meta: { error?: string; status?: number; retry_after_ms?: number };

  constructor(code: number, name: string, message: string, meta: ChatError['meta'] = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.name = name;
    this.meta = meta;
  }
}

/** An error of the client, by its number. */
export const chatError = (code: ChatCode, message: string, cause?: unknown): ChatError => new ChatError(code, CHAT_CODES[code], message, {}, cause);

/** Whatever was thrown, in the face's own terms. */
export function asChatError(error: unknown): ChatError {
  if (error instanceof ChatError) return error;
  if (!isEarshotError(error)) return unknown(error instanceof Error ? error.message : String(error), error);
  const known = NUMBERS[error.code];
  const code = known ?? error.number;
  if (code === undefined) return unknown(error.message, error);
  const name = code in CHAT_CODES ? CHAT_CODES[code as ChatCode] : error.code.replace(/^[^:]*:/, '').replaceAll('-', '_');
  return new ChatError(code, name, error.message, metaOf(error), error);
}

/** What has no number is for people: the console has all of it (GC-113). */
function unknown(message: string, error: unknown): ChatError {
  consoleLog('error')('error', 'chat', message, error);
  return new ChatError(60999, CHAT_CODES[60999], message, isEarshotError(error) ? metaOf(error) : {}, error);
}

const metaOf = ({ code, status, retryAfterMs }: EarshotError): ChatError['meta'] => ({
  error: code,
  ...(status !== undefined && { status }),
  ...(retryAfterMs !== undefined && { retry_after_ms: retryAfterMs }),
});
