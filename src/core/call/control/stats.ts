import { EarshotError } from '../../protocol/index.ts';
import { beside } from './beside.ts';
import type { Action, Control } from './control.ts';

const OPERATION = 'get statistics';

/** Of the whole call, or of one track, ours or theirs (NOTES A64), by the id it has or had before it was replaced. */
export const getStats: Action<'getStats'> = async (control, trackId) => {
  const { call } = control;
  const about = trackId === undefined ? {} : { trackId };
  try {
    const result = await beside(control, 'getStats', () => read(control, trackId));
    call.announce('stats', { ...about, result });
    return result;
  } catch (error) {
    call.announce('stats', { ...about, error: error as EarshotError });
    throw error;
  }
};

async function read(control: Control, trackId: string | undefined): Promise<RTCStatsReport> {
  const { negotiator } = control.leg(OPERATION);
  if (!negotiator) throw new EarshotError('call:wrong-state', OPERATION, undefined, { callId: control.call.id });
  const { peer } = negotiator;
  if (trackId === undefined) return peer.getStats();
  const track = control.media.track(trackId)?.track;
  for (const { sender, receiver } of peer.getTransceivers())
    for (const end of [sender, receiver]) if (end.track && (end.track.id === trackId || end.track === track)) return end.getStats();
  throw new EarshotError('media:not-found', OPERATION, 'the call has no such track', { callId: control.call.id });
}
