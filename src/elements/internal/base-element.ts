import { LitElement, type PropertyValues } from 'lit';
import { type Clock, systemClock } from '../../core/base/clock.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { property } from './property.ts';
import { onStringsChange } from './strings.ts';

/** How long a sentence stays in its live region, for slow readers. */
const REGION_TEXT_MS = 7_000;
/** The same sentence twice within this time is said once, whichever elements say it (LOOK 8). */
const DUPLICATE_MS = 1_000;

const lastSaid = new Map<string, number>();

interface AriaNotify {
  ariaNotify?(text: string, options: { priority: 'high' | 'normal' }): void;
}

/** What every visible element of Earshot has: theme and density, a client of its own if given, and a voice. */
export abstract class BaseElement extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  /** `auto` follows the page's `color-scheme`; `system` the system's setting; or `light`, `dark`. */
  @property({ reflect: true }) theme: 'auto' | 'system' | 'light' | 'dark' = 'auto';
  /** `compact` tightens sizes and text. */
  @property({ reflect: true }) density: 'normal' | 'compact' = 'normal';
  /** Client to use instead of the provided one. */
  @property({ attribute: false }) client: ClientApi | undefined;

  protected readonly internals = this.attachInternals();
  #polite: HTMLElement | undefined;
  #assertive: HTMLElement | undefined;
  #stopStrings: (() => void) | undefined;

  /** Where this element's time comes from; elements override it with their client's. */
  get clock(): Clock {
    return systemClock;
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    const region = (live: string) => {
      const node = document.createElement('div');
      node.className = 'vh';
      node.ariaLive = live;
      return root.appendChild(node);
    };
    // Present before they are used, or screen readers miss the first sentence.
    this.#polite = region('polite');
    this.#assertive = region('assertive');
    this.renderOptions.renderBefore = this.#polite;
    if (!CSS.supports('color', 'light-dark(red, oklch(from red l c h))'))
      import('./old-colours.styles.ts').then(
        ({ useOldColours }) => useOldColours(this),
        () => {}, // what can be read without colours stays readable
      );
    return root;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopStrings ??= onStringsChange(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopStrings?.();
    this.#stopStrings = undefined;
  }

  /** Speaks through this element's region, so that it is heard from inside a modal or the top layer too. */
  protected announce(text: string, assertive = false): void {
    const now = this.clock.now();
    for (const [said, at] of lastSaid) if (Math.abs(now - at) >= DUPLICATE_MS) lastSaid.delete(said);
    if (!text || lastSaid.has(text)) return;
    lastSaid.set(text, now);
    const notify = (this as AriaNotify).ariaNotify;
    if (notify) {
      notify.call(this, text, { priority: assertive ? 'high' : 'normal' });
      return;
    }
    const region = assertive ? this.#assertive : this.#polite;
    const node = document.createElement('p');
    node.textContent = text;
    region?.append(node);
    this.clock.setTimeout(() => node.remove(), REGION_TEXT_MS);
  }

  /** Reflects names to `:state()`, dropping those of the last call. */
  protected reflectStates(...names: string[]): void {
    const { states } = this.internals;
    for (const name of [...states]) if (!names.includes(name)) states.delete(name);
    for (const name of names) states.add(name);
  }

  /** A bad value of the page is told, never thrown. */
  protected warn(message: string): void {
    console.warn(`<${this.localName}> ${message}`);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('theme') && !['auto', 'system', 'light', 'dark'].includes(this.theme)) this.warn(`theme: "${this.theme}" is not a theme`);
  }
}
