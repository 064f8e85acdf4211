import { asEarshotError, type CallRow, EarshotError, extendCatalogue, isEarshotError, RARE_CALL_ERRORS } from '../protocol/index.ts';
import { CallObject, type CallOwner } from './call.ts';
import { type CallEngine, type CallHost, type CallParts, joinedKey, legKey, legOf, type StoredLeg } from './ports.ts';
import { readLeg } from './stored-leg.ts';

extendCatalogue(RARE_CALL_ERRORS);

const inProgress = (callId: string) => new EarshotError('call:in-progress', 'take the call back', undefined, { callId });

/** The call went on as another one while the page was away (transfer): the token of our leg is exchanged for that of the same leg there. */
async function followStored(row: CallRow, from: string, parts: CallParts, engine: CallEngine): Promise<void> {
  const { client, storage, connection } = parts;
  const release = await engine.claim(from);
  if (!release) throw inProgress(row.call_id);
  try {
    const key = legKey(client.appId, client.userId, from);
    const stored = readLeg(parts, from);
    if (!stored) throw inProgress(row.call_id); // the tab that held it has gone on with it
    const { leg_id, leg_token } = stored;
    const params = { call_id: from, leg_id, leg_token, fresh: false, received: 0, peer_generation: 0 };
    const { call, leg } = await connection.request('call.resume', params, { retry: true });
    const next: StoredLeg = { ...stored, leg_id: leg.leg_id, leg_token: leg.leg_token };
    storage.setItem(legKey(client.appId, client.userId, call.call_id), JSON.stringify(next));
    storage.removeItem(key);
  } finally {
    release();
  }
}

/** What the page before sent beside the voice, and what it played on hold. The call does not wait for it. */
async function bringBack(call: CallObject, host: CallOwner, stored: StoredLeg): Promise<void> {
  try {
    const control = await host.control(call);
    if (stored.hold) (await import('./control/hold.ts')).playMusic(control);
    if (stored.video || stored.screen) await (await import('./control/media-changes.ts')).restore(control, stored);
  } catch (error) {
    if (!call.ended) call.trouble(asEarshotError(error, 'media:failed', 'send the picture again'));
  }
}

/** After a reload: takes back a call whose leg token this browser holds, or was `granted`. Rejects when that fails; the call has ended then. */
export async function takeBack(row: CallRow, parts: CallParts, host: CallHost & CallOwner, engine: CallEngine, granted?: StoredLeg): Promise<void> {
  const outgoing = row.from.user_id === parts.client.userId;
  const held = legOf(parts, row);
  if (held !== undefined && held !== row.call_id) await followStored(row, held, parts, engine);
  const lock = await engine.claim(row.call_id);
  if (!lock) throw inProgress(row.call_id);
  const call = new CallObject(row.call_id, outgoing ? 'outgoing' : 'incoming', outgoing ? row.to : row.from, host, row.detail);
  call.version = row.version;
  call.media = row.media;
  call.invited = true;
  if (!host.admit(call)) return lock();
  const stored = granted ?? readLeg(parts, call.id);
  const live = row.state === 'active';
  try {
    if (live) {
      call.answeredAt((row.answered_at ?? row.created_at) - parts.connection.clockOffsetMs);
      call.update({ reconnecting: true });
      call.move('resumed');
      call.update({ localHold: stored?.hold === true }); // before the microphone opens
    } else {
      call.move('placed');
      if (row.alerted) call.move('alerting');
    }
    host.changed(call);
    if (!stored) {
      lock();
      throw new EarshotError('call:leg-unknown', 'take the call back', undefined, { callId: call.id });
    }
    call.update({ muted: stored.muted });
    await engine.resume(call, lock, stored);
    if (live && (stored.hold || stored.video || stored.screen)) void bringBack(call, host, stored);
    // whoever is being transferred hears nobody meanwhile
    if (call.detail.transfer?.state === 'ringing') call.driver?.setHold(true);
    if (parts.storage.getItem(joinedKey(parts.client)))
      import('./control/rejoin.ts').then(
        ({ rejoin }) => rejoin(call, parts),
        (error: unknown) => parts.log('warn', 'call', 'unable to join the calls again', error),
      );
  } catch (error) {
    const why = asEarshotError(error, 'call:media-failed', 'take the call back');
    if (isEarshotError(why, 'call:leg-unknown')) call.finish('answered_elsewhere');
    else call.finish(isEarshotError(why, 'call:ended') ? 'completed' : 'failed', why);
    throw why;
  }
}
