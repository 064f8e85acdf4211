import type { Call, CallState } from '../../core/call/api.ts';
import type { EarshotError } from '../../core/protocol/errors.ts';
import type { EndReason } from '../../core/protocol/types.ts';
import type { Wish } from '../internal/call-failures.ts';
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

/** `incoming-call-silenced`: Escape made the dialog a toast; the call rings on, quietly. */
export class IncomingCallSilencedEvent extends EarshotEvent {
  readonly callId: string;
  constructor(callId: string) {
    super('incoming-call-silenced');
    this.callId = callId;
  }
}

/** `incoming-call-error`: ignoring or forwarding did not work. The element says so itself, and the call rings on. */
export class IncomingCallErrorEvent extends EarshotEvent {
  readonly wish: Wish;
  readonly error: EarshotError;
  readonly callId: string;
  constructor(wish: Wish, error: EarshotError, callId: string) {
    super('incoming-call-error');
    this.wish = wish;
    this.error = error;
    this.callId = callId;
  }
}
