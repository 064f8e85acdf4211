import type { PushWords } from './api.ts';
import { ENGLISH } from './words.ts';

/** What there is beside English. */
const LANGUAGES: Readonly<Record<string, () => Promise<{ words: Partial<PushWords> }>>> = {
  ar: () => import('./languages/ar.ts'),
  de: () => import('./languages/de.ts'),
  ja: () => import('./languages/ja.ts'),
  ko: () => import('./languages/ko.ts'),
};

/** What notifications say in a language (BCP 47): English where there is no translation. Rejects when it could not be fetched. */
export async function wordsIn(language: string): Promise<PushWords> {
  const base = language.toLowerCase().split('-')[0]!;
  const own = Object.hasOwn(LANGUAGES, base) ? (await LANGUAGES[base]!()).words : {};
  return { ...ENGLISH, ...own };
}
