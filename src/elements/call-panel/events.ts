import type { Call, CallState } from '../../core/call/api.ts';
import type { EarshotError } from '../../core/protocol/errors.ts';
import type { EndReason } from '../../core/protocol/types.ts';
import type { Wish } from '../internal/call-failures.ts';
import type { CallShown } from '../internal/call-view.ts';
import { EarshotEvent } from '../internal/events.ts';

/** `call-panel-state`: another call is in front, or what is shown of it changed. */
export class CallPanelStateEvent extends EarshotEvent {
  /** What the panel shows now: the name of its `:state()`. */
  readonly shown: CallShown;
  readonly callId: string | undefined;
  readonly state: CallState | 'idle';
  readonly endReason: EndReason | undefined;
  constructor(shown: CallShown, call: Call | undefined) {
    super('call-panel-state');
    this.shown = shown;
    this.callId = call?.id;
    this.state = call?.state ?? 'idle';
    this.endReason = call?.endReason;
  }
}

/** `call-panel-error`: something that was asked for in the panel did not work. The panel says so itself, and shows the call as it is. */
export class CallPanelErrorEvent extends EarshotEvent {
  /** What was asked for: 'hold', 'share', 'transfer'… */
  readonly wish: Wish;
  readonly error: EarshotError;
  readonly callId: string | undefined;
  constructor(wish: Wish, error: EarshotError, callId: string | undefined) {
    super('call-panel-error');
    this.wish = wish;
    this.error = error;
    this.callId = callId;
  }
}
