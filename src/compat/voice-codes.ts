import { CALL_ERRORS } from '../core/protocol/call-errors.ts';
import { asEarshotError, EarshotError, type EarshotErrorCode, type EndReason, extendCatalogue, RARE_CALL_ERRORS } from '../core/protocol/index.ts';

extendCatalogue({ ...CALL_ERRORS, ...RARE_CALL_ERRORS }); // this face refuses calls before what handles them is loaded

/** Codes of the voice face and their names (GV-39 to GV-50). */
export const VOICE_CODES = {
  80101: 'invalid_parameter',
  80102: 'not_found_user_session_id',
  80103: 'same_caller_and_destination',
  80201: 'already_connected_session',
  80202: 'already_busy_call',
  80401: 'invalid_token',
  80402: 'no_connected_session',
  80403: 'no_connected_call',
  80404: 'no_connected_destination',
  80801: 'not_found_device',
  80802: 'permission_denied',
  80999: 'unknown_error',
} as const;

export type VoiceCode = keyof typeof VOICE_CODES;

/** What the core's errors are called here; anything else is 80999. */
const BY_CORE: Partial<Record<EarshotErrorCode, VoiceCode>> = {
  'client:invalid-config': 80101,
  'request:invalid': 80101,
  'auth:unauthorized': 80401,
  'auth:token-invalid': 80401,
  'auth:token-expired': 80401,
  'auth:token-revoked': 80401,
  'auth:app-unknown': 80401,
  'connection:already-connected': 80201,
  'connection:closed': 80402,
  'connection:lost': 80402,
  'connection:replaced': 80402,
  'client:disposed': 80402,
  'call:self': 80103,
  'call:limit': 80202,
  'call:in-progress': 80202,
  'call:not-found': 80403,
  'call:ended': 80403,
  'call:taken': 80403,
  'call:wrong-state': 80403,
  'call:leg-unknown': 80403,
  'call:user-not-found': 80404,
  'user:not-found': 80404,
  'call:unreachable': 80404,
  'media:not-found': 80801,
  'media:overconstrained': 80801,
  'media:denied': 80802,
  'media:system-denied': 80802,
  'media:policy': 80802,
  'media:iframe': 80802,
  'media:insecure': 80802,
};

/** The seven statuses of the face (GV-27 to GV-33). */
export type VoiceStatus = 'started' | 'ringing' | 'answered' | 'completed' | 'failed' | 'rejected' | 'unanswered';

/** How the core's end reasons read here (NOTES 4.2, A04, A05). */
export const STATUS_BY_REASON: Readonly<Record<EndReason, VoiceStatus>> = {
  completed: 'completed',
  rejected: 'rejected',
  busy: 'rejected',
  unanswered: 'unanswered',
  cancelled: 'unanswered',
  answered_elsewhere: 'unanswered',
  ignored: 'unanswered',
  forwarded: 'completed',
  transferred: 'completed',
  joined: 'completed',
  failed: 'failed',
  unreachable: 'failed',
};

/** What every method of the face rejects with (GV-38). The core's error, if there was one, is its `cause`. */
export class VoiceError extends Error {
  readonly code: VoiceCode;

  constructor(code: VoiceCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.name = VOICE_CODES[code];
  }
}

/** Any error as the face tells it. */
export function voiceError(error: unknown, operation: string): VoiceError {
  if (error instanceof VoiceError) return error;
  const known = asEarshotError(error, 'server:internal', operation);
  const code = BY_CORE[known.code] ?? 80999;
  return new VoiceError(code, code === 80999 ? `${known.message}. Please tell the operator of this service` : known.message, known);
}

/** A refusal of the face's own. */
export const refusal = (code: VoiceCode, core: EarshotErrorCode, operation: string, reason?: string): VoiceError => {
  const cause = new EarshotError(core, operation, reason);
  return new VoiceError(code, cause.message, cause);
};
