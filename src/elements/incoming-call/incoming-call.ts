import { html, type PropertyValues } from 'lit';
import { type Clock, systemClock, type Timer } from '../../core/base/clock.ts';
import type { Call } from '../../core/call/api.ts';
import { BaseElement } from '../internal/base-element.ts';
import { ClientController } from '../internal/client-controller.ts';
import { elsewhere } from '../internal/elsewhere.ts';
import { property } from '../internal/property.ts';
import type { IncomingCallErrorEvent, IncomingCallSilencedEvent, IncomingCallStateEvent } from './events.ts';
import { styles } from './incoming-call.styles.ts';
import type { LiveCalls } from './live.ts';

/**
 * Shows calls that no call button in sight shows: a toast over the page while it rings, or a dialog in front of it, and a capsule with the
 * controls while it is up, unless a `<call-panel>` has those; also for calls that run in another tab of the browser. A toast never takes the
 * focus; screen readers hear it at once, and again after a while.
 *
 * @tag incoming-call
 * @slot quick-replies - Buttons of the page in the dialog: replies to send instead of answering.
 * @csspart surface - The toast or the dialog of a ringing call.
 * @csspart quick - The row of quick replies.
 * @csspart notice - What did not work.
 * @csspart field - The field that asks whom to forward to.
 * @csspart capsule - The capsule of a running call.
 * @csspart avatar - Picture or initials.
 * @csspart name - Who calls.
 * @csspart status - The words under it.
 * @csspart line - The line.
 * @csspart quality - Connection quality.
 * @csspart controls - The group of controls.
 * @csspart control - One control.
 * @csspart help - The card about the microphone.
 * @csspart answer - Answer.
 * @csspart decline - Decline.
 * @csspart hangup - Hang up.
 * @cssprop [--earshot-inset=20px] - Distance from the edge of the viewport.
 * @cssState ringing - A call rings.
 * @cssState active - A call is up.
 * @cssState modal - The dialog is open.
 * @fires {IncomingCallStateEvent} incoming-call-state - A call shown here came, changed or ended.
 * @fires {IncomingCallSilencedEvent} incoming-call-silenced - Escape made the dialog a toast.
 * @fires {IncomingCallErrorEvent} incoming-call-error - Ignoring or forwarding did not work.
 */
export class IncomingCall extends BaseElement {
  static override styles = styles;

  /** A toast that disturbs nobody, or a dialog in front of the page. */
  @property({ reflect: true }) mode: 'toast' | 'dialog' = 'toast';
  /** Level of the heading in the dialog, 1…6. */
  @property({ type: Number, attribute: 'heading-level' }) headingLevel = 3;

  readonly #source = new ClientController(
    this,
    () => undefined,
    (client, changed) => client.calls.on('change', changed),
  );
  #clock = systemClock;
  /** What shows calls: loaded with the first one. */
  #live: LiveCalls | undefined;
  #loading: Promise<LiveCalls> | undefined;
  #look: Timer;

  /** The calls shown here. */
  get currentCalls(): readonly Call[] {
    return this.#live?.calls ?? [];
  }

  /** Where this element's time comes from: its client's clock. */
  override get clock(): Clock {
    this.#clock = this.#source?.client?.clock ?? this.#clock; // kept: timers are cleared after the client has gone
    return this.#clock;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.clock.clearTimeout(this.#look);
    this.#look = undefined;
    this.#live?.drop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('mode') && !['toast', 'dialog'].includes(this.mode)) this.warn(`mode: "${this.mode}" is not toast or dialog`);
    if (changed.has('headingLevel') && !(this.headingLevel >= 1 && this.headingLevel <= 6))
      this.warn(`heading-level: "${this.headingLevel}" is not between 1 and 6`);
    this.#live?.sweep();
    // Buttons come first: they claim in the same turn, so look only after it.
    if (this.#waiting().length) this.#look ??= this.clock.setTimeout(() => this.#take(), 0);
  }

  protected override render(): unknown {
    return html`<div class="stack" popover="manual">${this.#live?.items()}${elsewhere(this, this.#source.client, undefined, true)}</div>${this.#live?.dialog()}`;
  }

  protected override updated(): void {
    this.#live?.rendered();
  }

  /** Calls that nobody shows: those that ring here, and those that are up. */
  #waiting(): Call[] {
    const calls = this.#source.client?.calls.calls ?? [];
    return calls.filter(
      (call) => !call.claimed && (call.connectedAtMs !== undefined || (call.direction === 'incoming' && call.state !== 'initiating')),
    );
  }

  #take(): void {
    this.#look = undefined;
    if (!this.#waiting().length) return;
    this.#loading ??= import('./live.ts').then(({ LiveCalls }) => {
      this.#live = new LiveCalls(this, {
        others: (call) => (this.#source.client?.calls.calls ?? []).filter((other) => other !== call),
        say: (text, urgent) => this.announce(text, urgent),
        reflect: (...names) => this.reflectStates(...names),
      });
      return this.#live;
    });
    this.#loading.then(
      (live) => {
        if (this.isConnected) for (const call of this.#waiting()) live.take(call);
      },
      (error) => {
        this.#loading = undefined; // the next change of a call tries again
        this.warn(`cannot load what shows a call: ${error}`);
      },
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'incoming-call': IncomingCall;
  }
  interface GlobalEventHandlersEventMap {
    'incoming-call-state': IncomingCallStateEvent;
    'incoming-call-silenced': IncomingCallSilencedEvent;
    'incoming-call-error': IncomingCallErrorEvent;
  }
}
