import type { DetachedMedia, DeviceSwitch, Media } from '../../core/media/api.ts';
import type { EarshotError } from '../../core/protocol/index.ts';
import type { EchoTest } from './echo-test.ts';
import type { Effects } from './effects.ts';
import type { Choices, MediaPreviewState, NoiseSuppression } from './events.ts';
import type { SpeakerTest } from './speaker-test.ts';

export type DeviceKind = DeviceSwitch['kind'];

/** Stands for the browser's own picker of speakers, where it has one and lists no others before. */
export const OTHER_SPEAKER = ' ';

/** What the templates read and ask for. */
export interface PreviewView {
  readonly state: MediaPreviewState;
  /** Why it is in this state. */
  readonly error: EarshotError | undefined;
  readonly audioOnly: boolean;
  readonly choices: Readonly<Choices>;
  readonly media: DetachedMedia | undefined;
  readonly core: Media;
  readonly userName: string;
  readonly userId: string;
  /** Nothing was heard for five seconds. */
  readonly silent: boolean;
  /** The voice was heard lately. */
  readonly voiced: boolean;
  /** Another device took over, a moment ago. */
  readonly switched: DeviceSwitch | undefined;
  /** The kind of device that was picked and did not open. */
  readonly unopened: DeviceKind | undefined;
  readonly speakerTest: SpeakerTest;
  readonly echoTest: EchoTest;
  readonly effects: Effects;
  restart(): void;
  decline(): void;
  setMuted(muted: boolean): void;
  setCameraOff(cameraOff: boolean): void;
  setBlurred(blurred: boolean): void;
  setNoiseSuppression(noiseSuppression: NoiseSuppression): void;
  pick(kind: DeviceKind, deviceId: string): void;
  undoSwitch(): void;
  /** The pointer or the focus is on what would go by itself. */
  keepNotice(kept: boolean): void;
}

const BLOCKED: readonly MediaPreviewState[] = ['denied', 'system-denied', 'insecure', 'policy', 'iframe'];
const NOTHING_OPEN: readonly MediaPreviewState[] = [...BLOCKED, 'no-mic', 'in-use', 'failed'];
const WITHOUT_CAMERA: readonly MediaPreviewState[] = ['no-camera', 'camera-denied', 'camera-in-use', 'camera-failed'];

/** Browser, system or page forbid it: help stands in place of the pickers. */
export const isBlocked = (state: MediaPreviewState): boolean => BLOCKED.includes(state);
/** There is no sound, so there is nothing to switch. */
export const isShut = (state: MediaPreviewState): boolean => NOTHING_OPEN.includes(state);
/** There is sound, and no camera for a reason. */
export const lacksCamera = (state: MediaPreviewState): boolean => WITHOUT_CAMERA.includes(state);
