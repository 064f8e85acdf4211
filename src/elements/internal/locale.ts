import { stringsBase, stringsLocale } from './strings.ts';

/** The reader's own region, if it speaks the language of the texts: times look as they do elsewhere on the machine. */
export function locale(): string {
  const texts = stringsLocale();
  const own = navigator.language;
  if (own.split('-')[0] !== stringsBase()) return texts;
  return own.replace(/-u-.*/, '') + (/-u-.*/.exec(texts) ?? ''); // the digits are those of the texts
}
