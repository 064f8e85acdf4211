/** The conversation that every list of the table shows: three people, a message a minute, and in one of five a reaction, a picture or a read receipt. */

import type { ChatMessage } from '../../src/core/chat/api.ts';
import type { FileData, Message } from '../../src/core/protocol/index.ts';
import { fakeUser, NOW, said } from '../../src/elements/chat-channel/testing.ts';

export const PEOPLE = [fakeUser('maya', 'Maya Okafor'), fakeUser('jonas', 'Jonas Lind'), fakeUser('alice', 'Alice')] as const;
const ALICE = PEOPLE[2];
/** Of one color, shown at 320 × 180. */
export const PICTURE = {
  url: 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  type: 'image/png',
  width: 320,
  height: 180,
};
const WORDS = ' and some more words that make the lines of a bubble wrap';

/** Messages that a page has shown before it is measured: code is warm in all of them. */
export const WARM_UP = 200;
/** Appends that are looked at, apart from those that are timed. */
export const LOOKED_AT = 20;

/** The pattern repeats, before the first message as well. */
const PERIOD = 60;
const placeOf = (at: number): number => ((at % PERIOD) + PERIOD) % PERIOD;

/** What a message has beside its text. */
export type Extra = 'none' | 'reaction' | 'picture' | 'receipt';
export const extraOf = (at: number): Extra => (at % 5 ? 'none' : (['reaction', 'picture', 'receipt'] as const)[(placeOf(at) / 5) % 3]!);

/** The text that tells message `at` from all others. */
export const textOf = (at: number): string => `Message ${at}:${WORDS.repeat((placeOf(at) * 7) % 4)}`;

/** Message `at` of the conversation; those before the first have a negative one. */
export function messageAt(at: number): ChatMessage {
  const extra = extraOf(at);
  const user = extra === 'receipt' ? ALICE : PEOPLE[Math.floor(placeOf(at) / 2) % 3]!;
  const made = said(
    user,
    textOf(at),
    NOW - 200_000 * 60_000 + at * 60_000,
    user === ALICE ? { sendState: extra === 'receipt' ? 'read' : 'sent' } : {},
  );
  const message = {
    ...made.message!,
    ...(extra === 'reaction' && { reactions: [{ emoji: '👍', count: 2, user_ids: ['maya', 'jonas'] }] }),
  } as Message;
  if (extra !== 'picture') return { ...made, message };
  const file: FileData = { file_id: `f${at}`, name: `picture ${at}.png`, size: 1_000, ...PICTURE };
  return { ...made, text: undefined, file, message: { ...message, type: 'file', content: undefined, file } as unknown as Message };
}

export const conversation = (count: number): ChatMessage[] => Array.from({ length: count }, (_, at) => messageAt(at));
