import { EarshotEvent } from '../internal/events.ts';

/** `chat-launcher-toggle`: the panel was opened or closed, or shows something else; `channelId` is undefined on its first page. */
export class ChatLauncherToggleEvent extends EarshotEvent {
  readonly open: boolean;
  readonly channelId: string | undefined;
  constructor(open: boolean, channelId: string | undefined) {
    super('chat-launcher-toggle');
    this.open = open;
    this.channelId = channelId;
  }
}
