import { adoptStyles, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { AnswerOptions, Call, CallState } from '../../core/call/api.ts';
import { micHelp } from '../internal/after-call.ts';
import { Attempts } from '../internal/call-attempt.ts';
import { isTalking, micTrouble } from '../internal/call-view.ts';
import { capsule } from '../internal/capsule.ts';
import { HeldCall } from '../internal/held-call.ts';
import { IncomingCallErrorEvent, IncomingCallSilencedEvent, IncomingCallStateEvent } from './events.ts';
import type { IncomingCall } from './incoming-call.ts';
import { liveStyles } from './live.styles.ts';
import { card, nameOf, type Ring, type RingIntents, toast } from './ringing.ts';

/** A dialog that just came up does nothing for keys that were meant for the page. */
const KEY_GUARD_MS = 400;

/** What this part needs of its element, beyond its public face. */
export interface LivePorts {
  /** The client's calls but this one. */
  others(call: Call): Call[];
  say(text: string, urgent?: boolean): void;
  reflect(...states: string[]): void;
}

/** The toasts, the dialog and the capsules of the calls an element holds. */
export class LiveCalls implements RingIntents {
  readonly #host: IncomingCall;
  readonly #ports: LivePorts;
  readonly #told = new Map<string, CallState>();
  #rings: Ring[] = [];
  /** Calls of which was asked whether something else shows them. */
  readonly #asked = new WeakSet<Call>();
  #hadFocus = false;
  #openedAtMs = 0;

  constructor(host: IncomingCall, ports: LivePorts) {
    this.#host = host;
    this.#ports = ports;
    adoptStyles(host.renderRoot as ShadowRoot, [...(host.constructor as typeof IncomingCall).elementStyles, ...liveStyles]);
  }

  get calls(): Call[] {
    return this.#rings.flatMap(({ held }) => held.call ?? []);
  }

  take(call: Call): void {
    const held = new HeldCall(this.#host, {
      clock: () => this.#host.clock,
      say: this.#ports.say,
      name: () => nameOf(call),
      root: () => this.#host.renderRoot.querySelector(`#c-${CSS.escape(call.id)}`),
    });
    const attempts = new Attempts({
      say: this.#ports.say,
      changed: () => this.#host.requestUpdate(),
      failed: ({ wish, error }) => this.#host.dispatchEvent(new IncomingCallErrorEvent(wish, error, call.id)),
    });
    this.#rings = [...this.#rings, { held, attempts, open: 'nothing', shrunk: false }];
    held.take(call);
  }

  drop(): void {
    for (const { held } of this.#rings.splice(0)) held.dispose();
  }

  /** Before each rendering: tells what changed, and lets go of what has ended. */
  sweep(): void {
    this.#hadFocus ||= !!this.#host.shadowRoot?.activeElement;
    for (const { held } of this.#rings) if (held.call) this.#tell(held.call);
    this.#rings = this.#rings.filter(({ held }) => {
      const { call } = held;
      if (call && call.state !== 'ended') {
        if (isTalking(held.shown)) this.#handOver(call);
        return true;
      }
      held.hostUpdated(); // its last word
      if (call) this.#told.delete(call.id);
      held.dispose();
      return false;
    });
  }

  items(): unknown {
    const modal = this.#modal;
    return repeat(
      this.#rings.filter((ring) => ring !== modal),
      ({ held }) => held.call?.id,
      (ring) => html`<div class="item" id=${`c-${ring.held.call?.id}`}>${this.#item(ring)}</div>`,
    );
  }

  /** The call in the middle of the page, with the others that ring under it: behind a modal dialog nothing could be pressed. */
  dialog(): TemplateResult | typeof nothing {
    const ring = this.#modal;
    if (!ring) return nothing;
    return html`<dialog class="dlg live" part="surface" aria-labelledby="who" aria-describedby="what" @cancel=${this.#shrink} @keydown=${this.#guard}>
      <div class="card" id=${`c-${ring.held.call!.id}`}>${card(ring, this.#host.headingLevel, this)}</div>
    </dialog>`;
  }

  /** After each rendering. */
  rendered(): void {
    const { renderRoot, shadowRoot } = this.#host;
    const dialog = renderRoot.querySelector('dialog');
    if (dialog?.isConnected && !dialog.open) {
      dialog.showModal();
      this.#openedAtMs = this.#host.clock.now();
      renderRoot.querySelector<HTMLElement>('#who')?.focus({ preventScroll: true });
    }
    const stack = renderRoot.querySelector<HTMLElement>('.stack')!;
    const open = !!stack.querySelector('.item');
    if (stack.isConnected && open !== stack.matches(':popover-open')) stack.togglePopover(open);
    const ringing = this.#rings.some(({ held }) => held.shown === 'incoming');
    const active = this.#rings.some(({ held }) => isTalking(held.shown));
    this.#ports.reflect(...[ringing && 'ringing', active && 'active', !!dialog && 'modal'].filter((name) => typeof name === 'string'));
    // Whoever pressed Answer stays with the call; nobody else is disturbed.
    if (this.#hadFocus && !shadowRoot?.activeElement) renderRoot.querySelector<HTMLElement>('.cap')?.focus({ preventScroll: true });
    this.#hadFocus = false;
  }

  /** Another call that is up and not held by us: it is put on hold before this one is answered. */
  other(call: Call): Call | undefined {
    return this.#ports.others(call).find((other) => other.connectedAtMs !== undefined && other.state !== 'ended' && !other.localHold);
  }

  answer({ held }: Ring, event: MouseEvent, { endOther, ...options }: { endOther?: boolean } & AnswerOptions = {}): void {
    const other = held.call && this.other(held.call);
    const free = other ? (endOther ? other.end() : other.hold()).catch(() => {}) : undefined; // answering matters more
    const answer = () => held.intents.answer(event, options);
    if (free) void free.then(answer);
    else answer();
  }

  ignore({ held, attempts }: Ring): void {
    void attempts.run('ignore', async () => held.call?.ignore());
  }

  forward({ held, attempts }: Ring, to: string): void {
    void attempts.run('forward', async () => held.call?.forward(to));
  }

  show(ring: Ring, open: Ring['open']): void {
    ring.open = open;
    this.#host.requestUpdate();
    if (open !== 'forward') return;
    void this.#host.updateComplete.then(() => this.#host.renderRoot.querySelector<HTMLElement>('.fw input')?.focus());
  }

  /** The first call that rings, where the page wants a dialog. */
  get #modal(): Ring | undefined {
    if (this.#host.mode !== 'dialog') return undefined;
    return this.#rings.find(({ held, shrunk }) => held.shown === 'incoming' && !shrunk);
  }

  #tell(call: Call): void {
    if (this.#told.get(call.id) === call.state) return;
    this.#told.set(call.id, call.state);
    this.#host.dispatchEvent(new IncomingCallStateEvent(call));
  }

  /** A panel on the page shows calls that are up: then this one need not. Asked once, when all have seen that it is answered. */
  #handOver(call: Call): void {
    if (this.#asked.has(call)) return;
    this.#asked.add(call);
    this.#host.clock.setTimeout(() => {
      const ring = this.#rings.find(({ held }) => held.call === call);
      if (!ring?.held.shared) return;
      this.#rings = this.#rings.filter((other) => other !== ring);
      this.#told.delete(call.id);
      ring.held.dispose();
      this.#host.requestUpdate();
    }, 0);
  }

  /** Escape never declines: it silences, and leaves the page to its reader. */
  readonly #shrink = (event: Event): void => {
    event.preventDefault();
    if (this.#guarded) return;
    const ring = this.#modal;
    if (!ring?.held.call) return;
    ring.shrunk = true;
    this.#host.dispatchEvent(new IncomingCallSilencedEvent(ring.held.call.id));
    this.#host.requestUpdate();
  };

  readonly #guard = (event: KeyboardEvent): void => {
    if (!this.#guarded) return;
    event.preventDefault();
    event.stopPropagation();
  };

  get #guarded(): boolean {
    return this.#host.clock.now() - this.#openedAtMs < KEY_GUARD_MS;
  }

  #item(ring: Ring): TemplateResult {
    const { held } = ring;
    const call = held.call!;
    const { shown } = held;
    if (shown === 'denied' || shown === 'no-mic') {
      const dismiss = () => {
        held.trouble = undefined;
        this.#host.requestUpdate();
      };
      return micHelp(micTrouble(held.trouble)!, { again: held.intents.answer, dismiss, message: undefined, listen: undefined });
    }
    if (shown !== 'incoming') return capsule(call, shown, nameOf(call), this.#host.clock.now(), held.intents);
    return toast(ring, this);
  }
}
