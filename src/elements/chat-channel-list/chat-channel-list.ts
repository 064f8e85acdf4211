import type { PropertyValues } from 'lit';
import { type Clock, systemClock } from '../../core/base/clock.ts';
import { BaseElement } from '../internal/base-element.ts';
import { ClientController } from '../internal/client-controller.ts';
import { property } from '../internal/property.ts';
import { styles } from './chat-channel-list.styles.ts';
import type { ChatChannelListSelectEvent } from './events.ts';
import type { ChannelList } from './list.ts';

/**
 * The channels of a user, those with news first: the last message, drafts, who is typing, what is unread, and a search over names and messages.
 * Choosing one tells the page, which shows it.
 *
 * @tag chat-channel-list
 * @slot header - Beside the title: a button for a new message, for one.
 * @slot empty - Beneath the words that there are no channels.
 * @slot item-end-<channel-id> - At the end of that channel's line.
 * @csspart header - The title.
 * @csspart search - The search field.
 * @csspart item - One line.
 * @csspart avatar - Initials or picture of a channel.
 * @csspart badge - How many messages are unread.
 * @csspart preview - The last message, a draft, or who is typing.
 * @cssprop [--earshot-accent=oklch(.47 .085 224)] - Brand colour.
 * @cssprop [--earshot-radius=14px] - Corner radius.
 * @cssState loading - Nothing is known yet.
 * @cssState empty - There is nothing to show.
 * @cssState searching - The search field is in use.
 * @fires {ChatChannelListSelectEvent} chat-channel-list-select - The user chose a channel, or a message that was found in it.
 */
export class ChatChannelList extends BaseElement {
  static override styles = styles;

  /** Id of the channel that is open; follows what the user chooses. */
  @property({ reflect: true }) selected = '';
  /** Where a line leads, with `{id}` for the channel's: real links then. Without it choosing leads nowhere, and only tells. */
  @property() href: string | undefined;
  /** Level of the title, 1…5; those of search results are one below it. */
  @property({ type: Number, attribute: 'heading-level' }) headingLevel = 3;

  readonly #source = new ClientController(
    this,
    () => undefined,
    (client, changed) => client.on('state', changed),
  );
  #clock = systemClock;
  /** All that is drawn: loaded once the element is on a page. */
  #list: ChannelList | undefined;
  #loading: Promise<void> | undefined;

  /** Where this element's time comes from: its client's clock. */
  override get clock(): Clock {
    this.#clock = this.#source?.client?.clock ?? this.#clock; // kept: timers are cleared after the client has gone
    return this.#clock;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#list?.drop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('headingLevel') && !(this.headingLevel >= 1 && this.headingLevel <= 5))
      this.warn(`heading-level: "${this.headingLevel}" is not between 1 and 5`);
    this.#loading ??= import('./list.ts').then(
      ({ ChannelList }) => {
        this.#list = new ChannelList(this, {
          say: (text) => this.announce(text),
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

  protected override render(): unknown {
    this.#list?.follow(this.#source.client);
    return this.#list?.render();
  }

  protected override updated(): void {
    this.#list?.rendered();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chat-channel-list': ChatChannelList;
  }
  interface GlobalEventHandlersEventMap {
    'chat-channel-list-select': ChatChannelListSelectEvent;
  }
}
