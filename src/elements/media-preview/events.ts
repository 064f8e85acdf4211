import type { DetachedMedia } from '../../core/media/api.ts';
import type { EarshotError } from '../../core/protocol/index.ts';
import { EarshotEvent } from '../internal/events.ts';

/** `idle` before it is asked for; with `ready` and the four of the camera alone there is sound. */
export type MediaPreviewState =
  | 'idle'
  | 'requesting'
  | 'ready'
  | 'denied'
  | 'system-denied'
  | 'insecure'
  | 'policy'
  | 'iframe'
  | 'no-camera'
  | 'camera-denied'
  | 'camera-in-use'
  | 'camera-failed'
  | 'no-mic'
  | 'in-use'
  | 'failed';

/** Noise taken out of the voice: by nobody, by the browser, or by a stronger suppressor that is loaded when it is chosen. */
export type NoiseSuppression = 'off' | 'standard' | 'strong';

/** The preview shows another state. */
export class MediaPreviewStateEvent extends EarshotEvent {
  readonly state: MediaPreviewState;
  readonly previous: MediaPreviewState;
  constructor(state: MediaPreviewState, previous: MediaPreviewState) {
    super('media-preview-state');
    this.state = state;
    this.previous = previous;
  }
}

/** What {@link MediaPreviewChangedEvent} tells besides the media. */
export interface Choices {
  muted: boolean;
  cameraOff: boolean;
  blurred: boolean;
  noiseSuppression: NoiseSuppression;
}

/** Another device, muted, camera on or off, an effect: `media` is what a call would take now. */
export class MediaPreviewChangedEvent extends EarshotEvent implements Choices {
  readonly media: DetachedMedia | undefined;
  readonly muted: boolean;
  readonly cameraOff: boolean;
  readonly blurred: boolean;
  readonly noiseSuppression: NoiseSuppression;
  constructor(media: DetachedMedia | undefined, { muted, cameraOff, blurred, noiseSuppression }: Choices) {
    super('media-preview-changed');
    this.media = media;
    this.muted = muted;
    this.cameraOff = cameraOff;
    this.blurred = blurred;
    this.noiseSuppression = noiseSuppression;
  }
}

/** A test was answered. */
export class MediaPreviewTestedEvent extends EarshotEvent {
  readonly device: 'speaker' | 'microphone';
  /** The person heard the sound, or their own voice. */
  readonly heard: boolean;
  constructor(device: 'speaker' | 'microphone', heard: boolean) {
    super('media-preview-tested');
    this.device = device;
    this.heard = heard;
  }
}

/** Devices did not open, a chosen one did not, or an effect failed. */
export class MediaPreviewErrorEvent extends EarshotEvent {
  readonly error: EarshotError;
  constructor(error: EarshotError) {
    super('media-preview-error');
    this.error = error;
  }
}

/** "Join without" was chosen: the page may go on without devices. */
export class MediaPreviewDeclinedEvent extends EarshotEvent {
  constructor() {
    super('media-preview-declined');
  }
}
