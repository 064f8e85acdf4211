import type { DeviceList, DeviceRef } from './api.ts';

export type DeviceKind = 'microphone' | 'camera' | 'speaker';

interface Storage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const keyOf = (kind: DeviceKind): string => `earshot:${kind}`;

/** Which devices a person has chosen. */
export class DevicePolicy {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  chosen(kind: DeviceKind): string | undefined {
    return this.#storage.getItem(keyOf(kind)) ?? undefined;
  }

  /** Remembers the choice; false when it is the same as before. */
  choose(kind: DeviceKind, id: string | undefined): boolean {
    if (id === this.chosen(kind)) return false;
    if (id === undefined) this.#storage.removeItem(keyOf(kind));
    else this.#storage.setItem(keyOf(kind), id);
    return true;
  }

  preferences(kind: DeviceKind, devices: DeviceList): readonly DeviceRef[] {
    const deviceId = this.chosen(kind);
    if (deviceId === undefined) return [];
    return [{ deviceId, label: devices[`${kind}s`].find((device) => device.deviceId === deviceId)?.label ?? '' }];
  }
}
