import { type EarshotErrorCode, isEarshotError } from '../../core/protocol/index.ts';

/** The codes that people who come from `@rbbn/webrtc-js-sdk` look for. */
export const CREATE_CODES = {
  /** The server refused the credentials. */
  INVALID_CREDENTIALS: 'authentication:1',
  UNSUBSCRIBE_FAILED: 'authentication:3',
  SUBSCRIBE_FAILED: 'authentication:4',
  EXTEND_FAILED: 'authentication:5',
  /** Not while subscribed, or not before there are credentials. */
  AUTH_INVALID_STATE: 'authentication:7',
  MISSING_SERVICE: 'authentication:12',
  SUBSCRIBE_UNAVAILABLE: 'authentication:13',
  CALL_UNKNOWN: 'call:1',
  CALL_FAILED: 'call:2',
  INIT_MEDIA_FAILED: 'call:3',
  /** Devices or screens could not be opened. */
  USER_MEDIA_ERROR: 'call:4',
  NOT_SUPPORTED: 'call:5',
  INVALID_STATE: 'call:6',
  CALL_INVALID_PARAM: 'call:7',
  STATE_DESYNC: 'call:8',
  INVALID_OFFER: 'call:9',
  NO_ICE_CANDIDATES: 'call:10',
  SESSION_MISMATCH: 'call:11',
  /** Another operation of the call, or one of the other side, is under way. */
  GLARE: 'call:12',
  HISTORY_UNKNOWN: 'callHistory:1',
  HISTORY_BAD_REQUEST: 'callHistory:2',
  HISTORY_NOT_FOUND: 'callHistory:3',
  HISTORY_NOT_AUTHENTICATED: 'callHistory:4',
  HISTORY_FORBIDDEN: 'callHistory:5',
  CLICK_MISSING_ARGS: 'clickToCall:1',
  CLICK_FAILED: 'clickToCall:2',
  /** A message could not be sent, read or marked. */
  MESSAGE_FAILED: 'messaging:1',
  VOICEMAIL_FAILED: 'mwi:1',
  INVALID_PARAM: 'webrtc:1',
  INVALID_TRACK_ID: 'webrtc:2',
  TRACK_IN_USE: 'webrtc:3',
  TRACK_NOT_LOCAL: 'webrtc:4',
  /** Whatever has none. */
  NO_CODE: 'NO_CODE',
} as const;

export type CreateCode = (typeof CREATE_CODES)[keyof typeof CREATE_CODES];

/** What methods of `create()` throw and reject with, and what its events carry. The core's error, which knows more, is its `cause`. */
export class BasicError extends Error {
  override readonly name = 'BasicError';
  readonly code: CreateCode;

  constructor(code: CreateCode = CREATE_CODES.NO_CODE, message = 'An error occurred', cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

type Table = Partial<Record<EarshotErrorCode, CreateCode>>;

const BY_CORE: Table = {
  'media:in-use-by-call': CREATE_CODES.TRACK_IN_USE,
  'request:invalid': CREATE_CODES.INVALID_PARAM,
};

/** Of calls and what they do. */
const OF_CALLS: Table = {
  'call:operation-conflict': CREATE_CODES.GLARE,
  'call:wrong-state': CREATE_CODES.INVALID_STATE,
  'call:not-held': CREATE_CODES.INVALID_STATE,
  'call:held': CREATE_CODES.INVALID_STATE,
  'call:ended': CREATE_CODES.INVALID_STATE,
  'call:taken': CREATE_CODES.INVALID_STATE,
  'call:self': CREATE_CODES.CALL_INVALID_PARAM,
  'call:bad-tones': CREATE_CODES.CALL_INVALID_PARAM,
  'request:invalid': CREATE_CODES.CALL_INVALID_PARAM,
  'call:bad-sdp': CREATE_CODES.INVALID_OFFER,
  'call:no-candidates': CREATE_CODES.NO_ICE_CANDIDATES,
  'call:media-failed': CREATE_CODES.INIT_MEDIA_FAILED,
  'call:not-found': CREATE_CODES.STATE_DESYNC,
  'call:leg-unknown': CREATE_CODES.STATE_DESYNC,
  'media:unsupported': CREATE_CODES.NOT_SUPPORTED,
  'recording:unsupported': CREATE_CODES.NOT_SUPPORTED,
};

const OF_HISTORY: Table = {
  'history:not-found': CREATE_CODES.HISTORY_NOT_FOUND,
  'request:invalid': CREATE_CODES.HISTORY_BAD_REQUEST,
  'auth:forbidden': CREATE_CODES.HISTORY_FORBIDDEN,
  'connection:closed': CREATE_CODES.HISTORY_NOT_AUTHENTICATED,
};

/** Any error as the face tells it; `code` where the place it comes from knows better than its own code. */
export function basicError(error: unknown, code?: CreateCode, table: Table = BY_CORE): BasicError {
  if (error instanceof BasicError) return error;
  if (!isEarshotError(error)) return new BasicError(code, error instanceof Error ? error.message : String(error), error);
  const known = table[error.code] ?? (error.code.startsWith('media:') ? (code ?? CREATE_CODES.USER_MEDIA_ERROR) : (code ?? CREATE_CODES.NO_CODE));
  return new BasicError(known, error.message, error);
}

/** What a call could not do. */
export const callError = (error: unknown): BasicError =>
  basicError(error, isEarshotError(error) && error.code.startsWith('media:') ? CREATE_CODES.USER_MEDIA_ERROR : CREATE_CODES.CALL_FAILED, OF_CALLS);

export const historyError = (error: unknown): BasicError => basicError(error, CREATE_CODES.HISTORY_UNKNOWN, OF_HISTORY);

/** A refusal of the face's own. */
export const refuse = (code: CreateCode, operation: string, reason: string): BasicError => new BasicError(code, `unable to ${operation}; ${reason}`);

/** Why a subscription fails, as the gateway numbers it (RB-svc-13 to 21). */
const STATUS: Partial<Record<EarshotErrorCode, number>> = {
  'user:not-found': 9,
  'auth:app-unknown': 17,
  'auth:host': 26,
  'auth:origin': 26,
  'auth:forbidden': 27,
  'auth:token-revoked': 39,
  'server:internal': 54,
  'connection:slow': 62,
  'protocol:version': 63,
};

/** The server refuses who asks: every request of his fails so, and `request:error` tells it too. */
const UNAUTHORIZED: readonly EarshotErrorCode[] = ['auth:unauthorized', 'auth:credentials', 'auth:token-invalid', 'auth:token-expired'];
/** It may work later. */
const UNAVAILABLE: readonly EarshotErrorCode[] = [
  'server:busy',
  'connection:restart',
  'connection:unreachable',
  'connection:lost',
  'request:timeout',
];

export const isUnauthorized = (error: unknown): boolean => isEarshotError(error) && UNAUTHORIZED.includes(error.code);
export const isUnavailable = (error: unknown): boolean => isEarshotError(error) && UNAVAILABLE.includes(error.code);

/** What a subscription failed of; `reason` in words is the core's. */
export const subscriptionStatus = (status: number, cause?: unknown): BasicError =>
  new BasicError(
    status === 53 ? CREATE_CODES.SUBSCRIBE_UNAVAILABLE : CREATE_CODES.SUBSCRIBE_FAILED,
    `Failed to subscribe user. Status Code ${status}`,
    cause,
  );

export function subscriptionError(error: unknown): BasicError {
  if (error instanceof BasicError) return error;
  if (isUnauthorized(error))
    return new BasicError(CREATE_CODES.INVALID_CREDENTIALS, 'Authorization failed with server. Please check credentials. Status code: 4', error);
  if (isUnavailable(error)) return subscriptionStatus(53, error);
  // before the welcome, the only limit is the number of sessions
  if (isEarshotError(error, 'request:rate-limited')) return subscriptionStatus(19, error);
  return subscriptionStatus((isEarshotError(error) && STATUS[error.code]) || 54, error);
}
