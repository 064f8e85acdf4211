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
  rules = undefined;
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

let rules: Intl.PluralRules | undefined; // costs more to make than all else an append does

/** Picks a plural form, e.g. `plural(n, { one: '{n} reply', other: '{n} replies' })`. */
export function plural(count: number, forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }): string {
  rules ??= new Intl.PluralRules(language);
  return forms[rules.select(count)] ?? forms.other;
}
