import type { PropertyValues } from 'lit';
import { type Clock, systemClock } from '../../core/base/clock.ts';
import type { Call } from '../../core/call/api.ts';
import { BaseElement } from '../internal/base-element.ts';
import { ClientController } from '../internal/client-controller.ts';
import { property } from '../internal/property.ts';
import { styles } from './dial-pad.styles.ts';
import type { DialPadCallEvent, DialPadErrorEvent, DialPadInputEvent, DialPadToneEvent } from './events.ts';
import type { Pad } from './pad.ts';

/**
 * A keypad: dials a number, and sends tones in a call. In the `keypad` slot of a `<call-panel>` it is for tones alone. Elsewhere its keys dial,
 * until a call that was made from here is up and no other element shows it.
 *
 * @tag dial-pad
 * @csspart display - The number, or the tones sent.
 * @csspart key - One key.
 * @csspart call - Call, and Hang up while a call from here is shown by nothing else.
 * @csspart backspace - Deletes a digit.
 * @csspart status - What becomes of a call from here.
 * @csspart notice - What did not work.
 * @cssprop [--earshot-accent=oklch(.47 .085 224)] - Brand colour.
 * @cssprop [--earshot-radius=14px] - Corner radius.
 * @cssState tones - Its keys send tones.
 * @cssState calling - A call from here is on its way, or up.
 * @cssState disabled - No one can be called.
 * @fires {DialPadInputEvent} dial-pad-input - The user changed the number.
 * @fires {DialPadCallEvent} dial-pad-call - A call was made from here.
 * @fires {DialPadToneEvent} dial-pad-tone - A key was pressed in a call.
 * @fires {DialPadErrorEvent} dial-pad-error - A call could not be made, or tones not be sent.
 */
export class DialPad extends BaseElement {
  static override styles = styles;

  /** The number. Spaces, brackets, dots and hyphens between its digits are not dialled. */
  @property() value = '';
  /** What the keys do: dial (`call`), send tones (`tones`), or `auto`: tones in the slot `keypad`, else dial. */
  @property() mode: 'auto' | 'call' | 'tones' = 'auto';
  /** The call that hears the tones; by default the one that is up and not on hold. */
  @property({ attribute: false }) call: Call | undefined;
  /** No calls now. */
  @property({ type: Boolean, reflect: true }) disabled = false;

  readonly #source = new ClientController(
    this,
    () => undefined,
    (client, changed) => {
      const undo = [client.calls.on('change', changed), client.on('state', changed)];
      return () => {
        for (const off of undo) off();
      };
    },
  );
  #clock = systemClock;
  /** All that is drawn: loaded once the element is on a page. */
  #pad: Pad | undefined;
  #loading: Promise<void> | undefined;

  /** Where this element's time comes from: its client's clock. */
  override get clock(): Clock {
    this.#clock = this.#source?.client?.clock ?? this.#clock; // kept: timers are cleared after the client has gone
    return this.#clock;
  }

  /** Calls the number. Does nothing while there is none, or while no one can be called. */
  dial(): void {
    this.#load()
      .then(() => this.#pad?.dial())
      .catch(() => {}); // told where it is loaded
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#pad?.drop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('mode') && !['auto', 'call', 'tones'].includes(this.mode)) this.warn(`mode: "${this.mode}" is not auto, call or tones`);
    if (!this.#pad) this.#load().catch((error) => this.warn(`cannot load the keypad: ${error}`));
  }

  protected override render(): unknown {
    this.#pad?.follow(this.#source.client); // here, because another client is known only after `willUpdate`
    return this.#pad?.render();
  }

  protected override updated(): void {
    this.#pad?.rendered();
  }

  #load(): Promise<void> {
    this.#loading ??= import('./pad.ts').then(
      ({ Pad }) => {
        this.#pad = new Pad(this, {
          say: (text, urgent) => this.announce(text, urgent),
          reflect: (...names) => this.reflectStates(...names),
        });
        this.#pad.follow(this.#source.client);
        this.requestUpdate();
      },
      (error) => {
        this.#loading = undefined; // the next change tries again
        throw error;
      },
    );
    return this.#loading;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dial-pad': DialPad;
  }
  interface GlobalEventHandlersEventMap {
    'dial-pad-input': DialPadInputEvent;
    'dial-pad-call': DialPadCallEvent;
    'dial-pad-tone': DialPadToneEvent;
    'dial-pad-error': DialPadErrorEvent;
  }
}
