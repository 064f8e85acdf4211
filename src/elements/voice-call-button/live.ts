import { adoptStyles, html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { Timer } from '../../core/base/clock.ts';
import type { Call, CallState, MakeOptions } from '../../core/call/api.ts';
import type { ClientApi } from '../../core/client/api.ts';
import type { EarshotError } from '../../core/protocol/errors.ts';
import type { BaseUser } from '../../core/protocol/index.ts';
import { type AfterIntents, afterCall, micHelp, stays } from '../internal/after-call.ts';
import { avatar } from '../internal/avatar.ts';
import { t } from '../internal/call-strings.ts';
import { type CallShown, isLive, isTalking, lineShape, micTrouble, type Outcome, outcomeOf } from '../internal/call-view.ts';
import { type CapsuleMore, capsule } from '../internal/capsule.ts';
import { clockText, durationText } from '../internal/durations.ts';
import { elsewhere } from '../internal/elsewhere.ts';
import { Floating } from '../internal/floating.ts';
import { HeldCall } from '../internal/held-call.ts';
import { phone } from '../internal/icons.ts';
import { VoiceCallButtonMessageEvent, VoiceCallButtonStateEvent } from './events.ts';
import { ExtrasDoor } from './extras-door.ts';
import { growFrom, type Size } from './grow.ts';
import { InSight } from './in-sight.ts';
import { liveStyles } from './live.styles.ts';
import type { VoiceCallButton } from './voice-call-button.ts';

/** After a call, back to idle (LOOK 6). The countdown ring in the styles runs as long. */
const RETURN_MS = 6_000;
/** Narrower than this, the capsule opens over the page instead of in place. */
const INLINE_MIN_PX = 280;

/** What this part needs of the button it belongs to, beyond its public face. */
export interface LivePorts {
  client(): ClientApi | undefined;
  again(options?: Pick<MakeOptions, 'audio'>): void;
  say(text: string, urgent?: boolean): void;
  reflect(...states: string[]): void;
}

/** The button while there is something to tell of a call: capsule, what came of it, trouble with the microphone. */
export class LiveCall implements ReactiveController {
  /** Whether the panel opens over the page. */
  floats = false;
  readonly #host: VoiceCallButton;
  readonly #ports: LivePorts;
  readonly #held: HeldCall;
  readonly #floating: Floating;
  readonly #extras: ExtrasDoor;
  readonly #inSight: InSight;
  /** Why the last call could not even be made. */
  #failure: EarshotError | undefined;
  #shown: CallShown = 'idle';
  #callState: CallState | 'idle' = 'idle';
  #callId: string | undefined;
  #from: Size | undefined;
  #hadFocus = false;
  #leaveAt: number | undefined;
  #leftMs = RETURN_MS;
  #leave: Timer;
  /** A call with this person runs in another tab, and none here. */
  #away: TemplateResult | undefined;

  constructor(host: VoiceCallButton, ports: LivePorts) {
    this.#host = host;
    this.#ports = ports;
    this.#held = new HeldCall(host, { clock: () => host.clock, say: ports.say, name: () => host.displayName });
    this.#inSight = new InSight(this.#held);
    this.#floating = new Floating(host);
    this.#extras = new ExtrasDoor(host, ports.say);
    adoptStyles(host.renderRoot as ShadowRoot, [...(host.constructor as typeof VoiceCallButton).elementStyles, ...liveStyles]);
    host.addController(this);
  }

  get call(): Call | undefined {
    return this.#held.call;
  }

  get shown(): CallShown {
    if (!this.#failure) return this.#held.shown;
    return micTrouble(this.#failure) ? 'denied' : 'ended';
  }

  /** A panel is to be seen. */
  get open(): boolean {
    return this.shown !== 'idle';
  }

  /** A line is in use, or rings and could not be answered yet. */
  get busy(): boolean {
    return !!this.call && this.call.state !== 'ended';
  }

  /** It rings here. */
  get rings(): boolean {
    return this.busy && this.call!.direction === 'incoming' && this.call!.connectedAtMs === undefined;
  }

  /** It rings, and something else on the page shows it, because nobody could see it here. */
  hasLeft(call: Call): boolean {
    return this.#inSight.hasLeft(call);
  }

  take(call: Call): void {
    this.#failure = undefined;
    this.#from = this.#buttonSize();
    this.#held.take(call);
  }

  fail(failure: EarshotError): void {
    this.#held.drop();
    this.#failure = failure;
    this.#host.requestUpdate();
  }

  answer(): void {
    void this.#held.answer();
  }

  end(): void {
    void this.#held.end();
  }

  /** Back to the button. A call that still rings here keeps ringing. */
  dismiss(): void {
    if (this.busy) this.#held.trouble = undefined;
    else this.#held.drop();
    this.#failure = undefined;
    this.#host.requestUpdate();
  }

  /** A click that started something: not every browser focuses a button that is clicked. */
  pressed(event: MouseEvent): void {
    this.#held.pressed(event);
    this.#hadFocus = true;
    this.#host.requestUpdate();
  }

  hostConnected(): void {
    document.addEventListener('keydown', this.#onPageKey);
    for (const type of ['pointerenter', 'pointerleave', 'focusin', 'focusout']) this.#host.addEventListener(type, this.#onPresence);
  }

  hostDisconnected(): void {
    document.removeEventListener('keydown', this.#onPageKey);
    for (const type of ['pointerenter', 'pointerleave', 'focusin', 'focusout']) this.#host.removeEventListener(type, this.#onPresence);
    this.#host.clock.clearTimeout(this.#leave);
    this.#leaveAt = undefined;
    this.#failure = undefined;
    this.#inSight.stop();
  }

  hostUpdate(): void {
    this.#hadFocus ||= !!this.#host.shadowRoot?.activeElement;
    this.#inSight.yield();
  }

  /** What is shown instead of the button, or over the page beside it. */
  panel(): TemplateResult | undefined {
    this.#away = elsewhere(this.#host, this.#ports.client(), this.busy ? '' : this.#host.to);
    if (this.#away) {
      this.#held.drop(); // what was answered there is not over
      this.#failure = undefined;
      return this.#away;
    }
    if (!this.open) return undefined;
    return html`<div class="pop" part="popover" popover=${this.floats ? 'manual' : nothing} @keydown=${this.#onKey}>${this.#surface()}${this.call && isTalking(this.shown) ? this.#extras.render(this.call) : nothing}</div>`;
  }

  /** What stays of the button while the line is in use over the page. */
  mini(): TemplateResult | undefined {
    const { shown } = this;
    if (!this.floats || !this.call || !isLive(shown)) return undefined;
    const time = isTalking(shown) ? html`<span class="tnum">${clockText(this.call.durationMs)}</span>` : nothing;
    return html`<button
      class="btn call live"
      part="button"
      aria-expanded=${this.#floating.open}
      aria-label=${t('call.with', { name: this.#host.displayName })}
      @click=${() => this.#floating.toggle()}
    >
      <span class="line" data-s=${lineShape(shown, this.call.muted)} aria-hidden="true"></span>${time}
    </button>`;
  }

  /** Inside of the handset variant of the idle button. */
  handset(parts: { icon: unknown; label: unknown; note: unknown; person: BaseUser | undefined }): TemplateResult {
    const { to, displayName } = this.#host;
    const known = parts.person ?? undefined;
    return html`${to ? avatar(displayName, { key: to, src: known?.profile_url }) : html`<span class="glyph">${phone}</span>`}
      <span class="cap-t">
        <b class="trunc" dir="auto">${to ? parts.label : t('call.closed')}</b>
        <span class="trunc">${parts.note}</span>
      </span>
      <span class="disc">${parts.icon}</span>`;
  }

  /** After each rendering of the host. */
  rendered(disabled: boolean): void {
    const { shown } = this;
    if (!isTalking(shown)) this.#extras.close(false);
    const flags = [this.call?.muted && isLive(shown) && 'muted', this.open && 'open', this.floats && 'floating'];
    if (this.#away) this.#ports.reflect('elsewhere');
    else if (this.open) this.#ports.reflect(shown, ...flags.filter((flag) => typeof flag === 'string'));
    this.#layout();
    const closed = this.floats && !this.#floating.open; // by its user; the button beside it still rings
    this.#inSight.watch(this.#host.renderRoot.querySelector(closed ? '[part=button]' : '.pop'));
    this.#moveFocus();
    this.#countDown();
    this.#tell(disabled && shown === 'idle' ? 'disabled' : shown);
  }

  #surface(): TemplateResult {
    const { shown, call } = this;
    const name = this.#host.displayName;
    if (shown === 'denied' || shown === 'no-mic') return micHelp(micTrouble(this.#failure ?? this.#held.trouble ?? call?.error)!, this.#after);
    if (call && isLive(shown)) return capsule(call, shown, name, this.#host.clock.now(), this.#held.intents, this.#more);
    return afterCall(this.#outcome, name, durationText(call?.durationMs ?? 0, 'short'), this.#after);
  }

  /** The keypad and the devices, beneath the capsule. */
  get #more(): CapsuleMore {
    return { open: this.#extras.open, toggle: (which) => this.#extras.toggle(which) };
  }

  get #outcome(): Exclude<Outcome, 'gone'> {
    if (this.#failure || !this.call) return this.#failure?.code === 'call:limit' ? 'limit' : 'failed';
    const outcome = outcomeOf(this.call);
    return outcome === 'gone' ? 'completed' : outcome;
  }

  get #after(): AfterIntents {
    return {
      again: (event) => {
        this.pressed(event);
        this.#ports.again();
      },
      dismiss: () => this.dismiss(),
      message: this.#host.messageable ? () => void this.#host.dispatchEvent(new VoiceCallButtonMessageEvent(this.#host.to)) : undefined,
      listen: this.busy ? undefined : () => this.#ports.again({ audio: false }),
    };
  }

  #buttonSize(): Size | undefined {
    const button = this.#host.renderRoot.querySelector<HTMLElement>('[part=button]');
    return button && !this.open ? { inline: button.offsetWidth, block: button.offsetHeight } : undefined;
  }

  #layout(): void {
    const { expand, offsetWidth, renderRoot } = this.#host;
    const pop = renderRoot.querySelector<HTMLElement>('.pop');
    if (!this.open || !pop) {
      this.#floating.hide();
      this.floats = false;
      return;
    }
    const over = expand === 'over' || expand === 'dock' || (expand === 'auto' && (this.floats || offsetWidth < INLINE_MIN_PX));
    if (over !== this.floats) {
      this.floats = over;
      this.#host.requestUpdate(); // before anything is painted
      return;
    }
    if (over) this.#floating.show(pop, renderRoot.querySelector('[part=button]')!, expand === 'dock');
    else if (this.#from) growFrom(pop.firstElementChild as HTMLElement, this.#from);
    this.#from = undefined;
  }

  /** Focus stays where it is while its node lives, and goes where it belongs when that is gone (LOOK 7). */
  #moveFocus(): void {
    const root = this.#host.shadowRoot!;
    const lost = this.#hadFocus && !root.activeElement;
    this.#hadFocus = false;
    const elsewhere = document.activeElement;
    if (!lost || (elsewhere && elsewhere !== document.body && !elsewhere.contains(this.#host))) return;
    const find = (selector: string) => root.querySelector<HTMLElement>(selector);
    const target = isLive(this.shown) ? find('.cap') : this.open ? (find('.act') ?? find('.cap, .help')) : find('[part=button]');
    target?.focus({ preventScroll: true });
  }

  readonly #onPresence = (): void => this.#countDown();

  /** Back to idle after a while; hover and visible focus stop the clock. */
  #countDown(): void {
    const { clock, shadowRoot } = this.#host;
    const running = this.shown === 'ended' && !stays(this.#outcome);
    const watched = running && (this.#host.matches(':hover') || !!shadowRoot?.querySelector(':focus-visible'));
    if (running && !watched) {
      if (this.#leaveAt !== undefined) return;
      this.#leaveAt = clock.now() + this.#leftMs;
      this.#leave = clock.setTimeout(() => this.dismiss(), this.#leftMs);
      return;
    }
    this.#leftMs = running && this.#leaveAt !== undefined ? Math.max(0, this.#leaveAt - clock.now()) : running ? this.#leftMs : RETURN_MS;
    this.#leaveAt = undefined;
    clock.clearTimeout(this.#leave);
  }

  #tell(shown: CallShown): void {
    const { call } = this;
    const resting = shown === 'idle' || shown === 'disabled';
    const state = resting ? 'idle' : (call?.state ?? 'ended');
    const [before, previous] = [this.#shown, this.#callState];
    this.#shown = shown;
    this.#callState = state;
    this.#callId = call?.id ?? this.#callId;
    if (state === previous && (shown === before || resting)) return;
    const event = new VoiceCallButtonStateEvent(state, previous, shown, this.#callId, call?.endReason, this.#failure ?? call?.error);
    this.#host.dispatchEvent(event);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const talking = isTalking(this.#held.shown);
    const key = event.key.toLowerCase();
    if (key === 'm' && talking) this.#held.intents.mute();
    else if (key === 'h' && talking) this.#held.intents.hold();
    else if (talking && this.#extras.key(event)) {
      // it had a use for it
    } else if (key === 'escape' && this.floats) {
      this.#floating.hide();
      this.#host.renderRoot.querySelector<HTMLElement>('[part=button]')?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  readonly #onPageKey = (event: KeyboardEvent): void => {
    if (!this.#host.hotkeys || !event.altKey || !event.shiftKey || event.repeat) return;
    const typing = event.composedPath()[0];
    if (typing instanceof HTMLElement && (typing.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(typing.tagName))) return;
    if (event.code === 'KeyA' && this.rings) this.answer();
    else if (event.code === 'KeyX' && this.busy) this.end();
    else if (event.code === 'KeyM' && isTalking(this.#held.shown)) this.#held.intents.mute();
  };
}
