import { adoptStyles, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Call, CallState } from '../../core/call/api.ts';
import { micHelp } from '../internal/after-call.ts';
import { avatar } from '../internal/avatar.ts';
import { t } from '../internal/call-strings.ts';
import { isTalking, micTrouble } from '../internal/call-view.ts';
import { capsule } from '../internal/capsule.ts';
import { HeldCall } from '../internal/held-call.ts';
import { hangup, phone } from '../internal/icons.ts';
import { IncomingCallStateEvent } from './events.ts';
import type { IncomingCall } from './incoming-call.ts';
import { liveStyles } from './live.styles.ts';

const nameOf = (call: Call): string => call.peer.name || call.peer.user_id;

/** What this part needs of its element, beyond its public face. */
export interface LivePorts {
  /** The client's calls but this one. */
  others(call: Call): Call[];
  say(text: string, urgent?: boolean): void;
  reflect(...states: string[]): void;
}

/** The toasts and capsules of the calls an element holds. */
export class LiveCalls {
  readonly #host: IncomingCall;
  readonly #ports: LivePorts;
  readonly #told = new Map<string, CallState>();
  #held: HeldCall[] = [];
  #hadFocus = false;

  constructor(host: IncomingCall, ports: LivePorts) {
    this.#host = host;
    this.#ports = ports;
    adoptStyles(host.renderRoot as ShadowRoot, [...(host.constructor as typeof IncomingCall).elementStyles, ...liveStyles]);
  }

  get calls(): Call[] {
    return this.#held.flatMap(({ call }) => call ?? []);
  }

  take(call: Call): void {
    const held = new HeldCall(this.#host, {
      clock: () => this.#host.clock,
      say: this.#ports.say,
      name: () => nameOf(call),
      root: () => this.#host.renderRoot.querySelector(`#c-${CSS.escape(call.id)}`),
    });
    this.#held = [...this.#held, held];
    held.take(call);
  }

  drop(): void {
    for (const held of this.#held.splice(0)) held.dispose();
  }

  /** Before each rendering: tells what changed, and lets go of what has ended. */
  sweep(): void {
    this.#hadFocus ||= !!this.#host.shadowRoot?.activeElement;
    for (const { call } of this.#held) if (call) this.#tell(call);
    this.#held = this.#held.filter((held) => {
      if (held.call && held.call.state !== 'ended') return true;
      held.hostUpdated(); // its last word
      if (held.call) this.#told.delete(held.call.id);
      held.dispose();
      return false;
    });
  }

  items(): unknown {
    return repeat(
      this.#held,
      ({ call }) => call?.id,
      (held) => html`<div class="item" id=${`c-${held.call?.id}`}>${this.#item(held)}</div>`,
    );
  }

  /** After each rendering. */
  rendered(): void {
    const { renderRoot, shadowRoot } = this.#host;
    const stack = renderRoot.querySelector<HTMLElement>('.stack')!;
    const open = this.#held.length > 0;
    if (stack.isConnected && open !== stack.matches(':popover-open')) stack.togglePopover(open);
    const ringing = this.#held.some(({ shown }) => shown === 'incoming');
    const active = this.#held.some(({ shown }) => isTalking(shown));
    this.#ports.reflect(...[ringing && 'ringing', active && 'active'].filter((name) => typeof name === 'string'));
    // Whoever pressed Answer stays with the call; nobody else is disturbed.
    if (this.#hadFocus && !shadowRoot?.activeElement) renderRoot.querySelector<HTMLElement>('.cap')?.focus({ preventScroll: true });
    this.#hadFocus = false;
  }

  #tell(call: Call): void {
    if (this.#told.get(call.id) === call.state) return;
    this.#told.set(call.id, call.state);
    this.#host.dispatchEvent(new IncomingCallStateEvent(call));
  }

  /** Another call that is up and not held by us: it is put on hold before this one is answered. */
  #other(call: Call): Call | undefined {
    return this.#ports.others(call).find((other) => other.connectedAtMs !== undefined && other.state !== 'ended' && !other.localHold);
  }

  async #answer(held: HeldCall, event: MouseEvent, endOther: boolean): Promise<void> {
    const other = held.call && this.#other(held.call);
    if (other) await (endOther ? other.end() : other.hold()).catch(() => {}); // answering matters more
    held.intents.answer(event);
  }

  #item(held: HeldCall): TemplateResult {
    const call = held.call!;
    const { shown } = held;
    const name = nameOf(call);
    if (shown === 'denied' || shown === 'no-mic') {
      const dismiss = () => {
        held.trouble = undefined;
        this.#host.requestUpdate();
      };
      return micHelp(micTrouble(held.trouble)!, { again: held.intents.answer, dismiss, message: undefined, listen: undefined });
    }
    if (shown !== 'incoming') return capsule(call, shown, name, this.#host.clock.now(), held.intents);
    const other = this.#other(call);
    const otherName = other && nameOf(other);
    const answer = (endOther: boolean) => (event: MouseEvent) => void this.#answer(held, event, endOther);
    return html`<div class="toast live" part="surface" role="dialog" aria-label=${`${name}, ${t('call.incoming')}`}>
      <div class="toast-h">
        <span class="lead ringed">${avatar(name, { key: call.peer.user_id, src: call.peer.profile_url })}</span>
        <span class="cap-t">
          <b class="trunc" part="name" dir="auto">${name}</b>
          <span class="trunc" part="status" dir="auto">${otherName ? t('call.while', { name: otherName }) : t('call.incoming')}</span>
        </span>
        ${other ? nothing : html`<span class="line" part="line" data-s="ring" aria-hidden="true"></span>`}
      </div>
      ${
        otherName
          ? html`<button class="btn pos" part="answer" @click=${answer(false)}>${phone}${t('call.hold-answer', { name: otherName })}</button>
            <div class="toast-a">
              <button class="btn" part="control" @click=${answer(true)}>${t('call.end-answer', { name: otherName })}</button>
              <button class="btn" part="decline" @click=${held.intents.end}>${t('call.decline')}</button>
            </div>`
          : html`<div class="toast-a">
              <button class="btn dan" part="decline" @click=${held.intents.end}>${hangup}${t('call.decline')}</button>
              <button class="btn pos" part="answer" @click=${answer(false)}>${phone}${t('call.answer')}</button>
            </div>`
      }
    </div>`;
  }
}
