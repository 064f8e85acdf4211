import type { Check } from '../../core/doctor/api.ts';
import { stringsLocale } from '../internal/strings.ts';
import { t } from './words.ts';

type Format = (value: number) => string;

const number = (value: number, options: Intl.NumberFormatOptions = {}): string =>
  new Intl.NumberFormat(stringsLocale(), { maximumFractionDigits: 0, ...options }).format(value);
const unit =
  (name: string): Format =>
  (value) =>
    number(value, { style: 'unit', unit: name, unitDisplay: 'short' });

/** From the largest down: the first that fits once is taken. */
const SPANS: readonly (readonly [durationMs: number, unit: string])[] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
];

const span: Format = (durationMs) => {
  const [size, name] = SPANS.find(([least]) => durationMs >= least) ?? [1, 'millisecond'];
  return number(durationMs / size, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: size === 1_000 ? 1 : 0 });
};
const percent: Format = (share) => number(share, { style: 'percent', maximumFractionDigits: 1 });
const rate = unit('kilobit-per-second');

/** What is worth showing of a check, in this order. */
const FIGURES = {
  microphones: number,
  level: (value) => number(value, { style: 'percent' }),
  connectMs: unit('millisecond'),
  roundTripMs: unit('millisecond'),
  expiresInMs: span,
  gatherMs: unit('millisecond'),
  errorCode: (code) => number(code, { useGrouping: false }),
  relayed: (relayed) => t(relayed ? 'doctor.path.relay' : 'doctor.path.direct'),
  mos: (mos) => t('doctor.mos', { n: number(mos, { maximumFractionDigits: 1 }) }),
  lossPercent: (value) => percent(value / 100),
  jitterMs: unit('millisecond'),
  packets: number,
  bitrateKbps: rate,
  availableKbps: rate,
} as const satisfies Record<string, Format>;
export type FigureName = keyof typeof FIGURES;

/** Labels and values, as a person reads them. */
export function figuresOf({ figures }: Pick<Check, 'figures'>, only?: readonly FigureName[]): { label: string; value: string }[] {
  const names = only ?? (Object.keys(FIGURES) as FigureName[]);
  return names.flatMap((name) => {
    const value = figures[name];
    return value === undefined ? [] : [{ label: t(`doctor.figure.${name}`), value: FIGURES[name](value) }];
  });
}

/** How long a check took. */
export const tookOf = ({ durationMs }: Pick<Check, 'durationMs'>): { label: string; value: string }[] =>
  durationMs === undefined ? [] : [{ label: t('doctor.figure.took'), value: span(durationMs) }];
