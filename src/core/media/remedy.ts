import type { Platform } from '../base/index.ts';
import type { EarshotErrorCode } from '../protocol/index.ts';

/** What to do about an error of devices, in this browser on this system, in English; undefined for codes that have no remedy. */
export function remedyOf(code: EarshotErrorCode, platform: Platform, wanted: { audio?: boolean; video?: boolean } = {}): string | undefined {
  void [platform, wanted];
  return code.startsWith('media:') ? 'Try again.' : undefined;
}
