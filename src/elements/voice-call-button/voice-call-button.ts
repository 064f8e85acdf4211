import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { type Clock, systemClock } from '../../core/base/clock.ts';
import type { Call, MakeOptions } from '../../core/call/api.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { asEarshotError } from '../../core/protocol/errors.ts';
import { BaseElement } from '../internal/base-element.ts';
import { ClientController } from '../internal/client-controller.ts';
import { phone } from '../internal/icon.ts';
import { property } from '../internal/property.ts';
import type { VoiceCallButtonMessageEvent, VoiceCallButtonStateEvent } from './events.ts';
import type { LiveCall } from './live.ts';
import { styles } from './voice-call-button.styles.ts';
import { t } from './words.ts';

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
 * @cssState elsewhere - A call with this person runs in another tab.
 * @cssState muted - The microphone is muted.
 * @cssState open - Anything but idle, disabled and elsewhere.
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

  readonly #source = new ClientController(
    this,
    (client) => client?.knownUser(this.to),
    (client, changed) => {
      const undo = [client.calls.on('change', changed), client.on('state', changed)];
      return () => {
        for (const off of undo) off();
      };
    },
  );
  /** The capsule and all that belongs to a call: loaded when a call becomes likely. */
  #live: LiveCall | undefined;
  #loading: Promise<LiveCall> | undefined;
  #unclaim: (() => void) | undefined;
  /** An outgoing call was asked for and is not shown yet. Another one, or none: the user has hung up meanwhile. */
  #wish: object | undefined;
  #clock = systemClock;
  #asked: string | undefined;
  #prepared: ClientApi | undefined;
  #fetched: ClientApi | undefined;

  /** Where this button's time comes from: its client's clock. */
  override get clock(): Clock {
    this.#clock = this.#source?.client?.clock ?? this.#clock; // kept: timers are cleared after the client has gone
    return this.#clock;
  }

  /** The call this button shows, if any. */
  get currentCall(): Call | undefined {
    return this.#live?.call;
  }

  /** The name it shows for `to`. */
  get displayName(): string {
    return this.name || this.#live?.call?.peer.name || this.#source.value?.name || this.to;
  }

  /** Calls, or answers when it rings here. Does nothing while a call is up or no one can be called. */
  call(options: Pick<MakeOptions, 'audio'> = {}): void {
    const { client } = this.#source;
    if (this.#live?.rings) this.#live.answer();
    if (!client || this.#why || this.#pending || this.#live?.busy) return;
    const wish = {};
    this.#wish = wish;
    this.requestUpdate();
    const live = this.#load();
    live.catch(() => {}); // told below
    client.calls.make(this.to, { ...options, ...(this.name && { name: this.name }) }).then(
      (call) => {
        if (this.#wish !== wish)
          void call.end(); // hung up before there was a call
        else if (this.isConnected) this.#hold(call);
        else this.#wish = undefined; // it goes on, and is found again when the button is back
      },
      (error) => {
        if (this.#wish !== wish) return;
        this.#wish = undefined;
        this.requestUpdate();
        const failure = asEarshotError(error, 'call:media-failed', 'call');
        live.then((shown) => shown.fail(failure), this.#unloadable);
      },
    );
  }

  /** Answers the incoming call. */
  answer(): void {
    if (this.#live?.rings) this.#live.answer();
  }

  /** Cancels, declines or hangs up. */
  hangUp(): void {
    if (this.#wish && !this.#unclaim) {
      this.#wish = undefined;
      this.requestUpdate();
    }
    this.#live?.end();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#release();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const { client } = this.#source;
    if (changed.has('to') && this.#live && !this.#live.busy) this.#live.dismiss();
    if (this.to && !this.#pending && !this.#live?.busy) {
      // an incoming one; also a call that the page made, or that a reload brought back
      const mine = client?.calls.calls.find(
        (call) => call.peer.user_id === this.to && call.state !== 'ended' && !call.claimed && !this.#live?.hasLeft(call),
      );
      if (mine) this.#hold(mine);
    }
    if (this.variant === 'handset' || client?.tabCalls) this.#load().catch(this.#unloadable);
    this.#askName(client);
    this.#fetch(client);
  }

  protected override render(): TemplateResult {
    const live = this.#live;
    const panel = live?.panel();
    return html`${panel && !live?.floats ? nothing : (live?.mini() ?? this.#button())}${panel ?? nothing}<slot name="after"></slot>`;
  }

  protected override updated(): void {
    if (!this.#live?.open) this.reflectStates(this.#why ? 'disabled' : this.#wish ? 'calling' : 'idle');
    this.#live?.rendered(!!this.#why);
  }

  /** There is a call, or will be, and what shows it is on its way. */
  get #pending(): boolean {
    return !!(this.#wish ?? this.#unclaim);
  }

  /** Why no one can be called; undefined when someone can. */
  get #why(): string | undefined {
    const { client } = this.#source;
    if (!this.to || this.disabled) return t('call.no-one');
    if (!client || client.state === 'failed') return t('call.offline');
    return client.userId === this.to ? t('call.yourself') : undefined;
  }

  #button(): TemplateResult {
    const why = this.#why;
    const icon = html`<slot name="icon">${phone}</slot>`;
    const label = html`<slot>${this.#wish ? t('call.starting') : this.to ? t('call.to', { name: this.displayName }) : t('call.nobody')}</slot>`;
    const handset = this.variant === 'handset' && this.#live;
    const look = handset ? 'cap' : `btn call ${{ soft: 'soft', outline: 'outline', icon: 'pri icon' }[this.variant as string] ?? 'pri'}`;
    const note = html`<slot name="note">${why}</slot>`;
    return html`<button
        class=${look}
        part="button"
        aria-describedby=${why && !handset ? 'note' : nothing}
        aria-disabled=${why ? 'true' : nothing}
        aria-busy=${this.#pending ? 'true' : nothing}
        @click=${this.#start}
        @pointerenter=${this.#prepare}
        @focus=${this.#prepare}
      >
        ${
          handset
            ? handset.handset({ icon, label, note, person: why ? undefined : this.#source.value })
            : html`${icon}<span class=${this.variant === 'icon' ? 'vh' : 'trunc'}>${label}</span>`
        }</button
      >${why && !handset ? html`<span class="vh" id="note">${note}</span>` : nothing}`;
  }

  #start(event: MouseEvent): void {
    this.call();
    this.#loading?.then((live) => live.pressed(event)).catch(() => {});
  }

  /** The call is claimed at once; what shows it may still be on its way. */
  #hold(call: Call): void {
    this.#unclaim = call.claim();
    this.#load().then(
      (live) => {
        if (this.isConnected && this.#unclaim) live.take(call);
        this.#release();
      },
      (error) => {
        if (call.direction === 'outgoing') call.end().catch(() => {}); // nobody could hang it up
        this.#unloadable(error);
        this.#release();
      },
    );
  }

  #release(): void {
    if (!this.#unclaim) return;
    this.#unclaim();
    this.#unclaim = this.#wish = undefined;
  }

  #load(): Promise<LiveCall> {
    this.#loading ??= import('./live.ts').then(
      ({ LiveCall }) => {
        this.#live = new LiveCall(this, {
          client: () => this.#source.client,
          again: (options) => this.call(options),
          say: (text, urgent) => this.announce(text, urgent),
          reflect: (...names) => this.reflectStates(...names),
        });
        this.requestUpdate();
        return this.#live;
      },
      (error) => {
        this.#loading = undefined; // the next intent tries again
        throw error;
      },
    );
    return this.#loading;
  }

  readonly #unloadable = (error: unknown): void => this.warn(`cannot load what shows a call: ${error}`);

  /** The engine and the capsule are loaded when a call becomes likely. */
  #prepare(): void {
    const { client } = this.#source;
    if (!client || this.#why || client === this.#prepared) return;
    this.#prepared = client;
    Promise.all([client.calls.prepare(), this.#load()]).catch(() => {
      this.#prepared = undefined; // the call itself will say what is wrong
    });
  }

  /** Once connected, with nothing else to do, the code of calls is fetched: the first click need not wait for it. */
  #fetch(client: ClientApi | undefined): void {
    if (client?.state !== 'connected' || client === this.#fetched || (navigator as { connection?: { saveData?: boolean } }).connection?.saveData)
      return;
    this.#fetched = client;
    (globalThis.requestIdleCallback ?? setTimeout)(() => client.calls.prepare({ codeOnly: true }).catch(() => {})); // an intent asks again
  }

  #askName(client: ClientApi | undefined): void {
    if (!client || this.name || !this.to || client.state !== 'connected' || this.#source.value || this.#asked === this.to) return;
    this.#asked = this.to;
    client.whoIs(this.to).then(
      () => this.#source.refresh(),
      () => {}, // the id serves as a name
    );
  }
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
