import type { CallErrorCode, CatalogueEntry, RareCallErrorCode } from './catalogue.ts';

/** The errors of calls that a page raises itself: a part of the catalogue that it needs only once it has to do with one. */
export const CALL_ERRORS: Record<Exclude<CallErrorCode, RareCallErrorCode>, CatalogueEntry> = {
  'call:self': { reason: 'caller and callee are the same', number: 1001, status: 400 },
  'call:limit': { reason: 'as many calls as allowed are open already' },
  'call:ended': { reason: 'the call has ended', number: 1001, status: 409 },
  'call:wrong-state': { reason: 'the call is not in a state that allows it', number: 1001, status: 409 },
};
