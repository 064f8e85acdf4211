import { asEarshotError, type EarshotErrorCode, type EndReason } from '../../core/protocol/index.ts';
import type { Result } from './types.ts';

/** 200 is success of the phone, negatives are its failures; -1 stands for all that is not listed. */
export const RESULTS = {
  200: 'success',
  [-1]: 'failed',
  [-200]: 'no such call',
  [-201]: 'the call is in another state',
  [-202]: 'the call is over',
  [-203]: 'microphone or camera was refused',
  [-204]: 'there is no microphone or camera',
  [-205]: 'not connected',
  [-206]: 'taken on another device',
  [-207]: 'as many calls as there may be',
  [-208]: 'no such user',
  [-209]: 'this user cannot be called',
} as const;

export type ResultCode = keyof typeof RESULTS;

const BY_CORE: Partial<Record<EarshotErrorCode, ResultCode>> = {
  'call:not-found': -200,
  'call:wrong-state': -201,
  'call:ended': -202,
  'media:denied': -203,
  'media:system-denied': -203,
  'media:policy': -203,
  'media:iframe': -203,
  'media:insecure': -203,
  'media:not-found': -204,
  'media:overconstrained': -204,
  'connection:closed': -205,
  'connection:lost': -205,
  'connection:unreachable': -205,
  'client:disposed': -205,
  'call:taken': -206,
  'call:limit': -207,
  'call:user-not-found': -208,
  'user:not-found': -208,
  'call:self': -209,
  'call:unreachable': -209,
};

export const success = (callId?: string): Result => ({ code: 200, message: RESULTS[200], ...(callId !== undefined && { callId }) });
export const unknownCall = (): Result => ({ code: -200, message: RESULTS[-200] });

export function failure(error: unknown): Result {
  const { code, message } = asEarshotError(error, 'protocol:unknown', 'do what the phone was asked for');
  return { code: BY_CORE[code] ?? -1, message };
}

/** The SIP status that stands for an end without an answer (RFC 3261, 21). */
export const STATUS: Readonly<Partial<Record<EndReason, number>>> = {
  rejected: 603,
  busy: 486,
  unanswered: 408,
  unreachable: 480,
  ignored: 480,
  cancelled: 487,
  answered_elsewhere: 487,
  forwarded: 302,
  transferred: 302,
  failed: 500,
};
