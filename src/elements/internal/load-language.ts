/**
 * Has every Earshot element on the page speak a language: `ar`, `de`, `en`, `ja` or `ko`, with or without a region (BCP 47). Resolves with the
 * one it is, once all of its words are here: `en` where there is no translation. Rejects when they cannot be fetched.
 *
 * A page with `<earshot-client>` need not call it: that follows the `lang` of the page, and fetches the words of what is shown. Texts of `setStrings` win over both.
 */
export async function loadLanguage(tag: string): Promise<string> {
  const { load } = await import('./languages/languages.ts');
  return load(tag);
}
