import { LazyElement, type LazyPart } from '../internal/lazy-element.ts';
import { property } from '../internal/property.ts';
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
export class PresenceBadge extends LazyElement {
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

  /** @internal */
  protected override load(): Promise<LazyPart> {
    return import('./badge.ts').then(({ Badge }) => new Badge(this, (...names) => this.reflectStates(...names)));
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
