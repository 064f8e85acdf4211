/** One entry of the catalogue: the reason in words, the server's number (GC-114 to 127), the HTTP status. */
export interface CatalogueEntry {
  reason: string;
  number?: number;
  status?: number;
  retryable?: boolean;
}

/** What a client raises itself without a reason of its own: all that a page has to carry. What the server says brings its own words and numbers. */
const SHAPE = {
  'auth:token-invalid': { reason: 'the session token is malformed or wrong', number: 4001, status: 401 },
  'auth:token-expired': { reason: 'the session token has expired', number: 4001, status: 401 },
  'request:timeout': { reason: 'the server did not answer in time', retryable: true },
  'request:aborted': { reason: 'it was cancelled' },
  'connection:closed': { reason: 'the client is not connected', retryable: true },
  'connection:lost': { reason: 'the connection was lost before the server answered', retryable: true },
  'connection:unreachable': { reason: 'the server cannot be reached', retryable: true },
  'connection:replaced': { reason: 'another session took its place' },
  'protocol:version': { reason: 'this version of the protocol is not served', number: 1001, status: 400 },
  'protocol:unknown': { reason: 'the server sent an error this client does not know' },
  'call:media-failed': { reason: 'no media path was found', retryable: true },
  'client:invalid-config': { reason: 'the configuration is incomplete or malformed' },
  'client:disposed': { reason: 'the client was disposed' },
} satisfies Record<string, CatalogueEntry>;

/** What only the server raises, and what a page raises with a reason; the rest of it is in the server's own catalogue. */
export type ServerErrorCode =
  | 'auth:forbidden'
  | 'request:invalid'
  | 'request:rate-limited'
  | 'user:not-found'
  | 'connection:slow'
  | 'connection:restart'
  | 'server:busy'
  | 'server:internal'
  | 'auth:unauthorized'
  | 'auth:token-revoked'
  | 'auth:app-unknown'
  | 'auth:credentials'
  | 'auth:origin'
  | 'auth:host'
  | 'auth:not-manager'
  | 'request:too-large'
  | 'request:not-found'
  | 'request:unsupported'
  | 'channel:not-found'
  | 'channel:already-joined'
  | 'channel:not-member'
  | 'channel:duplicate'
  | 'channel:frozen'
  | 'channel:member-limit'
  | 'channel:manager-limit'
  | 'channel:banned'
  | 'channel:muted'
  | 'channel:read-only'
  | 'channel:manager-protected'
  | 'channel:ban-self'
  | 'message:rejected'
  | 'report:not-found'
  | 'schedule:not-found'
  | 'push:refused'
  | 'auth:organization'
  | 'auth:tokens-off'
  | 'auth:user-tokens-off'
  | 'app:key-limit'
  | 'user:duplicate'
  | 'message:not-found'
  | 'message:conflict'
  | 'file:not-found'
  | 'protocol:bad-frame'
  | 'protocol:hello-expected'
  | 'call:user-not-found'
  | 'call:busy';

/** Raised where calls are handled, by page and server alike; the rest of it is in `call-errors.ts`. */
export type CallErrorCode = RareCallErrorCode | 'call:self' | 'call:limit' | 'call:ended' | 'call:wrong-state';

/** Those of them that the engine of a call never raises itself; the rest of it is in `rare-call-errors.ts`. */
export type RareCallErrorCode = 'call:not-found' | 'call:unreachable' | 'call:taken' | 'call:leg-unknown' | 'call:in-progress';

/** Raised by what a call does beside being made, answered and ended; the rest of it is in `control-errors.ts`. */
export type ControlErrorCode =
  | 'call:operation-conflict'
  | 'call:operation-timeout'
  | 'call:refused'
  | 'call:not-held'
  | 'call:held'
  | 'call:transfer-failed'
  | 'call:bad-tones'
  | 'call:bad-sdp'
  | 'call:no-candidates'
  | 'call:blocked'
  | 'recording:unsupported'
  | 'recording:not-found'
  | 'recording:consent'
  | 'voicemail:not-found'
  | 'voicemail:disabled'
  | 'history:not-found'
  | 'relay:invalid';

/** Raised where messages and files are sent, by page and server alike; the rest of it is in `chat-errors.ts`. */
export type ChatErrorCode = 'message:expired' | 'file:too-large' | 'file:upload-failed' | 'channel:slow';

/** Raised in one place, with the reason beside it. */
export type RareErrorCode = 'connection:already-connected' | 'client:no-client' | 'push:unsupported' | 'push:denied' | 'push:failed';

/** Raised where devices are opened; the rest of it is there. */
export type MediaErrorCode =
  | 'media:insecure'
  | 'media:policy'
  | 'media:iframe'
  | 'media:denied'
  | 'media:system-denied'
  | 'media:in-use'
  | 'media:in-use-by-call'
  | 'media:not-found'
  | 'media:overconstrained'
  | 'media:unsupported'
  | 'media:failed';

/**
 * Every code an {@link EarshotError} can carry: the closed list. Numbers are those of the server (REST body and nack alike); the
 * faces in `src/compat` translate codes to their own numbers by table.
 */
export type EarshotErrorCode =
  | keyof typeof SHAPE
  | ServerErrorCode
  | CallErrorCode
  | ControlErrorCode
  | ChatErrorCode
  | RareErrorCode
  | MediaErrorCode;

const known: Partial<Record<EarshotErrorCode, CatalogueEntry>> = { ...SHAPE };

/** Adds the entries of a part that is not on every page. */
export const extendCatalogue = (entries: Partial<Record<EarshotErrorCode, CatalogueEntry>>): void => void Object.assign(known, entries);

/** Of what only the server raises: what may go well when it is asked again, later. */
export const mayPass = (code: string): boolean => /^(server|connection:(slow|restart)|request:rate)/.test(code);

/** What is known here of a code; its name serves as the reason of one that only others raise. */
export const catalogueEntry = (code: EarshotErrorCode): CatalogueEntry => known[code] ?? { reason: code };
