import { asEarshotError, type CallRow, EarshotError, isEarshotError } from '../protocol/index.ts';
import { CallObject, type CallOwner } from './call.ts';
import type { CallEngine, CallHost, CallParts } from './ports.ts';
import { readLeg } from './stored-leg.ts';

/** After a reload: takes back a call whose leg token this browser holds. Rejects when that fails; the call has ended then. */
export async function takeBack(row: CallRow, parts: CallParts, host: CallHost & CallOwner, engine: CallEngine): Promise<void> {
  const outgoing = row.from.user_id === parts.client.userId;
  const lock = await engine.claim(row.call_id);
  if (!lock) throw new EarshotError('call:in-progress', 'take the call back', undefined, { callId: row.call_id });
  const call = new CallObject(row.call_id, outgoing ? 'outgoing' : 'incoming', outgoing ? row.to : row.from, host);
  call.version = row.version;
  call.media = row.media;
  call.invited = true;
  if (!host.admit(call)) return lock();
  try {
    if (row.state === 'active') {
      call.answeredAt((row.answered_at ?? row.created_at) - parts.connection.clockOffsetMs);
      call.update({ reconnecting: true });
      call.move('resumed');
    } else {
      call.move('placed');
      if (row.alerted) call.move('alerting');
    }
    host.changed(call);
    const stored = readLeg(parts, call.id);
    if (!stored) {
      lock();
      throw new EarshotError('call:leg-unknown', 'take the call back', undefined, { callId: call.id });
    }
    await engine.resume(call, lock, stored);
  } catch (error) {
    const why = asEarshotError(error, 'call:media-failed', 'take the call back');
    if (isEarshotError(why, 'call:leg-unknown')) call.finish('answered_elsewhere');
    else call.finish(isEarshotError(why, 'call:ended') ? 'completed' : 'failed', why);
    throw why;
  }
}
