import type { RingingSettings } from '../base/index.ts';

export const defaultRingingSettings: Readonly<RingingSettings> = {
  soundBlockedMs: 500,
  titleTurnMs: 1_000,
  vibrateEveryMs: 3_000,
};
