import { html, type TemplateResult } from 'lit';
import { search } from '../icons.ts';
import { type Emoji, emojiOf, findEmoji, GROUPS, recentEmoji, usedEmoji } from './emoji.ts';
import { t } from './words.ts';

export { emojiOf, findEmoji, usedEmoji };

const COLUMNS = 8;
/** One of each group, to choose it by. */
const FACES: Readonly<Record<string, string>> = {
  smileys_emotion: '😀',
  people_body: '👋',
  animals_nature: '🌿',
  food_drink: '🍎',
  travel_places: '🚚',
  activities: '⚽',
  objects: '💡',
  symbols: '❤️',
  flags: '🏁',
};

type GroupWord = Parameters<typeof t>[0];
const nameOf = (emoji: Emoji): string => emoji.name.replaceAll('_', ' ');

/** A dialog to pick an emoji from: a search field, the groups, and one group at a time. */
export class EmojiPicker {
  #group = '';
  #query = '';
  /** Place of the tab stop in the grid. */
  #at = 0;
  readonly #picked: (char: string) => void;
  readonly #close: () => void;
  readonly #changed: () => void;

  constructor(picked: (char: string) => void, close: () => void, changed: () => void) {
    this.#picked = picked;
    this.#close = close;
    this.#changed = changed;
  }

  get #shown(): readonly Emoji[] {
    if (this.#query.trim()) return findEmoji(this.#query);
    return this.#group ? (GROUPS.find(({ slug }) => slug === this.#group)?.emojis ?? []) : recentEmoji();
  }

  render(): TemplateResult {
    const shown = this.#shown;
    const title = this.#query.trim() ? 'chat.emoji.found' : (`chat.emoji.${this.#group || 'recent'}` as GroupWord);
    return html`<div class="menu pop emo-p" role="dialog" aria-label=${t('chat.emoji')} @keydown=${this.#onKey} @focusout=${this.#onFocusOut}>
      <label class="field">${search}<input type="search" class="emo-q" autocomplete="off" placeholder=${t('chat.emoji.search')}
        aria-label=${t('chat.emoji.search')} .value=${this.#query} @input=${this.#onInput} /></label>
      <div class="mg" aria-live="polite">${shown.length ? t(title) : t('chat.emoji.none')}</div>
      <div class="emo" role="group" aria-label=${t(title)}>
        ${shown.map(
          (emoji, index) =>
            html`<button type="button" aria-label=${nameOf(emoji)} title=${nameOf(emoji)} tabindex=${index === this.#at ? 0 : -1}
              @click=${() => this.#pick(emoji.char)}>${emoji.char}</button>`,
        )}
      </div>
      <div class="emo-g" role="group" aria-label=${t('chat.emoji.groups')}>
        ${GROUPS.map(
          ({ slug }) =>
            html`<button type="button" aria-label=${t(`chat.emoji.${slug}` as GroupWord)} aria-pressed=${String(slug === this.#group)}
              @click=${() => this.#choose(slug)}>${FACES[slug]}</button>`,
        )}
      </div>
    </div>`;
  }

  #pick(char: string): void {
    usedEmoji(char);
    this.#picked(char);
  }

  #choose(slug: string): void {
    this.#group = slug === this.#group ? '' : slug;
    this.#query = '';
    this.#at = 0;
    this.#changed();
  }

  readonly #onInput = (event: Event): void => {
    this.#query = (event.target as HTMLInputElement).value;
    this.#at = 0;
    this.#changed();
  };

  /** The focus left for good: a click elsewhere. */
  readonly #onFocusOut = (event: FocusEvent): void => {
    const to = event.relatedTarget;
    if (to instanceof Node && !(event.currentTarget as Node).contains(to)) this.#close();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing || event.keyCode === 229) return;
    event.stopPropagation();
    const field = (event.target as Element).localName === 'input';
    const cells = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>('.emo button')];
    const at = cells.indexOf(event.target as HTMLElement);
    if (event.key === 'Escape') {
      event.preventDefault();
      this.#close();
    } else if (field && event.key === 'Enter') {
      event.preventDefault();
      const first = this.#shown[0];
      if (first) this.#pick(first.char);
    } else if (field && event.key === 'ArrowDown') {
      event.preventDefault();
      this.#go(cells, 0);
    } else if (at >= 0) {
      const rtl = getComputedStyle(cells[0]!).direction === 'rtl' ? -1 : 1;
      const step = { ArrowRight: rtl, ArrowLeft: -rtl, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
      const next = event.key === 'Home' ? 0 : event.key === 'End' ? cells.length - 1 : step === undefined ? undefined : at + step;
      if (next === undefined) return;
      event.preventDefault();
      if (next < 0) (event.currentTarget as Element).querySelector('input')!.focus();
      else this.#go(cells, Math.min(next, cells.length - 1));
    }
  };

  #go(cells: readonly HTMLElement[], to: number): void {
    if (!cells[to]) return;
    this.#at = to;
    cells[to].focus();
    this.#changed();
  }
}
