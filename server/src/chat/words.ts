import type { Message } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';

/** A text as it may be shown, and what was taken out of it. */
export interface CheckedText {
  content: string;
  filter?: NonNullable<Message['filter']>;
}

/** Holds a text against the word rules of the app. Throws `message:rejected`. */
export function checkWords(_tx: Tx, _app: string, _channel: string, text: string): CheckedText {
  return { content: text };
}
