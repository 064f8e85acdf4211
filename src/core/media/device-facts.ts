import { asEarshotError, EarshotError } from '../protocol/index.ts';
import type { DeviceRef } from './api.ts';
import type { Feed } from './feed.ts';
import { isAlias, realDevices, SYSTEM_DEFAULT } from './preferences.ts';

export const deviceIdOf = (feed: Feed): string | undefined => feed.raw.getSettings().deviceId;

export const refOf = (feed: Feed): DeviceRef => ({ deviceId: deviceIdOf(feed) ?? feed.asked ?? SYSTEM_DEFAULT, label: feed.raw.label });

/** Nothing was asked for, or what was asked for was not there. */
export const followsDefault = (feed: Feed): boolean => feed.asked === undefined || feed.asked !== deviceIdOf(feed);

/** It was opened, or moved, after the default had changed. */
export function isAtDefault(feed: Feed, now: readonly MediaDeviceInfo[]): boolean {
  const { deviceId, groupId } = feed.raw.getSettings();
  const alias = now.find((listed) => listed.deviceId === 'default');
  return alias ? groupId !== undefined && groupId === alias.groupId : deviceId === realDevices(now)[0]?.deviceId;
}

/** Its device is no longer plugged in, as far as the list tells. */
export function isGone(feed: Feed, now: readonly MediaDeviceInfo[]): boolean {
  const id = deviceIdOf(feed);
  const plugged = realDevices(now);
  if (id === undefined || isAlias(id)) return false;
  return (plugged.length > 0 || feed.raw.readyState === 'ended') && !plugged.some(({ deviceId }) => deviceId === id);
}

/** The device behind the system's default: Chromium lists it a second time by that name, others list it first. */
export function defaultRef(listed: readonly MediaDeviceInfo[]): DeviceRef | undefined {
  const alias = listed.find(({ deviceId }) => deviceId === 'default');
  const plugged = realDevices(listed);
  const found = alias ? (plugged.find(({ groupId }) => groupId !== '' && groupId === alias.groupId) ?? alias) : plugged[0];
  return found && { deviceId: found.deviceId, label: found.label };
}

export const defaultOf = (listed: readonly MediaDeviceInfo[]): string | undefined => {
  const alias = listed.find(({ deviceId }) => deviceId === 'default');
  return alias ? `${alias.groupId} ${alias.label}` : realDevices(listed)[0]?.deviceId;
};

export function lostError(feed: Feed, cause: unknown, callId: string | undefined): EarshotError {
  const silent = feed.raw.readyState === 'live';
  const reason = silent ? `it gives no ${feed.kind === 'audio' ? 'sound' : 'picture'} any more` : undefined;
  const { code } = asEarshotError(cause, 'media:failed', `use the ${feed.from}`);
  return new EarshotError(silent ? 'media:failed' : code, `go on with the ${feed.from}`, reason, { cause, callId });
}
