import type { DeviceRef } from './api.ts';
import { type DeviceKind, match, type Preferences, SYSTEM_DEFAULT, without } from './preferences.ts';

/** Puts a device right before another one that it is to outrank; undefined is the system's default. */
export function outrank(preferences: Preferences, kind: DeviceKind, ref: DeviceRef, other: DeviceRef | undefined): void {
  const list = without(preferences.list(kind), ref);
  const at = list.findIndex(({ deviceId }) => deviceId === (other?.deviceId ?? SYSTEM_DEFAULT));
  preferences.store(kind, at < 0 ? [ref, ...list] : [...list.slice(0, at), ref, ...list.slice(at)]);
}

/** From now on it does not take over for no better reason than that it was used before. */
export function decline(preferences: Preferences, kind: DeviceKind, deviceId: string): void {
  const list = preferences.list(kind);
  preferences.store(
    kind,
    list.map((preference) => (preference.deviceId === deviceId ? { ...preference, declined: true } : preference)),
  );
}

export function usedBefore(preferences: Preferences, kind: DeviceKind, device: MediaDeviceInfo): boolean {
  const list = preferences.list(kind);
  return list.some((preference) => !preference.declined && match(preference, [device], list) !== undefined);
}
