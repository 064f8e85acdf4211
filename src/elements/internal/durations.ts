import { stringsLocale } from './strings.ts';

/** "02:41", or "1:02:41" from an hour on. */
export function clockText(durationMs: number): string {
  const total = Math.max(0, Math.floor(durationMs / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  return `${hours ? `${hours}:` : ''}${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
}

/** "4 min 12 s" for the eye (`short`), "4 minutes 12 seconds" for speech (`long`). */
export function durationText(durationMs: number, form: 'short' | 'long'): string {
  const total = Math.max(0, Math.round(durationMs / 1000));
  const parts: [number, string, string][] = [
    [Math.floor(total / 3600), 'hour', 'h'],
    [Math.floor(total / 60) % 60, 'minute', 'min'],
    [total % 60, 'second', 's'],
  ];
  return parts
    .filter(([n], i) => n || (i === 2 && total < 60))
    .map(([n, unit, symbol]) =>
      // English has the international symbols, where Intl would say "sec"
      form === 'short' && /^en\b/.test(stringsLocale())
        ? `${n} ${symbol}`
        : new Intl.NumberFormat(stringsLocale(), { style: 'unit', unit, unitDisplay: form }).format(n),
    )
    .join(' ');
}
