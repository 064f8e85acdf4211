import { html, LitElement, type PropertyValues } from 'lit';
import { type Clock, systemClock, type Timer } from '../../core/base/clock.ts';
import type { Unsubscribe } from '../../core/base/emitter.ts';
import { defaultSettings } from '../../core/base/settings.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { Client } from '../../core/client/index.ts';
import type { ConnectionState, TokenProvider } from '../../core/connection/api.ts';
import { asEarshotError, EarshotError } from '../../core/protocol/errors.ts';
import { ClientProvider } from '../internal/client-provider.ts';
import { EarshotEvent } from '../internal/events.ts';
import type { GuestDoor, GuestDoorEvent } from '../internal/guest-door.ts';
import { property } from '../internal/property.ts';
import { styles } from './earshot-client.styles.ts';
import type { GuestIdentity } from './guest.ts';

/** How long an element may be out of the document before its client ends: moves and double mounts stay unnoticed. */
const GRACE_MS = 250;

/** `earshot-client-state`: the connection's state changed. */
export class EarshotClientStateEvent extends EarshotEvent {
  readonly state: ConnectionState;
  readonly previous: ConnectionState;
  constructor(state: ConnectionState, previous: ConnectionState) {
    super('earshot-client-state');
    this.state = state;
    this.previous = previous;
  }
}

/** `earshot-client-error`: trouble that no promise of the page carries. */
export class EarshotClientErrorEvent extends EarshotEvent {
  readonly error: EarshotError;
  constructor(error: EarshotError) {
    super('earshot-client-error');
    this.error = error;
  }
}

/**
 * Makes a client from its attributes, connects it while in the document, and provides it to every Earshot element inside.
 * A changed `host`, `app-id` or `user-id` makes a new client; a changed token is used at the next refresh, or at once
 * after a refusal.
 *
 * @tag earshot-client
 * Its calls are heard: own sounds come from the attributes `ringtone` (a call rings here), `waiting-tone` (one rings while another is up), `ringback` (it
 * rings there), `busy-tone` (refused) and `end-tone` (over). Each is the address of a sound, or `none` for silence; ours plays where it is omitted.
 *
 * @slot - The page's own content.
 * @attr {string} lang - Language of all elements on the page: `ar`, `de`, `en`, `ja` or `ko`; that of the page when omitted.
 * @attr {string} ringtone - Sound of a call that rings here, looped: an address, or `none`.
 * @attr {string} waiting-tone - Sound of a call that rings here while another is up, looped.
 * @attr {string} ringback - Sound while it rings at the far side, looped.
 * @attr {string} busy-tone - Sound of a call that was refused or reached nobody, once.
 * @attr {string} end-tone - Sound of the end of a talk, once.
 * @fires {EarshotClientStateEvent} earshot-client-state - The connection's state changed.
 * @fires {EarshotClientErrorEvent} earshot-client-error - Something went wrong that no promise of the page carries.
 */
export class EarshotClient extends LitElement {
  static override styles = styles;

  /** Host and port without a scheme; the page's own when omitted. */
  @property() host: string | undefined;
  /** The app's id on that server. */
  @property({ attribute: 'app-id' }) appId: string | undefined;
  /** Who talks. */
  @property({ attribute: 'user-id' }) userId: string | undefined;
  /** A session token; or rather `tokenProvider`, which can also refresh it. */
  @property() token: string | undefined;
  /** Asked for a token at the start, before expiry, and after a refusal. Wins over `token`. */
  @property({ attribute: false }) tokenProvider: TokenProvider | undefined;
  /** Keeps no flight recording of the client that is made next. */
  @property({ type: Boolean, attribute: 'no-recorder' }) noRecorder = false;
  /**
   * `shared` (default): the tabs of one browser have one socket together, show each other's calls, and go on with those of a tab that was closed;
   * `per-tab`: each has its own. Of the client that is made next.
   */
  @property() tabs: 'shared' | 'per-tab' | undefined;
  /** Calls at once, from 1; 2 when omitted. Further callers hear that the line is busy. A change holds for the calls to come. */
  @property({ type: Number, attribute: 'max-calls' }) maxCalls: number | undefined;

  /**
   * Lets people come without an account, where the app allows it: while `user-id` is empty, a `<chat-launcher>` inside makes a guest of whoever opens a
   * conversation. He is the same one whenever he comes back to this browser; once a user signs in, the guest's conversations are that user's.
   */
  @property({ type: Boolean }) guest = false;

  /** Its calls make no sound before they are answered, and change no title. An app with a client of its own calls `ringingOf(client)`. */
  @property({ type: Boolean }) silent = false;

  readonly #provider = new ClientProvider(this);
  #given: ClientApi | undefined;
  #guest: GuestIdentity | undefined;
  #made: Client | undefined;
  #listening: ClientApi | undefined;
  #stop: Unsubscribe | undefined;
  /** @internal Whose time the grace after a removal is. */
  clock: Clock = systemClock;
  #grace: Timer;
  #watch: MutationObserver | undefined;
  /** The page was not in English at some time: its words are here. */
  #foreign = false;

  /** The client in use. Give one to bring your own: it is provided, but connecting and disposing it stays yours. */
  @property({ attribute: false })
  get client(): ClientApi | undefined {
    return this.#given ?? this.#made;
  }

  set client(client: ClientApi | undefined) {
    const previous = this.client;
    this.#given = client;
    this.requestUpdate('client', previous);
  }

  constructor() {
    super();
    this.addEventListener('earshot-guest-door', (event) => {
      if (this.guest) (event as GuestDoorEvent).door = this.#openDoor();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.clock.clearTimeout(this.#grace);
    this.#grace = undefined;
    if (!this.client) this.requestUpdate('host'); // back after the grace: make it anew
    this.#watch = new MutationObserver(() => this.#speak());
    for (const element of [this, document.documentElement]) this.#watch.observe(element, { attributeFilter: ['lang'] });
    this.#speak();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watch?.disconnect();
    this.#grace ??= this.clock.setTimeout(() => {
      this.#grace = undefined;
      this.#drop();
      this.#provide();
    }, GRACE_MS);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const identity = changed.has('host') || changed.has('appId') || changed.has('userId') || changed.has('client');
    if (this.guest && this.appId) this.#openDoor().catch(() => {}); // whoever asks is told
    const secret = changed.has('token') || changed.has('tokenProvider');
    const useless = !this.#made || this.#made.state === 'failed' || this.#made.state === 'idle';
    if (identity || (secret && useless)) this.#remake();
    else if (changed.has('maxCalls')) this.#limit();
  }

  protected override render(): unknown {
    return html`<slot></slot>`;
  }

  #remake(): void {
    this.#drop();
    const { appId, tabs } = this;
    const userId = this.userId || this.#guest?.userId;
    const known = this.userId ? this.token || this.tokenProvider : this.#guest;
    const host = this.host || globalThis.location?.host;
    if (!this.#given && this.isConnected && appId && userId && host && known) {
      try {
        const settings = this.noRecorder ? { flightEvents: 0 } : undefined;
        this.#made = new Client({ host, appId, userId, settings, tabs, tokenProvider: () => this.#freshToken() });
        this.#limit();
        this.#ringLater(this.#made);
      } catch (error) {
        console.warn('<earshot-client>', error);
        this.dispatchEvent(new EarshotClientErrorEvent(asEarshotError(error, 'client:invalid-config', 'make a client')));
      }
    }
    this.#provide();
    this.#made?.connect().catch(() => {}); // told by the `error` and `state` events
  }

  /** The limit is looked at when a call comes, so that a change of it leaves the client, and its calls, as they are. */
  #limit(): void {
    if (!this.#made) return;
    const wanted = this.maxCalls ?? defaultSettings.maxCalls;
    const valid = Number.isInteger(wanted) && wanted >= 1;
    if (!valid) console.warn(`<earshot-client> \`max-calls\` must be a whole number from 1, not ${wanted}`);
    this.#made.settings.maxCalls = valid ? wanted : defaultSettings.maxCalls;
  }

  /** What makes calls heard comes with the first one; when it does not, it is asked for again with the next change of a call. */
  #ringLater(client: Client): void {
    client.calls.once('change', () => {
      if (!this.silent) import('./ring.ts').then(({ ringFor }) => ringFor(this, client)).catch(() => this.#ringLater(client));
    });
  }

  /** The elements speak the language of the page, where there is a translation. */
  #speak(): void {
    const lang = this.closest<HTMLElement>('[lang]')?.lang || document.documentElement.lang;
    this.#foreign ||= !/^(en\b|$)/i.test(lang);
    if (this.#foreign) import('../internal/languages/languages.ts').then(({ follow }) => follow(this, lang)).catch(() => {});
  }

  /** Read when asked for, so that a token set later is the one that is used. */
  async #freshToken(): Promise<string> {
    if (!this.userId && this.#guest) return this.#guest.token();
    const token = this.tokenProvider ? await this.tokenProvider() : this.token;
    if (!token) throw new EarshotError('client:invalid-config', 'connect', '`token` is missing');
    return token;
  }

  /** What lets guests in comes only where they may. */
  #openDoor(): Promise<GuestDoor> {
    return import('./guest.ts').then(({ openDoor }) =>
      openDoor(this, (guest) => {
        this.#guest = guest;
        if (!this.userId) this.requestUpdate('userId', null);
      }),
    );
  }

  #drop(): void {
    void this.#made?.dispose();
    this.#made = undefined;
  }

  #provide(): void {
    const client = this.client;
    this.#provider.provide(client);
    if (client === this.#listening) return;
    this.#stop?.();
    this.#listening = client;
    const stopState = client?.on('state', (state, previous) => void this.dispatchEvent(new EarshotClientStateEvent(state, previous)));
    const stopErrors = client?.on('error', (error) => void this.dispatchEvent(new EarshotClientErrorEvent(error)));
    this.#stop = () => {
      stopState?.();
      stopErrors?.();
    };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'earshot-client': EarshotClient;
  }
  interface GlobalEventHandlersEventMap {
    'earshot-client-state': EarshotClientStateEvent;
    'earshot-client-error': EarshotClientErrorEvent;
  }
}
