/** A text in which words can be compared: small letters, without accents, one space for whatever stands between words. */
export interface Folded {
  text: string;
  /** For each character of `text`: where what it came from begins and ends. */
  from: Int32Array;
  to: Int32Array;
}

const WORD = /[\p{L}\p{N}\p{M}]/u;
/** Characters that nobody sees, as a joiner within a word. */
const UNSEEN = /\p{Cf}|\p{Mn}/u;
const ACCENTS = /[\u0300-\u036f]/g;

function foldCharacter(character: string): string {
  const plain = character.normalize('NFKD').replace(ACCENTS, '').normalize('NFC').toLowerCase();
  let folded = '';
  for (const one of plain) folded += WORD.test(one) ? one : ' ';
  // an accent alone, and what has no looks, is no gap between words
  return plain === '' || (UNSEEN.test(character) && !WORD.test(plain)) ? '' : folded;
}

/** Begins and ends with a space, so that a needle may ask for the end of a word. Linear in the text. */
export function fold(text: string): Folded {
  const known = new Map<string, string>(); // texts repeat their characters
  const parts: string[] = [' '];
  const from: number[] = [0];
  const to: number[] = [0];
  let spaced = true;
  let at = 0;
  for (const character of text) {
    let folded = known.get(character);
    if (folded === undefined) {
      folded = foldCharacter(character);
      known.set(character, folded);
    }
    for (let i = 0; i < folded.length; i++) {
      const unit = folded[i]!;
      if (unit === ' ' && spaced) continue;
      spaced = unit === ' ';
      parts.push(unit);
      from.push(at);
      to.push(at + character.length);
    }
    at += character.length;
  }
  if (!spaced) {
    parts.push(' ');
    from.push(at);
    to.push(at);
  }
  return { text: parts.join(''), from: Int32Array.from(from), to: Int32Array.from(to) };
}

/** What of a pattern is looked for: words, with a space where a word has to begin or end. Undefined: it is no pattern. */
export function needleOf(pattern: string): string | undefined {
  const body = pattern.replace(/^\*|\*$/g, '');
  if (body.includes('*')) return undefined;
  const words = fold(body.normalize('NFC')).text.trim();
  if (words === '' || words.length > 200) return undefined;
  return `${pattern.startsWith('*') ? '' : ' '}${words}${pattern.endsWith('*') ? '' : ' '}`;
}

export interface Needle {
  text: string;
  /** Where it stands is told. */
  marked: boolean;
}

/** What of a text was found: which needles, and the stretches of the text before folding where marked ones stand. */
export interface Found {
  needles: Set<number>;
  ranges: { from: number; to: number }[];
}

interface State {
  next: Map<string, number>;
  fail: number;
  /** The needles that end here. */
  needles: number[];
  /** The next state on the way of failures that ends a needle; 0: none. */
  output: number;
  /** Length of the longest marked needle that ends here or on that way. */
  longest: number;
}

const state = (): State => ({ next: new Map(), fail: 0, needles: [], output: 0, longest: 0 });

/**
 * Finds many needles in one pass (Aho and Corasick, "Efficient string matching", 1975). Of what ends at one place the longest is told, and each
 * state is asked for its needles once, so that no choice of needles and text makes it slow.
 */
export class WordFinder {
  readonly #states: State[] = [state()];

  constructor(needles: readonly Needle[]) {
    for (const [i, needle] of needles.entries()) this.#add(needle, i);
    this.#link();
  }

  find(folded: Folded): Found {
    const found: Found = { needles: new Set(), ranges: [] };
    const seen = new Set<number>();
    const { text } = folded;
    let at = 0;
    for (let i = 0; i < text.length; i++) {
      at = this.#step(at, text[i]!);
      const { longest } = this.#states[at]!;
      if (longest > 0) found.ranges.push(rangeOf(folded, i - longest + 1, i));
      if (!seen.has(at)) this.#collect(at, found.needles);
      seen.add(at);
    }
    return found;
  }

  #collect(from: number, needles: Set<number>): void {
    for (let at = from; at !== 0; at = this.#states[at]!.output) for (const needle of this.#states[at]!.needles) needles.add(needle);
  }

  #add({ text, marked }: Needle, index: number): void {
    let at = 0;
    for (const unit of text.split('')) {
      let next = this.#states[at]!.next.get(unit);
      if (next === undefined) {
        next = this.#states.push(state()) - 1;
        this.#states[at]!.next.set(unit, next);
      }
      at = next;
    }
    const end = this.#states[at]!;
    end.needles.push(index);
    if (marked) end.longest = text.length;
  }

  #link(): void {
    const queue = [...this.#states[0]!.next.values()];
    for (const at of queue) {
      const here = this.#states[at]!;
      for (const [unit, next] of here.next) {
        const to = this.#states[next]!;
        to.fail = this.#step(here.fail, unit);
        const fail = this.#states[to.fail]!;
        to.output = fail.needles.length > 0 ? to.fail : fail.output;
        to.longest ||= fail.longest;
        queue.push(next); // the loop goes on to it
      }
    }
  }

  #step(from: number, unit: string): number {
    let at = from;
    for (;;) {
      const next = this.#states[at]!.next.get(unit);
      if (next !== undefined) return next;
      if (at === 0) return 0;
      at = this.#states[at]!.fail;
    }
  }
}

/** The spaces at the ends of a needle are not part of what was found. */
function rangeOf({ text, from, to }: Folded, first: number, last: number): { from: number; to: number } {
  return { from: from[text[first] === ' ' ? first + 1 : first]!, to: to[text[last] === ' ' ? last - 1 : last]! };
}
