import { stringsLocale } from './strings.ts';

/** The reader's own region, if it speaks the language of the texts: times look as they do elsewhere on the machine. */
export function locale(): string {
  const own = navigator.language;
  const texts = stringsLocale();
  return own.split('-')[0] === texts.split('-')[0] ? own : texts;
}
