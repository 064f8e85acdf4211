import type { ReactiveControllerHost } from 'lit';
import type { Clock } from '../../core/base/clock.ts';
import type { SendOptions } from '../../core/chat/actions/api.ts';
import type { ChannelView, ChatMessage } from '../../core/chat/api.ts';
import type { ClientApi } from '../../core/client/api.ts';
import type { Message } from '../../core/protocol/index.ts';
import type { Composer } from './composer.ts';
import type { ChannelExtras } from './extras/extras.ts';
import type { Row, RowModel } from './rows.ts';
import type { ListWindow } from './window/list-window.ts';

/** What the parts of `<chat-channel>` know of it. */
export interface ChannelHost extends ReactiveControllerHost {
  dispatchEvent(event: Event): boolean;
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly clock: Clock;
  /** The client in use, given or found. */
  readonly boundClient: ClientApi | undefined;
  /** Shows the thread of that message instead of the channel's own history. */
  readonly threadId: number | undefined;
  /** How the page draws messages of its own kinds. */
  readonly renderMessage: Readonly<Record<string, (message: Message) => unknown>>;
  readonly view: ChannelView | undefined;
  readonly model: RowModel;
  readonly composer: Composer;
  readonly list: ListWindow<Row> | undefined;
  /** What comes after the first paint, once it is here. */
  readonly more: ChannelExtras | undefined;
  readonly headingLevel: number;
  /** Name of the channel; its id while that is unknown. */
  readonly channelName: string;
  /** The other in a talk between two: needs no name and no avatar. */
  readonly directPeer: string | undefined;
  readonly limits: { message_length: number; file_bytes: number };
  /** Row with the tab stop, and the one whose controls may be tabbed through. */
  activeKey: string | undefined;
  enteredKey: string | undefined;
  /** Runs when the extras are here: at once, or as soon as they have come. Fetches them. */
  whenMore(task: () => void): void;
  say(text: string, assertive?: boolean): void;
  /** The options go with each. */
  send(files: readonly File[], text: string, options?: SendOptions): void;
  /** Quotes a message above the text box. Nothing happens where one may not write. */
  reply(item: ChatMessage): void;
  /** Takes a text of mine into the text box, to be changed. */
  edit(item: ChatMessage): void;
  /** Shows the newest message, fetching it if need be. */
  toLatest(): void;
  loadOlder(): void;
  focusRow(index: number): void;
}
