import type { EarshotError } from '../../core/protocol/errors.ts';
import { EarshotEvent } from '../internal/events.ts';

/** `call-history-call`: somebody was called back from the list. */
export class CallHistoryCallEvent extends EarshotEvent {
  readonly to: string;
  readonly callId: string;
  constructor(to: string, callId: string) {
    super('call-history-call');
    this.to = to;
    this.callId = callId;
  }
}

/** `call-history-filter`: the user wants to see other calls. */
export class CallHistoryFilterEvent extends EarshotEvent {
  readonly filter: 'all' | 'missed';
  constructor(filter: 'all' | 'missed') {
    super('call-history-filter');
    this.filter = filter;
  }
}

/** `call-history-error`: calls could not be loaded or removed, or somebody not be called. The element says so itself. */
export class CallHistoryErrorEvent extends EarshotEvent {
  readonly wish: 'load' | 'remove' | 'call';
  readonly error: EarshotError;
  constructor(wish: 'load' | 'remove' | 'call', error: EarshotError) {
    super('call-history-error');
    this.wish = wish;
    this.error = error;
  }
}
