import type { CallState } from '../../core/call/api.ts';
import type { OperationStatus, OperationType } from '../../core/call/control/api.ts';
import type { EndReason } from '../../core/protocol/index.ts';

/** RB-cs-01 to 08, with their run-time texts. */
export const states = {
  INITIATING: 'Initiating',
  INITIATED: 'Initiated',
  RINGING: 'Ringing',
  EARLY_MEDIA: 'Early Media',
  /** Over before it was answered; on the called side alone. */
  CANCELLED: 'Cancelled',
  CONNECTED: 'Connected',
  ON_HOLD: 'On Hold',
  ENDED: 'Ended',
} as const;

export type CreateCallState = (typeof states)[keyof typeof states];

/** RB-cs-10 to 16: as `iceConnectionState` of the platform. */
export const mediaConnectionStates = {
  NEW: 'new',
  CHECKING: 'checking',
  CONNECTED: 'connected',
  COMPLETED: 'completed',
  DISCONNECTED: 'disconnected',
  FAILED: 'failed',
  CLOSED: 'closed',
} as const;

const BY_STATE: Record<CallState, CreateCallState> = {
  initiating: states.INITIATING,
  initiated: states.INITIATED,
  ringing: states.RINGING,
  early_media: states.EARLY_MEDIA,
  connected: states.CONNECTED,
  on_hold: states.ON_HOLD,
  ended: states.ENDED,
};

/** Ended for the callee without having been answered by anybody here. */
const CANCELLING: readonly (EndReason | undefined)[] = ['unanswered', 'cancelled', 'answered_elsewhere'];

/** NOTES 4.2 */
export function stateOf(state: CallState, incoming: boolean, answered: boolean, reason: EndReason | undefined): CreateCallState {
  return state === 'ended' && incoming && !answered && CANCELLING.includes(reason) ? states.CANCELLED : BY_STATE[state];
}

export interface Transition {
  statusCode?: number;
  reasonText?: string;
}

/** Why a call is over, in the words of SIP. */
export const TRANSITIONS: Readonly<Record<EndReason, Transition>> = {
  completed: { statusCode: 200, reasonText: 'OK' },
  rejected: { statusCode: 603, reasonText: 'Decline' },
  busy: { statusCode: 486, reasonText: 'Busy Here' },
  unanswered: { statusCode: 408, reasonText: 'Request Timeout' },
  cancelled: { statusCode: 487, reasonText: 'Request Terminated' },
  answered_elsewhere: { statusCode: 200, reasonText: 'Call completed elsewhere' },
  ignored: { reasonText: 'Ignored' },
  forwarded: { statusCode: 181, reasonText: 'Call Is Being Forwarded' },
  transferred: { statusCode: 200, reasonText: 'Transferred' },
  joined: { statusCode: 200, reasonText: 'Joined' },
  failed: { statusCode: 500, reasonText: 'Call failed' },
  unreachable: { statusCode: 480, reasonText: 'Temporarily Unavailable' },
};

const OPERATIONS: Partial<Record<OperationType, string>> = {
  transfer: 'directTransfer',
  completeTransfer: 'consultativeTransfer',
  sendParameters: 'sendCustomParameters',
  sendRinging: 'sendRingingFeedback',
};

/** An operation is named as the method that begins it. */
export const operationName = (type: OperationType): string => OPERATIONS[type] ?? type;

export type CreateOperationStatus = 'ONGOING' | 'PENDING' | 'RESOLVING';
export const operationStatus = (status: OperationStatus): CreateOperationStatus => status.toUpperCase() as CreateOperationStatus;
