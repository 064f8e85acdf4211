import { type EarshotErrorCode, isEarshotError } from '../../core/protocol/index.ts';

/** The codes that people who come from `@rbbn/webrtc-js-sdk` look for, as far as devices and tracks have any. */
export const CREATE_CODES = {
  /** Devices or screens could not be opened. */
  USER_MEDIA_ERROR: 'call:4',
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

const BY_CORE: Partial<Record<EarshotErrorCode, CreateCode>> = {
  'media:in-use-by-call': CREATE_CODES.TRACK_IN_USE,
  'request:invalid': CREATE_CODES.INVALID_PARAM,
};

/** Any error as the face tells it; `code` where the place it comes from knows better than its own code. */
export function basicError(error: unknown, code?: CreateCode): BasicError {
  if (error instanceof BasicError) return error;
  if (!isEarshotError(error)) return new BasicError(code, error instanceof Error ? error.message : String(error), error);
  const known = BY_CORE[error.code] ?? code ?? (error.code.startsWith('media:') ? CREATE_CODES.USER_MEDIA_ERROR : CREATE_CODES.NO_CODE);
  return new BasicError(known, error.message, error);
}

/** A refusal of the face's own. */
export const refuse = (code: CreateCode, operation: string, reason: string): BasicError => new BasicError(code, `unable to ${operation}; ${reason}`);
