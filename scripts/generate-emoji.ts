/**
 * Writes `emoji.generated.ts` of the composer from two small, well-kept lists: the emoji in the order of Unicode, and the words they are
 * found by. Run it after an update of either: `node scripts/generate-emoji.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Group {
  slug: string;
  emojis: { emoji: string; slug: string; name: string; emoji_version: string }[];
}

/** Newer ones are boxes on many machines still in use. */
const NEWEST = 15.1;

const read = <T>(path: string): T => JSON.parse(readFileSync(fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url)), 'utf8')) as T;
const groups = read<Group[]>('unicode-emoji-json/data-by-group.json');
const words = read<Record<string, string[]>>('emojilib/dist/emoji-en-US.json');

const line = ({ emoji, slug, name }: Group['emojis'][number]): string => {
  const parts = new Set(slug.split('_'));
  const found = (words[emoji] ?? []).filter((word) => /^[a-z0-9_+-]+$/.test(word) && word !== slug && !parts.has(word));
  // flags, keycaps and the like keep their plain name
  return [emoji, slug.includes(' ') ? name.replace(/\W+/g, '_').toLowerCase() : slug, ...found].join(' ');
};

const text = groups
  .map(({ slug, emojis }) => [`#${slug}`, ...emojis.filter(({ emoji_version }) => Number(emoji_version) <= NEWEST).map(line)].join('\n'))
  .join('\n');

const target = new URL('../src/elements/chat-channel/extras/composer/emoji.generated.ts', import.meta.url);
writeFileSync(
  fileURLToPath(target),
  `/* Made by scripts/generate-emoji.ts from unicode-emoji-json and emojilib (MIT, Mu-An Chiou). */
/** A group a \`#\` line, then an emoji a line: itself, its shortcode, and words that find it. */
export const EMOJI = \`${text.replace(/[`\\$]/g, '\\$&')}\`;
`,
);
