/** What fills the `{holes}` of a text. */
export type Params = Record<string, string | number>;

const overrides = new Map<string, string>();
const listeners = new Set<() => void>();
let language = 'en';

/**
 * Declares the texts of one element, in English, and returns its lookup: `t('call.to', { name })`.
 * Keys are typed by the table. Each element keeps its own table, so that a page loads the words of what it shows.
 */
export function strings<K extends string>(english: Record<K, string>): (key: K, params?: Params) => string {
  return (key, params) => {
    const text = overrides.get(key) ?? english[key];
    return params ? text.replace(/\{(\w+)\}/g, (hole, name: string) => String(params[name] ?? hole)) : text;
  };
}

/**
 * Replaces texts by key and says which language they are in (BCP 47), for plurals and units. Every element on the page
 * follows. Unknown keys are kept: the element that uses them may come later.
 */
export function setStrings(locale: string, texts: Readonly<Record<string, string>>): void {
  language = locale;
  for (const [key, text] of Object.entries(texts)) overrides.set(key, text);
  for (const listener of [...listeners]) listener();
}

/** The language of the texts. */
export const stringsLocale = (): string => language;

/** Calls back after `setStrings`. Returns the undo. */
export function onStringsChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Picks a plural form, e.g. `plural(n, { one: '{n} reply', other: '{n} replies' })`. */
export function plural(count: number, forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }): string {
  return forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
}

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
      // the unit symbols are international; only spoken ones need words
      form === 'short' ? `${n} ${symbol}` : new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(n),
    )
    .join(' ');
}
