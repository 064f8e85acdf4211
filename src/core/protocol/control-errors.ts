import type { CatalogueEntry, ControlErrorCode } from './catalogue.ts';

/** The errors of what a call does in its course, and of what is kept of calls: a part of the catalogue that comes with that code. */
export const CONTROL_ERRORS: Record<ControlErrorCode, CatalogueEntry> = {
  'call:operation-conflict': { reason: 'another operation of the call is under way', number: 1001, status: 409 },
  'call:operation-timeout': { reason: 'the other side did not answer in time' },
  'call:refused': { reason: 'the other side refused' },
  'call:not-held': { reason: 'the call is not on hold', number: 1001, status: 409 },
  'call:held': { reason: 'the call is on hold', number: 1001, status: 409 },
  'call:transfer-failed': { reason: 'the call could not be transferred there', number: 1001, status: 409 },
  'call:bad-tones': { reason: 'tones are 0-9, *, #, A-D and comma' },
  'call:bad-sdp': { reason: 'an SDP handler gave no session description' },
  'call:no-candidates': { reason: 'no way to the other side was found' },
  'call:blocked': { reason: 'the callee does not take calls of this user', number: 1002, status: 400 },
  'recording:unsupported': { reason: 'this browser cannot record' },
  'recording:not-found': { reason: 'there is no such recording', number: 1002, status: 404 },
  'recording:consent': { reason: 'the other side has not agreed to be recorded', number: 1001, status: 409 },
  'voicemail:not-found': { reason: 'there is no such message', number: 1002, status: 404 },
  'voicemail:disabled': { reason: 'the callee takes no messages', number: 1002, status: 400 },
  'history:not-found': { reason: 'there is no such record', number: 1002, status: 404 },
  'relay:invalid': { reason: 'the message of the relay is malformed', number: 1001, status: 400 },
};
