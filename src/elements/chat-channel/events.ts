import type { EarshotError } from '../../core/protocol/index.ts';
import { EarshotEvent } from '../internal/events.ts';

/** What the channel shows now. */
export type ChatChannelState = 'loading' | 'ready' | 'empty' | 'offline' | 'reconnecting' | 'error';

/** The channel shows something else: loading, ready, empty, offline, reconnecting, error. */
export class ChatChannelStateEvent extends EarshotEvent {
  readonly state: ChatChannelState;
  readonly previous: ChatChannelState | undefined;
  constructor(state: ChatChannelState, previous: ChatChannelState | undefined) {
    super('chat-channel-state');
    this.state = state;
    this.previous = previous;
  }
}

/** The user sent a text or a file from the composer. `key` is that of its row. */
export class ChatChannelSentEvent extends EarshotEvent {
  readonly key: string;
  readonly text: string | undefined;
  readonly file: File | undefined;
  constructor(key: string, content: string | File) {
    super('chat-channel-sent');
    this.key = key;
    this.text = typeof content === 'string' ? content : undefined;
    this.file = typeof content === 'string' ? undefined : content;
  }
}

/** Something went wrong that the channel also shows: it did not load, or a message was not sent. */
export class ChatChannelErrorEvent extends EarshotEvent {
  readonly error: EarshotError;
  constructor(error: EarshotError) {
    super('chat-channel-error');
    this.error = error;
  }
}
