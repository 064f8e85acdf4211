import type { QualitySettings } from '../../base/index.ts';
import type { Measured } from '../quality-meter.ts';

export type QualityRules = Readonly<QualitySettings>;

/** What is used where the client's settings say nothing. One way, a call is good up to 150 ms and bad from 400 ms on (ITU-T G.114). */
const defaults: QualityRules = {
  warnRoundTripMs: 400,
  warnJitterMs: 60,
  warnLoss: 0.05,
  warnMos: 3.5,
  warnMargin: 0.2,
  warnReports: 2,
  mutedSpeechOverMs: 5_000,
};

export function qualityRules(settings: Partial<QualitySettings>): QualityRules {
  const rules = { ...defaults };
  for (const key of Object.keys(defaults) as (keyof QualitySettings)[]) rules[key] = settings[key] ?? defaults[key];
  return rules;
}

/** 0 (gone) … 4 (good), by the worst of loss, round trip and jitter; one bar less than good is where a warning is due. */
export function judge({ report, packets }: Measured, rules: QualityRules): number {
  if (packets === 0) return 0;
  const grade = (value: number | undefined, bounds: readonly number[]) => 4 - bounds.filter((bound) => (value ?? 0) > bound).length;
  return Math.min(
    grade(report.loss, [0.01, 0.04, 0.1]),
    grade(report.roundTripMs, [rules.warnRoundTripMs / 2, rules.warnRoundTripMs, rules.warnRoundTripMs * 2]),
    grade(report.jitterMs, [rules.warnJitterMs / 2, rules.warnJitterMs, rules.warnJitterMs * 2]),
  );
}
