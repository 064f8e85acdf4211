import type { EarshotError } from '../../core/protocol/errors.ts';
import { EarshotEvent } from '../internal/events.ts';

/** `dial-pad-input`: what is in the field changed by the user's hand. */
export class DialPadInputEvent extends EarshotEvent {
  readonly value: string;
  constructor(value: string) {
    super('dial-pad-input');
    this.value = value;
  }
}

/** `dial-pad-tone`: a key was pressed in a call; its tone is on its way. */
export class DialPadToneEvent extends EarshotEvent {
  readonly tone: string;
  readonly callId: string;
  constructor(tone: string, callId: string) {
    super('dial-pad-tone');
    this.tone = tone;
    this.callId = callId;
  }
}

/** `dial-pad-call`: a call was made from here. */
export class DialPadCallEvent extends EarshotEvent {
  readonly to: string;
  readonly callId: string;
  constructor(to: string, callId: string) {
    super('dial-pad-call');
    this.to = to;
    this.callId = callId;
  }
}

/** `dial-pad-error`: a call could not be made, or tones not be sent. The element says so itself. */
export class DialPadErrorEvent extends EarshotEvent {
  readonly wish: 'call' | 'tones';
  readonly error: EarshotError;
  constructor(wish: 'call' | 'tones', error: EarshotError) {
    super('dial-pad-error');
    this.wish = wish;
    this.error = error;
  }
}
