import { html, type TemplateResult } from 'lit';

/** A stable small number for a name or id: which of six hues it takes (LOOK 1). */
export function hueOf(key: string): number {
  let hash = 0;
  for (const char of key) hash = (hash * 31 + char.codePointAt(0)!) >>> 0;
  return hash % 6;
}

/** Up to two initials: of the first and the last word; the first letter of scripts without words. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return letters.map((word) => /[\p{L}\p{N}]/u.exec(word)![0].toLocaleUpperCase()).join('');
}

export interface AvatarOptions {
  /** What the hue is taken from; the name by default. Give the id, so that a renamed person keeps the colour. */
  key?: string;
  /** A picture; the initials show until it has loaded, and stay if it fails. */
  src?: string | undefined;
  /** Channels are rounded squares, people are circles. */
  square?: boolean;
}

/** A picture or initials on a hue of the accent. Needs `avatarStyles`; its size is `--s`. Decoration: hidden from speech. */
export function avatar(name: string, { key = name, src, square = false }: AvatarOptions = {}): TemplateResult {
  return html`<span class=${square ? 'av sq' : 'av'} part="avatar" data-n=${hueOf(key)} aria-hidden="true"
    ><span class="face">${initials(name)}${
      src ? html`<img src=${src} alt="" loading="lazy" decoding="async" @error=${(event: Event) => (event.target as HTMLElement).remove()} />` : null
    }</span></span>`;
}
