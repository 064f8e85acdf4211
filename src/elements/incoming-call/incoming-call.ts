import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { type Clock, systemClock, type Timer } from '../../core/base/clock.ts';
import type { Call, CallState } from '../../core/call/api.ts';
import type { EndReason } from '../../core/protocol/types.ts';
import { micHelp } from '../internal/after-call.ts';
import { avatar } from '../internal/avatar.ts';
import { BaseElement } from '../internal/base-element.ts';
import { t } from '../internal/call-strings.ts';
import { isTalking, micTrouble } from '../internal/call-view.ts';
import { capsule } from '../internal/capsule.ts';
import { ClientController } from '../internal/client-controller.ts';
import { EarshotEvent } from '../internal/events.ts';
import { HeldCall } from '../internal/held-call.ts';
import { hangup, phone } from '../internal/icons.ts';
import { styles } from './incoming-call.styles.ts';

/** `incoming-call-state`: a call that this element shows came, changed or ended. */
export class IncomingCallStateEvent extends EarshotEvent {
  readonly state: CallState;
  readonly callId: string;
  readonly from: string;
  readonly endReason: EndReason | undefined;
  constructor(call: Call) {
    super('incoming-call-state');
    this.state = call.state;
    this.callId = call.id;
    this.from = call.peer.user_id;
    this.endReason = call.endReason;
  }
}

/**
 * Shows calls that no call button on the page shows: a toast over the page while it rings, a capsule with the controls
 * while it is up. It never takes the focus; screen readers hear it at once, and again after a while.
 *
 * @tag incoming-call
 * @csspart surface - The toast of a ringing call.
 * @csspart capsule - The capsule of a running call.
 * @csspart avatar - Picture or initials.
 * @csspart name - Who calls.
 * @csspart line - The line.
 * @csspart answer - Answer.
 * @csspart decline - Decline.
 * @csspart hangup - Hang up.
 * @cssprop [--earshot-inset=20px] - Distance from the edge of the viewport.
 * @cssState ringing - A call rings.
 * @cssState active - A call is up.
 * @fires {IncomingCallStateEvent} incoming-call-state - A call shown here came, changed or ended.
 */
export class IncomingCall extends BaseElement {
  static override styles = styles;

  readonly #source = new ClientController(
    this,
    () => undefined,
    (client, changed) => client.calls.on('change', changed),
  );
  #held: HeldCall[] = [];
  readonly #told = new Map<string, CallState>();
  #clock = systemClock;
  #look: Timer;
  #hadFocus = false;

  /** The calls shown here. */
  get currentCalls(): readonly Call[] {
    return this.#held.flatMap(({ call }) => call ?? []);
  }

  override get clock(): Clock {
    this.#clock = this.#source?.client?.clock ?? this.#clock; // kept: timers are cleared after the client has gone
    return this.#clock;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.clock.clearTimeout(this.#look);
    this.#look = undefined;
    for (const held of this.#held.splice(0)) held.dispose();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.#hadFocus ||= !!this.shadowRoot?.activeElement;
    for (const held of this.#held) if (held.call) this.#tell(held.call);
    this.#held = this.#held.filter((held) => (held.call && held.call.state !== 'ended') || this.#lastWord(held));
    // Buttons come first: they claim in the same turn, so look only after it.
    if (this.#waiting().length) this.#look ??= this.clock.setTimeout(() => this.#take(), 0);
  }

  protected override render(): TemplateResult {
    return html`<div class="stack" popover="manual">
      ${repeat(
        this.#held,
        ({ call }) => call?.id,
        (held) => html`<div class="item" id=${`c-${held.call?.id}`}>${this.#item(held)}</div>`,
      )}
    </div>`;
  }

  protected override updated(): void {
    const stack = this.renderRoot.querySelector<HTMLElement>('.stack')!;
    const open = this.#held.length > 0;
    if (stack.isConnected && open !== stack.matches(':popover-open')) stack.togglePopover(open);
    const ringing = this.#held.some(({ shown }) => shown === 'incoming');
    const active = this.#held.some(({ shown }) => isTalking(shown));
    this.reflectStates(...[ringing && 'ringing', active && 'active'].filter((name) => typeof name === 'string'));
    // Whoever pressed Answer stays with the call; nobody else is disturbed.
    if (this.#hadFocus && !this.shadowRoot?.activeElement) this.renderRoot.querySelector<HTMLElement>('.cap')?.focus({ preventScroll: true });
    this.#hadFocus = false;
  }

  #waiting(): Call[] {
    const calls = this.#source.client?.calls.calls ?? [];
    return calls.filter(
      (call) => !call.claimed && (call.connectedAtMs !== undefined || (call.direction === 'incoming' && call.state !== 'initiating')),
    );
  }

  #take(): void {
    this.#look = undefined;
    if (!this.isConnected) return;
    for (const call of this.#waiting()) {
      const held: HeldCall = new HeldCall(this, {
        clock: () => this.clock,
        say: (text, urgent) => this.announce(text, urgent),
        name: () => call.peer.name || call.peer.user_id,
        root: () => this.renderRoot.querySelector(`#c-${CSS.escape(call.id)}`),
      });
      this.#held = [...this.#held, held];
      held.take(call);
    }
  }

  /** An ended call is told and gone. */
  #lastWord(held: HeldCall): false {
    held.hostUpdated();
    if (held.call) this.#told.delete(held.call.id);
    held.dispose();
    return false;
  }

  #tell(call: Call): void {
    if (this.#told.get(call.id) === call.state) return;
    this.#told.set(call.id, call.state);
    this.dispatchEvent(new IncomingCallStateEvent(call));
  }

  /** Another call that is up and not held by us: it is put on hold before this one is answered. */
  #other(call: Call): Call | undefined {
    return this.#source.client?.calls.calls.find((other) => other !== call && other.connectedAtMs !== undefined && !other.localHold);
  }

  async #answer(held: HeldCall, event: MouseEvent, endOther: boolean): Promise<void> {
    const other = held.call && this.#other(held.call);
    if (other) await (endOther ? other.end() : other.hold()).catch(() => {}); // answering matters more
    held.intents.answer(event);
  }

  #item(held: HeldCall): TemplateResult {
    const call = held.call!;
    const { shown } = held;
    const name = call.peer.name || call.peer.user_id;
    if (shown === 'denied' || shown === 'no-mic') {
      const dismiss = () => {
        held.trouble = undefined;
        this.requestUpdate();
      };
      return micHelp(micTrouble(held.trouble)!, { again: held.intents.answer, dismiss, message: undefined, listen: undefined });
    }
    if (shown !== 'incoming') return capsule(call, shown, name, this.clock.now(), held.intents);
    const other = this.#other(call);
    const otherName = other && (other.peer.name || other.peer.user_id);
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

declare global {
  interface HTMLElementTagNameMap {
    'incoming-call': IncomingCall;
  }
  interface GlobalEventHandlersEventMap {
    'incoming-call-state': IncomingCallStateEvent;
  }
}
