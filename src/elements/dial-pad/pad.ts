import { adoptStyles, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Timer } from '../../core/base/clock.ts';
import type { Call } from '../../core/call/api.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { Attempts } from '../internal/call-attempt.ts';
import { t as words } from '../internal/call-strings.ts';
import { callShown, isTalking } from '../internal/call-view.ts';
import { HeldCall } from '../internal/held-call.ts';
import { icon } from '../internal/icon.ts';
import { hangup, phone } from '../internal/icons.ts';
import type { DialPad } from './dial-pad.ts';
import { DialPadCallEvent, DialPadErrorEvent, DialPadInputEvent, DialPadToneEvent } from './events.ts';
import { numberOf } from './number.ts';
import { padStyles } from './pad.styles.ts';
import { callStatus, noLine } from './status.ts';
import { t } from './words.ts';

/** Held this long, 0 is + (LOOK 11). */
const LONG_PRESS_MS = 450;
const MAX_TONES = 64;
const KEYS: [key: string, letters: string][] = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
];
const NAMES = { '*': 'pad.star', '#': 'pad.hash' } as const;
const backspace = icon('M7.3 4.5h8a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-8L2.5 10zM9.5 8l4 4M13.5 8l-4 4', 'i flip');

export interface PadPorts {
  say(text: string, urgent?: boolean): void;
  reflect(...states: string[]): void;
}

/** The keypad as it is drawn: what its keys do, and what becomes of a call from here. */
export class Pad {
  readonly #host: DialPad;
  readonly #ports: PadPorts;
  readonly #attempts: Attempts;
  /** The call that was made from here. It is not claimed: whatever else shows calls may have it. */
  readonly #held: HeldCall;
  /** The same, kept while the element is off the page. */
  #made: Call | undefined;
  #client: ClientApi | undefined;
  #dialling = false;
  #tones = '';
  /** The call that `#tones` went to. */
  #heard: Call | undefined;
  #sending: Promise<unknown> = Promise.resolve();
  /** The key that is held down on the keyboard. */
  #down = '';
  #long: Timer;
  #wasLong = false;

  constructor(host: DialPad, ports: PadPorts) {
    this.#host = host;
    this.#ports = ports;
    this.#held = new HeldCall(host, { clock: () => host.clock, say: ports.say, name: () => this.#held.call?.peer.name ?? '' });
    this.#attempts = new Attempts({
      say: ports.say,
      changed: () => host.requestUpdate(),
      failed: ({ wish, error }) => host.dispatchEvent(new DialPadErrorEvent(wish as 'call' | 'tones', error)),
    });
    adoptStyles(host.renderRoot as ShadowRoot, [...(host.constructor as typeof DialPad).elementStyles, ...padStyles]);
  }

  follow(client: ClientApi | undefined): void {
    this.#client = client;
    const { call } = this.#held;
    if (call?.claimed)
      this.#held.drop(); // something else shows it, and says what there is to say
    else if (!call && client && this.#made && this.#made.state !== 'ended' && !this.#made.claimed) this.#held.take(this.#made, true);
    if (this.#line !== this.#heard) {
      this.#heard = this.#line;
      this.#tones = '';
    }
  }

  drop(): void {
    this.#host.clock.clearTimeout(this.#long);
    this.#down = '';
  }

  dial(): void {
    const client = this.#client;
    const to = numberOf(this.#host.value);
    if (!client || !to || this.#why || this.#dialling || this.#mine) return;
    this.#dialling = true;
    this.#held.drop();
    void this.#attempts
      .run('call', async () => {
        const call = await client.calls.make(to);
        this.#host.dispatchEvent(new DialPadCallEvent(to, call.id));
        this.#made = call; // taken with the next rendering
      })
      .finally(() => {
        this.#dialling = false;
        this.#host.requestUpdate();
      });
  }

  render(): TemplateResult {
    const { failure } = this.#attempts;
    return html`<div class="card" @keydown=${this.#onKeyDown} @keyup=${this.#onKeyUp} @focusout=${this.#onKeyUp}>
      ${this.#forTones ? this.#sent() : this.#number()} ${this.#onlyTones ? (this.#line ? nothing : noLine()) : callStatus(this.#held)}
      ${failure ? html`<p class="notice" part="notice" dir="auto"><b>${failure.title}</b>${failure.why}</p>` : nothing}
      <div class="keys" role="group" aria-label=${t('pad.keypad')}>${KEYS.map((key) => this.#key(...key))}</div>
      ${this.#onlyTones ? nothing : this.#button()}
    </div>`;
  }

  rendered(): void {
    const disabled = this.#onlyTones ? !this.#line : !!this.#why;
    const states = [this.#forTones && 'tones', (this.#mine || this.#dialling) && 'calling', disabled && 'disabled'];
    this.#ports.reflect(...states.filter((state) => typeof state === 'string'));
  }

  /** The keys are for tones, with or without a call. */
  get #onlyTones(): boolean {
    const { mode, slot } = this.#host;
    return mode === 'tones' || (mode !== 'call' && slot === 'keypad');
  }

  get #forTones(): boolean {
    return this.#onlyTones || (!!this.#mine && this.#mine === this.#line);
  }

  /** The call from here, while nothing else on the page shows it. */
  get #mine(): Call | undefined {
    const { call } = this.#held;
    return call && call.state !== 'ended' ? call : undefined;
  }

  /** Who hears the tones. */
  get #line(): Call | undefined {
    const up = (call: Call | undefined) => !!call && isTalking(callShown(call));
    if (this.#host.call) return up(this.#host.call) ? this.#host.call : undefined;
    if (!this.#onlyTones) return up(this.#mine) ? this.#mine : undefined;
    const calls = (this.#client?.calls.calls ?? []).filter(up);
    return calls.find(({ state }) => state === 'connected') ?? calls[0];
  }

  /** Why no one can be called. */
  get #why(): string | undefined {
    const client = this.#client;
    if (this.#host.disabled) return t('pad.closed');
    if (!client || client.state === 'failed') return t('pad.offline');
    return numberOf(this.#host.value) === client.userId ? t('pad.yourself') : undefined;
  }

  get #field(): HTMLInputElement | null {
    return this.#host.renderRoot.querySelector('input');
  }

  #number(): TemplateResult {
    const { value } = this.#host;
    return html`<div class="top">
      ${value ? html`<span></span>` : nothing}
      <input
        class="num"
        part="display"
        type="tel"
        inputmode="none"
        autocomplete="off"
        aria-label=${t('pad.number')}
        placeholder=${t('pad.enter')}
        .value=${live(value)}
        @input=${this.#typed}
      />
      ${
        value ? html`<button class="ib" part="backspace" aria-label=${t('pad.delete')} @click=${() => this.#delete()}>${backspace}</button>` : nothing
      }
    </div>`;
  }

  #sent(): TemplateResult {
    return html`<div class="top"><output class="num" part="display" aria-live="off" aria-label=${t('pad.tones')}>${this.#tones}</output></div>`;
  }

  #key(key: string, letters: string): TemplateResult {
    const label = NAMES[key as keyof typeof NAMES];
    const small = key === '0' && this.#forTones ? '' : letters;
    return html`<button
      class=${this.#down === key ? 'key dn' : 'key'}
      part="key"
      aria-label=${label ? t(label) : nothing}
      @pointerdown=${key === '0' ? this.#holdZero : nothing}
      @pointerup=${key === '0' ? this.#letGo : nothing}
      @pointerleave=${key === '0' ? this.#letGo : nothing}
      @pointercancel=${key === '0' ? this.#letGo : nothing}
      @contextmenu=${key === '0' ? (event: Event) => event.preventDefault() : nothing}
      @click=${(event: MouseEvent) => this.#pressed(key, event)}
    >
      <b>${key}</b>${key === '*' || key === '#' ? nothing : html`<small aria-hidden="true">${small}</small>`}
    </button>`;
  }

  /** Call and Hang up are the same button, so that the focus stays on it. */
  #button(): TemplateResult {
    const up = this.#mine;
    const why = up ? undefined : this.#why;
    const off = !up && (!!why || !numberOf(this.#host.value));
    const label = this.#dialling ? words('call.calling') : t('pad.call');
    const text = up ? words(up.connectedAtMs === undefined ? 'call.cancel' : 'call.hang-up') : label;
    return html`<button
        class=${`btn lg ${up ? 'dan' : off ? '' : 'pri'}`}
        part="call"
        aria-disabled=${off ? 'true' : nothing}
        aria-busy=${this.#dialling ? 'true' : nothing}
        aria-describedby=${why ? 'why' : nothing}
        @click=${(event: MouseEvent) => this.#act(event)}
      >
        ${up ? hangup : phone}<span class="trunc">${text}</span></button
      >${why ? html`<span class="vh" id="why">${why}</span>` : nothing}`;
  }

  #act(event: MouseEvent): void {
    if (this.#mine) this.#held.intents.end(event);
    else {
      this.#held.pressed(event);
      this.dial();
    }
  }

  #pressed(key: string, event: MouseEvent): void {
    this.#letGo();
    if (this.#wasLong) this.#wasLong = false;
    else this.#press(key === '0' && event.shiftKey && !this.#forTones ? '+' : key);
  }

  readonly #holdZero = (event: PointerEvent): void => {
    this.#wasLong = false;
    if (this.#forTones || event.button !== 0) return;
    this.#long = this.#host.clock.setTimeout(() => {
      this.#wasLong = true;
      this.#press('+');
    }, LONG_PRESS_MS);
  };

  readonly #letGo = (): void => this.#host.clock.clearTimeout(this.#long);

  #press(key: string): void {
    if (this.#forTones) this.#tone(key);
    else this.#insert(key);
  }

  #tone(tone: string): void {
    const call = this.#line;
    if (!call) return;
    this.#tones = (this.#tones + tone).slice(-MAX_TONES);
    this.#host.dispatchEvent(new DialPadToneEvent(tone, call.id));
    this.#sending = this.#sending.then(() => this.#attempts.run('tones', () => call.sendDTMF(tone)));
    this.#host.requestUpdate();
  }

  /** Where the caret is, in place of what is selected. */
  #insert(text: string): void {
    const field = this.#field;
    if (!field) return;
    const { selectionStart, selectionEnd } = field;
    field.setRangeText(text, selectionStart ?? field.value.length, selectionEnd ?? field.value.length, 'end');
    this.#typed();
  }

  #delete(): void {
    const field = this.#field;
    if (!field) return;
    const end = field.selectionEnd ?? field.value.length;
    const start = field.selectionStart ?? end;
    field.setRangeText('', start === end ? Math.max(0, start - 1) : start, end, 'end');
    if (!field.value) field.focus(); // the button goes
    this.#typed();
  }

  readonly #typed = (): void => {
    const value = this.#field?.value ?? '';
    if (value === this.#host.value) return;
    this.#host.value = value;
    if (this.#held.call?.state === 'ended') this.#held.drop();
    if (this.#attempts.failure) this.#attempts.dismiss();
    this.#host.dispatchEvent(new DialPadInputEvent(value));
  };

  /** LOOK 7. What is handled here goes no further: a panel around it has keys of its own. */
  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.composedPath()[0] === this.#field;
    const key = /^[0-9*#+]$/.test(event.key) ? event.key : event.shiftKey && event.code === 'Digit0' ? '+' : '';
    if (key && !(key === '+' && this.#forTones)) {
      this.#down = key === '+' ? '0' : key;
      if (!this.#forTones || !event.repeat) this.#press(key);
      this.#host.requestUpdate();
    } else if (typing && event.key === 'Enter') this.dial();
    else if (!typing && event.key === 'Backspace' && !this.#forTones) this.#delete();
    else return;
    stop(event);
  };

  readonly #onKeyUp = (): void => {
    if (!this.#down) return;
    this.#down = '';
    this.#host.requestUpdate();
  };
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
