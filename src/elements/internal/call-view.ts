import type { Call } from '../../core/call/api.ts';
import type { EarshotError } from '../../core/protocol/errors.ts';
import type { LineShape } from './line.ts';

/** What a call element shows (LOOK 6); also its `:state()`. */
export type CallShown =
  | 'idle'
  | 'disabled'
  | 'requesting'
  | 'calling'
  | 'ringing'
  | 'incoming'
  | 'answered'
  | 'hold'
  | 'reconnecting'
  | 'ended'
  | 'denied'
  | 'no-mic';

/** How an ended call is told; `gone` is not told at all. */
export type Outcome = 'completed' | 'rejected' | 'unanswered' | 'busy' | 'failed' | 'unreachable' | 'missed' | 'elsewhere' | 'limit' | 'gone';

/** What stands between the caller and a microphone; `unsupported` is a browser that has no calls at all. */
export type MicTrouble = 'denied' | 'no-mic' | 'mic-busy' | 'forbidden' | 'unsupported';

/** Which card helps with this error, if it is about the microphone. */
export function micTrouble(error: EarshotError | undefined): MicTrouble | undefined {
  switch (error?.code) {
    case 'media:denied':
    case 'media:system-denied':
      return 'denied';
    case 'media:not-found':
    case 'media:overconstrained':
      return 'no-mic';
    case 'media:in-use':
    case 'media:failed':
      return 'mic-busy';
    case 'media:insecure':
    case 'media:policy':
    case 'media:iframe':
      return 'forbidden';
    case 'media:unsupported':
      return 'unsupported';
    default:
      return undefined;
  }
}

/** Click to call: our own devices ring first, and whoever answers waits there for the far side. */
const isBridge = ({ detail }: Call): boolean => !!detail.bridge;

export function outcomeOf(call: Call): Outcome {
  if (isBridge(call) && call.connectedAtMs === undefined && call.endReason !== 'answered_elsewhere') return 'gone'; // nobody called us
  const incoming = call.direction === 'incoming' && !isBridge(call);
  switch (call.endReason) {
    case 'rejected':
      return incoming ? 'gone' : 'rejected';
    case 'cancelled':
      return incoming ? 'missed' : 'gone';
    case 'unanswered':
      return incoming ? 'missed' : 'unanswered';
    case 'answered_elsewhere':
      return 'elsewhere';
    case 'busy':
    case 'unreachable':
    case 'failed':
      return call.endReason;
    case 'ignored':
    case 'forwarded': // by our own hand
      return 'gone';
    default:
      return 'completed';
  }
}

/** The state a view shows for a call; `troubled` is why answering it did not work, if it did not. */
export function callShown(call: Call, troubled?: EarshotError): CallShown {
  const trouble = micTrouble(call.state === 'ended' ? call.error : troubled);
  if (trouble) return trouble === 'no-mic' || trouble === 'mic-busy' ? 'no-mic' : 'denied';
  switch (call.state) {
    case 'ended':
      return outcomeOf(call) === 'gone' ? 'idle' : 'ended';
    case 'connected':
    case 'on_hold':
      if (isBridge(call)) return 'ringing'; // there; we are the ones who wait
      if (call.reconnecting) return 'reconnecting';
      return call.state === 'on_hold' ? 'hold' : 'answered';
    default:
      if (call.requestingMedia) return 'requesting';
      if (call.direction === 'incoming') return 'incoming';
      return call.state === 'ringing' || call.state === 'early_media' ? 'ringing' : 'calling';
  }
}

/** Whether the line is in use: the capsule is ink, and a running call can be hung up. */
export const isLive = (shown: CallShown): boolean => !/^(idle|disabled|ended|denied|no-mic)$/.test(shown);
/** Whether both can talk: Mute and Hold are there. */
export const isTalking = (shown: CallShown): boolean => shown === 'answered' || shown === 'hold' || shown === 'reconnecting';

export function lineShape(shown: CallShown, muted: boolean): LineShape {
  switch (shown) {
    case 'requesting':
    case 'calling':
      return 'call';
    case 'ringing':
    case 'incoming':
      return 'ring';
    case 'hold':
      return 'hold';
    case 'reconnecting':
      return 'lost';
    default:
      return muted ? 'mute' : 'live';
  }
}
