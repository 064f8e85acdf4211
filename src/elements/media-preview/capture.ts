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

/** Why nothing opened. */
const WHY: Record<string, MediaPreviewState> = {
  'media:denied': 'denied',
  'media:system-denied': 'system-denied',
  'media:insecure': 'insecure',
  'media:policy': 'policy',
  'media:iframe': 'iframe',
  'media:not-found': 'no-mic',
  'media:overconstrained': 'no-mic',
  'media:in-use': 'in-use',
};

/** Why the camera did not, while the microphone did. */
const WHY_CAMERA: Record<string, MediaPreviewState> = {
  'media:denied': 'camera-denied',
  'media:system-denied': 'camera-denied',
  'media:policy': 'camera-denied',
  'media:iframe': 'camera-denied',
  'media:not-found': 'no-camera',
  'media:overconstrained': 'no-camera',
  'media:in-use': 'camera-in-use',
};

/** Opens what is wanted; a camera that does not open costs the camera only. */
export async function capture(media: Media, { audioOnly, cameraOff }: Wanted): Promise<Captured> {
  const withCamera = !audioOnly && !cameraOff;
  try {
    return { state: 'ready', media: await media.open(withCamera ? { audio: true, video: true } : { audio: true }), error: undefined };
  } catch (reason) {
    const error = asEarshotError(reason, 'media:failed', withCamera ? 'open the camera and microphone' : 'open the microphone');
    // a question that was closed is not asked again at once
    const asked = error.code === 'media:denied' && error.retryable;
    if (!withCamera || asked) return { state: WHY[error.code] ?? 'failed', media: undefined, error };
    try {
      return { media: await media.open({ audio: true }), state: WHY_CAMERA[error.code] ?? 'camera-failed', error };
    } catch (again) {
      const mine = asEarshotError(again, 'media:failed', 'open the microphone');
      return { state: WHY[mine.code] ?? 'failed', media: undefined, error: mine };
    }
  }
}
