import type { ReactiveController, ReactiveElement } from 'lit';

const GAP_PX = 8;

/** Opens a part of the host in the top layer: beside an anchor, or docked to the bottom edge. */
export class Floating implements ReactiveController {
  /** Whether it is open now; the user may close it while the call goes on. */
  open = false;
  readonly #host: ReactiveElement;
  #panel: HTMLElement | undefined;
  #anchor: Element | undefined;

  constructor(host: ReactiveElement) {
    this.#host = host;
    host.addController(this);
  }

  /** Shows `panel` (a `popover="manual"`); called after every update, it opens it once. */
  show(panel: HTMLElement, anchor: Element, dock: boolean): void {
    const fresh = this.#panel !== panel;
    this.#panel = panel;
    this.#anchor = anchor;
    panel.classList.toggle('dock', dock);
    if (fresh) this.#set(true);
    this.#place();
  }

  hide(): void {
    this.#set(false);
    if (!this.#panel?.isConnected) this.#panel = undefined;
  }

  toggle(): void {
    this.#set(!this.open);
  }

  hostDisconnected(): void {
    this.#set(false);
    this.#panel = undefined;
  }

  #set(open: boolean): void {
    if (open === this.open) return;
    this.open = open;
    if (this.#panel?.isConnected) this.#panel.togglePopover?.(open);
    const change = open ? addEventListener : removeEventListener;
    change('scroll', this.#place, { capture: true });
    change('resize', this.#place);
    if (open) this.#place();
    this.#host.requestUpdate();
  }

  readonly #place = (): void => {
    const panel = this.#panel;
    if (!this.open || !panel || !this.#anchor || panel.classList.contains('dock')) return;
    const at = this.#anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = panel;
    const rtl = getComputedStyle(panel).direction === 'rtl';
    const left = Math.max(GAP_PX, Math.min(rtl ? at.left : at.right - width, innerWidth - width - GAP_PX));
    const below = at.bottom + GAP_PX;
    const fits = below + height <= innerHeight - GAP_PX || at.top < height + GAP_PX * 2;
    panel.style.left = `${left}px`;
    panel.style.top = `${fits ? below : at.top - GAP_PX - height}px`;
  };
}
