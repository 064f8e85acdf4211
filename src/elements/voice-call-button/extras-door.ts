import { nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { Call } from '../../core/call/api.ts';
import { ClientController } from '../internal/client-controller.ts';
import type { CapsuleExtras } from './extras.ts';
import type { VoiceCallButton } from './voice-call-button.ts';

/** What can be opened beneath the capsule. */
export type CapsuleExtra = 'keypad' | 'devices';

/** Opens and closes what is beneath the capsule; that itself is loaded with the first opening. */
export class ExtrasDoor implements ReactiveController {
  open: CapsuleExtra | undefined;
  readonly #host: VoiceCallButton;
  readonly #say: (text: string, urgent?: boolean) => void;
  readonly #source: ClientController<undefined>;
  #extras: CapsuleExtras | undefined;
  #loading: Promise<void> | undefined;
  /** The menu was opened and does not have the focus yet. */
  #enter = false;

  constructor(host: VoiceCallButton, say: (text: string, urgent?: boolean) => void) {
    this.#host = host;
    this.#say = say;
    this.#source = new ClientController(
      host,
      () => undefined,
      () => () => {},
    );
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('pointerdown', this.#onPointer);
  }

  hostDisconnected(): void {
    document.removeEventListener('pointerdown', this.#onPointer);
    this.close(false);
  }

  hostUpdated(): void {
    if (!this.#enter) return;
    const items = this.#items();
    if (!items.length) return;
    this.#enter = false;
    (items.find((item) => item.ariaChecked === 'true') ?? items[0]!).focus();
  }

  toggle(which: CapsuleExtra): void {
    if (this.open === which) {
      this.close();
      return;
    }
    this.open = which;
    this.#enter = which === 'devices';
    this.#loading ??= import('./extras.ts').then(
      ({ CapsuleExtras }) => {
        this.#extras = new CapsuleExtras(this.#host, this.#say);
        this.#host.requestUpdate();
      },
      (error) => {
        this.#loading = undefined; // the next press tries again
        this.close();
        console.warn(`<voice-call-button> cannot load the ${which}: ${error}`);
      },
    );
    this.#host.requestUpdate();
  }

  /** `back`: the focus goes back to what opened it. */
  close(back = true): void {
    const { open } = this;
    if (!open) return;
    const inside = !!this.#host.shadowRoot?.activeElement?.closest('.extra');
    this.open = undefined;
    this.#enter = false;
    this.#extras?.drop();
    if (back && inside) this.#host.renderRoot.querySelector<HTMLElement>(`[data-extra=${open}]`)?.focus();
    this.#host.requestUpdate();
  }

  /** What is beneath the capsule of this call. */
  render(call: Call): TemplateResult | typeof nothing {
    if (!this.open || !this.#extras) return nothing;
    this.#extras.follow(call, this.#source.client, this.open);
    return this.#extras.render(this.open);
  }

  /** Whether it had a use for the key. */
  key(event: KeyboardEvent): boolean {
    const { key } = event;
    if (key === 'Escape' && this.open) this.close();
    else if (this.open === 'keypad' && /^[0-9*#]$/.test(key)) this.#extras?.tone(key);
    else if (key.toLowerCase() === 'k') this.toggle('keypad');
    else if (key.toLowerCase() === 'd') this.toggle('devices');
    else return this.#move(event);
    return true;
  }

  #items(): HTMLElement[] {
    return [...this.#host.renderRoot.querySelectorAll<HTMLElement>('.extra [role^=menuitem]')];
  }

  #move({ key }: KeyboardEvent): boolean {
    const items = this.#items();
    const at = items.indexOf(this.#host.shadowRoot?.activeElement as HTMLElement);
    if (at < 0) return false;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[key];
    if (to === undefined) return false;
    items.at(to === items.length ? 0 : to)?.focus();
    return true;
  }

  readonly #onPointer = (event: PointerEvent): void => {
    if (!event.composedPath().includes(this.#host)) this.close(false);
  };
}
