import type { Clock, Settings, Timer } from '../base/index.ts';
import { asEarshotError } from '../protocol/index.ts';
import type { DeviceList, DeviceRef, Media, MediaEvents } from './api.ts';
import type { Capture } from './capture.ts';
import type { DevicePolicy } from './device-policy.ts';
import type { Feed } from './feed.ts';
import { loadLater } from './load-later.ts';
import { type DeviceKind, isAlias, listOf, type Preferences, realDevices, SYSTEM_DEFAULT } from './preferences.ts';

export interface DevicesParts {
  clock: Clock;
  settings: Settings;
  preferences: Preferences;
  media: Pick<Media, 'engine' | 'devices' | 'refreshDevices' | 'track'>;
  capture: Capture;
  speak(speakerId: string | undefined): void;
  emit<K extends 'change' | 'device-switched' | 'error'>(type: K, ...args: MediaEvents[K]): void;
}

type Load = () => Promise<Pick<Awaited<ReturnType<typeof loadLater>>, 'DevicePolicy'>>;

/**
 * Which device is wanted. What moves open media, because another one was chosen or because a device goes, comes or stops working, is the
 * policy, in a chunk that loads in the first call or with the first event; what happens meanwhile waits for it.
 */
export class Devices {
  /** Did not open; tried again once it was plugged in anew, or is chosen. */
  readonly broken: Record<DeviceKind, Set<string>> = { microphone: new Set(), camera: new Set(), speaker: new Set() };
  /** The list that was acted on last. */
  acted: DeviceList | undefined;
  readonly #parts: DevicesParts;
  readonly #load: Load;
  readonly #waiting: ((policy: DevicePolicy) => void)[] = [];
  #policy: DevicePolicy | undefined;
  #loading = false;
  #settling: Timer;
  #disposed = false;

  constructor(parts: DevicesParts, load: Load = loadLater) {
    this.#parts = parts;
    this.#load = load;
  }

  chosen(kind: DeviceKind): string | undefined {
    return this.wanted(kind)?.deviceId;
  }

  wanted(kind: DeviceKind, listed = listOf(this.#parts.media.devices, kind)): DeviceRef | undefined {
    return this.#parts.preferences.wanted(kind, listed, this.broken[kind]);
  }

  /** Resolves when what is open has moved; rejects, and tells, when the device does not open. */
  async choose(kind: DeviceKind, id: string | undefined): Promise<void> {
    const { media, preferences, capture, speak, emit } = this.#parts;
    const deviceId = id === undefined || isAlias(id) ? SYSTEM_DEFAULT : id;
    const label = listOf(media.devices, kind).find((device) => device.deviceId === deviceId)?.label ?? '';
    this.broken[kind].delete(deviceId);
    if (preferences.choose(kind, { deviceId, label })) emit('change');
    if (kind === 'speaker') speak(this.chosen(kind));
    else
      await new Promise<void>((resolve, reject) => {
        const moves = this.#act((policy) => void policy.obey(kind, deviceId || undefined).then(resolve, reject), capture.feeds(kind).length > 0);
        if (!moves) resolve();
      });
  }

  /** A list was read for whatever reason: the first with names is what later ones are compared with. */
  read(devices: DeviceList): void {
    if (this.acted === undefined && realDevices([...devices.microphones, ...devices.cameras]).length > 0) this.acted = devices;
  }

  /** The browser says that devices came or went; more of that most likely follows at once. */
  listChanged(reading: Promise<unknown>): void {
    const { clock, settings } = this.#parts;
    this.prepare();
    clock.clearTimeout(this.#settling);
    this.#settling = clock.setTimeout(() => this.#act((policy) => policy.settle(reading)), settings.deviceSettleMs);
  }

  /** A device ended, fell silent or is heard again. */
  sourceChanged(feed: Feed): void {
    const since = this.#parts.clock.now();
    this.#act((policy) => policy.sourceChanged(feed, since), feed.ill);
  }

  /** The page is seen again: what its absence has stopped starts now. */
  shown(): void {
    this.#act((policy) => policy.shown(), false);
  }

  /** Loads the policy while the server can be reached. One that did not load is asked for again with the next event. */
  prepare(): void {
    if (this.#policy || this.#loading) return;
    this.#loading = true;
    this.#load().then(
      ({ DevicePolicy }) => {
        if (this.#disposed) return;
        const policy = new DevicePolicy(this.#parts, this);
        this.#policy = policy;
        for (const act of this.#waiting.splice(0)) act(policy);
      },
      (error: unknown) => {
        this.#loading = false;
        if (!this.#disposed) this.#parts.emit('error', asEarshotError(error, 'media:failed', 'load what changes devices'));
      },
    );
  }

  dispose(): void {
    this.#disposed = true;
    this.#parts.clock.clearTimeout(this.#settling);
    this.#policy?.dispose();
  }

  /** In order. What is not urgent is left out (false) where nothing waits: there is nothing yet that it could concern. */
  #act(task: (policy: DevicePolicy) => void, urgent = true): boolean {
    const due = urgent || this.#waiting.length > 0;
    if (this.#policy) {
      task(this.#policy);
    } else if (due) {
      this.#waiting.push(task);
      this.prepare();
    }
    return due || this.#policy !== undefined;
  }
}
