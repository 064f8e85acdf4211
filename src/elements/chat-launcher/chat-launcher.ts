import { LazyElement, type LazyPart } from '../internal/lazy-element.ts';
import { property } from '../internal/property.ts';
import { styles } from './chat-launcher.styles.ts';
import type { ChatLauncherToggleEvent } from './events.ts';

/**
 * A button in the corner of the page that opens a chat over it: a first page with what can be done, the channel of the team, and the
 * conversations so far. The page brings `<chat-channel>`, as `earshot/all` does. Its place is that of a fixed box; the page's CSS may give it another.
 *
 * @tag chat-launcher
 * @slot home - On the first page, beneath Send a message: a `<voice-call-button>`, for one.
 * @slot icon - In place of the button's own icon.
 * @csspart button - The button.
 * @csspart badge - How many messages are unread.
 * @csspart panel - What it opens.
 * @csspart avatar - Initials or picture of a channel.
 * @cssprop [--earshot-accent=oklch(.47 .085 224)] - Brand colour.
 * @cssprop [--earshot-radius=14px] - Corner radius.
 * @cssprop [--earshot-inset=20px] - How far it stays from the edges.
 * @cssState open - The panel is open.
 * @cssState unread - Something is unread.
 * @fires {ChatLauncherToggleEvent} chat-launcher-toggle - Opened, closed, or another page of it.
 */
export class ChatLauncher extends LazyElement {
  static override styles = styles;

  /** The channel of the team; a guest has one of his own. Without it only the conversations so far are offered. */
  @property({ attribute: 'channel-id' }) channelId = '';
  /** What a guest is asked before the chat begins, none of it needed: `name`, `email`, or both with a space between. Inside an `<earshot-client guest>`. */
  @property() ask = '';
  /** Whether the panel is open. */
  @property({ type: Boolean, reflect: true }) open = false;
  /** Level of the panel's title, 1…6. */
  @property({ type: Number, attribute: 'heading-level' }) headingLevel = 3;

  /** @internal */
  protected override load(): Promise<LazyPart> {
    return import('./launcher.ts').then(({ Launcher }) => new Launcher(this, (...names) => this.reflectStates(...names)));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chat-launcher': ChatLauncher;
  }
  interface GlobalEventHandlersEventMap {
    'chat-launcher-toggle': ChatLauncherToggleEvent;
  }
}
