import { Lazy } from '../../../../core/base/lazy.ts';

/** The menu of Send: fetched when it is opened. */
export const laterDoor = new Lazy(() => import('./later-menu.ts'));
