import type { CallErrorCode, CatalogueEntry } from './catalogue.ts';

/** The errors of calls: a part of the catalogue that a page needs only once it has to do with one. */
export const CALL_ERRORS: Record<CallErrorCode, CatalogueEntry> = {
  'call:not-found': { reason: 'there is no such call', number: 1002, status: 404 },
  'call:self': { reason: 'caller and callee are the same', number: 1001, status: 400 },
  'call:unreachable': { reason: 'the callee has no device that could ring', number: 1002, status: 400 },
  'call:limit': { reason: 'as many calls as allowed are open already' },
  'call:taken': { reason: 'the call was answered elsewhere', number: 1001, status: 409 },
  'call:ended': { reason: 'the call has ended', number: 1001, status: 409 },
  'call:wrong-state': { reason: 'the call is not in a state that allows it', number: 1001, status: 409 },
  'call:leg-unknown': { reason: 'this device is not part of the call', number: 3001, status: 400 },
  'call:in-progress': { reason: 'the call is held by another tab of this browser' },
};
