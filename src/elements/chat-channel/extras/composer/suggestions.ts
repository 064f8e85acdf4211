import { html, type TemplateResult } from 'lit';
import { avatar } from '../../../internal/avatar.ts';
import type { ChannelHost } from '../../host.ts';
import { plainName } from '../format.ts';
import { emojiDoor } from './emoji-door.ts';
import { insert } from './insert.ts';
import { t } from './words.ts';

const SHOWN = 6;
/** What is being written just before the caret: `@nam`, `:smi`. */
const WORD = /(?:^|[\s(])([@:])([\p{L}\p{N}_.+'-]{0,30})$/u;
/** A shortcode has this much of a name before anything is offered, so that `:` alone and `:D` are left alone. */
const SHORTCODE = 2;

interface Option {
  /** What takes the place of what was typed. */
  readonly text: string;
  readonly label: string;
  readonly icon: unknown;
  readonly userId?: string;
}

/** The list that opens while `@` or `:` is written: people of the channel, or emoji. The focus stays in the text box. */
export class Suggestions {
  #options: readonly Option[] = [];
  #kind: '@' | ':' = '@';
  /** Where what was typed begins; closed by Escape, it stays closed for that word. */
  #start = -1;
  #closedAt = -1;
  #active = 0;
  /** Whom the names stand for that were put in. */
  readonly #named = new Map<string, string>();
  readonly #host: ChannelHost;

  constructor(host: ChannelHost) {
    this.#host = host;
  }

  get open(): boolean {
    return this.#options.length > 0;
  }

  /** Tells the text box of its list. The box itself has no words for it until this is here. */
  mark(area: HTMLTextAreaElement): void {
    area.ariaAutoComplete = 'list';
    area.ariaHasPopup = 'listbox';
    for (const [name, id] of [
      ['aria-controls', 'opts'],
      ['aria-activedescendant', `opt-${this.#active}`],
    ] as const) {
      if (this.open) area.setAttribute(name, id);
      else area.removeAttribute(name);
    }
  }

  reset(): void {
    this.#named.clear();
    this.#closedAt = -1;
    this.#show([]);
  }

  close(): void {
    this.#closedAt = this.#start;
    this.#show([]);
  }

  /** User ids of those named in a text. */
  mentionsIn(text: string): string[] {
    const named = new Set<string>();
    for (const [name, id] of this.#named) if (text.includes(`@${name}`)) named.add(id);
    return [...named].slice(0, 50);
  }

  /** The text or the caret changed. */
  look(): void {
    this.#show(this.#find());
  }

  onKey({ key, shiftKey }: KeyboardEvent): boolean {
    if (!this.open) return false;
    const count = this.#options.length;
    if (key === 'ArrowDown' || key === 'ArrowUp') this.#active = (this.#active + (key === 'ArrowDown' ? 1 : count - 1)) % count;
    else if (key === 'Escape') this.close();
    else if ((key === 'Enter' || key === 'Tab') && !shiftKey) this.#take(this.#options[this.#active]!);
    else {
      if (/^(?:Arrow|Home|End)/.test(key)) this.close(); // the caret goes elsewhere
      return false;
    }
    this.#host.requestUpdate();
    return true;
  }

  render(): TemplateResult | undefined {
    if (!this.open) return undefined;
    return html`<div class="menu pop" id="opts" role="listbox" aria-label=${t(this.#kind === '@' ? 'chat.people' : 'chat.emoji')}>
      ${this.#options.map(
        (option, index) =>
          html`<div class=${index === this.#active ? 'mi hov' : 'mi'} id="opt-${index}" role="option" aria-selected=${String(index === this.#active)}
            @pointerdown=${(event: Event) => event.preventDefault()} @click=${() => this.#take(option)}>
            ${option.icon}<span class="trunc" dir="auto">${option.label}</span>${index === this.#active ? html`<kbd aria-hidden="true">${t('chat.enter')}</kbd>` : null}
          </div>`,
      )}
    </div>`;
  }

  #show(options: readonly Option[]): void {
    const before = this.#options.length;
    this.#options = options;
    this.#active = 0;
    if (options.length && options.length !== before) {
      const n = options.length;
      this.#host.say(t.count('chat.options', n));
    }
    if (options.length || before) this.#host.requestUpdate();
  }

  #find(): readonly Option[] {
    const area = this.#host.composer.textarea;
    if (!area || area.selectionStart !== area.selectionEnd) return [];
    const found = WORD.exec(area.value.slice(0, area.selectionStart));
    if (!found) {
      this.#closedAt = -1;
      return [];
    }
    const typed = found[2]!;
    this.#kind = found[1] as '@' | ':';
    this.#start = area.selectionStart - typed.length - 1;
    if (this.#start === this.#closedAt) return [];
    if (this.#kind === '@') return this.#people(typed);
    if (typed.length < SHORTCODE) return [];
    if (emojiDoor.now) return this.#emoji(typed);
    emojiDoor.load().then(
      () => this.look(),
      () => {}, // the next letter asks again
    );
    return [];
  }

  #people(typed: string): Option[] {
    const { view, boundClient } = this.#host;
    const asked = typed.toLocaleLowerCase();
    const begins = (name: string) =>
      name.toLocaleLowerCase().startsWith(asked) ||
      name
        .toLocaleLowerCase()
        .split(/\s+/)
        .some((word) => word.startsWith(asked));
    const people: Option[] = (view?.members ?? [])
      .filter(({ user_id, name }) => user_id !== boundClient?.userId && (begins(name) || begins(user_id)))
      .map((user) => {
        const label = plainName(user.name || user.user_id);
        return { text: `@${label} `, label, userId: user.user_id, icon: avatar(label, { key: user.user_id, src: user.profile_url }) };
      });
    const everyone = t('chat.everyone');
    if (asked && begins(everyone))
      people.push({ text: `@${everyone} `, label: everyone, userId: '*', icon: html`<span class="all-i" aria-hidden="true">@</span>` });
    return people.slice(0, SHOWN);
  }

  #emoji(typed: string): Option[] {
    return emojiDoor.now!.findEmoji(typed, SHOWN).map(({ char, name }) => ({
      text: `${char} `,
      label: `:${name}:`,
      icon: html`<span class="emo-i" aria-hidden="true">${char}</span>`,
    }));
  }

  #take(option: Option): void {
    const area = this.#host.composer.textarea;
    if (!area) return;
    if (option.userId !== undefined) this.#named.set(option.label, option.userId);
    else emojiDoor.now?.usedEmoji(option.text.trim());
    const end = area.selectionStart;
    this.#show([]);
    insert(this.#host, option.text, this.#start, end);
  }
}
