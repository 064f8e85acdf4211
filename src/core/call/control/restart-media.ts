import type { Unsubscribe } from '../../base/index.ts';
import { asEarshotError, EarshotError } from '../../protocol/index.ts';
import { agreement } from './agreement.ts';
import type { Action, Control } from './control.ts';

/** How often the counters are looked at while we wait. */
const LOOK_MS = 100;

/**
 * Tells of `checking` first, whatever the browser does (NOTES A83), and of what came of it last: on the old path sound may go on meanwhile,
 * and a browser may find the new one without a word.
 */
export const restartMedia: Action<'restartMedia'> = async (control) => {
  const { call } = control;
  control.liveLeg('restart the media');
  let restarted = false;
  try {
    await control.operations.run(
      'restartMedia',
      async (running) => {
        const { negotiator } = control.liveLeg('restart the media');
        if (!negotiator) throw new EarshotError('call:wrong-state', 'restart the media', undefined, { callId: call.id });
        const before = ufragOf(negotiator.peer);
        restarted = true;
        call.update({ mediaState: 'checking' });
        running.tell();
        negotiator.restartIce();
        await agreement(control, running.signal, (peer) => peer.signalingState === 'stable' && ufragOf(peer) !== before);
        running.resolving();
        await flowing(control, running.signal);
      },
      () => {},
    );
  } catch (error) {
    const why = asEarshotError(error, 'call:media-failed', 'restart the media');
    if (why.code !== 'call:operation-timeout') throw why;
    throw new EarshotError('call:media-failed', 'restart the media', undefined, { callId: call.id, cause: error });
  } finally {
    const state = call.driver?.negotiator?.peer.iceConnectionState;
    if (restarted && state && !call.ended) call.update({ mediaState: state });
  }
};

const ufragOf = (peer: RTCPeerConnection): string | undefined => {
  const sdp = peer.localDescription?.sdp ?? '';
  return /^a=ice-ufrag:(.*)$/m.exec(sdp)?.[1] ?? sdp;
};

/** The path is there, and packets come on it, where any are to come. */
function flowing(control: Control, signal: AbortSignal): Promise<void> {
  const { clock } = control.parts;
  let seen: number | undefined;
  let over: Unsubscribe | undefined;
  const look = async (): Promise<boolean> => {
    const peer = control.call.driver?.negotiator?.peer;
    if (!peer || (peer.iceConnectionState !== 'connected' && peer.iceConnectionState !== 'completed')) return false;
    if (!peer.getTransceivers().some(({ currentDirection }) => currentDirection === 'sendrecv' || currentDirection === 'recvonly')) return true;
    const packets = packetsOf(await peer.getStats());
    const first = seen;
    seen = packets;
    return first !== undefined && packets > first;
  };
  return new Promise<void>((resolve) => {
    const again = () => {
      if (signal.aborted) return;
      look().then(
        (flows) => (flows ? resolve() : wait()),
        () => wait(), // a connection that closes meanwhile has no counters
      );
    };
    const wait = () => {
      const timer = clock.setTimeout(again, LOOK_MS);
      over = () => clock.clearTimeout(timer);
    };
    signal.addEventListener('abort', () => over?.(), { once: true });
    again();
  });
}

function packetsOf(stats: RTCStatsReport): number {
  let packets = 0;
  stats.forEach((entry: { type: string; packetsReceived?: number }) => {
    if (entry.type === 'inbound-rtp') packets += entry.packetsReceived || 0;
  });
  return packets;
}
