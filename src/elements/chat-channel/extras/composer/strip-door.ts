import { Lazy } from '../../../../core/base/lazy.ts';

/** What takes the tags out of pictures: fetched with the first picture. */
export const stripDoor = new Lazy(() => import('./strip-metadata.ts'));
