import type { Call } from '../../core/call/api.ts';
import type { RecordingState } from '../../core/call/control/api.ts';
import type { CallStatus, CallStatusName, StaticCallStatus } from './types.ts';

const RECORD: Record<RecordingState, CallStatus['recordStatus']> = { stopped: 'stop', asking: 'stop', recording: 'recording', paused: 'pause' };

/** What the call itself says of a status; the app may have written other things over it. */
export type Derived = Omit<CallStatus, keyof StaticCallStatus | 'isTransfer' | 'transferParent'>;

export function derive(call: Call, confirmed: boolean): Derived {
  const incoming = call.direction === 'incoming';
  return {
    callId: call.id,
    number: call.peer.user_id,
    communicationType: incoming ? 'inbound' : 'outbound',
    callStatus: statusOf(call, confirmed),
    callStartTime: call.connectedAtMs,
    isVideo: call.media.includes('video') || hasPicture(call.localStream) || hasPicture(call.remoteStream),
    isRing: call.state === 'ringing' || call.state === 'early_media',
    isHold: call.localHold,
    isMute: call.muted,
    isConference: call.conference !== undefined,
    recordStatus: RECORD[call.recording],
  };
}

export const staticOf = ({ peer, detail, direction }: Call): StaticCallStatus => ({
  name: (direction === 'incoming' ? detail.display_name : undefined) ?? peer.name,
  avatar: peer.profile_url ?? '',
  company: '',
});

export const isLive = ({ state }: Call): boolean => state === 'connected' || state === 'on_hold';
export const isAlerting = (call: Call): boolean => call.direction === 'incoming' && !isLive(call) && call.state !== 'ended';
export const flows = ({ mediaState }: Call): boolean => mediaState === 'connected' || mediaState === 'completed';

function statusOf(call: Call, confirmed: boolean): CallStatusName {
  if (call.connectedAtMs !== undefined) return confirmed ? 'talking' : 'connecting';
  return call.direction === 'incoming' ? 'ringing' : 'calling';
}

const hasPicture = (stream: MediaStream | undefined): boolean => (stream?.getVideoTracks() ?? []).some(({ readyState }) => readyState === 'live');
