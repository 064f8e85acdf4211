import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { type Clock, systemClock } from '../../core/base/clock.ts';
import type { Call } from '../../core/call/api.ts';
import { BaseElement } from '../internal/base-element.ts';
import { ClientController } from '../internal/client-controller.ts';
import { elsewhere } from '../internal/elsewhere.ts';
import { property } from '../internal/property.ts';
import { onSeen } from '../internal/seen.ts';
import { styles } from './call-panel.styles.ts';
import type { CallPanelErrorEvent, CallPanelStateEvent } from './events.ts';
import type { PanelSession } from './session.ts';

/** Somebody the panel may suggest where it asks whom to call. */
export interface PanelContact {
  user_id: string;
  name: string;
}

/**
 * The calls of a client, whoever made or answered them, also in another tab of the browser: pictures of both sides, screen sharing, and everything that can be done in a call. One
 * call is in front, the others stand in a list above it. Works from 280 px to full screen. While it is not displayed it leaves calls to other
 * elements.
 *
 * @tag call-panel
 * @slot idle - What stands there while there is no call.
 * @slot controls - Buttons of the page beside those of the call.
 * @slot overlay - Whatever lies over the picture.
 * @slot keypad - A keypad in place of the built-in one.
 * @csspart stage - The dark surface.
 * @csspart top - Who it is, and how good the connection is.
 * @csspart name - Whom the call is with, or the title of what happened.
 * @csspart status - The words under it.
 * @csspart avatar - Picture or initials.
 * @csspart line - The line.
 * @csspart quality - Connection quality.
 * @csspart video - Picture of the far side.
 * @csspart self - The local view.
 * @csspart share - The screen that is shared here.
 * @csspart strip - The small pictures beside it.
 * @csspart bar - The controls at the bottom.
 * @csspart control - One control.
 * @csspart hangup - Cancel and Hang up.
 * @csspart answer - Answer.
 * @csspart decline - Decline.
 * @csspart other - A call that is not in front.
 * @csspart notice - A line about the call that wants to be seen.
 * @csspart sheet - What opens over the picture: menu, devices, transfer, keypad, words.
 * @csspart item - One line of a menu.
 * @csspart field - The field that asks whom.
 * @csspart help - The card about the microphone.
 * @cssprop [--earshot-accent=oklch(.47 .085 224)] - Brand colour.
 * @cssprop [--earshot-radius=14px] - Corner radius.
 * @cssprop [--earshot-inset=20px] - Distance of the small window from the edge of the viewport.
 * @cssState idle - There is no call.
 * @cssState requesting - The browser asks for the microphone.
 * @cssState calling - On the way.
 * @cssState ringing - It rings there.
 * @cssState incoming - It rings here.
 * @cssState answered - Both can talk.
 * @cssState hold - One side holds.
 * @cssState reconnecting - The connection is lost for the moment.
 * @cssState ended - It is over.
 * @cssState denied - The microphone is blocked.
 * @cssState no-mic - There is no microphone that works.
 * @cssState video - The far side's picture is shown.
 * @cssState sharing - This side shares its screen.
 * @cssState muted - The microphone is muted.
 * @cssState recording - One side records.
 * @cssState small - It is shrunk to a small window or a bar.
 * @fires {CallPanelStateEvent} call-panel-state - Another call is in front, or what is shown of it changed.
 * @fires {CallPanelErrorEvent} call-panel-error - What was asked for did not work.
 */
export class CallPanel extends BaseElement {
  static override styles = styles;

  /** Level of the heading that names the far side, 1…6. */
  @property({ type: Number, attribute: 'heading-level' }) headingLevel = 3;
  /** Whether calls can be recorded here: the far side is asked first (`ask`), is only told (`tell`), or no recording is offered (`off`). */
  @property() recording: 'ask' | 'tell' | 'off' = 'ask';
  /** Shrunk to a small window over the page, or to a bar while there is no picture. */
  @property({ type: Boolean, reflect: true }) small = false;
  /** People to suggest where the panel asks whom to call or transfer to. */
  @property({ attribute: false }) contacts: readonly PanelContact[] = [];

  readonly #source = new ClientController(
    this,
    () => undefined,
    (client, changed) => client.calls.on('change', changed),
  );
  #clock = systemClock;
  #session: PanelSession | undefined;
  #loading: Promise<PanelSession> | undefined;
  #unwatch: (() => void) | undefined;
  /** Calls shown here, so that nothing else on the page shows them. */
  readonly #claims = new Map<Call, () => void>();

  /** The call in front, if any. */
  get currentCall(): Call | undefined {
    return this.#session?.call;
  }

  /** Where this element's time comes from: its client's clock. */
  override get clock(): Clock {
    this.#clock = this.#source?.client?.clock ?? this.#clock; // kept: timers are cleared after the client has gone
    return this.#clock;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = onSeen(this, () => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    this.#release();
    this.#session?.drop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('headingLevel') && !(this.headingLevel >= 1 && this.headingLevel <= 6))
      this.warn(`heading-level: "${this.headingLevel}" is not between 1 and 6`);
    if (changed.has('recording') && !['ask', 'tell', 'off'].includes(this.recording))
      this.warn(`recording: "${this.recording}" is not ask, tell or off`);
    const { client } = this.#source;
    const all = this.checkVisibility() ? (client?.calls.calls ?? []) : []; // a panel that nobody sees leaves calls to others
    const calls = all.filter((call) => call.state !== 'ended' && this.#mine(call));
    for (const call of calls) if (!isRinging(call) && !this.#claims.has(call)) this.#claims.set(call, call.claim());
    for (const [call, undo] of this.#claims) {
      if (calls.includes(call)) continue;
      this.#claims.delete(call);
      undo();
    }
    if (calls.length) this.#load(calls);
    if (client?.tabCalls?.calls.some(({ id }) => id === this.#session?.call?.id)) this.#session?.dismiss(); // answered there, where it goes on
    this.#session?.show(client, calls);
  }

  protected override render(): TemplateResult {
    const away = elsewhere(this, this.#source.client);
    const own = this.#session?.render() ?? html`<slot name="idle"></slot>`;
    return html`${away ?? nothing}${away && !this.#session?.call ? nothing : own}`;
  }

  protected override updated(): void {
    if (this.#session) this.#session.rendered();
    else this.reflectStates('idle');
  }

  /** What rings here is shown by whoever claims it; a panel alone on its page shows it itself. */
  #mine(call: Call): boolean {
    return this.#claims.has(call) || !isRinging(call) || !call.claimed;
  }

  #release(): void {
    for (const undo of this.#claims.values()) undo();
    this.#claims.clear();
  }

  #load(calls: readonly Call[]): void {
    this.#loading ??= import('./session.ts').then(({ PanelSession }) => {
      this.#session = new PanelSession(this, {
        say: (text, urgent) => this.announce(text, urgent),
        reflect: (...names) => this.reflectStates(...names),
      });
      this.requestUpdate();
      return this.#session;
    });
    this.#loading.catch((error) => {
      this.#loading = undefined; // the next change of a call tries again
      this.#release(); // another element may show them
      for (const call of calls) if (call.direction === 'outgoing' && call.connectedAtMs === undefined) call.end().catch(() => {}); // nobody could hang it up
      this.warn(`cannot load what shows a call: ${error}`);
    });
  }
}

/** It rings here and was not answered. */
const isRinging = (call: Call): boolean => call.direction === 'incoming' && call.connectedAtMs === undefined;

declare global {
  interface HTMLElementTagNameMap {
    'call-panel': CallPanel;
  }
  interface GlobalEventHandlersEventMap {
    'call-panel-state': CallPanelStateEvent;
    'call-panel-error': CallPanelErrorEvent;
  }
}
