import type { Media } from '../../core/media/api.ts';
import { playThrough } from './play-through.ts';

/** How long the test sound lasts. */
export const TEST_SOUND_MS = 1_600;
/** Two notes, softly. */
const NOTES_HZ = [523.25, 659.25];

/** Plays a short sound through the chosen speaker; from a click, since browsers play nothing without one. Returns the undo. */
export const playTestSound = (media: Media): (() => void) =>
  playThrough(media, (context, out) => {
    const volume = context.createGain();
    volume.gain.value = 0.25;
    volume.connect(out);
    NOTES_HZ.forEach((hertz, i) => {
      const note = context.createOscillator();
      note.frequency.value = hertz;
      note.connect(volume);
      note.start(context.currentTime + i * 0.4);
      note.stop(context.currentTime + TEST_SOUND_MS / 1000);
    });
  });
