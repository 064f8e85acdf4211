import { EarshotEvent } from '../../internal/events.ts';

/** The user chose "Call back" on the card of a call: start one to `userId`. */
export class ChatChannelCallEvent extends EarshotEvent {
  readonly userId: string;
  /** What the former call carried: `audio`, `video`. */
  readonly media: readonly string[];
  constructor(userId: string, media: readonly string[]) {
    super('chat-channel-call');
    this.userId = userId;
    this.media = media;
  }
}
