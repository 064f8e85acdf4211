import { EarshotEvent } from '../internal/events.ts';

/** `chat-channel-list-select`: the user chose a channel, or a message in it that the search found. */
export class ChatChannelListSelectEvent extends EarshotEvent {
  readonly channelId: string;
  readonly messageId: number | undefined;
  constructor(channelId: string, messageId?: number) {
    super('chat-channel-list-select');
    this.channelId = channelId;
    this.messageId = messageId;
  }
}
