import { html, render } from 'lit';
import type { Timer } from '../../../core/base/clock.ts';
import type { ChatMessage } from '../../../core/chat/api.ts';
import { more as dots } from '../../internal/icons.ts';
import type { ChannelHost } from '../host.ts';
import { allowed } from './allowed.ts';
import { momentText } from './format.ts';
import { react, reply } from './icons.ts';
import { t } from './words.ts';

const LONG_PRESS_MS = 450;
/** A finger that moves further than this is not pressing. */
const STILL_PX = 10;
/** So far towards the start is a reply. */
const SWIPE_PX = 56;

/** The pointer on messages: a bar under the mouse, the menu on the right button, a sheet on a long press, a swipe to reply (LOOK 11). */
export class Gestures {
  readonly #host: ChannelHost;
  readonly #bar = document.createElement('div');
  #hovered: string | undefined;
  #press: { id: number; x: number; y: number; item: ChatMessage; node: HTMLElement; timer: Timer; swiping: boolean } | undefined;

  constructor(host: ChannelHost, root: EventTarget) {
    this.#host = host;
    this.#bar.className = 'tools';
    const on = (type: string, listener: (event: PointerEvent) => void) => root.addEventListener(type, listener as EventListener);
    on('contextmenu', this.#onMenu);
    on('pointerover', this.#onOver);
    on('pointerdown', this.#onDown);
    on('pointermove', this.#onMove);
    for (const type of ['pointerup', 'pointercancel']) on(type, this.#onUp);
  }

  /** Another channel. */
  reset(): void {
    this.#end();
    this.#hide();
  }

  #at(target: EventTarget | null): { item: ChatMessage; node: HTMLElement } | undefined {
    const { list, model } = this.#host;
    const key = list?.keyOf(target as Node);
    const node = key === undefined ? undefined : list?.node(key);
    const row = node && model.at(Number(node.ariaPosInSet) - 1);
    const item = row && model.message(row);
    return item && node ? { item, node } : undefined;
  }

  readonly #onMenu = (event: PointerEvent): void => {
    const at = this.#at(event.target);
    // a link, a picture and selected text keep the browser's own menu
    if (!at || (event.target as Element).closest?.('a,input,textarea') || document.getSelection()?.toString()) return;
    event.preventDefault();
    if (this.#press) return; // the long press answers
    this.#host.more?.openMenu(at.item, at.node, false, event.clientX || event.clientY ? event : undefined);
  };

  readonly #onOver = (event: PointerEvent): void => {
    if (event.pointerType === 'touch' || this.#bar.contains(event.target as Node)) return;
    const at = this.#at(event.target);
    const time = at?.node.querySelector<HTMLTimeElement>('.meta > time');
    if (at && time && !time.title) time.title = momentText(at.item.atMs);
    const can = allowed(this.#host, at?.item);
    if (!at || !(can.react || can.reply || can.copy || can.report)) {
      this.#hide();
      return;
    }
    if (this.#hovered === at.item.key && this.#bar.isConnected) return;
    const place = at.node.querySelector('.bwrap');
    if (!place) {
      this.#hide();
      return;
    }
    this.#hovered = at.item.key;
    const { item, node } = at;
    const button = (label: string, icon: unknown, click: () => void) =>
      html`<button type="button" tabindex="-1" aria-label=${label} title=${label} @click=${click}>${icon}</button>`;
    render(
      html`${can.react ? button(t('chat.react'), react, () => this.#host.more?.openMenu(item, node, true)) : null}${
        can.reply ? button(t('chat.reply'), reply, () => this.#host.reply(item)) : null
      }${button(t('chat.actions'), dots, () => this.#host.more?.openMenu(item, node))}`,
      this.#bar,
    );
    place.append(this.#bar);
  };

  #hide(): void {
    this.#hovered = undefined;
    this.#bar.remove();
  }

  readonly #onDown = (event: PointerEvent): void => {
    this.#end();
    const at = event.pointerType === 'touch' && event.isPrimary ? this.#at(event.target) : undefined;
    if (!at) return;
    const timer = this.#host.clock.setTimeout(() => {
      this.#end();
      navigator.vibrate?.(10);
      this.#host.more?.openMenu(at.item, at.node);
    }, LONG_PRESS_MS);
    this.#press = { id: event.pointerId, x: event.clientX, y: event.clientY, ...at, timer, swiping: false };
  };

  readonly #onMove = (event: PointerEvent): void => {
    const press = this.#press;
    if (!press || press.id !== event.pointerId) return;
    const along = this.#along(event, press);
    if (Math.abs(event.clientY - press.y) > STILL_PX && !press.swiping) {
      this.#end();
      return;
    }
    if (along <= STILL_PX && !press.swiping) return;
    this.#host.clock.clearTimeout(press.timer);
    if (!allowed(this.#host, press.item).reply) {
      this.#end();
      return;
    }
    press.swiping = true;
    const far = Math.min(SWIPE_PX * 1.3, Math.max(0, along));
    (press.node.lastElementChild as HTMLElement).style.translate = `${this.#rtl() ? far : -far}px`;
  };

  readonly #onUp = (event: PointerEvent): void => {
    const press = this.#press;
    if (!press || press.id !== event.pointerId) return;
    this.#end();
    if (event.type === 'pointerup' && press.swiping && this.#along(event, press) >= SWIPE_PX) this.#host.reply(press.item);
  };

  /** How far towards the start of a line. */
  #along(event: PointerEvent, { x }: { x: number }): number {
    return this.#rtl() ? event.clientX - x : x - event.clientX;
  }

  #rtl(): boolean {
    return getComputedStyle(this.#host as unknown as Element).direction === 'rtl';
  }

  #end(): void {
    const press = this.#press;
    this.#press = undefined;
    if (!press) return;
    this.#host.clock.clearTimeout(press.timer);
    (press.node.lastElementChild as HTMLElement | null)?.style.removeProperty('translate');
  }
}
