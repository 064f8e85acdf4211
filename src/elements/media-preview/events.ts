import type { DetachedMedia } from '../../core/media/api.ts';
import type { EarshotError } from '../../core/protocol/index.ts';
import { EarshotEvent } from '../internal/events.ts';

/** `idle` before it is asked for; `no-camera` and `camera-in-use` still have sound. */
export type MediaPreviewState =
  | 'idle'
  | 'requesting'
  | 'ready'
  | 'denied'
  | 'no-camera'
  | 'camera-denied'
  | 'camera-in-use'
  | 'no-mic'
  | 'in-use'
  | 'failed';

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

/** Another device, muted, camera on or off: `media` is what a call would take now. */
export class MediaPreviewChangedEvent extends EarshotEvent {
  readonly media: DetachedMedia | undefined;
  readonly muted: boolean;
  readonly cameraOff: boolean;
  constructor(media: DetachedMedia | undefined, muted: boolean, cameraOff: boolean) {
    super('media-preview-changed');
    this.media = media;
    this.muted = muted;
    this.cameraOff = cameraOff;
  }
}

/** Devices did not open. */
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
