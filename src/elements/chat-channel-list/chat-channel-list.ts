import { LazyElement, type LazyPart } from '../internal/lazy-element.ts';
import { property } from '../internal/property.ts';
import { styles } from './chat-channel-list.styles.ts';
import type { ChatChannelListSelectEvent } from './events.ts';

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
 * @csspart notify - Asks to be notified while no page is open.
 * @csspart item - One line.
 * @csspart mute - Opens the menu of how loud a channel is.
 * @csspart menu - That menu.
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
export class ChatChannelList extends LazyElement {
  static override styles = styles;

  /** Id of the channel that is open; follows what the user chooses. */
  @property({ reflect: true }) selected = '';
  /** Where a line leads, with `{id}` for the channel's: real links then. Without it choosing leads nowhere, and only tells. */
  @property() href: string | undefined;
  /** Has a button by which the user is notified while no page is open. Needs the worker (docs/PUSH.md); there is none where the browser cannot, or its user said no. */
  @property({ type: Boolean, attribute: 'notify-me' }) notifyMe = false;
  /** Level of the title, 1…5; those of search results are one below it. */
  @property({ type: Number, attribute: 'heading-level' }) headingLevel = 3;

  /** @internal */
  protected override load(): Promise<LazyPart> {
    return import('./list.ts').then(
      ({ ChannelList }) => new ChannelList(this, { say: (text) => this.announce(text), reflect: (...names) => this.reflectStates(...names) }),
    );
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
