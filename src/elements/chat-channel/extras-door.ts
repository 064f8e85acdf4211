import { Lazy } from '../../core/base/lazy.ts';

/** What `<chat-channel>` can do without until its history is painted; once for the page. */
export const extras = new Lazy(() => import('./extras/extras.ts'));
