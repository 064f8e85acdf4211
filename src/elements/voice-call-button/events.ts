import type { CallState } from '../../core/call/api.ts';
import type { EarshotError } from '../../core/protocol/errors.ts';
import type { EndReason } from '../../core/protocol/types.ts';
import type { CallShown } from '../internal/call-view.ts';
import { EarshotEvent } from '../internal/events.ts';

/** `voice-call-button-state`: the call, or what is shown of it, changed. */
export class VoiceCallButtonStateEvent extends EarshotEvent {
  /** The call's state; `idle` when the button is back to rest. */
  readonly state: CallState | 'idle';
  readonly previous: CallState | 'idle';
  /** What the button shows now: the name of its `:state()`. */
  readonly shown: CallShown;
  readonly callId: string | undefined;
  readonly endReason: EndReason | undefined;
  readonly error: EarshotError | undefined;
  constructor(
    state: CallState | 'idle',
    previous: CallState | 'idle',
    shown: CallShown,
    callId?: string,
    endReason?: EndReason,
    error?: EarshotError,
  ) {
    super('voice-call-button-state');
    this.state = state;
    this.previous = previous;
    this.shown = shown;
    this.callId = callId;
    this.endReason = endReason;
    this.error = error;
  }
}

/** `voice-call-button-message`: the user would rather write to `to`. */
export class VoiceCallButtonMessageEvent extends EarshotEvent {
  readonly to: string;
  constructor(to: string) {
    super('voice-call-button-message');
    this.to = to;
  }
}
