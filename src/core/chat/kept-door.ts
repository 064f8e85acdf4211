import { Lazy } from '../base/index.ts';

/** What of chat is kept on this device, for all chats of the page. */
export const kept = new Lazy(() => import('./kept.ts'));
