import { Lazy } from '../base/index.ts';

export type Later = typeof import('./later.ts');

/** The second half of chat, for all chats of the page. */
export const later = new Lazy<Later>(() => import('./later.ts'));
