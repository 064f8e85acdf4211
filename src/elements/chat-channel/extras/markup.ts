import { html, type TemplateResult } from 'lit';
import { type Piece, pieces } from '../text.ts';

/**
 * The part of Markdown that a message may use: `**bold**` `*italic*` `_italic_` `~~struck~~`, `code`, fenced code, `> quotes`, lists.
 * Everything else stays text. No markup of a message ever becomes markup of the page: it is read into the nodes below, and those are drawn.
 */
export type Inline = string | { kind: 'bold' | 'italic' | 'struck'; inside: Inline[] } | { kind: 'code' | 'mention'; text: string } | Link;
type Link = Exclude<Piece, string> & { kind: 'link' };
export type Block =
  | { kind: 'text'; inside: Inline[] }
  | { kind: 'quote'; inside: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'list'; start: number | undefined; items: Inline[][] };

const FENCE = /^\s*```/;
const QUOTE = /^> ?/;
const BULLET = /^\s*[-*•]\s+(?=\S)/;
const NUMBER = /^\s*(\d{1,9})[.)]\s+(?=\S)/;
const WORD = /[\p{L}\p{N}]/u;

/** Reads a text. `mentions` are the names that count as such, with their `@`. Linear in the length of the text. */
export function parse(text: string, mentions: readonly string[] = []): Block[] {
  const names = mentions.length
    ? new RegExp(
        `(${[...mentions]
          .sort((a, b) => b.length - a.length)
          .map(escaped)
          .join('|')})(?![\\p{L}\\p{N}_])`,
        'giu',
      )
    : undefined;
  const lines = text.split('\n');
  const blocks: Block[] = [];
  const closing = lines.findLastIndex((line) => FENCE.test(line));
  let plain: string[] = [];
  const flush = () => {
    if (plain.length) blocks.push({ kind: 'text', inside: inline(plain.join('\n'), names) });
    plain = [];
  };
  for (let i = 0; i < lines.length; ) {
    const line = lines[i]!;
    if (FENCE.test(line) && i < closing) {
      let end = i + 1;
      while (!FENCE.test(lines[end]!)) end++;
      flush();
      blocks.push({ kind: 'code', text: lines.slice(i + 1, end).join('\n') });
      i = end + 1;
    } else if (QUOTE.test(line)) {
      flush();
      const start = i;
      while (i < lines.length && QUOTE.test(lines[i]!)) i++;
      blocks.push({
        kind: 'quote',
        inside: inline(
          lines
            .slice(start, i)
            .map((one) => one.replace(QUOTE, ''))
            .join('\n'),
          names,
        ),
      });
    } else if (BULLET.test(line) || NUMBER.test(line)) {
      flush();
      const sign = BULLET.test(line) ? BULLET : NUMBER;
      const start = i;
      while (i < lines.length && sign.test(lines[i]!)) i++;
      const items = lines.slice(start, i).map((one) => inline(one.replace(sign, ''), names));
      blocks.push({ kind: 'list', start: sign === NUMBER ? Number(NUMBER.exec(line)![1]) : undefined, items });
    } else {
      plain.push(line);
      i++;
    }
  }
  flush();
  return blocks;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** An opening mark that still waits for its closing one. */
interface Opener {
  mark: string;
  /** Where its inside begins in what was read. */
  at: number;
}

const KINDS: Record<string, 'bold' | 'italic' | 'struck'> = { '**': 'bold', __: 'bold', '*': 'italic', _: 'italic', '~~': 'struck', '~': 'struck' };

/** Code first, then links and mentions, then marks: what is inside the former is never read for the latter. */
function inline(text: string, names: RegExp | undefined): Inline[] {
  const out: Inline[] = [];
  const openers: Opener[] = [];
  const waiting: Record<string, number> = {};
  const drop = (down: number) => {
    for (const { mark } of openers.splice(down)) waiting[mark]!--;
  };
  /** Reads marks in a stretch; `around` is the whole text, so that a mark sees its neighbours. */
  const marks = (from: number, to: number) => {
    const stretch = text.slice(from, to);
    let done = 0;
    for (const match of stretch.matchAll(/\*{1,2}|_{1,2}|~{1,2}/g)) {
      const mark = match[0];
      const at = from + match.index;
      const before = text[at - 1] ?? ' ';
      const after = text[at + mark.length] ?? ' ';
      if (before === mark[0] || after === mark[0]) continue; // a longer run is a line of stars, not a mark
      const closes = waiting[mark] && /\S/.test(before) && (mark[0] !== '_' || !WORD.test(after));
      const opens = !closes && /\S/.test(after) && !WORD.test(before);
      if (!closes && !opens) continue;
      const last = closes ? openers.findLastIndex((one) => one.mark === mark) : -1;
      const start = last >= 0 ? openers[last]!.at : -1;
      if (match.index > done) out.push(stretch.slice(done, match.index));
      done = match.index + mark.length;
      if (closes && start < out.length) {
        const inside = out.splice(start); // from the opening mark on, which is text until now
        inside.shift();
        out.push({ kind: KINDS[mark]!, inside });
        drop(last);
      } else {
        openers.push({ mark, at: out.length });
        waiting[mark] = (waiting[mark] ?? 0) + 1;
        out.push(mark);
      }
    }
    if (done < stretch.length) out.push(stretch.slice(done));
  };
  const links = (from: number, to: number) => {
    let at = from;
    for (const piece of pieces(text.slice(from, to))) {
      if (typeof piece === 'string') {
        mentioned(at, at + piece.length);
        at += piece.length;
        continue;
      }
      // marks that close around an address are no part of it
      const shown = piece.text.replace(/[*_~]+$/, '');
      const link = shown === piece.text ? piece : pieces(shown)[0];
      if (link && typeof link !== 'string') out.push({ kind: 'link', ...link });
      else out.push(shown);
      if (shown !== piece.text) marks(at + shown.length, at + piece.text.length);
      at += piece.text.length;
    }
  };
  const mentioned = (from: number, to: number) => {
    let done = from;
    if (names) {
      for (const match of text.slice(from, to).matchAll(names)) {
        const at = from + match.index;
        if (WORD.test(text[at - 1] ?? ' ')) continue; // an address of mail
        marks(done, at);
        out.push({ kind: 'mention', text: match[0] });
        done = at + match[0].length;
      }
    }
    marks(done, to);
  };
  let done = 0;
  for (const match of text.matchAll(/`([^`\n]+)`/g)) {
    links(done, match.index);
    out.push({ kind: 'code', text: match[1]! });
    done = match.index + match[0].length;
  }
  links(done, text.length);
  return out;
}

/** What is left when all marks are taken away: for speech and for names. */
export const plainText = (blocks: readonly Block[]): string =>
  blocks
    .map((block) => (block.kind === 'code' ? block.text : block.kind === 'list' ? block.items.map(flat).join('\n') : flat(block.inside)))
    .join('\n');

const flat = (inside: readonly Inline[]): string =>
  inside.map((one) => (typeof one === 'string' ? one : 'inside' in one ? flat(one.inside) : one.text)).join('');

/** Draws what was read. */
export function drawn(blocks: readonly Block[], tab: number): (TemplateResult | unknown[])[] {
  return blocks.map((block) => {
    if (block.kind === 'text') return draw(block.inside, tab);
    if (block.kind === 'quote') return html`<blockquote>${draw(block.inside, tab)}</blockquote>`;
    if (block.kind === 'code') return html`<pre dir="ltr"><code>${block.text}</code></pre>`;
    const items = block.items.map((item) => html`<li>${draw(item, tab)}</li>`);
    return block.start === undefined ? html`<ul>${items}</ul>` : html`<ol start=${block.start}>${items}</ol>`;
  });
}

const draw = (inside: readonly Inline[], tab: number): unknown[] =>
  inside.map((one) => {
    if (typeof one === 'string') return one;
    switch (one.kind) {
      case 'bold':
        return html`<b>${draw(one.inside, tab)}</b>`;
      case 'italic':
        return html`<i>${draw(one.inside, tab)}</i>`;
      case 'struck':
        return html`<s>${draw(one.inside, tab)}</s>`;
      case 'code':
        return html`<code>${one.text}</code>`;
      case 'mention':
        return html`<bdi class="men">${one.text}</bdi>`;
      default:
        return html`<a href=${one.href} target="_blank" rel="noopener noreferrer nofollow" tabindex=${tab}>${one.text}</a>`;
    }
  });
