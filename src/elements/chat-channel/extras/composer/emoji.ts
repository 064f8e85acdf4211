import { EMOJI } from './emoji.generated.ts';

export interface Emoji {
  readonly char: string;
  /** Its shortcode, without colons. */
  readonly name: string;
  readonly words: readonly string[];
}

export interface EmojiGroup {
  readonly slug: string;
  readonly emojis: readonly Emoji[];
}

/** All of them, in the order of Unicode. */
export const GROUPS: readonly EmojiGroup[] = EMOJI.split(/(?:^|\n)#(?=[a-z])/)
  .slice(1)
  .map((part) => {
    const [slug = '', ...lines] = part.split('\n');
    return {
      slug,
      emojis: lines.map((line) => {
        const [char = '', name = '', ...words] = line.split(' ');
        return { char, name, words };
      }),
    };
  });

const all: readonly Emoji[] = GROUPS.flatMap(({ emojis }) => emojis);
const known = new Map(all.map((emoji) => [emoji.char, emoji]));

export const emojiOf = (char: string): Emoji | undefined => known.get(char);

/** What a query finds: names that begin so, then names and words that have a word that does. */
export function findEmoji(query: string, limit = 48): Emoji[] {
  const asked = query
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  if (!asked) return [];
  const rank = ({ name, words }: Emoji) =>
    name.startsWith(asked) ? 0 : words.includes(asked) ? 1 : name.includes(`_${asked}`) ? 2 : words.some((word) => word.startsWith(asked)) ? 3 : 4;
  return all
    .map((emoji) => ({ emoji, at: rank(emoji) }))
    .filter(({ at }) => at < 4)
    .sort((a, b) => a.at - b.at)
    .slice(0, limit)
    .map(({ emoji }) => emoji);
}

const RECENT = 'earshot:emoji';
const RECENT_COUNT = 16;
const USUAL = '👍 🎉 ❤️ 😂 🙏 👀 🔥 🙌'.split(' ');

/** Those used last on this machine, then the usual ones. */
export function recentEmoji(): Emoji[] {
  let used: string[] = [];
  try {
    used = (localStorage.getItem(RECENT) ?? '').split(' ');
  } catch {
    // a page without storage has none
  }
  return [...new Set([...used, ...USUAL])].flatMap((char) => emojiOf(char) ?? []).slice(0, RECENT_COUNT);
}

export function usedEmoji(char: string): void {
  try {
    const used = (localStorage.getItem(RECENT) ?? '').split(' ').filter((one) => one && one !== char);
    localStorage.setItem(RECENT, [char, ...used].slice(0, RECENT_COUNT).join(' '));
  } catch {
    // not kept
  }
}
