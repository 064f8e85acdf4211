import { setLanguage } from '../strings.ts';

type Words = Readonly<Record<string, string>>;
/** What a page needs together: a page with a call button alone does not load the words of chat. */
type Part = 'calls' | 'chat' | 'checks';
type Load = () => Promise<{ words: Words }>;

/** What there is beside English, which comes with the elements. */
const LANGUAGES: Readonly<Record<string, Readonly<Record<Part, Load>>>> = {
  ar: { calls: () => import('./ar/calls.ts'), chat: () => import('./ar/chat.ts'), checks: () => import('./ar/checks.ts') },
  de: { calls: () => import('./de/calls.ts'), chat: () => import('./de/chat.ts'), checks: () => import('./de/checks.ts') },
  ja: { calls: () => import('./ja/calls.ts'), chat: () => import('./ja/chat.ts'), checks: () => import('./ja/checks.ts') },
  ko: { calls: () => import('./ko/calls.ts'), chat: () => import('./ko/chat.ts'), checks: () => import('./ko/checks.ts') },
};

/** The first word of a key says to what it belongs; what is not listed belongs to calls. */
const PARTS: Readonly<Record<string, Part>> = {
  channels: 'chat',
  chat: 'chat',
  doctor: 'checks',
  launcher: 'chat',
  presence: 'chat',
  preview: 'checks',
};

/** The same digits everywhere: timers and counters have no others. */
const DIGITS = '-u-nu-latn';

/** Languages that are written from right to left. */
const RTL = new Set(['ar']);

/**
 * Names of another direction stay whole, and a sentence that begins with one keeps its own direction, also where that is told by its first letter. Numbers
 * need neither.
 */
const isolated = (text: string): string => text.replace(/^(?=\{(?!n\}))/, '\u200f').replace(/\{(?!n\})\w+\}/g, '\u2068$&\u2069');

/** A language in use: its tables as they come. */
class Speech {
  readonly tag: string;
  readonly #base: string;
  readonly #tables = new Map<Part, Words>();
  readonly #coming = new Map<Part, Promise<void>>();
  #failed = false;

  constructor(tag: string, base: string) {
    this.tag = tag;
    this.#base = base;
  }

  /** Every element follows. */
  use(): void {
    setLanguage(this.#base + DIGITS, this.#find);
  }

  /** Finds a text; what it belongs to is fetched when it is asked for first. */
  readonly #find = (key: string): string | undefined => {
    const part = partOf(key);
    const table = this.#tables.get(part);
    // after a failure the next change of the page asks again; a render must not
    if (!table && !this.#failed) this.load(part).catch(() => {});
    const text = table?.[key];
    return text && RTL.has(this.#base) ? isolated(text) : text;
  };

  /** Fetches the words of a part, and lets the elements know. Rejects when they cannot be had. */
  load(part: Part): Promise<void> {
    const coming = this.#coming.get(part) ?? this.#fetch(part);
    this.#coming.set(part, coming);
    return coming;
  }

  async #fetch(part: Part): Promise<void> {
    try {
      const { words } = await LANGUAGES[this.#base]![part]();
      this.#tables.set(part, words);
      this.#failed = false;
      if (speech === this) this.use();
    } catch (error) {
      this.#coming.delete(part);
      if (!this.#failed) this.#retryOnline(error);
      throw error;
    }
  }

  #retryOnline(error: unknown): void {
    this.#failed = true;
    console.warn(`Earshot: the words of "${this.tag}" did not load; what is missing stays English`, error);
    const again = () => {
      this.#failed = false;
      if (speech === this) this.use();
    };
    globalThis.addEventListener?.('online', again, { once: true });
  }
}

let speech: Speech | undefined;

/** The part that a key belongs to. */
export const partOf = (key: string): Part => PARTS[key.slice(0, key.indexOf('.'))] ?? 'calls';

/** "de" for "de-AT"; undefined where there is no translation. */
function known(tag: string): string | undefined {
  const base = tag.toLowerCase().split('-')[0]!;
  return Object.hasOwn(LANGUAGES, base) ? base : undefined;
}

function speak(tag: string): Speech | undefined {
  const base = known(tag);
  if (!base) {
    if (speech) setLanguage('en', undefined);
    speech = undefined;
  } else if (speech?.tag !== tag) {
    speech = new Speech(tag, base);
    speech.use();
  }
  return speech;
}

/** Loads all words of a language and uses it; see `loadLanguage`. */
export async function load(tag: string): Promise<string> {
  const now = speak(tag);
  if (!now) return 'en';
  const parts: Part[] = ['calls', 'chat', 'checks'];
  await Promise.all(parts.map((part) => now.load(part)));
  return known(tag)!;
}

const turned = new WeakSet<Element>();

/** Uses the language that the page gives an element; the words come as they are asked for. A page that gives no direction gets that of its language. */
export function follow(element: HTMLElement, tag: string): void {
  speak(tag);
  const rtl = RTL.has(known(tag) ?? '');
  if (rtl && !element.closest('[dir]')) {
    element.dir = 'rtl';
    turned.add(element);
  } else if (!rtl && turned.delete(element)) element.removeAttribute('dir');
}
