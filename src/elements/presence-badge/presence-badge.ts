import type { PropertyValues } from 'lit';
import { type Clock, systemClock } from '../../core/base/clock.ts';
import { BaseElement } from '../internal/base-element.ts';
import { ClientController } from '../internal/client-controller.ts';
import { property } from '../internal/property.ts';
import type { Badge } from './badge.ts';
import type { PresenceBadgeChangeEvent, PresenceStatus } from './events.ts';
import { styles } from './presence-badge.styles.ts';

/**
 * Whether somebody is here, by a shape and in words: online, in a call with me, or offline and since when. What the server does not know, away and
 * busy, the page says by `status`.
 *
 * @tag presence-badge
 * @slot - Words of the page in place of ours.
 * @csspart dot - The shape.
 * @csspart label - Shape and words.
 * @cssprop [--earshot-accent=oklch(.47 .085 224)] - Brand colour.
 * @cssprop [--earshot-positive=oklch(.56 .125 155)] - Online.
 * @cssprop [--earshot-warning=oklch(.74 .14 72)] - Away.
 * @cssprop [--earshot-danger=oklch(.56 .185 27)] - Busy.
 * @cssState online - They are here.
 * @cssState away - The page says so.
 * @cssState busy - The page says so.
 * @cssState call - In a call with me, or the page says so.
 * @cssState offline - They are not here.
 * @cssState unknown - Nothing is known yet.
 * @fires {PresenceBadgeChangeEvent} presence-badge-change - Another status is shown.
 */
export class PresenceBadge extends BaseElement {
  static override styles = styles;

  /** Whose presence it is. */
  @property({ attribute: 'user-id' }) userId = '';
  /** Said by the page: nothing is asked of the server then. */
  @property({ reflect: true }) status: PresenceStatus | undefined;
  /** Away or offline since then, in epoch milliseconds. */
  @property({ type: Number }) since: number | undefined;
  /** Busy until then, in epoch milliseconds. */
  @property({ type: Number }) until: number | undefined;
  /** The shape alone; the words are its name. */
  @property({ type: Boolean, reflect: true }) bare = false;

  readonly #source = new ClientController(
    this,
    () => undefined,
    (client, changed) => client.on('state', changed),
  );
  #clock = systemClock;
  /** All that is shown: loaded once the element is on a page. */
  #badge: Badge | undefined;
  #loading: Promise<void> | undefined;

  /** Where this element's time comes from: its client's clock. */
  override get clock(): Clock {
    this.#clock = this.#source?.client?.clock ?? this.#clock; // kept: timers are cleared after the client has gone
    return this.#clock;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#badge?.drop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const { status } = this;
    if (changed.has('status') && status && !['online', 'away', 'busy', 'call', 'offline'].includes(status)) {
      this.warn(`status: "${status}" is not a status`);
      this.status = undefined;
    }
    this.#loading ??= import('./badge.ts').then(
      ({ Badge }) => {
        this.#badge = new Badge(this, (...names) => this.reflectStates(...names));
        this.requestUpdate();
      },
      (error) => {
        this.#loading = undefined; // the next change tries again
        this.warn(`cannot load: ${error}`);
      },
    );
  }

  protected override render(): unknown {
    this.#badge?.follow(this.#source.client);
    return this.#badge?.render();
  }

  protected override updated(): void {
    this.#badge?.rendered();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'presence-badge': PresenceBadge;
  }
  interface GlobalEventHandlersEventMap {
    'presence-badge-change': PresenceBadgeChangeEvent;
  }
}
