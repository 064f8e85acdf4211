import type { AudioOptions, MicrophoneOptions, VideoOptions, Wish } from './api.ts';

/** A device to open: which one, and how. Two asks that agree in all of it can share one. */
export interface Ask {
  readonly kind: 'audio' | 'video';
  /** Undefined is the system's default. */
  readonly device: { exact: string } | { ideal: string } | undefined;
  readonly how: MediaTrackConstraints;
}

const VOICE: MicrophoneOptions = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** A microphone with the browser's voice processing on; `chosenId` is a wish, so that an unplugged device does not stand in the way. */
export function audioAsk(wanted: true | AudioOptions, chosenId: string | undefined): Ask {
  const { deviceId, ...how } = wanted === true ? {} : wanted;
  return { kind: 'audio', device: device(deviceId, chosenId), how: { ...VOICE, ...defined(how) } };
}

/** A camera, 1280 × 720 if it can. */
export function videoAsk(wanted: true | VideoOptions, chosenId: string | undefined): Ask {
  const { deviceId, width = 1280, height = 720, ...how } = wanted === true ? {} : wanted;
  const spelled = Object.entries(defined(how)).map(([name, wish]) => [name, ideal<string | number>(wish)]);
  return { kind: 'video', device: device(deviceId, chosenId), how: { width: ideal(width), height: ideal(height), ...Object.fromEntries(spelled) } };
}

export function constraintsOf({ device: deviceId, how }: Ask): MediaTrackConstraints {
  return deviceId ? { ...how, deviceId } : { ...how };
}

/** Whether two asks differ in nothing but, perhaps, the device. */
export const sameWay = (one: Ask, other: Ask): boolean => one.kind === other.kind && canonical(one.how) === canonical(other.how);

export const sameDevice = (one: Ask, other: Ask): boolean => canonical(one.device ?? {}) === canonical(other.device ?? {});

/** The device an ask names, firmly or as a wish. */
export const deviceIdOf = ({ device: wish }: Ask): string | undefined => (wish && 'exact' in wish ? wish.exact : wish?.ideal);

/** The options that were given: undefined says nothing. */
export const defined = <T extends object>(options: T): Partial<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;

const ideal = <T extends string | number>(wish: Wish<T>): { exact: T } | { ideal: T } => (typeof wish === 'object' ? wish : { ideal: wish as T });

function device(wish: Wish<string> | undefined, chosenId: string | undefined): Ask['device'] {
  if (wish) return ideal(wish);
  return chosenId ? { ideal: chosenId } : undefined;
}

const canonical = (value: object): string => JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
