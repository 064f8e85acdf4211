import { Lazy } from '../../../../core/base/lazy.ts';

/** The list of emoji and their picker: fetched with the first use, from beside the element's own files. */
export const emojiDoor = new Lazy(() => import('./picker.ts'));
