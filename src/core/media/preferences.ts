import type { DeviceList, DeviceRef, DeviceSwitch } from './api.ts';

export type DeviceKind = DeviceSwitch['kind'];

interface Storage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface Preference extends DeviceRef {
  /** It took over by itself once, and was sent back: now it waits until it is chosen. */
  readonly declined?: boolean;
}

/** Stands for the system's default in a list. */
export const SYSTEM_DEFAULT = '';
/** Devices of a kind that are remembered. */
const MOST = 8;

/** Chromium lists the system's default devices a second time, under these ids. */
export const isAlias = (deviceId: string): boolean => deviceId === 'default' || deviceId === 'communications';

export const listOf = (devices: DeviceList, kind: DeviceKind): readonly MediaDeviceInfo[] => devices[`${kind}s`];

/** Entries that name devices; without permission they have no id. */
export const realDevices = (listed: readonly MediaDeviceInfo[]): MediaDeviceInfo[] =>
  listed.filter(({ deviceId }) => deviceId !== '' && !isAlias(deviceId));

const keyOf = (kind: DeviceKind): string => `earshot:${kind}`;

/** What a person has chosen, by kind, most wanted first; kept over reloads with the label, because ids may change. */
export class Preferences {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  list(kind: DeviceKind): readonly Preference[] {
    const stored = this.#storage.getItem(keyOf(kind));
    if (stored === null) return [];
    try {
      const list: unknown = JSON.parse(stored);
      if (Array.isArray(list)) return list.filter(isPreference).slice(0, MOST);
    } catch {
      // a bare id
    }
    return [{ deviceId: stored, label: '' }];
  }

  /** The most wanted of those that are plugged in; undefined is the system's default. While nothing is known of devices: the head. */
  wanted(kind: DeviceKind, listed: readonly MediaDeviceInfo[], except: ReadonlySet<string> = new Set()): DeviceRef | undefined {
    const list = this.list(kind);
    const plugged = realDevices(listed);
    for (const preference of list) {
      if (preference.deviceId === SYSTEM_DEFAULT) return undefined;
      const found = plugged.length > 0 ? match(preference, plugged, list) : preference;
      if (found && !except.has(found.deviceId)) return { deviceId: found.deviceId, label: found.label };
    }
    return undefined;
  }

  /** Puts a device at the head; false when it is there already. */
  choose(kind: DeviceKind, ref: DeviceRef): boolean {
    const list = this.list(kind);
    const head = list[0];
    if (head ? head.deviceId === ref.deviceId && (head.label === ref.label || !ref.label) : ref.deviceId === SYSTEM_DEFAULT) return false;
    this.store(kind, [ref, ...without(list, ref)]);
    return head?.deviceId !== ref.deviceId;
  }

  store(kind: DeviceKind, list: readonly Preference[]): void {
    const only = list.length === 1 && list[0]?.deviceId === SYSTEM_DEFAULT;
    if (list.length === 0 || only) this.#storage.removeItem(keyOf(kind));
    else this.#storage.setItem(keyOf(kind), JSON.stringify(list.slice(0, MOST)));
  }
}

/** By id, or by its label when no device has the id any more. */
export function match(wanted: Preference, plugged: readonly MediaDeviceInfo[], list: readonly Preference[]): MediaDeviceInfo | undefined {
  const same = plugged.find(({ deviceId }) => deviceId === wanted.deviceId);
  if (same || wanted.label === '') return same;
  const others = new Set(list.map(({ deviceId }) => deviceId));
  return plugged.find(({ deviceId, label }) => label === wanted.label && !others.has(deviceId));
}

export const without = (list: readonly Preference[], ref: DeviceRef): readonly Preference[] =>
  list.filter(({ deviceId, label }) => deviceId !== ref.deviceId && (ref.label === '' || label !== ref.label || deviceId === SYSTEM_DEFAULT));

const isPreference = (value: unknown): value is Preference =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Preference).deviceId === 'string' &&
  typeof (value as Preference).label === 'string';
