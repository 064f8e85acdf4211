import { asEarshotError, EarshotError } from '../protocol/index.ts';
import type { Call, CallManager } from './api.ts';
import type { CallOwner } from './call.ts';
import type { CallEngine, CallHost, CallParts } from './ports.ts';
import { takeBack } from './take-back.ts';

const OPERATION = 'take the call over';
const LINK = '#earshot-call=';

type Host = CallHost & CallOwner & { get(id: string): Call | undefined };

/** Makes a call of another device of ours one of this device. Spaces in the code do not matter. */
export async function takeOver(code: string, parts: CallParts, host: Host, engine: CallEngine): Promise<Call> {
  const params = { code: code.replace(/\s/g, '') };
  const { call: row, leg } = await parts.connection.request('call.takeover', params, { retry: true });
  // in another tab of the same browser this waits until the tab before has let go
  await takeBack(row, parts, host, engine, { leg_id: leg.leg_id, leg_token: leg.leg_token, muted: false });
  const call = host.get(row.call_id);
  if (!call) throw new EarshotError('call:ended', OPERATION, undefined, { callId: row.call_id });
  return call;
}

/** The address by which another device opens this page and takes the call over. */
export const linkOf = (code: string, page: string): string => `${page.replace(/#.*$/s, '')}${LINK}${code}`;

/** Takes the call over that this page's address names, once: the code is taken out of the address first. */
export async function followLink(calls: Pick<CallManager, 'takeOver'>, failed: (error: EarshotError) => void): Promise<void> {
  const { hash, pathname, search } = globalThis.location;
  if (!hash.startsWith(LINK)) return;
  globalThis.history.replaceState(globalThis.history.state, '', pathname + search);
  try {
    await calls.takeOver(decodeURIComponent(hash.slice(LINK.length)));
  } catch (error) {
    failed(asEarshotError(error, 'call:media-failed', OPERATION));
  }
}
