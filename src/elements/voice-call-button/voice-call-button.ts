import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { type Clock, systemClock, type Timer } from '../../core/base/clock.ts';
import type { Call, CallState, MakeOptions } from '../../core/call/api.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { asEarshotError, type EarshotError, isEarshotError } from '../../core/protocol/errors.ts';
import { type AfterIntents, afterCall, micHelp, stays } from '../internal/after-call.ts';
import { avatar } from '../internal/avatar.ts';
import { BaseElement } from '../internal/base-element.ts';
import { t } from '../internal/call-strings.ts';
import { type CallShown, isLive, isTalking, lineShape, micTrouble, outcomeOf } from '../internal/call-view.ts';
import { capsule } from '../internal/capsule.ts';
import { ClientController } from '../internal/client-controller.ts';
import { Floating } from '../internal/floating.ts';
import { HeldCall } from '../internal/held-call.ts';
import { phone } from '../internal/icons.ts';
import { clockText, durationText } from '../internal/strings.ts';
import { VoiceCallButtonMessageEvent, VoiceCallButtonStateEvent } from './events.ts';
import { growFrom, type Size } from './grow.ts';
import { styles } from './voice-call-button.styles.ts';

/** After a call, back to idle (LOOK 6). The countdown ring in the styles runs as long. */
const RETURN_MS = 6_000;
/** Narrower than this, the capsule opens over the page instead of in place. */
const INLINE_MIN_PX = 280;

/**
 * One button that starts, answers and ends a voice call with one person. It grows in place into a capsule that shows
 * the line and its controls.
 *
 * @tag voice-call-button
 * @slot - Label; "Call {name}" by default.
 * @slot icon - In place of the phone.
 * @slot note - Second line of the handset variant; also described by it.
 * @slot after - Whatever follows.
 * @csspart button - The native button.
 * @csspart capsule - The surface while calling and after.
 * @csspart avatar - Picture or initials.
 * @csspart name - Whom the call is with, or the title of what happened.
 * @csspart status - The words under it.
 * @csspart line - The line.
 * @csspart quality - Connection quality.
 * @csspart controls - The group of controls.
 * @csspart control - One control.
 * @csspart answer - Answer.
 * @csspart hangup - Cancel, Decline and Hang up.
 * @csspart popover - What opens over the page with `expand="over"`.
 * @csspart help - The card about the microphone.
 * @cssprop [--earshot-accent=oklch(.47 .085 224)] - Brand colour.
 * @cssprop [--earshot-radius=14px] - Corner radius.
 * @cssprop [--earshot-motion=1] - Multiplies durations; 0 turns motion off.
 * @cssState idle - Nothing is going on.
 * @cssState disabled - No one to call.
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
 * @cssState muted - The microphone is muted.
 * @cssState open - Anything but idle and disabled.
 * @fires {VoiceCallButtonStateEvent} voice-call-button-state - After every change of state.
 * @fires {VoiceCallButtonMessageEvent} voice-call-button-message - "Message" was chosen after a declined call (`messageable`).
 */
export class VoiceCallButton extends BaseElement {
  static override styles = styles;

  /** Id of the person to call. */
  @property() to = '';
  /** Their name; the server's display name, then the id, when omitted. */
  @property() name = '';
  /** Look of the idle button. */
  @property({ reflect: true }) variant: 'solid' | 'soft' | 'outline' | 'icon' | 'handset' = 'solid';
  /** Size of the idle button. */
  @property({ reflect: true }) size: 'normal' | 'small' = 'normal';
  /** Where the capsule opens: in place, over the page beside the button, at the bottom edge; `auto` is in place where there is room. */
  @property({ reflect: true }) expand: 'auto' | 'inline' | 'over' | 'dock' = 'auto';
  /** No calls now; put the reason in the `note` slot. */
  @property({ type: Boolean, reflect: true }) disabled = false;
  /** The page can open a chat: after a declined call, "Message" is offered and fires an event. */
  @property({ type: Boolean }) messageable = false;
  /** Alt+Shift+A, X and M work in the whole page. */
  @property({ type: Boolean }) hotkeys = false;

  /** Why the last call could not even be made. */
  @state() private failure: EarshotError | undefined;
  @state() private floats = false;

  readonly #held = new HeldCall(this, {
    clock: () => this.clock,
    say: (text, urgent) => this.announce(text, urgent),
    name: () => this.#name,
  });
  readonly #floating = new Floating(this);
  readonly #source = new ClientController(
    this,
    (client) => client?.knownUser(this.to)?.name,
    (client, changed) => {
      const undo = [client.calls.on('change', changed), client.on('state', changed)];
      return () => {
        for (const off of undo) off();
      };
    },
  );
  #shown: CallShown = 'disabled';
  #callState: CallState | 'idle' = 'idle';
  #callId: string | undefined;
  #asked: string | undefined;
  #prepared: ClientApi | undefined;
  #from: Size | undefined;
  #hadFocus = false;
  #leaveAt: number | undefined;
  #leftMs = RETURN_MS;
  #leave: Timer;
  readonly #after: AfterIntents = {
    again: (event) => this.#start(event),
    dismiss: () => this.#dismiss(),
    message: undefined,
    listen: undefined,
  };

  /** The call this button shows, if any. */
  get currentCall(): Call | undefined {
    return this.#held.call;
  }

  protected override get clock(): Clock {
    return this.#source?.client?.clock ?? systemClock;
  }

  /** Calls, or answers when it rings here. Does nothing while a call is up or no one can be called. */
  call(options: Pick<MakeOptions, 'audio'> = {}): void {
    const { client } = this.#source;
    const { call, shown } = this.#held;
    if (shown === 'incoming' || (call && call.state !== 'ended' && this.#held.trouble)) return void this.#held.answer();
    if (!client || this.#why || isLive(shown)) return;
    this.#held.drop();
    this.failure = undefined;
    try {
      this.#held.take(client.calls.make(this.to, { ...options, ...(this.name && { name: this.name }) }));
    } catch (error) {
      this.failure = asEarshotError(error, 'call:media-failed', 'call');
    }
  }

  /** Answers the incoming call. */
  answer(): void {
    if (this.#held.shown === 'incoming') void this.#held.answer();
  }

  /** Cancels, declines or hangs up. */
  hangUp(): void {
    if (this.#held.call) void this.#held.end();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#onPageKey);
    this.addEventListener('pointerenter', this.#onPresence);
    this.addEventListener('pointerleave', this.#onPresence);
    this.addEventListener('focusin', this.#onPresence);
    this.addEventListener('focusout', this.#onPresence);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#onPageKey);
    this.clock.clearTimeout(this.#leave);
    this.#leaveAt = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const { client } = this.#source;
    if (changed.has('to') && !isLive(this.#held.shown)) this.#dismiss();
    if (!this.#held.call || this.#held.call.state === 'ended') {
      // also a call that the page made, or that a reload brought back
      const mine = this.to && client?.calls.calls.find((call) => call.peer.user_id === this.to && call.state !== 'ended' && !call.claimed);
      if (mine) this.#held.take(mine);
    }
    this.#askName(client);
    if (this.#held.call || this.failure) this.#from ??= this.#buttonSize();
    else this.#from = undefined;
    this.#hadFocus ||= !!this.shadowRoot?.activeElement;
    this.#after.message = this.messageable ? () => void this.dispatchEvent(new VoiceCallButtonMessageEvent(this.to)) : undefined;
    this.#after.listen = this.#held.trouble ? undefined : () => this.call({ audio: false });
  }

  protected override render(): TemplateResult {
    const shown = this.#view;
    const open = shown !== 'idle' && shown !== 'disabled';
    return html`${open && !this.floats ? nothing : this.#button(shown)}
      ${open ? html`<div class="pop" part="popover" popover=${this.floats ? 'manual' : nothing} @keydown=${this.#onKey}>${this.#panel(shown)}</div>` : nothing}
      <slot name="after"></slot>`;
  }

  protected override updated(): void {
    const shown = this.#view;
    const open = shown !== 'idle' && shown !== 'disabled';
    const flags = [this.#held.call?.muted && isLive(shown) && 'muted', open && 'open', this.floats && 'floating'];
    this.reflectStates(shown, ...flags.filter((flag) => typeof flag === 'string'));
    this.#layout(open);
    this.#moveFocus(shown);
    this.#countDown();
    this.#tell(shown);
  }

  get #name(): string {
    return this.name || this.#held.call?.peer.name || this.#source.client?.knownUser(this.to)?.name || this.to;
  }

  get #view(): CallShown {
    if (this.failure) return isEarshotError(this.failure) && micTrouble(this.failure) ? 'denied' : 'ended';
    const { shown } = this.#held;
    return shown === 'idle' && this.#why ? 'disabled' : shown;
  }

  /** Why no one can be called; undefined when someone can. */
  get #why(): string | undefined {
    const { client } = this.#source;
    if (!this.to || this.disabled) return t('call.no-one');
    if (!client || client.state === 'failed') return t('call.offline');
    return client.userId === this.to ? t('call.yourself') : undefined;
  }

  #button(shown: CallShown): TemplateResult {
    const why = this.#why;
    const label = html`<slot>${this.to ? t('call.to', { name: this.#name }) : t('call.nobody')}</slot>`;
    const shared = { why, icon: html`<slot name="icon">${phone}</slot>` };
    if (this.floats && isLive(shown)) return this.#mini(shown);
    if (this.variant === 'handset') {
      return html`<button class="cap handset" part="button" aria-labelledby="label" aria-describedby="note" aria-disabled=${why ? 'true' : nothing}
        @click=${this.#start} @pointerenter=${this.#prepare} @focus=${this.#prepare}>
        ${this.to && !why ? avatar(this.#name, { key: this.to, src: this.#source.client?.knownUser(this.to)?.profile_url }) : html`<span class="glyph">${phone}</span>`}
        <span class="cap-t"><b class="trunc" id="label" dir="auto">${why && !this.to ? t('call.closed') : label}</b>
          <span class="trunc" id="note"><slot name="note">${why}</slot></span></span>
        <span class="disc">${shared.icon}</span>
      </button>`;
    }
    const look = { solid: 'pri', soft: 'soft', outline: 'outline', icon: 'pri icon', handset: '' }[this.variant] ?? 'pri';
    return html`<button class="btn call ${look}" part="button" aria-describedby=${why ? 'note' : nothing} aria-disabled=${why ? 'true' : nothing}
        @click=${this.#start} @pointerenter=${this.#prepare} @focus=${this.#prepare}>
        ${shared.icon}<span class=${this.variant === 'icon' ? 'vh' : 'trunc'}>${label}</span></button>
      ${why ? html`<span class="vh" id="note"><slot name="note">${why}</slot></span>` : nothing}`;
  }

  /** What stays of the button while the capsule is open over the page. */
  #mini(shown: CallShown): TemplateResult {
    const { call } = this.#held;
    const time = isTalking(shown) ? clockText(call!.durationMs) : nothing;
    return html`<button class="btn call live" part="button" aria-expanded=${this.#floating.open} aria-label=${t('call.with', { name: this.#name })}
      @click=${() => this.#floating.toggle()}>
      <span class="line" data-s=${lineShape(shown, call!.muted)} aria-hidden="true"></span><span class="tnum">${time}</span></button>`;
  }

  #panel(shown: CallShown): TemplateResult {
    const { call } = this.#held;
    const trouble = micTrouble(this.failure ?? this.#held.trouble ?? call?.error);
    if (shown === 'denied' || shown === 'no-mic') return micHelp(trouble!, this.#after);
    if (call && isLive(shown)) return capsule(call, shown, this.#name, this.clock.now(), this.#held.intents);
    return afterCall(this.#outcome, this.#name, durationText(call?.durationMs ?? 0, 'short'), this.#after);
  }

  get #outcome() {
    if (this.failure) return this.failure.code === 'call:limit' ? 'limit' : 'failed';
    const outcome = outcomeOf(this.#held.call!);
    return outcome === 'gone' ? 'completed' : outcome;
  }

  #start(event: MouseEvent): void {
    this.#held.pressed(event);
    this.#hadFocus = true; // not every browser focuses a button that is clicked
    this.call();
  }

  #dismiss(): void {
    if (this.#held.trouble && this.#held.call?.state !== 'ended') this.#held.trouble = undefined;
    else this.#held.drop();
    this.failure = undefined;
    this.requestUpdate();
  }

  /** The call engine is loaded when a call becomes likely. */
  #prepare(): void {
    const { client } = this.#source;
    if (!client || this.#why || client === this.#prepared) return;
    this.#prepared = client;
    client.calls.prepare().catch(() => {
      this.#prepared = undefined; // the call itself will say what is wrong
    });
  }

  #askName(client: ClientApi | undefined): void {
    if (!client || this.name || !this.to || client.state !== 'connected' || client.knownUser(this.to) || this.#asked === this.to) return;
    this.#asked = this.to;
    client.whoIs(this.to).then(
      () => this.requestUpdate(),
      () => {}, // the id serves as a name
    );
  }

  #buttonSize(): Size | undefined {
    const button = this.renderRoot?.querySelector<HTMLElement>('[part=button]');
    return button ? { inline: button.offsetWidth, block: button.offsetHeight } : undefined;
  }

  #layout(open: boolean): void {
    const pop = this.renderRoot.querySelector<HTMLElement>('.pop');
    if (!open) {
      this.floats = false;
      this.#floating.hide();
      return;
    }
    const over = this.expand === 'over' || this.expand === 'dock' || (this.expand === 'auto' && (this.floats || this.offsetWidth < INLINE_MIN_PX));
    if (over !== this.floats) {
      this.floats = over; // nothing was painted yet: the next update shows it where it belongs
      return;
    }
    if (over) this.#floating.show(pop!, this.renderRoot.querySelector('[part=button]')!, this.expand === 'dock');
    else if (this.#from && pop) growFrom(pop.firstElementChild as HTMLElement, this.#from);
    if (this.#from) this.#from = { inline: 0, block: 0 };
  }

  /** Focus is kept where it is while its node lives, and put where it belongs when that is gone (LOOK 7). */
  #moveFocus(shown: CallShown): void {
    const root = this.shadowRoot!;
    if (!this.#hadFocus || root.activeElement) {
      this.#hadFocus = false;
      return;
    }
    const outside = document.activeElement;
    this.#hadFocus = false;
    if (outside && outside !== document.body && outside !== this && !outside.contains(this)) return;
    const target = isLive(shown) ? '.cap' : shown === 'idle' || shown === 'disabled' ? '[part=button]' : '.act, [part=help]';
    root.querySelector<HTMLElement>(target)?.focus({ preventScroll: true });
  }

  readonly #onPresence = (): void => this.#countDown();

  /** Back to idle after a while; hover and visible focus stop the clock. */
  #countDown(): void {
    const { clock } = this;
    const running = this.#view === 'ended' && !stays(this.#outcome);
    const watched = running && (this.matches(':hover') || !!this.shadowRoot?.querySelector(':focus-visible'));
    if (!running || watched) {
      if (this.#leaveAt !== undefined) this.#leftMs = Math.max(0, this.#leaveAt - clock.now());
      this.#leaveAt = undefined;
      clock.clearTimeout(this.#leave);
      if (!running) this.#leftMs = RETURN_MS;
    } else if (this.#leaveAt === undefined) {
      this.#leaveAt = clock.now() + this.#leftMs;
      this.#leave = clock.setTimeout(() => this.#dismiss(), this.#leftMs);
    }
  }

  #tell(shown: CallShown): void {
    const { call } = this.#held;
    const resting = shown === 'idle' || shown === 'disabled';
    const state = resting ? 'idle' : (call?.state ?? 'ended');
    const [before, previous] = [this.#shown, this.#callState];
    this.#shown = shown;
    this.#callState = state;
    this.#callId = call?.id ?? this.#callId;
    if (state === previous && (shown === before || resting)) return;
    this.dispatchEvent(new VoiceCallButtonStateEvent(state, previous, shown, this.#callId, call?.endReason, this.failure ?? call?.error));
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const talking = isTalking(this.#held.shown);
    const key = event.key.toLowerCase();
    if (key === 'm' && talking) this.#held.intents.mute();
    else if (key === 'h' && talking) this.#held.intents.hold();
    else if (key === 'escape' && this.floats) {
      this.#floating.hide();
      this.renderRoot.querySelector<HTMLElement>('[part=button]')?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  readonly #onPageKey = (event: KeyboardEvent): void => {
    if (!this.hotkeys || !event.altKey || !event.shiftKey || event.repeat) return;
    const typing = event.composedPath()[0];
    if (typing instanceof HTMLElement && (typing.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(typing.tagName))) return;
    if (event.code === 'KeyA') this.answer();
    else if (event.code === 'KeyX') this.hangUp();
    else if (event.code === 'KeyM' && isTalking(this.#held.shown)) this.#held.intents.mute();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'voice-call-button': VoiceCallButton;
  }
  interface GlobalEventHandlersEventMap {
    'voice-call-button-state': VoiceCallButtonStateEvent;
    'voice-call-button-message': VoiceCallButtonMessageEvent;
  }
}
