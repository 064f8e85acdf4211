import type { TabSettings } from '../base/index.ts';

export const defaultTabSettings: Readonly<TabSettings> = {
  tabReturnMs: 5_000,
  tabAnswerMs: 3_000,
};
