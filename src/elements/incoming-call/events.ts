import type { Call, CallState } from '../../core/call/api.ts';
import type { EndReason } from '../../core/protocol/types.ts';
import { EarshotEvent } from '../internal/events.ts';

/** `incoming-call-state`: a call that this element shows came, changed or ended. */
export class IncomingCallStateEvent extends EarshotEvent {
  readonly state: CallState;
  readonly callId: string;
  readonly from: string;
  readonly endReason: EndReason | undefined;
  constructor(call: Call) {
    super('incoming-call-state');
    this.state = call.state;
    this.callId = call.id;
    this.from = call.peer.user_id;
    this.endReason = call.endReason;
  }
}
