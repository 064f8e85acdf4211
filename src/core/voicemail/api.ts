import type { Clock, Emitter, Log, Settings } from '../base/index.ts';
import type { Connection } from '../connection/api.ts';
import type { MediaEngine } from '../media/api.ts';
import type { EarshotError, Party } from '../protocol/index.ts';

/** Of one kind of message; there are no urgent ones here. */
export interface MessageCounts {
  new: number;
  old: number;
  urgent: number;
}

/** A mailbox in numbers (RB-vm-03). Fax and multimedia messages are none: there is no telephone network behind it. */
export interface MailboxState {
  /** Epoch ms of our clock: when this was heard from the server. */
  readonly lastUpdated: number;
  readonly newMessagesWaiting: boolean;
  readonly totalVoice: number;
  readonly unheardVoice: number;
  readonly voice: MessageCounts;
  readonly fax: MessageCounts;
  readonly multimedia: MessageCounts;
  /** Calls that nobody answers are followed by a message. */
  readonly enabled: boolean;
}

/** Sound that can be played: `url` works for some hours without a token. */
export interface Playable {
  readonly url: string;
  readonly type: string;
  readonly durationMs: number;
}

export interface VoiceMessage extends Playable {
  readonly id: string;
  readonly from: Party;
  /** The call that was not answered. */
  readonly callId: string;
  readonly size: number;
  readonly heard: boolean;
  readonly createdAtMs: number;
}

export interface MailboxSettings {
  readonly enabled: boolean;
  readonly greeting: Playable | undefined;
}

export interface VoicemailEvents {
  /** The mailbox was asked for, or changed, by whatever device. */
  change: [state: MailboxState];
  /** Asking for it failed (RB-vm-04); the promise rejects too. */
  error: [error: EarshotError];
}

/**
 * `greeting` plays (without one it is left out) → `tone` → `recording` → `recorded`, until it is sent, begun again or cancelled. `failed`:
 * the microphone or the recorder gave up.
 */
export type LeavingState = 'greeting' | 'tone' | 'recording' | 'recorded' | 'sending' | 'sent' | 'cancelled' | 'failed';

/** A message that is being left. The microphone is open until it is sent or cancelled. */
export interface LeavingMessage extends Pick<Emitter<{ change: [] }>, 'on' | 'once' | 'listenerCount'> {
  readonly callId: string;
  readonly state: LeavingState;
  /** Whose mailbox it is. */
  readonly to: Party;
  readonly greeting: Playable | undefined;
  /** It ends by itself after so long. */
  readonly maxMs: number;
  /** What is recorded by now. */
  readonly durationMs: number;
  /** What was recorded, to be heard before it is sent; an object URL that works until it is sent, begun again or cancelled. */
  readonly preview: string | undefined;
  /** Why it `failed`, or why it could not be sent: then the state is `recorded` again, and `send` may be tried once more. */
  readonly error: EarshotError | undefined;
  /** Level 0…1 of the microphone while listened to. */
  onLevel(listener: (level: number) => void): () => void;
  /** On to the tone. */
  skipGreeting(): void;
  /** Ends the recording; resolves when it can be heard or sent. */
  stop(): Promise<void>;
  /** Drops what was recorded and begins anew with the tone. */
  again(): Promise<void>;
  /** Stops first where need be. Rejects with `voicemail:disabled`, or as requests do. */
  send(): Promise<void>;
  /** Nothing is left. Idempotent. */
  cancel(): void;
}

/** The mailbox of a user, and messages in those of others. */
export interface Voicemail extends Pick<Emitter<VoicemailEvents>, 'on' | 'once' | 'listenerCount'> {
  /** Asks the server; `change` follows (RB-vm-01). */
  fetch(): Promise<MailboxState>;
  /** As it was known last (RB-vm-02). */
  get(): MailboxState | undefined;
  settings(): Promise<MailboxSettings>;
  enable(enabled?: boolean): Promise<MailboxSettings>;
  /** WebM, MP4 or Ogg sound; undefined removes it, and callers hear a tone alone. `durationMs` is measured unless given. */
  setGreeting(sound: Blob | undefined, durationMs?: number): Promise<MailboxSettings>;
  /** Newest first; `next` is what to give as `before` for the next page. */
  list(options?: { limit?: number; before?: string }): Promise<{ messages: readonly VoiceMessage[]; next: string | undefined }>;
  /** Rejects with `voicemail:not-found`. */
  markHeard(messageId: string, heard?: boolean): Promise<VoiceMessage>;
  delete(messageId: string): Promise<void>;
  /**
   * After a call that ended with `detail.voicemail`: opens the microphone, plays the greeting and the tone, and records. Rejects with
   * `voicemail:disabled`, `recording:unsupported` or `media:*`.
   */
  leave(callId: string): Promise<LeavingMessage>;
}

/** What voicemail needs of the client it belongs to. */
export interface VoicemailParts {
  client: {
    readonly userId: string;
    url(path: string): string;
    fetch(path: string, init?: RequestInit): Promise<Response>;
    service<T extends { dispose(): void }>(key: symbol, make: (parts: VoicemailParts) => T): T;
  };
  connection: Connection;
  clock: Clock;
  settings: Settings;
  log: Log;
  storage: { getItem(key: string): string | null; setItem(key: string, value: string): void; removeItem(key: string): void };
  mediaEngine: MediaEngine | undefined;
}
