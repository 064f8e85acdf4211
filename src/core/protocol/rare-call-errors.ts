import type { CatalogueEntry, RareCallErrorCode } from './catalogue.ts';

/** The errors of calls that come from the server with words of their own, and are raised here by parts that load with their use. */
export const RARE_CALL_ERRORS: Record<RareCallErrorCode, CatalogueEntry> = {
  'call:not-found': { reason: 'there is no such call', number: 1002, status: 404 },
  'call:unreachable': { reason: 'the callee has no device that could ring', number: 1002, status: 400 },
  'call:taken': { reason: 'the call was answered elsewhere', number: 1001, status: 409 },
  'call:leg-unknown': { reason: 'this device is not part of the call', number: 3001, status: 400 },
  'call:in-progress': { reason: 'the call is held by another tab of this browser' },
};
