/** What a page says about itself, as plain text. */
export interface PageMeta {
  title?: string;
  description?: string;
  site?: string;
}

const LIMITS = { title: 300, description: 500, site: 150 } as const;

/** Reads the head of an HTML page. Every character is looked at a bounded number of times, whatever the page holds. */
export function readPageMeta(body: Buffer, contentType: string): PageMeta {
  const html = decode(body, contentType);
  const named = metaTags(html);
  return {
    ...one('title', named.get('og:title') ?? titleOf(html)),
    ...one('description', named.get('og:description') ?? named.get('description')),
    ...one('site', named.get('og:site_name')),
  };
}

function one<K extends keyof PageMeta>(key: K, raw: string | undefined): { [P in K]?: string } {
  const text = raw === undefined ? '' : plain(raw, LIMITS[key]);
  return text === '' ? {} : ({ [key]: text } as { [P in K]?: string });
}

function decode(body: Buffer, contentType: string): string {
  const declared = /charset\s*=\s*["']?([\w-]{1,40})/i;
  const label = declared.exec(contentType)?.[1] ?? declared.exec(body.subarray(0, 1_024).toString('latin1'))?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(body);
  } catch {
    return new TextDecoder().decode(body); // an encoding that nobody knows
  }
}

/** The contents of `<meta>` by their name or property; the first of each. */
function metaTags(html: string): Map<string, string> {
  const found = new Map<string, string>();
  const lower = html.toLowerCase();
  for (let at = lower.indexOf('<meta'); at >= 0; ) {
    const end = lower.indexOf('>', at);
    if (end < 0) break;
    const attributes = attributesOf(html.slice(at + 5, Math.min(end, at + 4_096)));
    const name = (attributes.get('property') ?? attributes.get('name'))?.toLowerCase();
    const content = attributes.get('content');
    if (name !== undefined && content !== undefined && !found.has(name)) found.set(name, content);
    at = lower.indexOf('<meta', end);
  }
  return found;
}

function attributesOf(tag: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, double, single, bare] of tag.matchAll(/(?<![^\s"'/])([a-z-]{1,20})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi))
    found.set(name!.toLowerCase(), double ?? single ?? bare ?? '');
  return found;
}

function titleOf(html: string): string | undefined {
  const lower = html.toLowerCase();
  const tag = lower.indexOf('<title');
  const start = tag < 0 ? -1 : lower.indexOf('>', tag);
  if (start < 0) return undefined;
  const end = lower.indexOf('</title', start);
  return html.slice(start + 1, end < 0 ? start + 1_000 : end);
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  ndash: '–',
  mdash: '—',
};

/** Entities read once, controls and marks that turn the writing around taken out, white space folded, never half of a pair. */
function plain(raw: string, most: number): string {
  return raw
    .slice(0, most * 10)
    .replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return Object.hasOwn(ENTITIES, name.toLowerCase()) ? ENTITIES[name.toLowerCase()]! : whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '';
    })
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, most)
    .replace(/[\uD800-\uDBFF]$/, '');
}
