import type { DetachedMedia, Media } from '../../core/media/api.ts';
import { asEarshotError, type EarshotError } from '../../core/protocol/index.ts';
import type { MediaPreviewState } from './events.ts';

/** What was opened, or why not. `error` may stand beside `media`: the camera failed, the microphone did not. */
export interface Captured {
  state: MediaPreviewState;
  media: DetachedMedia | undefined;
  error: EarshotError | undefined;
}

export interface Wanted {
  /** No camera at all: `audio-only`. */
  audioOnly: boolean;
  cameraOff: boolean;
}

const chosen = (deviceId: string | undefined) => (deviceId ? { deviceId } : true);

function whyNot(error: EarshotError, cameraOnly: boolean): MediaPreviewState {
  switch (error.code) {
    case 'media:denied':
    case 'media:system-denied':
      return cameraOnly ? 'camera-denied' : 'denied';
    case 'media:not-found':
    case 'media:overconstrained':
      return cameraOnly ? 'no-camera' : 'no-mic';
    case 'media:in-use':
    case 'media:failed':
      return cameraOnly ? 'camera-in-use' : 'in-use';
    default:
      return 'failed';
  }
}

/** Opens what is wanted; a camera that does not open costs the camera only. */
export async function capture(media: Media, { audioOnly, cameraOff }: Wanted): Promise<Captured> {
  const audio = chosen(media.microphoneId);
  const open = async (): Promise<DetachedMedia> => {
    if (audioOnly || cameraOff) return media.open({ audio });
    return media.open({ audio, video: chosen(media.cameraId) });
  };
  try {
    return { state: 'ready', media: await open(), error: undefined };
  } catch (reason) {
    const error = asEarshotError(reason, 'media:failed', 'open the camera and microphone');
    if (audioOnly || cameraOff) return { state: whyNot(error, false), media: undefined, error };
    try {
      return { media: await media.open({ audio }), state: whyNot(error, true), error };
    } catch (again) {
      const mine = asEarshotError(again, 'media:failed', 'open the microphone');
      return { state: whyNot(mine, false), media: undefined, error: mine };
    }
  }
}
