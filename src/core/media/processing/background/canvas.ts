import { type Running, unlessAborted } from '../processor.ts';
import type { BackgroundModule, Job } from './job.ts';

/** Where the track does not tell its rate. */
const FRAMES_A_SECOND = 30;

/**
 * By a video and a captured canvas, neither ever inserted in the page. The timer goes on while the page is hidden, as slowly as the
 * browser lets it: Firefox does not slow down pages that are in a call.
 */
export async function runByCanvas(track: MediaStreamTrack, job: Job, { createCompositor }: BackgroundModule, signal: AbortSignal): Promise<Running> {
  const canvas = document.createElement('canvas');
  const compositor = await createCompositor(job, canvas);
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const free = () => {
    clearTimeout(timer);
    video.srcObject = null;
    compositor.dispose();
  };
  try {
    await unlessAborted(video.play(), signal);
    const { frameRate = FRAMES_A_SECOND } = track.getSettings();
    const draw = () => {
      if (video.videoWidth && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) compositor.draw(video, video.videoWidth, video.videoHeight);
      timer = setTimeout(draw, 1000 / (frameRate || FRAMES_A_SECOND));
    };
    draw();
    const output = canvas.captureStream().getVideoTracks()[0] as MediaStreamTrack;
    output.contentHint = track.contentHint;
    // what `track` gave has ended: so does this
    const onEnded = () => output.stop();
    track.addEventListener('ended', onEnded);
    return {
      track: output,
      end() {
        track.removeEventListener('ended', onEnded);
        output.stop();
        free();
      },
    };
  } catch (error) {
    free();
    throw error;
  }
}
