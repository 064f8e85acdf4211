import {
  CALL_ERRORS,
  type CatalogueEntry,
  CHAT_ERRORS,
  CONTROL_ERRORS,
  extendCatalogue,
  type ServerErrorCode,
} from '../../src/core/protocol/index.ts';

/** The errors that only a server raises, with their numbers (GC-114 to 127) and statuses: no page has to carry them. */
const SERVER_ERRORS: Record<ServerErrorCode, CatalogueEntry> = {
  'auth:unauthorized': { reason: 'the session token is not accepted', number: 4001, status: 401 },
  'auth:token-revoked': { reason: 'the session token was revoked', number: 4001, status: 401 },
  'auth:app-unknown': { reason: 'the app id is unknown or the API key is wrong', number: 4003, status: 401 },
  'auth:credentials': { reason: 'the user or the credentials are wrong', number: 4001, status: 401 },
  'auth:origin': { reason: 'this origin is not allowed', number: 4001, status: 403 },
  'auth:host': { reason: 'this host name is not served', number: 4001, status: 403 },
  'auth:not-manager': { reason: 'only managers may do this', number: 1016, status: 400 },
  'request:too-large': { reason: 'the body is too large', number: 1001, status: 413 },
  'request:not-found': { reason: 'there is no such resource', number: 1002, status: 404 },
  'request:unsupported': { reason: 'this method is not known', number: 1001, status: 400 },
  'channel:not-found': { reason: 'there is no such channel', number: 1003, status: 400 },
  'channel:already-joined': { reason: 'you have joined it already', number: 1006, status: 400 },
  'channel:not-member': { reason: 'you are not a member of the channel', number: 1008, status: 400 },
  'channel:duplicate': { reason: 'this channel id is taken', number: 1007, status: 400 },
  'channel:frozen': { reason: 'the channel is frozen', number: 1009, status: 400 },
  'channel:member-limit': { reason: 'the channel has as many members as it may', number: 1010, status: 400 },
  'channel:manager-limit': { reason: 'the channel has as many managers as it may', number: 1011, status: 400 },
  'channel:banned': { reason: 'you are banned from the channel', number: 1019, status: 400 },
  'user:duplicate': { reason: 'this user id is taken', number: 1007, status: 400 },
  'message:not-found': { reason: 'there is no such message', number: 1005, status: 400 },
  'message:conflict': { reason: 'this client id was used for another message', number: 1001, status: 409 },
  'file:not-found': { reason: 'there is no such file', number: 1002, status: 404 },
  'protocol:bad-frame': { reason: 'a frame does not match its schema', number: 1001, status: 400 },
  'protocol:hello-expected': { reason: 'the first frame must be hello', number: 4001, status: 401 },
  'call:user-not-found': { reason: 'there is no such user to call', number: 1004, status: 400 },
  'call:busy': { reason: 'the line is busy', number: 1001, status: 409 },
};

extendCatalogue({ ...CALL_ERRORS, ...CHAT_ERRORS, ...CONTROL_ERRORS, ...SERVER_ERRORS });
