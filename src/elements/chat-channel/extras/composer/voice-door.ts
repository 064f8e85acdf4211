import { Lazy } from '../../../../core/base/lazy.ts';

/** What records a voice message: fetched with the first. */
export const voiceDoor = new Lazy(() => import('./voice-note.ts'));
