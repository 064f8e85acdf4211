import { once } from '../format.ts';

/** "1.2 MB". */
export function sizeText(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const unit = units[power]!;
  const value = bytes / 1000 ** power;
  return once(
    unit,
    (l) => new Intl.NumberFormat(l, { style: 'unit', unit, unitDisplay: power ? 'short' : 'long', maximumFractionDigits: power > 1 ? 1 : 0 }),
  ).format(value);
}

/** "Ana, Tom and Leo". */
export const listText = (names: readonly string[]): string => once('list', (l) => new Intl.ListFormat(l, { type: 'conjunction' })).format(names);

/** A name without the marks that turn the direction of writing: `annexe\u202egpj.exe` must not pose as a picture. */
export const plainName = (name: string): string => name.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');

/** The moment in full, for a tooltip. */
export const momentText = (atMs: number): string =>
  once('moment', (l) => new Intl.DateTimeFormat(l, { dateStyle: 'full', timeStyle: 'short' })).format(atMs);
