import type { PropertyValues } from 'lit';
import { type Clock, systemClock } from '../../core/base/clock.ts';
import { BaseElement } from '../internal/base-element.ts';
import { ClientController } from '../internal/client-controller.ts';
import { property } from '../internal/property.ts';
import { onSeen } from '../internal/seen.ts';
import { styles } from './call-history.styles.ts';
import type { CallHistoryCallEvent, CallHistoryErrorEvent, CallHistoryFilterEvent } from './events.ts';
import type { HistoryList } from './list.ts';

/**
 * The past calls of a user, on whatever device they were, latest first under their days; calls back with one press. Follows what happens, also on
 * other devices. Missed calls count as seen once they were shown.
 *
 * @tag call-history
 * @slot empty - Beneath the words that there are no calls: a button that opens a dial pad, for one.
 * @csspart header - Title, filter and Edit.
 * @csspart filter - All or missed.
 * @csspart item - One line.
 * @csspart callback - The button at its end.
 * @csspart notice - What did not work.
 * @cssprop [--earshot-accent=oklch(.47 .085 224)] - Brand colour.
 * @cssprop [--earshot-radius=14px] - Corner radius.
 * @cssState loading - Nothing is known yet.
 * @cssState empty - There is nothing to show.
 * @cssState error - Loading did not work.
 * @cssState editing - Calls can be removed.
 * @fires {CallHistoryCallEvent} call-history-call - Somebody was called back.
 * @fires {CallHistoryFilterEvent} call-history-filter - The user chose another filter.
 * @fires {CallHistoryErrorEvent} call-history-error - Loading, removing or calling did not work.
 */
export class CallHistory extends BaseElement {
  static override styles = styles;

  /** Which calls are shown. */
  @property({ reflect: true }) filter: 'all' | 'missed' = 'all';
  /** Level of the title, 1…5; the days are one below it. */
  @property({ type: Number, attribute: 'heading-level' }) headingLevel = 3;
  /** Calls cannot be removed here. */
  @property({ type: Boolean, reflect: true }) readonly = false;

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
  /** All that is drawn, and the history itself: loaded once the element is on a page. */
  #list: HistoryList | undefined;
  #loading: Promise<void> | undefined;
  #unwatch: (() => void) | undefined;
  #seen = false;

  /** Where this element's time comes from: its client's clock. */
  override get clock(): Clock {
    this.#clock = this.#source?.client?.clock ?? this.#clock; // kept: timers are cleared after the client has gone
    return this.#clock;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = onSeen(this, (seen) => {
      this.#seen = seen;
      this.requestUpdate();
    });
    document.addEventListener('visibilitychange', this.#onVisibility);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    this.#seen = false;
    document.removeEventListener('visibilitychange', this.#onVisibility);
    this.#list?.drop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('filter') && !['all', 'missed'].includes(this.filter)) this.warn(`filter: "${this.filter}" is not all or missed`);
    if (changed.has('headingLevel') && !(this.headingLevel >= 1 && this.headingLevel <= 5))
      this.warn(`heading-level: "${this.headingLevel}" is not between 1 and 5`);
    if (!this.#list) this.#load();
  }

  protected override render(): unknown {
    this.#list?.follow(this.#source.client, this.#seen && !document.hidden); // here, because another client is known only after `willUpdate`
    return this.#list?.render();
  }

  protected override updated(): void {
    this.#list?.rendered();
  }

  readonly #onVisibility = (): void => this.requestUpdate();

  #load(): void {
    this.#loading ??= import('./list.ts').then(
      ({ HistoryList }) => {
        this.#list = new HistoryList(this, {
          say: (text, urgent) => this.announce(text, urgent),
          reflect: (...names) => this.reflectStates(...names),
        });
        this.requestUpdate();
      },
      (error) => {
        this.#loading = undefined; // the next change tries again
        this.warn(`cannot load the list: ${error}`);
      },
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-history': CallHistory;
  }
  interface GlobalEventHandlersEventMap {
    'call-history-call': CallHistoryCallEvent;
    'call-history-filter': CallHistoryFilterEvent;
    'call-history-error': CallHistoryErrorEvent;
  }
}
