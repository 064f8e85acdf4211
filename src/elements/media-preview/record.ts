import type { MediaEngine } from '../../core/media/api.ts';

/** A recording in memory. */
export interface Recording {
  /** What was recorded; rejects where it cannot be read. */
  end(): Promise<AudioBuffer>;
  /** Forgets it. */
  cancel(): void;
}

/**
 * Records a track, muted or not. Throws where the browser records nothing. It is read back through an audio context: a `blob:` address
 * would ask more of the page's policy.
 */
export function record(track: MediaStreamTrack, engine: MediaEngine): Recording {
  const clone = track.clone();
  clone.enabled = true;
  let recorder: MediaRecorder;
  try {
    recorder = new MediaRecorder(new MediaStream([clone]));
    recorder.start();
  } catch (error) {
    clone.stop();
    throw error;
  }
  const pieces: Blob[] = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const finish = () => {
    if (recorder.state !== 'inactive') recorder.stop();
    clone.stop();
  };
  return {
    async end() {
      const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
      if (recorder.state === 'inactive') throw new Error('the track has ended');
      finish();
      await stopped;
      const bytes = await new Blob(pieces).arrayBuffer();
      const context = engine.createAudioContext();
      try {
        return await context.decodeAudioData(bytes);
      } finally {
        context.close().catch(() => {});
      }
    },
    cancel: finish,
  };
}
