import { html, type TemplateResult } from 'lit';
import type { ChatMessage } from '../../../../core/chat/api.ts';
import { clock, edit } from '../../../internal/icons.ts';
import type { ChannelHost } from '../../host.ts';
import { act, copy, isMine, remove, toggleReaction } from '../acts.ts';
import { type Allowed, allowed } from '../allowed.ts';
import { copy as copyIcon, flag, forward, pin, reply, trash } from '../icons.ts';
import { menuStyles } from './menu.styles.ts';
import { t } from './words.ts';

const EMOJI = ['👍', '❤️', '😂', '🎉', '😮', '🙏'];
const GAP_PX = 4;
/** Letters typed within this time are one word to look for. */
const TYPE_AHEAD_MS = 700;

interface Entry {
  name: keyof Allowed;
  text: string;
  icon: TemplateResult;
  key?: string;
  danger?: boolean;
  run(): void;
}

/** The menu of one message (LOOK 7): arrows wrap, Home, End, type-ahead, arrows along the reactions, Escape returns. In the top layer. */
export class MessageMenu {
  #item: ChatMessage | undefined;
  #typed = '';
  #typedAt = 0;
  readonly #host: ChannelHost & HTMLElement;
  readonly #coarse = matchMedia('(pointer: coarse)');

  constructor(host: ChannelHost & HTMLElement) {
    this.#host = host;
    host.shadowRoot!.adoptedStyleSheets.push(menuStyles.styleSheet!);
  }

  async open(item: ChatMessage, anchor: HTMLElement, reacting: boolean, at?: { clientX: number; clientY: number }): Promise<void> {
    const can = allowed(this.#host, item);
    if (!Object.values(can).some(Boolean)) return;
    this.close(false);
    this.#item = item;
    this.#host.activeKey = item.key; // the focus returns to its message
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    const menu = this.#menu;
    if (!menu || this.#item !== item) return;
    menu.showPopover?.();
    this.#place(menu, anchor, at);
    (reacting ? this.#stops(menu)[0] : (menu.querySelector<HTMLElement>('.mi') ?? this.#stops(menu)[0]))?.focus({ preventScroll: true });
  }

  /** Closes it; the focus goes back to the message, unless it is wanted elsewhere. */
  close(back = true): void {
    const item = this.#item;
    if (!item) return;
    this.#item = undefined;
    this.#menu?.hidePopover?.();
    this.#host.requestUpdate();
    if (back) this.#host.focusRow(this.#host.model.indexOf(item.key));
  }

  render(): TemplateResult | null {
    const item = this.#item;
    if (!item) return null;
    const can = allowed(this.#host, item);
    const entries = this.#entries(item).filter(({ name }) => can[name]);
    const react = (emoji: string) => {
      this.close();
      toggleReaction(this.#host, item, emoji);
    };
    const mine = (emoji: string) => isMine(this.#host, item, emoji);
    return html`<div class=${this.#coarse.matches ? 'menu sheet' : 'menu'} part="menu" popover="auto" role="menu" aria-label=${t('chat.menu')}
      @keydown=${this.#onKey} @toggle=${this.#onToggle}>
      ${
        can.react
          ? html`<div class="pickrow" role="group">${EMOJI.map(
              (emoji) => html`<button type="button" role="menuitemcheckbox" tabindex="-1" aria-checked=${String(mine(emoji))}
                aria-label=${t('chat.menu.reactWith', { emoji })} @click=${() => react(emoji)}>${emoji}</button>`,
            )}</div>${entries.length ? html`<div class="sep" role="separator"></div>` : null}`
          : null
      }${entries.map(
        ({ text, icon, key, danger, run }) =>
          html`<button type="button" class=${danger ? 'mi dan' : 'mi'} role="menuitem" tabindex="-1" @click=${() => {
            this.close(false);
            run();
          }}>${icon}<span>${text}</span>${key ? html`<kbd aria-hidden="true">${key}</kbd>` : null}</button>`,
      )}
    </div>`;
  }

  #entries(item: ChatMessage): Entry[] {
    const host = this.#host;
    const { more } = host;
    const { message } = item;
    const id = message?.message_id ?? 0;
    const focus = () => host.focusRow(host.model.indexOf(item.key));
    const pinned = message?.pinned !== undefined;
    const then = (deed: () => void) => () => {
      focus();
      deed();
    };
    return [
      { name: 'reply', text: t('chat.menu.reply'), icon: reply, key: 'R', run: () => host.reply(item) },
      { name: 'thread', text: t('chat.menu.thread'), icon: reply, run: then(() => more?.openThread(id)) },
      { name: 'copy', text: t('chat.menu.copy'), icon: copyIcon, key: 'C', run: then(() => copy(host, item)) },
      { name: 'edit', text: t('chat.menu.edit'), icon: edit, key: 'E', run: () => host.edit(item) },
      {
        name: 'pin',
        text: t(pinned ? 'chat.menu.unpin' : 'chat.menu.pin'),
        icon: pin,
        run: then(() => void act(host, (one) => one.pin(id, !pinned))),
      },
      { name: 'forward', text: t('chat.menu.forward'), icon: forward, run: then(() => more?.openForward(item)) },
      { name: 'versions', text: t('chat.menu.versions'), icon: clock, run: then(() => more?.openVersions(item)) },
      { name: 'report', text: t('chat.menu.report'), icon: flag, danger: true, run: then(() => more?.openReport(item)) },
      {
        name: 'remove',
        text: t('chat.menu.delete'),
        icon: trash,
        danger: true,
        ...(item.own && { key: t('chat.menu.key.delete') }),
        run: () => remove(host, item),
      },
    ];
  }

  get #menu(): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>('.menu[popover]');
  }

  #stops(menu: HTMLElement): HTMLElement[] {
    return [...menu.querySelectorAll<HTMLElement>('button')];
  }

  /** Closed by the browser: a click beside it, or Escape. */
  readonly #onToggle = (event: Event): void => {
    if ((event as ToggleEvent).newState === 'closed' && event.target === this.#menu) this.close();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const menu = event.currentTarget as HTMLElement;
    const stops = this.#stops(menu);
    const now = event.target as HTMLElement;
    const at = stops.indexOf(now);
    const inRow = stops.filter((one) => one.closest('.pickrow'));
    const rows = [...(inRow.length ? [inRow[0]!] : []), ...stops.filter((one) => !one.closest('.pickrow'))];
    const row = rows.indexOf(inRow.includes(now) ? inRow[0]! : now);
    const go = (to: HTMLElement | undefined) => {
      event.preventDefault();
      to?.focus();
    };
    event.stopPropagation();
    const forwards = getComputedStyle(menu).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    switch (event.key) {
      case 'ArrowDown':
        go(rows[(row + 1) % rows.length]);
        return;
      case 'ArrowUp':
        go(rows[(row + rows.length - 1) % rows.length]);
        return;
      case 'Home':
        go(stops[0]);
        return;
      case 'End':
        go(stops.at(-1));
        return;
      case 'ArrowLeft':
      case 'ArrowRight':
        if (inRow.includes(now)) go(inRow[(at + (event.key === forwards ? 1 : inRow.length - 1)) % inRow.length]);
        return;
      case 'Tab':
      case 'Escape':
        event.preventDefault();
        this.close();
        return;
      default:
        if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) this.#find(stops, at, event.key);
    }
  };

  #find(stops: HTMLElement[], at: number, key: string): void {
    const now = this.#host.clock.now();
    this.#typed = now - this.#typedAt < TYPE_AHEAD_MS ? this.#typed + key : key;
    this.#typedAt = now;
    const typed = this.#typed.toLocaleLowerCase();
    const from = typed.length > 1 ? at : at + 1;
    const turned = [...stops.slice(from), ...stops.slice(0, from)];
    turned.find((one) => one.querySelector('span')?.textContent?.toLocaleLowerCase().startsWith(typed))?.focus();
  }

  /** Beside the bubble, or at the pointer; always whole in the window. A sheet has its place. */
  #place(menu: HTMLElement, anchor: HTMLElement, at?: { clientX: number; clientY: number }): void {
    if (this.#coarse.matches) return;
    const box = (anchor.querySelector('.bub') ?? anchor).getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = menu;
    const own = anchor.querySelector('.own') !== null;
    const rtl = getComputedStyle(menu).direction === 'rtl';
    const x = at ? at.clientX : own !== rtl ? box.right - width : box.left;
    const below = (at ? at.clientY : box.bottom) + GAP_PX;
    const above = (at ? at.clientY : box.top) - GAP_PX - height;
    const y = below + height <= innerHeight ? below : Math.max(GAP_PX, above);
    menu.style.left = `${Math.max(GAP_PX, Math.min(x, innerWidth - width - GAP_PX))}px`;
    menu.style.top = `${Math.max(GAP_PX, Math.min(y, innerHeight - height - GAP_PX))}px`;
  }
}
