import type { Chat } from '../chat/api.ts';
import type { Media } from '../media/api.ts';
import { chatOf } from './chat-of.ts';
import { Client } from './client.ts';
import { mediaOf } from './media-of.ts';

/** A client with its services at hand, for those who take the core whole; `Client` with `chatOf` and `mediaOf` weighs less. */
export class FullClient extends Client {
  get chat(): Chat {
    return chatOf(this);
  }

  get media(): Media {
    return mediaOf(this);
  }
}
