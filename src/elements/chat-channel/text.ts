import { html, type TemplateResult } from 'lit';

/** A piece of a message: plain text, or text that leads somewhere. */
export type Piece = string | { text: string; href: string };

// Stops at white space, quotes, angle brackets and every mark that turns the direction of writing: a link must read as it leads.
const LINK = /(?<![\p{L}\p{N}_])(?:https?:\/\/|mailto:|tel:|www\.)[^\s<>"'`\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/giu;
const SAFE = new Set(['http:', 'https:', 'mailto:', 'tel:']);
const MAX_LINK = 2_000;

/** Cuts what ends the sentence rather than the address: `(see https://a.b/c).` */
function trimmed(link: string): string {
  let end = link.length;
  while (end > 0) {
    const mark = link[end - 1]!;
    if (/[.,;:!?…]/.test(mark)) end--;
    else if (mark === ')' && !link.slice(0, end).includes('(')) end--;
    else if (mark === ']' && !link.slice(0, end).includes('[')) end--;
    else break;
  }
  return link.slice(0, end);
}

function safeHref(text: string): string | undefined {
  if (text.length > MAX_LINK) return undefined;
  try {
    const url = new URL(/^www\./i.test(text) ? `https://${text}` : text);
    const somewhere = url.protocol.startsWith('http') ? url.hostname : url.pathname;
    return SAFE.has(url.protocol) && somewhere ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** Finds http, https, mailto and tel links. Everything else stays text, whatever it looks like. Linear in the length. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let done = 0;
  for (const match of text.matchAll(LINK)) {
    const link = trimmed(match[0]);
    const href = safeHref(link);
    if (!href) continue;
    if (match.index > done) found.push(text.slice(done, match.index));
    found.push({ text: link, href });
    done = match.index + link.length;
  }
  if (done < text.length) found.push(text.slice(done));
  return found;
}

/** Text with its links, as DOM nodes. */
export const linked = (text: string, tabIndex: number): (string | TemplateResult)[] =>
  pieces(text).map((piece) =>
    typeof piece === 'string'
      ? piece
      : html`<a href=${piece.href} target="_blank" rel="noopener noreferrer nofollow" tabindex=${tabIndex}>${piece.text}</a>`,
  );

const EMOJI = /^(?:(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f|\u200d\p{Extended_Pictographic})*|[\u{1f1e6}-\u{1f1ff}]{2})\s*){1,3}$/u;

/** One to three emoji and nothing else: shown large. */
export const isEmoji = (text: string): boolean => text.length <= 40 && EMOJI.test(text.trim());
