/** What a message is sent as (RB-conv-14): there is no gateway for text messages to phones, so that a conversation is always `im`. */
export const chatTypes = { IM: 'im', SMS: 'sms' } as const;

export type ChatType = (typeof chatTypes)[keyof typeof chatTypes];

/** One part of a message; text is what can be sent. */
export type Part =
  | { type: 'text'; text: string }
  | {
      type: 'file';
      name: string;
      /** MIME type. */
      fileType: string;
      /** Bytes. */
      size: number;
      /** Signed; it expires. */
      url: string;
    };

/** A message as it is now: ask anew after `messages:change` (RB-conv-06, 11). */
export interface StoredMessage {
  /** Another one for the sender than for the recipient; it stays the same from `createMessage` on. */
  readonly messageId: string;
  readonly sender: string;
  /** One address. */
  readonly destination: string[];
  /** Unix time in seconds. */
  readonly timestamp: number;
  /** Of a received one: by me. Of one that I sent: by the other. */
  readonly read: boolean;
  /** The server does not have it yet. */
  readonly isPending: boolean;
  readonly parts: Part[];
  /** What it was sent as; of messages that I sent. */
  readonly type?: ChatType;
  /** Everything up to this message is read (RB-conv-07). */
  markRead(): void;
  /** Sends it on to another user (RB-conv-08). */
  forward(destination: string): void;
}

/** A message of mine, made by `createMessage`. */
export interface Message extends StoredMessage {
  readonly type: ChatType;
  /** Before it is sent; several texts go as one, line by line (RB-conv-13). */
  addPart(part: { type: 'text'; text: string }): void;
  /** Once; again after it failed. `messages:change` tells how it goes, `messages:error` that it did not (RB-conv-12). */
  send(): void;
}

/** Whom a change of messages is told to. */
export type Subscriber = (destination: string, messageId: string | undefined) => void;

/** What is said with one user (RB-conv-03). */
export interface Conversation {
  /** Address of the other user. */
  readonly destination: string;
  readonly type: ChatType;
  /** Not sent yet (RB-conv-04). */
  createMessage(part: { type: 'text'; text: string }): Message;
  /** Forgets what was said so far, here and until the page goes; the server and the other keep it (RB-conv-05). */
  clearMessages(): void;
  /** Oldest first: the newest hundred once they came, and all that came since; what is on its way last (RB-conv-06). */
  getMessages(): StoredMessage[];
  getMessage(messageId: string): StoredMessage | undefined;
  /** Returns its undo (RB-conv-10). */
  subscribe(subscriber: Subscriber): () => void;
}

/** Which conversation an event is about (RB-conv-16). */
export interface ConversationInfo {
  destination: string;
  type: ChatType;
}

/** RB-conv-17 */
export interface MessagesChange extends ConversationInfo {
  /** When it is about a single one. */
  messageId?: string;
  /** Who sent that. */
  sender?: string;
}
