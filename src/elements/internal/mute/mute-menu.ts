import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { clock } from '../icons.ts';
import { muteMenuStyles } from './mute-menu.styles.ts';
import { bell, bellOff, isMuted, type Loudness, mutedText, type Quiet } from './muted.ts';
import { t } from './words.ts';

const GAP_PX = 4;
const HOUR_S = 3_600;

/** What the menu is opened for. */
export interface MuteAsked {
  /** The button; the focus returns to it. */
  anchor: HTMLElement;
  notify: Loudness;
  nowMs: number;
  choose(quiet: Quiet): void;
}

/** How loud a channel is, and for how long: arrows wrap, Home, End, Escape and Tab return to the button. In the top layer. */
export class MuteMenu {
  #asked: MuteAsked | undefined;
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #coarse = matchMedia('(pointer: coarse)');

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.shadowRoot!.adoptedStyleSheets.push(muteMenuStyles.styleSheet!);
  }

  /** The button whose menu is open. */
  get anchor(): HTMLElement | undefined {
    return this.#asked?.anchor;
  }

  /** Opens it; the button of the open menu closes it. */
  async open(asked: MuteAsked): Promise<void> {
    const again = asked.anchor === this.anchor;
    this.close();
    if (again) return;
    this.#asked = asked;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    const menu = this.#menu;
    if (!menu || this.#asked !== asked) return;
    menu.showPopover?.();
    this.#place(menu, asked.anchor);
    this.#entries(menu)[0]!.focus({ preventScroll: true });
  }

  /** Closes it; the focus goes back to the button, unless it is elsewhere already. */
  close(back = true): void {
    const asked = this.#asked;
    if (!asked) return;
    this.#asked = undefined;
    this.#menu?.hidePopover?.();
    this.#host.requestUpdate();
    if (back) asked.anchor.focus({ preventScroll: true });
  }

  render(): TemplateResult | null {
    const asked = this.#asked;
    if (!asked) return null;
    const state = isMuted(asked.notify, asked.nowMs) ? mutedText(asked.notify, asked.nowMs) : undefined;
    const entry = (text: string, icon: TemplateResult, quiet: Quiet) =>
      html`<button type="button" role="menuitem" tabindex="-1" @click=${() => {
        this.close();
        asked.choose(quiet);
      }}>${icon}<span>${text}</span></button>`;
    return html`<div class=${this.#coarse.matches ? 'mm sheet' : 'mm'} part="menu" popover="auto" role="menu" aria-label=${state ?? t('chat.mute')}
      @keydown=${this.#onKey} @toggle=${this.#onToggle}>
      ${state === undefined ? null : html`<div class="state" aria-hidden="true">${state}</div>${entry(t('chat.mute.off'), bell, { mode: 'all' })}`}
      ${entry(t('chat.mute.hour'), clock, { mode: 'none', seconds: HOUR_S })}
      ${entry(t('chat.mute.hours'), clock, { mode: 'none', seconds: 8 * HOUR_S })}
      ${entry(t('chat.mute.always'), bellOff, { mode: 'none' })}
    </div>`;
  }

  get #menu(): HTMLElement | null {
    return this.#host.shadowRoot!.querySelector<HTMLElement>('.mm');
  }

  #entries(menu: HTMLElement): HTMLElement[] {
    return [...menu.querySelectorAll<HTMLElement>('button')];
  }

  /** Closed by the browser: a click beside it. */
  readonly #onToggle = (event: Event): void => {
    if ((event as ToggleEvent).newState === 'closed' && event.target === this.#menu) this.close(false);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    event.stopPropagation(); // the arrows of what lies beneath
    const entries = this.#entries(event.currentTarget as HTMLElement);
    const at = entries.indexOf(event.target as HTMLElement);
    const to = { ArrowDown: (at + 1) % entries.length, ArrowUp: (at + entries.length - 1) % entries.length, Home: 0, End: entries.length - 1 }[
      event.key
    ];
    if (to !== undefined) entries[to]!.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') this.close();
    else return;
    event.preventDefault();
  };

  /** Beneath the button, always whole in the window. A sheet has its place. */
  #place(menu: HTMLElement, anchor: HTMLElement): void {
    if (this.#coarse.matches) return;
    const box = anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = menu;
    const x = getComputedStyle(menu).direction === 'rtl' ? box.left : box.right - width;
    const below = box.bottom + GAP_PX;
    const y = below + height + GAP_PX <= innerHeight ? below : box.top - GAP_PX - height;
    menu.style.left = `${Math.max(GAP_PX, Math.min(x, innerWidth - width - GAP_PX))}px`;
    menu.style.top = `${Math.max(GAP_PX, y)}px`;
  }
}
