/** What fills the `{holes}` of a text. */
export type Params = Record<string, string | number>;

/** Finds a text of the language in use by its key; undefined while it is not here. */
export type Translation = (key: string) => string | undefined;

/** What keys that differ in their plural form alone have in common. */
type Stem<K extends string> = K extends `${infer S}.other` ? S : never;

/** Looks up the texts of one element. */
export interface Lookup<K extends string> {
  (key: K, params?: Params): string;
  /** The form that the language has for `n` things, of the keys `stem.one`, `stem.other` and so on; `{n}` is the number, as the language writes it. */
  count(stem: Stem<K>, n: number, params?: Params): string;
  /** The texts as they were declared. */
  readonly english: Readonly<Record<K, string>>;
}

const overrides = new Map<string, string>();
const listeners = new Set<() => void>();
let language = 'en';
let translation: Translation | undefined;
let rules: Intl.PluralRules | undefined; // costs more to make than all else an append does
let numbers: Intl.NumberFormat | undefined;

const find = (key: string): string | undefined => overrides.get(key) ?? translation?.(key);
/** What somebody else wrote turns nothing around it: its marks of direction go. */
const fill = (text: string, params?: Params): string =>
  params ? text.replace(/\{(\w+)\}/g, (hole, name: string) => String(params[name] ?? hole).replace(/[\u202a-\u202e\u2066-\u2069]/g, '')) : text;

/**
 * Declares the texts of one element, in English, and returns its lookup: `t('call.to', { name })`.
 * Keys are typed by the table. Each element keeps its own table, so that a page loads the words of what it shows.
 */
export function strings<K extends string>(english: Record<K, string>): Lookup<K> {
  const texts: Record<string, string> = english;
  const t = (key: string, params?: Params) => fill(find(key) ?? texts[key]!, params);
  const count = (stem: string, n: number, params?: Params) => {
    rules ??= new Intl.PluralRules(language);
    numbers ??= new Intl.NumberFormat(language);
    const key = `${stem}.${rules.select(n)}`;
    return fill(find(key) ?? texts[key] ?? t(`${stem}.other`), { n: numbers.format(n), ...params });
  };
  return Object.assign(t, { count, english });
}

/**
 * Replaces texts by key and says which language they are in (BCP 47), for plurals and units. Every element on the page
 * follows. They win over those of `loadLanguage`. Unknown keys are kept: the element that uses them may come later.
 */
export function setStrings(locale: string, texts: Readonly<Record<string, string>>): void {
  for (const [key, text] of Object.entries(texts)) overrides.set(key, text);
  setLanguage(locale, stringsBase() === locale.split('-')[0] ? translation : undefined);
}

/** Takes the texts that nobody replaced from a translation; without one they are English. `locale` is for plurals, units and dates. */
export function setLanguage(locale: string, texts: Translation | undefined): void {
  language = locale;
  translation = texts;
  rules = numbers = undefined;
  for (const listener of [...listeners]) listener();
}

/** The language of the texts. */
export const stringsLocale = (): string => language;

/** The language of the texts, without its region. */
export const stringsBase = (): string => language.split('-')[0]!;

/** Calls back after `setStrings` and `setLanguage`. Returns the undo. */
export function onStringsChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
