/** One entry of the catalogue: the reason in words, the server's number (GC-114 to 127), the HTTP status. */
export interface CatalogueEntry {
  reason: string;
  number?: number;
  status?: number;
  retryable?: boolean;
}

const entry = (reason: string, number?: number, status?: number, retryable?: boolean): CatalogueEntry => ({
  reason,
  ...(number !== undefined && { number }),
  ...(status !== undefined && { status }),
  ...(retryable && { retryable }),
});

/**
 * The closed list of errors. Numbers are those of the server (REST body and nack alike); the faces in `src/compat`
 * translate codes to their own numbers by table.
 */
const SHAPE = {
  // who asks
  'auth:unauthorized': entry('the session token is not accepted', 4001, 401),
  'auth:token-invalid': entry('the session token is malformed or wrong', 4001, 401),
  'auth:token-expired': entry('the session token has expired', 4001, 401),
  'auth:token-revoked': entry('the session token was revoked', 4001, 401),
  'auth:app-unknown': entry('the app id is unknown or the API key is wrong', 4003, 401),
  'auth:origin': entry('this origin is not allowed', 4001, 403),
  'auth:host': entry('this host name is not served', 4001, 403),
  'auth:forbidden': entry('you may not do this', 3001, 400),
  'auth:not-manager': entry('only managers may do this', 1016, 400),
  // what is asked
  'request:invalid': entry('a parameter is missing or malformed', 1001, 400),
  'request:too-large': entry('the body is too large', 1001, 413),
  'request:not-found': entry('there is no such resource', 1002, 404),
  'request:unsupported': entry('this method is not known', 1001, 400),
  'request:rate-limited': entry('too many requests', 9001, 429, true),
  'request:timeout': entry('the server did not answer in time', undefined, undefined, true),
  'request:aborted': entry('it was cancelled'),
  // chat
  'channel:not-found': entry('there is no such channel', 1003, 400),
  'channel:already-joined': entry('you have joined it already', 1006, 400),
  'channel:not-member': entry('you are not a member of the channel', 1008, 400),
  'channel:duplicate': entry('this channel id is taken', 1007, 400),
  'channel:frozen': entry('the channel is frozen', 1009, 400),
  'channel:member-limit': entry('the channel has as many members as it may', 1010, 400),
  'channel:manager-limit': entry('the channel has as many managers as it may', 1011, 400),
  'channel:banned': entry('you are banned from the channel', 1019, 400),
  'user:not-found': entry('there is no such user', 1004, 400),
  'user:duplicate': entry('this user id is taken', 1007, 400),
  'message:not-found': entry('there is no such message', 1005, 400),
  'message:conflict': entry('this client id was used for another message', 1001, 409),
  'message:expired': entry('it waited too long to be sent'),
  'file:too-large': entry('the file is larger than the limit', 1012, 400),
  'file:not-found': entry('there is no such file', 1002, 404),
  'file:upload-failed': entry('the upload did not finish', undefined, undefined, true),
  // line
  'connection:closed': entry('the client is not connected', undefined, undefined, true),
  'connection:lost': entry('the connection was lost before the server answered', undefined, undefined, true),
  'connection:unreachable': entry('the server cannot be reached', undefined, undefined, true),
  'connection:already-connected': entry('this client is connected already'),
  'connection:replaced': entry('another session took its place'),
  'connection:slow': entry('this client reads too slowly', undefined, undefined, true),
  'connection:restart': entry('the server is restarting', undefined, undefined, true),
  'protocol:bad-frame': entry('a frame does not match its schema', 1001, 400),
  'protocol:hello-expected': entry('the first frame must be hello', 4001, 401),
  'protocol:version': entry('this version of the protocol is not served', 1001, 400),
  'protocol:unknown': entry('the server sent an error this client does not know'),
  'server:busy': entry('the server is busy', 9001, 429, true),
  'server:internal': entry('something went wrong in the server', 1002, 500, true),
  // calls
  'call:not-found': entry('there is no such call', 1002, 404),
  'call:user-not-found': entry('there is no such user to call', 1004, 400),
  'call:self': entry('caller and callee are the same', 1001, 400),
  'call:unreachable': entry('the callee has no device that could ring', 1002, 400),
  'call:busy': entry('the line is busy', 1001, 409),
  'call:limit': entry('as many calls as allowed are open already'),
  'call:taken': entry('the call was answered elsewhere', 1001, 409),
  'call:ended': entry('the call has ended', 1001, 409),
  'call:wrong-state': entry('the call is not in a state that allows it', 1001, 409),
  'call:leg-unknown': entry('this device is not part of the call', 3001, 400),
  'call:in-progress': entry('the call is held by another tab of this browser'),
  'call:media-failed': entry('no media path was found', undefined, undefined, true),
  // media
  'media:insecure': entry('the page is not a secure context'),
  'media:policy': entry('a permissions policy forbids it'),
  'media:iframe': entry('the frame lacks the allow attribute'),
  'media:denied': entry('the permission was denied'),
  'media:system-denied': entry('the system denies the browser access'),
  'media:in-use': entry('another program is using the device', undefined, undefined, true),
  'media:not-found': entry('no such device is present'),
  'media:overconstrained': entry('no device meets the constraints'),
  'media:unsupported': entry('this browser cannot do it'),
  'media:failed': entry('the device failed', undefined, undefined, true),
  // use
  'client:invalid-config': entry('the configuration is incomplete or malformed'),
  'client:no-client': entry('no client is provided'),
  'client:disposed': entry('the client was disposed'),
} satisfies Record<string, CatalogueEntry>;

export const CATALOGUE: Readonly<Record<EarshotErrorCode, CatalogueEntry>> = SHAPE;

/** Every code an {@link EarshotError} can carry. */
export type EarshotErrorCode = keyof typeof SHAPE;
