import type { MediaEngine } from '../media/api.ts';
import type { IceServer } from '../protocol/index.ts';
import type { Scope } from './scope.ts';

/** What a gathering came to: the first candidate of the wanted type, or how it failed. */
export type Gathered =
  | { found: true }
  /** Every error that the browser told; 701 is its own for "no answer". Empty: gathering ended without a word. */
  | { found: false; errors: readonly number[] };

const typeOf = ({ type, candidate }: RTCIceCandidate): string | undefined => type ?? / typ (\w+)/.exec(candidate)?.[1];

/**
 * Gathers with nothing but these servers until there is a candidate of that type. `relay` makes the browser keep to TURN: an allocation then is
 * the proof. The step's time limit ends what never ends; some browsers try an address for a minute.
 */
export async function gather(engine: MediaEngine, scope: Scope, iceServers: IceServer[], wanted: 'srflx' | 'relay'): Promise<Gathered> {
  const peer = engine.createPeerConnection({ iceServers, iceTransportPolicy: wanted === 'relay' ? 'relay' : 'all' });
  scope.own(() => peer.close());
  const errors: number[] = [];
  const done = new Promise<Gathered>((resolve) => {
    peer.onicecandidateerror = ({ errorCode }) => void errors.push(errorCode);
    peer.onicecandidate = ({ candidate }) => {
      if (!candidate) resolve({ found: false, errors });
      else if (typeOf(candidate) === wanted) resolve({ found: true });
    };
  });
  peer.addTransceiver('audio', { direction: 'recvonly' });
  await peer.setLocalDescription();
  return done;
}
