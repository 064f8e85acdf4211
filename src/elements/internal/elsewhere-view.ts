import { type CSSResultGroup, css, html, type ReactiveController, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Timer } from '../../core/base/clock.ts';
import type { ClientApi } from '../../core/client/api.ts';
import type { TabCall } from '../../core/tabs/api.ts';
import type { BaseElement } from './base-element.ts';
import { type CallShown, isTalking } from './call-view.ts';
import { capsule } from './capsule.ts';
import { openCapsuleStyles } from './open-capsule.styles.ts';

const styles = [
  openCapsuleStyles,
  css`
    :host(:state(elsewhere)) {
      display: block;
      inline-size: 100%;
      min-inline-size: min(280px, 100%);
    }
    .elsewhere {
      container: vcb / inline-size;
    }
    .item + .elsewhere {
      margin-block-start: calc(var(--_u) * 2);
    }
  `,
];

/** A button that is small, or opens over the page, leaves such calls to other elements. */
const NO_ROOM = '[variant=icon], [expand=over], [expand=dock]';

const controllers = new WeakMap<BaseElement, Elsewhere>();
/** Which elements of the page show a call of another tab, by its id. */
const shownBy = new Map<string, Set<BaseElement>>();
/** Elements that show what no other does. */
const lasts = new Set<BaseElement>();

/** What an element shows of the calls of other tabs. */
export function showElsewhere(host: BaseElement, client: ClientApi | undefined, to: string | undefined, last: boolean): TemplateResult | undefined {
  const hidden = !last && (!host.checkVisibility() || host.matches(NO_ROOM));
  const calls = (!hidden && client?.tabCalls?.calls.filter(({ peer }) => to === undefined || peer.user_id === to)) || [];
  let controller = controllers.get(host);
  if (!controller) {
    if (!calls.length) return undefined;
    controller = new Elsewhere(host);
    controllers.set(host, controller);
  }
  return controller.render(client, calls, last);
}

function shownOf({ state, reconnecting }: TabCall): CallShown {
  if (state === 'connected' || state === 'on_hold') return reconnecting ? 'reconnecting' : state === 'on_hold' ? 'hold' : 'answered';
  return state === 'ringing' || state === 'early_media' ? 'ringing' : 'calling';
}

/** Keeps the timers of such calls going, and tells other elements which of them this one shows. */
class Elsewhere implements ReactiveController {
  readonly #host: BaseElement;
  #ids: readonly string[] = [];
  #since: number | undefined;
  #tick: Timer;

  constructor(host: BaseElement) {
    this.#host = host;
    const { adoptedStyleSheets } = host.shadowRoot!;
    const sheets = sheetsOf(styles).filter((sheet) => !adoptedStyleSheets.includes(sheet));
    host.shadowRoot!.adoptedStyleSheets = [...adoptedStyleSheets, ...sheets];
    host.addController(this);
  }

  render(client: ClientApi | undefined, calls: readonly TabCall[], last: boolean): TemplateResult | undefined {
    if (last) lasts.add(this.#host);
    const free = last ? calls.filter(({ id }) => !shownBy.has(id)) : calls;
    this.#claim(last ? [] : free.map(({ id }) => id));
    this.#since = free.find((call) => isTalking(shownOf(call)))?.connectedAtMs;
    if (!client || !free.length) return undefined;
    return html`${repeat(
      free,
      ({ id }) => id,
      (call) => html`<div class="item elsewhere">${this.#capsule(client, call)}</div>`,
    )}`;
  }

  hostUpdated(): void {
    const { clock, shadowRoot } = this.#host;
    clock.clearTimeout(this.#tick);
    if (this.#since !== undefined) this.#tick = clock.setTimeout(() => this.#host.requestUpdate(), 1000 - ((clock.now() - this.#since) % 1000));
    const stack = shadowRoot?.querySelector<HTMLElement>('.stack'); // of an element that shows calls over the page
    const open = !!stack?.querySelector('.item');
    if (stack?.isConnected && open !== stack.matches(':popover-open')) stack.togglePopover?.(open);
  }

  hostDisconnected(): void {
    this.#host.clock.clearTimeout(this.#tick);
    this.#since = undefined;
    this.#claim([]);
    lasts.delete(this.#host);
  }

  #capsule(client: ClientApi, call: TabCall): TemplateResult {
    const { clock } = this.#host;
    const { id, peer, muted, localHold, connectedAtMs } = call;
    const ask = (wish: Promise<void> | undefined) => void wish?.catch(() => {}); // the capsule shows what is, or goes with its tab
    const tabs = client.tabCalls;
    const seen = {
      ...call,
      detail: {},
      durationMs: connectedAtMs === undefined ? 0 : clock.now() - connectedAtMs,
      soundBlocked: false,
      quality: undefined,
    };
    const intents = {
      answer: () => {},
      end: () => ask(tabs?.end(id)),
      mute: () => ask(tabs?.setMuted(id, !muted)),
      hold: () => ask(localHold ? tabs?.unhold(id) : tabs?.hold(id)),
      unlock: () => {},
    };
    return capsule(seen, shownOf(call), peer.name || peer.user_id, clock.now(), intents, undefined, () => ask(tabs?.bring(id)));
  }

  #claim(ids: readonly string[]): void {
    if (ids.join() === this.#ids.join()) return;
    for (const id of this.#ids) {
      const hosts = shownBy.get(id);
      hosts?.delete(this.#host);
      if (!hosts?.size) shownBy.delete(id);
    }
    for (const id of ids) shownBy.set(id, (shownBy.get(id) ?? new Set()).add(this.#host));
    this.#ids = ids;
    for (const host of lasts) host.requestUpdate();
  }
}

const sheetsOf = (group: CSSResultGroup): CSSStyleSheet[] =>
  [group].flat(Infinity as 1).flatMap((style) => ('styleSheet' in style ? (style.styleSheet ?? []) : (style as unknown as CSSStyleSheet)));
