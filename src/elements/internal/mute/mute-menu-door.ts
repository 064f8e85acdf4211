import { Lazy } from '../../../core/base/lazy.ts';

/** The menu of how loud a channel is: fetched when it is opened. */
export const muteMenus = new Lazy(() => import('./mute-menu.ts'));
